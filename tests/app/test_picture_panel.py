"""What the browser asks of the picture's panel, sensible or not."""

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest
import streamlit

from aecore.pictures import BOLDEST, Adjustments, Box
from aecore.web.rebuild.picture import picture_panel
from aecore.web.session import corrections, visitor
from aecore.web.session.uploaded_picture import OpenedPicture
from aecore.web.session.visitor import Visitor
from tests.app.handwriting import file, places, written

AUTOMATIC = {"turns": None, "light": None, "threshold": None, "crop": [0, 0, 1, 1], "bolder": 0}
SENSELESS: dict[str, list[Any]] = {
    "turns": [0.5, "1", True, math.nan, []],
    "light": [0, "yes", [], {}],
    "bolder": [None, 0.5, "1", True, math.inf, []],
    "threshold": [math.nan, "0.5", True, [], {}],
    "crop": [
        None, 1, "abcd", [], [0, 0, 1], [0, 0, 1, 1, 1], [0, 0, math.nan, 1], [1, 1, 0, 0],
        [0.5, 0, 0.5, 1], [0, 0, "1", 1], [5, 5, 6, 6], [-3, -3, -2, -2], [0, 0, 1e-9, 1],
    ],
}  # fmt: skip
NONSENSE: list[dict[str, Any]] = [
    {},
    {"turns": 0},
    *({**AUTOMATIC, name: value} for name, values in SENSELESS.items() for value in values),
]


@pytest.fixture(scope="module")
def opened() -> OpenedPicture:
    return OpenedPicture(file(written(*places(7, 2, 5))))


@pytest.fixture
def me(opened: OpenedPicture) -> Visitor:
    found = Visitor("classic", "gaussian", 0, 1, visitor.example(8))
    found.picture = copy.copy(opened)
    found.use_picture()
    return found


@pytest.fixture
def sent(me: Visitor, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Does what a browser's message leads to."""
    do = {
        "adjusted": picture_panel._adjust,
        "chosen": picture_panel._choose,
        "forgotten": picture_panel._forget,
    }

    def send(name: str, message: Any) -> None:
        state = {picture_panel._KEY: dict.fromkeys(do) | {name: message}}
        monkeypatch.setattr(streamlit, "session_state", state)
        do[name](me)

    return send


def about(me: Visitor, **message: Any) -> dict[str, Any]:
    assert me.picture is not None
    return {"picture": me.picture.id, "edition": me.picture.edition, **message}


def test_sensible_corrections() -> None:
    assert corrections.heard(AUTOMATIC) == Adjustments()
    asked = {"turns": 3, "light": True, "threshold": 0.25, "crop": [0.1, 0.2, 0.8, 0.9]}
    asked["bolder"] = -2
    assert corrections.heard(asked) == Adjustments(
        3, light_on_dark=True, threshold=0.25, crop=Box(0.1, 0.2, 0.8, 0.9), bolder=-2
    )


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ({"turns": -1}, Adjustments(3)),
        ({"turns": 10**100}, Adjustments(0)),
        ({"threshold": -7}, Adjustments(threshold=0)),
        ({"threshold": math.inf}, Adjustments(threshold=1)),
        ({"threshold": 10**400}, Adjustments(threshold=1)),
        ({"bolder": 10**100}, Adjustments(bolder=BOLDEST)),
        ({"bolder": -99}, Adjustments(bolder=-BOLDEST)),
        ({"crop": [-1, 0.5, 7, math.inf]}, Adjustments(crop=Box(0, 0.5, 1, 1))),
    ],
)
def test_what_goes_too_far_is_held_back(asked: dict[str, Any], understood: Adjustments) -> None:
    assert corrections.heard({**AUTOMATIC, **asked}) == understood


@pytest.mark.parametrize("message", NONSENSE)
def test_nonsense_is_passed_over(
    message: dict[str, Any], me: Visitor, sent: Callable[[str, Any], None]
) -> None:
    assert me.picture is not None
    source, edition = me.source, me.picture.edition
    sent("adjusted", about(me, **message))
    assert (me.source, me.picture.edition) == (source, edition)


@pytest.mark.parametrize("message", [None, 1, "x", [], {}, {"picture": "picture-x"}, math.nan])
@pytest.mark.parametrize("name", ["adjusted", "chosen", "forgotten"])
def test_messages_about_nothing_are_passed_over(
    name: str, message: Any, me: Visitor, sent: Callable[[str, Any], None]
) -> None:
    source, picture = me.source, me.picture
    sent(name, message)
    assert (me.source, me.picture) == (source, picture)


@pytest.mark.parametrize("place", [-1, 3, 0.5, "0", None, math.nan, {}])
def test_a_choice_that_is_none_is_passed_over(
    place: Any, me: Visitor, sent: Callable[[str, Any], None]
) -> None:
    source = me.source
    sent("chosen", about(me, place=place))
    assert me.source is source


def test_a_choice_among_the_digits_of_an_earlier_reading_is_passed_over(
    me: Visitor, sent: Callable[[str, Any], None]
) -> None:
    late = about(me, place=0)
    sent("adjusted", about(me, **AUTOMATIC))
    source = me.source
    sent("chosen", late)
    assert me.source is source


def test_choosing_makes_it_the_digit(me: Visitor, sent: Callable[[str, Any], None]) -> None:
    assert me.picture is not None
    for place in (2, 0):
        before = me.source.id
        sent("chosen", about(me, place=place))
        assert (me.source.image == me.picture.images[place]).all()
        assert me.source.id != before
        assert me.uses_picture


def test_a_correction_that_leaves_no_digit_keeps_the_last_one(
    me: Visitor, sent: Callable[[str, Any], None]
) -> None:
    assert me.picture is not None
    source = me.source
    sent("adjusted", about(me, **{**AUTOMATIC, "crop": [0, 0, 0.02, 0.02]}))
    assert me.picture.edition == 2
    assert me.picture.refusal
    assert me.source is source
    sent("adjusted", about(me, **AUTOMATIC))
    assert not me.picture.refusal


def test_going_on_with_another_digit_keeps_the_picture(
    me: Visitor, sent: Callable[[str, Any], None]
) -> None:
    me.use(visitor.example(3))
    assert not me.uses_picture
    sent("chosen", about(me, place=1))
    assert me.uses_picture


def test_forgetting(me: Visitor, sent: Callable[[str, Any], None]) -> None:
    source = me.source
    sent("forgotten", about(me))
    assert me.picture is None
    assert me.source is source  # the digit itself stays on the pad
