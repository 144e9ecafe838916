"""The latent space page without a browser: what opens, what is remembered, what is passed over."""

import base64
from typing import Any

import numpy as np
import pytest

from aecore.data import digits
from aecore.latent import space as latent_space
from aecore.latent.space import Space
from aecore.latent.view_choice import ViewChoice
from aecore.models import zoo
from aecore.web.latent import map_data
from aecore.web.latent.map import panel
from aecore.web.session import spaces
from aecore.web.session.pins import MAX_PINS
from tests.app.app_page import AppPage


def hues(app: AppPage) -> set[str]:
    """The colours of the points."""
    (figure,) = app.figures("latent_plot")
    (points,) = figure["data"]
    marker = points["marker"]
    return {colour for _, colour in marker["colorscale"]} if "cmin" in marker else {marker["color"]}


@pytest.fixture(scope="module")
def space() -> Space:
    return latent_space.space(zoo.open_model("denoise"), digits.embedded(), name="denoise")


@pytest.mark.parametrize("model", zoo.shipped())
def test_it_opens_with_every_model(model: str) -> None:
    app = AppPage("latent", model=model, digit="7", noise="gaussian:0.5")
    assert app.title[0].value == "A map of every digit"
    found = app.shown("latent_map")
    code = zoo.open_model(model).encode(digits.embedded().images[7:8])[0]
    np.testing.assert_allclose(found["source"]["code"], code, atol=1e-5)
    assert found["model"]["name"] == model
    assert found["noise"]["level"] == 10
    assert len(hues(app)) == 10
    assert app.selectbox("latent_model").value == model


def test_the_legend_shows_a_real_digit_of_each_kind() -> None:
    legend = AppPage("latent").shown("legend")
    assert legend["coloured"]
    assert len(set(legend["colours"])) == 10
    pixels = np.frombuffer(base64.b64decode(legend["images"]), np.uint8)
    embedded = np.rint(digits.embedded().images * 255).reshape(-1, 784)
    for digit, image in enumerate(pixels.reshape(10, 784)):
        (places,) = np.nonzero((embedded == image).all(axis=1))
        assert digits.embedded().labels[places].tolist() == [digit]


def test_a_switch_takes_the_colours_away() -> None:
    app = AppPage("latent")
    assert "This is all the network knows" not in app.said
    app.toggle("latent_coloured").set_value(False).run()
    assert "This is all the network knows" in app.said
    assert len(hues(app)) == 1
    assert not app.shown("latent_map")["digits"]["coloured"]
    assert not app.shown("legend")["coloured"]


def test_a_long_code_can_be_looked_at_in_other_ways() -> None:
    app = AppPage("latent", model="denoise")
    assert "the plane through your digit" in app.said
    app.selectbox("latent_view").set_value("numbers").run()
    assert app.shown("latent_map")["view"]["axes"] == np.eye(32)[:2].tolist()
    app.selectbox("latent_across").set_value(4).run()
    app.selectbox("latent_up").set_value(30).run()
    assert app.shown("latent_map")["view"]["axes"] == np.eye(32)[[4, 30]].tolist()
    assert app.address["view"] == "5-31"
    app.selectbox("latent_view").set_value("3d").run()
    assert not app.shown("latent_map")["view"]["flat"]
    assert {trace["type"] for trace in app.figures("latent_plot")[0]["data"]} == {"scatter3d"}
    assert "Drag to turn the cloud" in app.said
    assert app.address["view"] == "3d"


def test_choosing_the_same_number_twice_swaps_them() -> None:
    app = AppPage("latent", model="denoise", view="5-31")
    app.selectbox("latent_across").set_value(30).run()
    assert str(app.visitor.view) == "31-5"


def test_two_numbers_need_no_view() -> None:
    app = AppPage("latent", model="classic", view="3-9")
    assert [box.key for box in app.selectbox if box.key == "latent_view"] == []
    assert app.shown("latent_map")["view"]["axes"] == np.eye(2).tolist()


def test_a_view_that_a_smaller_code_has_not_is_passed_over() -> None:
    app = AppPage("latent", model="denoise", view="5-31")
    app.selectbox("latent_model").set_value("small-conv").run()
    assert app.selectbox("latent_view").value == "pca"
    assert np.shape(app.shown("latent_map")["view"]["axes"]) == (2, 16)
    app.selectbox("latent_view").set_value("numbers").run()
    assert app.shown("latent_map")["view"]["axes"] == np.eye(16)[:2].tolist()


def test_numbers_that_a_smaller_code_has_not_are_not_offered_again() -> None:
    app = AppPage("latent", model="denoise", view="5-31")
    app.selectbox("latent_view").set_value("pca").run()
    app.selectbox("latent_model").set_value("small-conv").run()
    app.selectbox("latent_view").set_value("numbers").run()
    assert app.selectbox("latent_view").value == "numbers"
    assert app.shown("latent_map")["view"]["axes"] == np.eye(16)[:2].tolist()


@pytest.mark.parametrize(
    "nonsense", ["", "x", "1-1", "0-3", "-1-2", "1-2-3", "33-34", "1-999", "٣-4", "3D", "1-2\n"]
)
def test_nonsense_in_an_address_is_passed_over(nonsense: str) -> None:
    app = AppPage("latent", model="denoise", view=nonsense)
    assert np.shape(app.shown("latent_map")["view"]["axes"]) == (2, 32)
    assert app.selectbox("latent_view").value == "pca"


@pytest.mark.parametrize("text", ["pca", "3d", "1-2", "5-31"])
def test_a_choice_is_written_as_it_is_read(text: str) -> None:
    assert str(ViewChoice.parse(text)) == text


def test_choices_are_remembered_on_other_pages() -> None:
    app = AppPage("latent", model="denoise", view="5-31")
    app.toggle("latent_coloured").set_value(False).run()
    app.toggle("latent_front").set_value(True).run()
    app.visitor.pin([0.0] * 32, "nothing")
    app.go("rebuild")
    assert app.selectbox("rebuild_model").value == "denoise"
    app.go("latent")
    assert not app.toggle("latent_coloured").value
    assert app.toggle("latent_front").value
    assert app.selectbox("latent_view").value == "numbers"
    assert (app.selectbox("latent_across").value, app.selectbox("latent_up").value) == (4, 30)
    assert [pin["label"] for pin in app.shown("latent_map")["pins"]] == ["nothing"]
    assert app.address["view"] == "5-31"


def test_both_pages_have_the_same_model() -> None:
    app = AppPage("latent", model="classic")
    app.selectbox("latent_model").set_value("original").run()
    app.go("rebuild")
    assert app.selectbox("rebuild_model").value == "original"
    app.selectbox("rebuild_model").set_value("denoise").run()
    app.go("latent")
    assert app.selectbox("latent_model").value == "denoise"
    assert app.shown("latent_map")["model"]["name"] == "denoise"


def test_a_choice_counts_though_the_page_is_left_before_it_runs() -> None:
    app = AppPage("latent", model="classic")
    app.go("rebuild")
    app.selectbox("rebuild_model").set_value("denoise")
    app.selectbox("rebuild_kind").set_value("block")
    app.go("latent")
    assert app.selectbox("latent_model").value == "denoise"
    assert app.shown("latent_map")["noise"]["id"].startswith("block-")


def test_a_look_counts_though_the_page_is_left_before_it_runs() -> None:
    app = AppPage("latent", model="denoise", view="5-31")
    app.selectbox("latent_across").set_value(7)
    app.toggle("latent_coloured").set_value(False)
    app.toggle("latent_front").set_value(True)
    app.go("rebuild")
    me = app.visitor
    assert (str(me.view), me.coloured, me.atlas_front) == ("8-31", False, True)
    app.go("latent")
    app.selectbox("latent_view").set_value("3d")
    app.go("rebuild")
    assert str(app.visitor.view) == "3d"


def test_pins_belong_to_their_model_and_there_are_five_at_most() -> None:
    app = AppPage("latent", model="classic")
    me = app.visitor
    for number in range(MAX_PINS):
        assert me.pin([number, 0.5], f"pin {number}")
    assert not me.pin([9, 9], "one too many")
    app.run()
    assert [pin["code"] for pin in app.shown("latent_map")["pins"]] == [
        [n, 0.5] for n in range(MAX_PINS)
    ]
    me.unpin(me.pinned[1].id)
    me.unpin("no such pin")
    app.run()
    assert [pin["code"][0] for pin in app.shown("latent_map")["pins"]] == [0, 2, 3, 4]
    app.selectbox("latent_model").set_value("original").run()
    assert app.shown("latent_map")["pins"] == []
    app.selectbox("latent_model").set_value("classic").run()
    assert len(app.shown("latent_map")["pins"]) == 4


def test_a_pin_from_the_browser(space: Space) -> None:
    code = np.linspace(-5, 5, 32).tolist()
    assert panel.pin_from({"model": "denoise", "code": code}, space) == code


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"model": "classic", "code": [0.0] * 32},
        {"model": "denoise", "code": [0.0] * 31},
        {"model": "denoise", "code": []},
        {"model": "denoise", "code": None},
        {"model": "denoise", "code": [*[0.0] * 31, None]},
        {"model": "denoise", "code": [*[0.0] * 31, "x"]},
        {"model": "denoise", "code": [*[0.0] * 31, float("nan")]},
        {"model": "denoise", "code": [*[0.0] * 31, 1e300]},
    ],
)
def test_a_pin_that_makes_no_sense_is_refused(message: dict[str, Any], space: Space) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        panel.pin_from(message, space)


def test_visitors_share_a_space_and_its_chart() -> None:
    assert spaces.space("classic") is spaces.space("classic")
    choice = ViewChoice()
    assert map_data.map_figure("classic", choice, True) is map_data.map_figure(
        "classic", choice, True
    )


def test_what_a_box_holds_is_said_in_words() -> None:
    assert panel.in_box(np.array([7, 9, 7])) == (
        "Your box holds 3 digits: 2 × **7**, 1 × **9**. A double click lets them go."
    )
    assert panel.in_box(np.array([0])).startswith("Your box holds 1 digit: 1 × **0**.")
