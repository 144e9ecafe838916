"""Plain pictures: the benchmark's own must be what their names say."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from aecore.benchmarks import pictures as benchmark
from aecore.benchmarks.synthetic import negatives, plain_pictures
from aecore.data.split import embedded_unseen
from aecore.errors import InputError


@pytest.mark.parametrize("kind", plain_pictures.KINDS)
def test_ink_lies_in_every_digit_s_box(kind: str) -> None:
    for seed in range(3):
        drawn = plain_pictures.draw(kind, seed, embedded_unseen())
        again = plain_pictures.draw(kind, seed, embedded_unseen())
        assert drawn.photo == again.photo
        assert len(drawn.images) == len(drawn.labels) == len(drawn.photo.boxes)
        grey = np.asarray(Image.open(io.BytesIO(drawn.photo.source)).convert("L")).astype(float)
        h, w = grey.shape
        for left, top, right, bottom in drawn.photo.boxes:
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1
            part = grey[round(top * h) : round(bottom * h), round(left * w) : round(right * w)]
            assert np.ptp(part) > 40


def test_bold_strokes_are_thicker_by_what_they_say() -> None:
    """The inscribed circle of a stroke grows with it."""
    widths = []
    for kind in ("bold + 0", "bold + 12", "bold + 24", "bold + 36"):
        drawn = [plain_pictures.draw(kind, seed, embedded_unseen()) for seed in range(20)]
        inks = [np.asarray(Image.open(io.BytesIO(each.photo.source)).convert("L")) < 130
                for each in drawn]  # fmt: skip
        widths.append(np.median([2 * ndimage.distance_transform_edt(ink).max() for ink in inks]))
    assert np.all(np.diff(widths) > 9)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match="bold"):
        benchmark.measure_only("round", None, 1)


def test_pictures_without_a_digit_are_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def two(blank_pages: int, things: int) -> list[tuple[str, bytes]]:
        assert blank_pages == things == 2
        return [("blank pages", negatives.blank_page(seed)) for seed in range(things)]

    monkeypatch.setattr(negatives, "digitless", two)
    found = benchmark.measure_only("not one", None, 2)
    assert found["refused_share"] == 1
    assert found["digitless"] == [{"kind": "blank pages", "pictures": 2, "refused_share": 1}]
