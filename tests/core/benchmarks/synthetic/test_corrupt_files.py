import contextlib

import numpy as np
import pytest

from aecore import pictures
from aecore.benchmarks.synthetic.corrupt_files import broken_pictures, whole_pictures
from aecore.errors import PictureError

SOME = pytest.mark.parametrize("count", [200, pytest.param(2_100, marks=pytest.mark.slow)])


def digits_in(source: bytes) -> int:
    """How many digits a file gives; 0 if it gives a sentence."""
    with contextlib.suppress(PictureError):
        images = pictures.digits_from_picture(source)
        assert images.shape[1:] == (28, 28, 1)
        assert np.isfinite(images).all()
        return len(images)
    return 0


@SOME
@pytest.mark.filterwarnings("ignore::Warning:PIL")  # of damaged notes; the app ignores them, too
def test_broken_files_end_in_digits_or_a_sentence(count: int) -> None:
    found = [digits_in(source) for source in broken_pictures(count, seed=3)]
    assert len(found) == count
    # else they are broken too much or too little to tell
    assert 0.1 <= np.mean(np.array(found) > 0) <= 0.9


@SOME
def test_broken_files_end_well_where_warnings_are_errors(count: int) -> None:
    for source in broken_pictures(count, seed=4):
        with contextlib.suppress(PictureError):
            pictures.open_picture(source)


def test_before_they_are_broken_all_can_be_read() -> None:
    for sources in whole_pictures().values():
        for source in sources:
            assert pictures.open_picture(source).mode == "RGB"


def test_the_same_seed_breaks_them_in_the_same_way() -> None:
    first, again, other = (list(broken_pictures(50, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
