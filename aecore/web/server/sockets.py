"""How the server's answers leave: at once."""

import os
import socket

import psutil


def send_at_once() -> None:
    """Let no answer wait until the visitor's computer has acknowledged the one before.

    Short messages wait for that unless told otherwise (RFC 896), and computers acknowledge up to
    40 or 200 ms late (RFC 1122). Python's servers tell, but not where the socket was bound without
    naming its protocol, as Streamlit (1.67) does. Connections inherit it from the socket that
    listens.
    """
    try:
        connections = psutil.Process().net_connections("tcp")
    except psutil.Error:
        return
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.fd >= 0:
            with socket.socket(fileno=os.dup(connection.fd)) as listening:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
