"""What a browser tells of its visitor is looked at like a stranger's."""

import base64
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from aecore.data import digits, noise
from aecore.pictures import Adjustments
from aecore.web.browser import mount
from aecore.web.session import corrections, pins, recall, visitor
from aecore.web.session.pins import OWN, REAL, SLIDERS, SPOT, Pin
from aecore.web.session.uploaded_picture import OpenedPicture
from aecore.web.session.visitor import Source, Visitor
from aecore.web.widgets import share
from tests.app.handwriting import file, places, written

STROKES = [[[0.25, 0.25], [0.75, 0.25], [0.4, 0.8]], [[0.4, 0.5], [0.6, 0.5]]]
IMAGE = digits.embedded().images[7:8]
LINK = {"model": "denoise", "noise": "blur:0.5", "seed": "7", "view": "3d"}
PHOTO = base64.b64encode(file(written(*places(7)))).decode()
PICTURE = {
    "id": "picture-0123abcd",
    "photo": f"data:image/png;base64,{PHOTO}",
    "corrected": corrections.told(Adjustments()),
    "chosen": 0,
}
LETTER = "sAACAPwAAAEA"  # a pin of two numbers: 1 and 2


def busy() -> Visitor:
    """A visitor who has made use of everything."""
    me = visitor.begin(LINK)
    me.use(Source("drawing-1-2", IMAGE, STROKES))
    for label in (SPOT, SLIDERS, OWN, REAL[7]):
        me.pin([0.1] * 32, label)
    me.hand, me.coloured, me.atlas_front = 3, False, True
    me.card, me.guesses = "filters", {"filters": 1, "small": 0}
    return me


def told(me: Visitor, **changes: Any) -> str:
    return json.dumps({**recall._kept(me, me.settings()), **changes})


def same(one: Visitor, other: Visitor) -> bool:
    return json.dumps(recall._kept(one, {})) == json.dumps(recall._kept(other, {}))


def test_everything_comes_back() -> None:
    me = busy()
    again = recall.recalled(told(me), me.settings())
    assert same(me, again)
    assert again.source.strokes == STROKES
    assert [pin.label for pin in again.pinned] == [SPOT, SLIDERS, OWN, REAL[7]]
    # a page that was just opened from the menu has no settings in its address
    assert same(me, recall.recalled(told(me), {"lang": "zh"}))


def test_a_picture_comes_back_turned_corrected_and_chosen_from() -> None:
    me = visitor.begin({})
    me.picture = OpenedPicture(file(written(*places(7, 2, 5)).rotate(180)))
    assert me.picture.upright == 2
    me.picture.adjust(replace(me.picture.adjustments, bolder=1))
    me.picture.choose(2)
    me.use_picture()
    kept = recall._kept(me, {})
    kept["picture"]["photo"] = me.picture.shown["photo"]["url"]  # as the browser adds it
    again = recall.recalled(json.dumps(kept), {})
    assert again.picture is not None
    assert again.uses_picture
    assert (again.picture.chosen, again.picture.adjustments.bolder) == (2, 1)
    assert np.mean((again.picture.images - me.picture.images) ** 2) < 0.02  # read from a small JPEG
    del kept["picture"]["photo"]
    assert recall.recalled(json.dumps(kept), {}).picture is None


def test_an_answer_whose_run_was_cut_short_is_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class CutShort(Exception):  # noqa: N818 (as Streamlit's own, no error)
        pass

    def cut_short(_: Visitor) -> None:
        raise CutShort

    state: dict[str, Any] = {recall._STATE: 7.0}
    address = SimpleNamespace(to_dict=dict)
    streamlit = SimpleNamespace(session_state=state, query_params=address)
    monkeypatch.setattr(recall, "st", streamlit)
    monkeypatch.setattr(visitor, "replace", cut_short)
    monkeypatch.setattr(recall, "recalled", lambda *_: busy())
    with pytest.raises(CutShort):
        recall._took("{}")
    assert state[recall._STATE] == 7.0  # the next run asks again


def test_a_link_is_right_where_it_says_something_new() -> None:
    me = busy()
    again = recall.recalled(told(me), {**me.settings(), "digit": "30", "noise": "speckle:0.1"})
    assert (again.source.place, again.source.strokes) == (30, [])
    assert (again.kind, again.level, again.seed) == ("speckle", 2, 7)
    assert len(again.pinned) == len(me.pinned)
    linked = recall.recalled(told(me), {"model": "classic", "pins": LETTER})
    assert [pin.code for pin in linked.pins["classic"]] == [(1.0, 2.0)]
    assert len(linked.pins["denoise"]) == 4


def test_what_python_has_not_heard_of_yet_counts() -> None:
    me = visitor.begin({"digit": "5", "noise": "blur:0.5"})
    drawing = {"id": "drawing-1-2", "strokes": STROKES, "image": mount.encode_pixels(IMAGE)}
    again = recall.recalled(told(me, source=drawing, level=3), me.settings())
    assert (again.source.strokes, again.level) == (STROKES, 3)


@pytest.mark.parametrize(
    "change",
    [
        {"settings": {"model": "../../etc", "noise": [1], "seed": -1, "digit": {}}},
        {"settings": "?"},
        {"model": "run-of-somebody-else"},
        {"model": {"name": "classic"}},
        {"level": noise.LEVELS},
        {"level": True},
        {"source": {"id": 1, "image": "AAAA", "strokes": STROKES}},
        {"source": {"image": mount.encode_pixels(IMAGE), "strokes": STROKES}},
        {"source": {"id": "", "image": mount.encode_pixels(IMAGE), "strokes": [[[1e300, 0]]]}},
        {"source": {"id": "", "image": mount.encode_pixels(IMAGE), "strokes": [[]]}},
        {"source": {"id": "", "image": mount.encode_pixels(IMAGE), "strokes": [[["nan", 0]]]}},
        {"source": [STROKES]},
        {"pins": {"classic": LETTER + "AAAA", "denoise": 5, "somebody's": LETTER}},
        {"pins": {"classic": "x" + LETTER[1:]}},
        {"pins": {"classic": pins.pack([Pin((float("nan"), 1.0), SPOT)], exact=True)}},
        {"pins": [LETTER]},
        {"picture": ["picture-0123abcd"]},
        {"picture": PICTURE | {"id": "picture-0"}},
        {"picture": PICTURE | {"photo": "data:image/png;base64,AAAA"}},
        {"picture": PICTURE | {"photo": "ü" * 9}},
        {"picture": PICTURE | {"corrected": {"turns": []}}},
        {"picture": PICTURE | {"chosen": "0"}},
        {"hand": "many", "coloured": "yes", "front": 1},
        {"card": {"filters": 1}, "guesses": [1]},
        {"card": 3, "guesses": {"small": "1", "centre": True}},
    ],
)
def test_nonsense_is_passed_over(change: dict[str, Any]) -> None:
    me = visitor.begin({})
    again = recall.recalled(told(me, **change), {})
    assert same(me, again)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '{"hand": NaN}'])
def test_what_is_no_such_text_is_passed_over(text: str) -> None:
    assert same(recall.recalled(text, {}), visitor.begin({}))


def test_a_link_draws_paints_and_pins() -> None:
    me = busy()
    address = dict(pair.split("=") for pair in share.query(me).split("&"))
    again = visitor.begin({**address, "noise": "blur:0.5"})
    assert again.source.strokes == STROKES
    assert again.source.image.max() == 1
    np.testing.assert_allclose([pin.code for pin in again.pinned], 0.1, rtol=1e-3)
    me.use(Source("picture-1-2", IMAGE))
    address = dict(pair.split("=") for pair in share.query(me).split("&"))
    np.testing.assert_array_equal(visitor.begin(address).source.image, IMAGE)


@pytest.mark.parametrize(
    "damage",
    [{"drawing": "6AcB"}, {"drawing": "🦆"}, {"pixels": "eJw"}, {"pixels": ""}, {"pins": "s.s"}],
)
def test_a_damaged_link_is_passed_over(damage: dict[str, str]) -> None:
    me = visitor.begin({**LINK, **damage})
    assert same(me, visitor.begin(LINK))


def test_pins_of_a_network_that_is_not_here_are_passed_over() -> None:
    assert visitor.begin({"model": "run-of-somebody-else", "pins": LETTER}).pinned == []
    assert len(visitor.begin({"model": "classic", "pins": LETTER}).pinned) == 1
