import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from aecore import pictures
from aecore.errors import PictureError
from aecore.memory import one_at_a_time
from aecore.pictures.decode import open_picture
from tests.core.picture_file import file_of


def test_what_is_done_comes_back() -> None:
    assert one_at_a_time(lambda: 7, patience_s=60) == 7


def test_what_is_raised_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        one_at_a_time(lambda: 1 / 0, patience_s=60)


def test_never_two_at_once() -> None:
    inside: list[int] = []
    most = 0

    def action() -> None:
        nonlocal most
        inside.append(1)
        most = max(most, len(inside))
        threading.Event().wait(0.01)
        inside.pop()

    with ThreadPoolExecutor(8) as visitors:
        for _ in range(8):
            visitors.submit(one_at_a_time, action, patience_s=60)
    assert most == 1


def test_who_waits_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    large, small = (file_of(Image.new("1", (side, 2900), 1)) for side in (2900, 2700))
    monkeypatch.setattr(open_picture, "_PATIENCE_S", 0.01)
    over = threading.Event()
    with ThreadPoolExecutor(1) as other:
        busy = other.submit(one_at_a_time, over.wait, patience_s=60)
        try:
            with pytest.raises(PictureError, match="Try again in a minute"):
                pictures.open_picture(large)
            assert pictures.open_picture(small).width < 2700
        finally:
            over.set()
        assert busy.result(60)
