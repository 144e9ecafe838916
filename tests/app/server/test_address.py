"""The address that a worksheet and a link give to others."""

import ipaddress
from urllib.parse import urlsplit

import pytest

from aecore.web.server import address
from aecore.web.story import qr_code


@pytest.mark.parametrize(
    "url", ["https://school.example/app/story?lang=zh#seed", "http://192.168.1.7:8501/story"]
)
def test_an_address_that_others_can_open_stays(url: str) -> None:
    found = address.for_others(url)
    assert found == f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_is_called_as_others_call_it(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "_own_address", lambda: "192.168.1.7")
    assert address.for_others(f"http://{host}:8501/story") == "http://192.168.1.7:8501"
    monkeypatch.setattr(address, "_own_address", lambda: "")  # offline
    assert urlsplit(address.for_others(f"http://{host}:8501/story")).port == 8501


def test_its_own_address_is_one_in_a_network() -> None:
    own = address._own_address()
    assert not own or not ipaddress.ip_address(own).is_loopback


def test_a_server_that_only_this_machine_reaches_keeps_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("streamlit.get_option", lambda _: "127.0.0.1")
    assert address.for_others("http://localhost:8501/story") == "http://localhost:8501"


def test_another_address_is_another_code() -> None:
    codes = {qr_code.data_url(f"http://192.168.1.{i}:8501/") for i in range(4)}
    assert len(codes) == 4
    assert all(code.startswith("data:image/svg+xml") for code in codes)
