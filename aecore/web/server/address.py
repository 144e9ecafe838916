"""Where pupils' phones find this server, and the QR code of it."""

import contextlib
import ipaddress
import socket
from functools import lru_cache
from urllib.parse import urlsplit

import psutil
import segno

_VIRTUAL = ("br-", "docker", "veth", "virbr", "vmnet", "vboxnet")


def for_phones(url: str) -> str:
    """An address of this app that other machines can open.

    Args:
        url: Where the visitor's browser found the page; on the machine that the server runs on it
            may say `localhost`, which to a phone is the phone.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if _is_loopback(host) and (own := _own_address()):
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{own}{port}/"
    return f"{parts.scheme}://{parts.netloc}/"


@lru_cache(maxsize=16)
def data_url(text: str) -> str:
    """A QR code as the source of an image."""
    return str(segno.make(text, error="m").svg_data_uri(border=2, light="#fff", scale=8))


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def _own_address() -> str:
    """The address of this machine in its network; nothing where there is none.

    Nobody is asked: the machine's own list says it. Bridges between virtual machines come last.
    """
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        (name.startswith(_VIRTUAL), one.address)
        for name, addresses in psutil.net_if_addrs().items()
        for one in addresses
        if name in up and one.family == socket.AF_INET and not _is_loopback(one.address)
    ]
    return min(found, key=lambda one: one[0])[1] if found else ""
