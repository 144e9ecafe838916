"""Where the verdict on strangers is wrong, and how good it is in numbers."""

import functools
import json
from typing import Any

import numpy as np
import streamlit as st

from aecore.config import Images
from aecore.data import digits
from aecore.experiments import novelty, out_of_distribution
from aecore.experiments.novelty import NoveltyDetector
from aecore.i18n.language import _, mark, number, percent
from aecore.rendering.tiles import data_url
from aecore.web.browser import mount
from aecore.web.shell import markdown

_FIGURES = novelty.FILE.with_suffix(".json")
_TRIED = 400  # letters
_SHOWN = 10
_SEED = 1  # other letters than those that the figures are measured on
_TITLES = {
    "digits": mark("digits"),
    "letters": mark("printed letters"),
    "shapes": mark("doodles"),
    "shuffled": mark("digits in shuffled pieces"),
    "noise": mark("noise alone"),
    "sideways": mark("digits, sideways"),
    "halves": mark("halves of digits"),
}
_SCORES = {
    "ink": mark("how much ink there is"),
    "nearest pixels": mark("how far the nearest digits are, pixel by pixel"),
    "error": mark("error of the rebuilt picture"),
    "share lost": mark("share of the ink that comes out wrong"),
    "nearest codes": mark("how far the nearest codes of digits are"),
    "clouds of codes": mark("how rare the code is"),
    "rebuilt twice": mark("how much the code changes when the rebuilt picture is squeezed again"),
    "share lost and clouds": mark("wrong ink and rare code together: the one used here"),
}
_STYLE = mount.sheet("limits/ood_errors.css")


def show(detector: NoveltyDetector) -> None:
    """Both, under headings of their own."""
    for title, fill in (
        (_("Where the verdict is wrong"), _mistakes),
        (_("How the verdict is found, and how good it is"), _score),
    ):
        st.subheader(title, anchor=False)
        fill(detector)


@functools.cache
def figures() -> dict[str, Any]:
    """What `python -m aecore benchmark novelty --data FILE --json` measured."""
    found: dict[str, Any] = json.loads(_FIGURES.read_text(encoding="utf-8"))
    return found


def passing_letters(detector: NoveltyDetector) -> Images:
    """The letters that are least unusual, of many."""
    letters = out_of_distribution.outliers("letters", _TRIED, seed=_SEED)
    return letters[np.argsort(detector.unusual(letters))[:_SHOWN]]


def _mistakes(detector: NoveltyDetector) -> None:
    letters = passing_letters(detector)
    st.markdown(
        _(
            "**Letters that pass for digits.** {share} of printed letters are not noticed. These "
            "are the least unusual of {count}, and one sees why:"
        ).format(share=percent(1 - figures()["verdicts"]["letters"]), count=number(_TRIED))
    )
    _row(letters, _("Letters that pass for digits"))
    st.markdown(
        _(
            "**Digits taken for strangers.** These held-out digits are the most unusual of "
            "{count}. Somebody wrote every one of them and meant a digit:"
        ).format(count=number(len(detector.held_out)))
    )
    strangest = np.argsort(detector.held_out)[::-1][:_SHOWN]
    labels = ", ".join(str(digits.embedded().labels[place]) for place in strangest)
    _row(
        digits.embedded().images[strangest],
        _("Digits taken for strangers: {labels}").format(labels=labels),
    )
    st.markdown(_("They were meant to be: {labels}.").format(labels=labels))


def _row(images: Images, label: str) -> None:
    tiles = "".join(f'<img src="{data_url(image)}" alt="">' for image in images)
    st.html(f'{_STYLE}<div class="mistaken" role="img" aria-label="{label}">{tiles}</div>')


def _score(detector: NoveltyDetector) -> None:
    found = figures()
    st.markdown(
        _(
            "Two things give a stranger away. **It is rebuilt badly**: the share of its ink that "
            "comes out wrong. And **its code lies in the wilderness**: the codes of digits crowd "
            "in some {clouds} clouds, and a code far from all of them is rare. Both are measured "
            "in steps from what is usual for digits, and added up. The network never saw a "
            "stranger while it learned, and neither did this score."
        ).format(clouds=number(len(detector.clouds.weights)))
    )
    st.markdown(
        _(
            "How good is that? Take one digit and one stranger, blindly: the stranger is the "
            "more unusual one in **{auc}** of all cases (ROC AUC {exact}; 50% would be tossing "
            "a coin)."
        ).format(auc=percent(found["auc"]), exact=number(found["auc"], 3))
    )
    app = next(row for row in found["scores"] if row["auc"] == found["auc"])
    rows = [
        [_(title), percent(found["verdicts"][kind]), number(app[kind], 3) if kind in app else ""]
        for kind, title in _TITLES.items()
    ]
    st.markdown(markdown.table([_("pictures"), _("called strangers"), "ROC AUC"], rows, "llr"))
    st.markdown(
        _(
            "All scores that were tried, and the networks that they look through. The best one "
            "was taken:"
        )
    )
    rows = [
        [_(_SCORES.get(row["score"], row["score"])), row["model"], number(row["auc"], 3)]
        for row in found["scores"]
    ]
    st.markdown(markdown.table([_("score"), _("network"), "ROC AUC"], rows, "llr"))
    st.caption(
        _(
            "Measured on {digits} test digits of MNIST against {strangers} strangers that the "
            "project makes itself, as many of each of four kinds; sideways digits and halves are "
            "not among them. `python -m aecore benchmark novelty` measures it anew."
        ).format(digits=number(found["digits"]), strangers=number(found["strangers"]))
    )
