"""Strangers: pictures that are no digits, what networks make of them, and how one notices."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from aecore.charts import novelty as novelty_chart
from aecore.config import Images
from aecore.data import digits
from aecore.experiments import novelty, out_of_distribution
from aecore.i18n.language import _, mark, number, percent
from aecore.models import zoo
from aecore.rendering.tiles import data_url
from aecore.web.browser import mount
from aecore.web.limits import ood_errors
from aecore.web.session.visitor import Visitor
from aecore.web.shell.glossary_links import term

_NO_BAR = {"displayModeBar": False}
_SEED = "limits_strangers_seed"
_LAST = "limits_stranger_last"
_FIRST = "letters"
_STYLE = mount.sheet("limits/ood_panel.css")


@dataclass(frozen=True)
class Sample:
    """A picture to show to the networks.

    Attributes:
        name: How this module calls it.
        title: How the screen calls it; in English, to be translated.
        image: (1, 28, 28, 1).
        is_digit: Whether it is one, or None where nobody here can tell.
    """

    name: str
    title: str
    image: Images
    is_digit: bool | None


def show(me: Visitor) -> None:
    """Pictures that are no digits, beside the visitor's own, and a verdict on each."""
    st.markdown(
        _(
            "With **2 numbers** everything turns into a digit. With **16** more gets through, and "
            "what does not gives a {stranger} away."
        ).format(stranger=term("stranger"))
    )
    detector = novelty.detector()
    exhibits, images, unusual = _exhibits(me, detector)
    st.html(f'{_STYLE}<div class="strangers">{_tiles(detector, exhibits, images, unusual)}</div>')
    st.button(
        _("Others"),
        icon=":material/refresh:",
        key="limits_strangers",
        on_click=lambda: st.session_state.update({_SEED: st.session_state.get(_SEED, 0) + 1}),
    )


def more(me: Visitor) -> None:
    """How unusual one of them is among digits, and how good the verdict is."""
    detector = novelty.detector()
    exhibits, _images, unusual = _exhibits(me, detector)
    _look_closer(detector, exhibits, unusual)
    ood_errors.show(detector)


def _exhibits(
    me: Visitor, detector: novelty.NoveltyDetector
) -> tuple[list[Sample], Images, list[float]]:
    """What there is to show, its pictures, and how unusual each is."""
    exhibits = gather(me.source.image, me.source.place, st.session_state.get(_SEED, 0))
    images = np.concatenate([exhibit.image for exhibit in exhibits])
    return exhibits, images, detector.unusual(images).tolist()


def gather(own: Images, place: int | None, seed: int) -> list[Sample]:
    """What there is to show.

    Args:
        own: The visitor's digit, (1, 28, 28, 1).
        place: Its place among the embedded digits, if it is one of them.
        seed: Another one gives other outliers.
    """
    # a drawing may be anything
    is_digit = None if place is None else True
    some = [
        Sample("own", mark("Your digit"), own, is_digit),
        Sample("sideways", mark("Your digit, sideways"), out_of_distribution.sideways(own), None),
        Sample("half", mark("Half of your digit"), out_of_distribution.upper_halves(own), None),
        Sample("twice", mark("Your digit, twice"), out_of_distribution.twice(own), False),
    ]
    some += [
        Sample(name, kind.title, out_of_distribution.outliers(name, seed + 1, seed=0)[-1:], False)
        for name, kind in out_of_distribution.KINDS.items()
    ]
    return [*some, Sample("cat", mark("A photo of a cat"), out_of_distribution.cat(), False)]


def verdict(place: float) -> str:
    """What is said of a picture that is more unusual than a share of the digits, 0 to 1."""
    if place > novelty.STRANGER:
        return _("A stranger")
    if place > novelty.DOUBTFUL:
        return _("Hard to say")
    return _("Looks like a digit")


def _tiles(
    detector: novelty.NoveltyDetector,
    exhibits: Sequence[Sample],
    images: Images,
    unusual: Sequence[float],
) -> str:
    narrow = zoo.open_model(zoo.first()).reconstruct(images)
    wide = detector.model.reconstruct(images)
    heads = "".join(f"<div>{words}</div>" for words in (_("2 numbers"), _("16 numbers")))
    tiles = [f'<figure class="rows"><b></b><div></div>{heads}</figure>']
    for place, exhibit in enumerate(exhibits):
        title = _(exhibit.title)
        rows = "".join(
            f'<img src="{data_url(image)}" alt="{alt.format(picture=title)}">'
            for image, alt in (
                (exhibit.image, "{picture}"),
                (narrow[place], _("{picture}, rebuilt from 2 numbers")),
                (wide[place], _("{picture}, rebuilt from 16 numbers")),
            )
        )
        said = verdict(detector.place(unusual[place]))
        tiles.append(f'<figure><b>{title}</b>{rows}<div class="verdict">{said}</div></figure>')
    return "".join(tiles)


def _look_closer(
    detector: novelty.NoveltyDetector, exhibits: Sequence[Sample], unusual: Sequence[float]
) -> None:
    """One of them among the held-out digits."""
    names = [exhibit.name for exhibit in exhibits]
    chosen = st.radio(
        _("How unusual is it?"),
        names,
        names.index(st.session_state.get(_LAST, _FIRST)),
        format_func=lambda name: _(exhibits[names.index(name)].title),
        horizontal=True,
        key="limits_stranger",
    )
    st.session_state[_LAST] = chosen
    place = names.index(chosen)
    exhibit, value = exhibits[place], float(unusual[place])
    st.markdown(_sentence(detector, exhibit, value))
    st.plotly_chart(
        novelty_chart.unusual_histogram(detector, value, _(exhibit.title)),
        config=_NO_BAR,
        key="limits_unusual",
    )
    st.caption(
        _(
            "How unusual {count} {held_out} are to the network of 16 numbers, which was "
            "trained on other digits. Whatever is more unusual than {share} of them is called a "
            "stranger: by design, so is one digit in twenty."
        ).format(
            count=number(len(digits.embedded())),
            held_out=term("held-out"),
            share=percent(novelty.STRANGER),
        )
    )


def _sentence(detector: novelty.NoveltyDetector, exhibit: Sample, unusual: float) -> str:
    """The verdict, what it rests on, and whether it is right."""
    place = detector.place(unusual)
    lost = float(
        np.exp(novelty.log_lost(exhibit.image, detector.model.reconstruct(exhibit.image)))[0]
    )
    said = _(
        "**{verdict}**: more unusual than {share} of the held-out digits. Rebuilt from 16 "
        "numbers, {lost} of its ink is wrong; of a digit it is about {usual}."
    ).format(
        verdict=verdict(place),
        share=percent(place, 1),
        lost=percent(min(lost, 1)),
        usual=percent(float(np.exp(detector.lost.mean))),
    )
    # babel finds no texts inside f-strings before Python 3.12
    wrong_outlier = _("This is no digit: here the verdict is wrong.")
    wrong_digit = _("This is a real digit: here the verdict is wrong.")
    if exhibit.is_digit is False and place <= novelty.STRANGER:
        return f"{said} {wrong_outlier}"
    if exhibit.is_digit and place > novelty.STRANGER:
        return f"{said} {wrong_digit}"
    return said
