"""How the server's answers leave."""

import socket

from aecore.web.server import sockets


def test_what_listens_sends_at_once() -> None:
    def sends_at_once(sending: socket.socket) -> bool:
        return bool(sending.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    with socket.socket() as listening:  # as Streamlit makes it
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not sends_at_once(listening)
        sockets.send_at_once()
        with socket.create_connection(listening.getsockname()):
            accepted, _address = listening.accept()
            with accepted:
                assert sends_at_once(accepted)
