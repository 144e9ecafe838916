"""How small can it get? The visitor's digit through fewer and fewer numbers."""

from collections.abc import Callable, Sequence

import streamlit as st

from aecore.charts import code_sizes as code_sizes_chart
from aecore.config import PIXELS, Images
from aecore.experiments import code_sizes
from aecore.experiments.code_sizes import Comparison
from aecore.i18n.language import _, ngettext, number
from aecore.models.assessment import Outcome, assess
from aecore.rendering.tiles import data_url
from aecore.web.browser import mount
from aecore.web.session.run_wording import together
from aecore.web.session.visitor import Visitor
from aecore.web.shell import markdown, placeholder
from aecore.web.shell.glossary_links import term

_NO_BAR = {"displayModeBar": False}
_STYLE = mount.sheet("limits/size_panel.css")


def show(me: Visitor) -> None:
    """The visitor's digit through codes of eight sizes, beside PCA."""
    comparisons = code_sizes.climb(me.source.image)
    st.markdown(_readable(me.source.image, comparisons))
    with placeholder.place("limits_ladder"):
        st.html(f'{_STYLE}<div class="ladder">{_tiles(me.source.image, comparisons)}</div>')


def more(me: Visitor) -> None:
    """The errors of all sizes, on average and on the visitor's digit, and what codes take."""
    comparisons = code_sizes.climb(me.source.image)
    st.markdown(
        _(
            "Eight networks, built alike and trained alike on the same digits. They differ in one "
            "thing only: **how many numbers their code may have**. Below each stands a rival that "
            "knows straight lines only, {pca} (PCA): it may add up the "
            "average digit and as many fixed pictures."
        ).format(pca=term("pca", _("principal component analysis")))
    )
    st.markdown(_result(comparisons))
    st.plotly_chart(
        code_sizes_chart.error_by_size(comparisons), config=_NO_BAR, key="limits_ladder"
    )
    st.caption(
        _(
            "Lines: the average over MNIST's 10,000 test digits, which neither the networks nor "
            "PCA learned from. Stars: your digit alone. The lower, the closer. From left to right "
            "the scale is logarithmic: from 1 number to 2 is as far as from 32 to 64."
        )
    )
    _bytes(me.source.image)


def _readable(image: Images, comparisons: Sequence[Comparison]) -> str:
    """From how many numbers on the rebuilt digit looks like the one that went in."""
    fine = [
        assess(image, image, comparison.network)[0].outcome is Outcome.REBUILT
        for comparison in comparisons
    ]
    first = len(fine) - next((i for i, one in enumerate(reversed(fine)) if not one), len(fine))
    if first == len(fine):
        return _("Yours is a hard one: even the longest code here is **not enough** to read it.")
    return together(
        ngettext(
            "Yours can be read with **{n} number** already.",
            "Yours can be read from **{n} numbers** on.",
            comparisons[first].code_size,
        ),
        _("Below each network: {pca}, which may only add up fixed pictures.").format(
            pca=term("pca")
        ),
    )


def _tiles(image: Images, comparisons: Sequence[Comparison]) -> str:
    name, room = _("Your digit"), ngettext("{n} byte", "{n} bytes", PIXELS)
    original = (
        f"<figure><figcaption><b>{name}</b>{room}</figcaption>"
        f'<img src="{data_url(image)}" alt="{name}"></figure>'
    )
    return original + "".join(map(_tile, comparisons))


def _tile(comparison: Comparison) -> str:
    size = comparison.code_size
    numbers = ngettext("{n} number", "{n} numbers", size)
    room = ngettext("{n} byte", "{n} bytes", size * code_sizes.CODE_BYTES)
    rows = "".join(
        f'<img src="{data_url(image)}" alt="{alt.format(n=size, error=number(error, 4))}">'
        f'<div class="{"closer" if error < other else ""}">{name}<br>{number(error, 4)}</div>'
        for name, alt, image, error, other in (
            (
                _("network"),
                _("Rebuilt by the network, size of the code: {n}, error {error}"),
                comparison.network,
                comparison.network_error,
                comparison.baseline_error,
            ),
            (
                "PCA",
                _("Rebuilt by PCA, size of the code: {n}, error {error}"),
                comparison.baseline,
                comparison.baseline_error,
                comparison.network_error,
            ),
        )
    )
    return f"<figure><figcaption><b>{numbers}</b>{room}</figcaption>{rows}</figure>"


def _result(comparisons: Sequence[Comparison]) -> str:
    """Who rebuilt the visitor's digit more closely."""
    lost = [
        comparison.code_size
        for comparison in comparisons
        if comparison.baseline_error <= comparison.network_error
    ]
    if not lost:
        return _(
            "On your digit the network comes **closer than PCA at every size**: it may bend, where "
            "PCA must go straight."
        )
    return _(
        "On most digits the network comes closer than PCA, but on yours **PCA wins** where the "
        "size of the code is {sizes}. Averages say nothing about a single digit."
    ).format(sizes=", ".join(map(str, lost)))


def _bytes(image: Images) -> None:
    """What the codes really take."""
    packed = code_sizes.packed_bytes(image)
    st.markdown(
        _(
            "**Is it really so small?** A number takes {each} bytes, your picture {pixels}, one "
            "for each pixel. But nobody can read a code without the decoder, and a decoder of "
            "{decoder} bytes has to come along. It pays off from about {many} pictures on. And "
            "an old trick that loses nothing at all, the one in ZIP and PNG files, packs your "
            "digit into **{packed} bytes**."
        ).format(
            each=number(code_sizes.CODE_BYTES),
            pixels=number(PIXELS),
            decoder=number(code_sizes.decoder_bytes(8)),
            many=number(code_sizes.pays_from(code_sizes.decoder_bytes(8), 8)),
            packed=number(packed),
        )
    )
    larger = [size for size in code_sizes.SIZES if size * code_sizes.CODE_BYTES > packed]
    if larger:
        st.markdown(
            ngettext(
                "That is less than the code of {n} number takes.",
                "That is even less than the code of {n} numbers takes.",
                larger[0],
            )
        )
    network, pca = st.columns(2)
    with network:
        st.markdown("**{}**".format(_("The networks")))
        st.markdown(_table(code_sizes.decoder_bytes))
    with pca:
        st.markdown("**PCA**")
        st.markdown(_table(code_sizes.baseline().decoder_bytes))
    st.caption(
        _(
            "Code and decoder are in bytes: 4 for each number of a code (float32), 2 for each "
            "weight (float16). The decoder of PCA is the average digit and its pictures. “Pays "
            "from”: from how many pictures on the codes and the decoder take less room "
            "together than the pixels of the pictures."
        )
    )


def _table(decoder_bytes: Callable[[int], int]) -> str:
    """The bytes of every code, given those of its decoder."""
    rows = []
    for size in code_sizes.SIZES:
        decoder = decoder_bytes(size)
        cells = (size, size * code_sizes.CODE_BYTES, decoder, code_sizes.pays_from(decoder, size))
        rows.append([number(cell) for cell in cells])
    titles = [_("numbers"), _("code"), _("decoder"), _("pays from")]
    return markdown.table(titles, rows, "rrrr")
