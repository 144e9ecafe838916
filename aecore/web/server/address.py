"""Where other machines, pupils' phones say, find this server."""

import contextlib
import ipaddress
import socket
from urllib.parse import urlsplit

import psutil
import streamlit as st

_VIRTUAL = ("br-", "docker", "veth", "virbr", "vmnet", "vboxnet")


def for_others(url: str | None) -> str:
    """An address of this app that other machines can open, without a path.

    Args:
        url: Where the visitor's browser found the page, if that is known; on the machine that the
            server runs on it may say `localhost`, which to a phone is the phone.
    """
    parts = urlsplit(url or f"http://localhost:{st.get_option('server.port')}")
    host = parts.netloc
    if _is_loopback(parts.hostname or "localhost") and (own := _own_address()):
        host = f"{own}:{parts.port}" if parts.port else own
    return f"{parts.scheme}://{host}"


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def _own_address() -> str:
    """The address of this machine in its network; nothing where the server is not reached there.

    Nobody is asked: the machine's own list says it. Bridges between virtual machines come last.
    """
    if _is_loopback(st.get_option("server.address") or ""):
        return ""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        (name.startswith(_VIRTUAL), one.address)
        for name, addresses in psutil.net_if_addrs().items()
        for one in addresses
        if name in up and one.family == socket.AF_INET and not _is_loopback(one.address)
    ]
    return min(found, key=lambda one: one[0])[1] if found else ""
