"""A visitor's picture: read, corrected, chosen from."""

import base64
import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from aecore.data import digits
from aecore.errors import PictureError
from aecore.pictures import Adjustments, Box
from aecore.web.session.uploaded_picture import OpenedPicture
from tests.app.handwriting import file, places, written
from tests.page_of_digits import page

THREE = places(7, 2, 5)
RIGHT_HALF = Box(0, 0.36, 1, 1)


def opened(image: Image.Image) -> OpenedPicture:
    return OpenedPicture(file(image))


def decoded(picture: dict[str, Any]) -> Image.Image:
    kind, _, text = picture["url"].partition(";base64,")
    assert kind in ("data:image/png", "data:image/jpeg")
    image = Image.open(io.BytesIO(base64.b64decode(text)))
    assert image.size == (picture["width"], picture["height"])
    return image


def test_every_digit_is_found_from_left_to_right() -> None:
    picture = opened(written(*THREE))
    assert not picture.refusal
    assert len(picture.images) == 3
    errors = np.mean((picture.images - digits.embedded().images[THREE]) ** 2, axis=(1, 2, 3))
    assert errors.max() < 0.01
    lefts = [digit["box"][1] for digit in picture.shown["digits"]]
    assert lefts == sorted(lefts)


def test_what_the_screen_shows_is_small_and_is_json() -> None:
    picture = opened(written(*THREE).resize((2400, 1000)))
    shown = json.loads(json.dumps(picture.shown))
    assert max(decoded(shown["photo"]).size) == 720
    assert max(decoded(shown["evened"]).size) <= 360
    assert max(decoded(shown["ink"]).size) <= 360
    assert len(json.dumps(shown)) < 250_000


def test_ink_is_light_on_dark_and_the_scan_dark_on_light() -> None:
    shown = opened(written(THREE[0])).shown
    assert np.asarray(decoded(shown["evened"]).convert("L")).mean() > 200
    assert np.asarray(decoded(shown["ink"]).convert("L")).mean() < 60
    cut = np.asarray(decoded(shown["digits"][0]["cut"]).convert("L"))
    assert cut.min() < 30
    assert cut.max() > 240


def test_a_small_picture_keeps_its_pixels() -> None:
    small = (digits.embedded().images[THREE[0], ..., 0] * 255).astype(np.uint8)
    shown = opened(Image.fromarray(small)).shown
    np.testing.assert_array_equal(np.asarray(decoded(shown["photo"]).convert("L")), small)


def test_no_digit_is_a_sentence_and_no_error() -> None:
    picture = opened(Image.new("L", (300, 200), 255))
    assert str(picture.refusal).endswith(".")
    assert picture.digit is None
    assert picture.images.shape == (0, 28, 28, 1)
    decoded(picture.shown["photo"])


def test_no_picture_is_an_error() -> None:
    with pytest.raises(PictureError):
        OpenedPicture(b"hello")


def test_choosing() -> None:
    picture = opened(written(*THREE))
    for place in range(3):
        picture.choose(place)
        assert picture.digit is not None
        np.testing.assert_array_equal(picture.digit[0], picture.images[place])


def test_choosing_what_is_not_there() -> None:
    picture = opened(written(*THREE))
    picture.choose(2)
    nowhere: list[Any] = [-1, 3, 10**30, 0.5, "0", None, [0]]
    for place in nowhere:
        with pytest.raises((IndexError, TypeError)):
            picture.choose(place)
        assert picture.chosen == 2


def test_a_turned_picture_is_helped_by_hand() -> None:
    upright = opened(written(*THREE))
    lying = opened(written(*THREE).rotate(90, expand=True))
    lying.adjust(Adjustments(quarter_turns=1))
    assert lying.edition == 2
    np.testing.assert_allclose(lying.images, upright.images, atol=0.02)


def test_what_was_chosen_stays_chosen_while_it_is_there() -> None:
    picture = opened(written(*THREE))
    picture.choose(2)
    picture.adjust(Adjustments(crop=RIGHT_HALF))
    assert len(picture.images) == 2
    assert picture.chosen == 1
    picture.adjust(Adjustments())
    assert picture.chosen == 2


def test_each_picture_has_an_id_of_its_own() -> None:
    assert opened(written(*THREE)).id != opened(written(*THREE)).id


def test_a_page_on_its_side_is_turned_until_the_visitor_turns_it_back() -> None:
    lying = opened(page(3, 7).rotate(90, expand=True))
    assert (lying.upright, lying.adjustments.quarter_turns, len(lying.images)) == (1, 1, 21)
    lying.adjust(Adjustments(quarter_turns=0))
    assert (lying.upright, lying.adjustments.quarter_turns) == (1, 0)


def test_a_page_of_too_many_digits_asks_for_a_part() -> None:
    full = opened(page(8, 8))
    assert full.is_crowded
    full.adjust(Adjustments(crop=Box(0, 0, 0.32, 0.32)))
    assert not full.is_crowded
    assert full.digit is not None
