"""Where other machines, pupils' phones say, find this server."""

import contextlib
import ipaddress
import socket
from urllib.parse import urlsplit

import psutil
import streamlit as st

_VIRTUAL = ("br-", "docker", "veth", "virbr", "vmnet", "vboxnet")


def for_others(url: str) -> str:
    """An address of this app that other machines can open, without a path.

    Args:
        url: Where the visitor's browser found the page; on the machine that the server runs on it
            may say `localhost`, which to a phone is the phone.
    """
    parts = urlsplit(url)
    host = parts.netloc
    # who comes to a container or through a proxy has an address, even if it calls that localhost
    is_here = _is_loopback(parts.hostname or "localhost") and st.context.ip_address is None
    if is_here and (own := _own_address()):
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
