"""Network against classic filters: the same noisy digit through all of them."""

from dataclasses import dataclass

import streamlit as st

from aecore.charts import filters
from aecore.config import Images
from aecore.data import noise
from aecore.data.noise import NoiseConfig
from aecore.experiments import filter_results
from aecore.experiments.filter_results import NETWORK, SPOILED, Row, Table
from aecore.experiments.filters import FILTERS
from aecore.i18n.language import _, number, percent
from aecore.models import metrics, zoo
from aecore.models.assessment import AVERAGE_ERROR, assess
from aecore.rendering.tiles import data_url
from aecore.web.browser import mount
from aecore.web.session import visitor
from aecore.web.session.run_wording import together
from aecore.web.session.visitor import Visitor
from aecore.web.shell import address
from aecore.web.shell.glossary_links import term
from aecore.web.widgets import verdict

_KIND, _STRENGTH = "limits_kind", "limits_strength"
_FIRST_STRENGTH = 0.1  # where a filter wins; a visitor who chose a noise sees that
_NO_BAR = {"displayModeBar": False}
_STYLE = mount.sheet("limits/filters_panel.css")


@dataclass(frozen=True)
class _Way:
    """One way to clean the digit, and what became of it."""

    name: str
    image: Images
    mse: float
    ssim: float


def show(me: Visitor) -> None:
    """The visitor's digit, spoiled, and cleaned by the network and by each filter."""
    row = _choose(me, filter_results.shipped())
    address.write(me)
    if row is None:
        st.markdown(_("Nobody has measured this kind of noise yet: choose another one."))
        return
    spoiled = noise.spoil(me.source.image, NoiseConfig(row.kind, row.strength, me.seed))
    ways = _ways(me.source.image, spoiled, row)
    st.html(f'{_STYLE}<div class="filters">{_tiles(me.source.image, ways, row)}</div>')
    st.markdown(_closest(me.source.image, ways))


def more(me: Visitor) -> None:
    """Who wins on average, at this strength and at others, and what the filters do."""
    table = filter_results.shipped()
    st.markdown(
        _(
            "Pictures were cleaned up long before there were networks, by {filters}: rules that "
            "somebody thought up, and that have never seen a digit. Here four famous ones compete "
            "with the network that learned to clean up digits."
        ).format(filters=term("filter", _("filters")))
    )
    st.caption(
        _(
            "{psnr} says in decibels (dB) how close a picture is to the clean digit: 10 dB more "
            "means a tenth of the error. {ssim} looks at patterns: 1 is the same "
            "picture. Every filter has its best setting for this kind and strength of noise; the "
            "network is not told either."
        ).format(psnr=term("psnr"), ssim=term("ssim", _("Similarity (SSIM)")))
    )
    if table.strengths(me.kind):
        row = _row(me, table)
        st.markdown(_verdict(table, row))
        st.plotly_chart(
            filters.psnr_by_strength(table, row.kind, row.strength),
            config=_NO_BAR,
            key="limits_filters_chart",
        )
    st.caption(_measured(table))
    st.markdown("\n".join(f"- **{_(one.title)}.** {_(one.about)}" for one in FILTERS.values()))


def _row(me: Visitor, table: Table) -> Row:
    """The row of the visitor's noise, where its kind was measured."""
    return table.row(me.kind, visitor.strength(me.level) if me.level else _FIRST_STRENGTH)


def _choose(me: Visitor, table: Table) -> Row | None:
    """Kind, strength and throw of the noise; no strengths of a kind that was not measured."""

    def keep() -> None:
        kind, strength = st.session_state[_KIND], st.session_state.get(_STRENGTH)
        if kind in noise.KINDS:  # not a word of another language, for a moment
            me.kind = kind
        if strength in table.strengths(me.kind):
            me.level = round(strength * (noise.LEVELS - 1))

    kinds, strengths, throw = st.columns([4, 7, 3], gap="medium", vertical_alignment="bottom")
    with kinds:
        kind = st.selectbox(
            _("Noise"),
            list(noise.KINDS),
            list(noise.KINDS).index(me.kind),
            format_func=lambda name: _(noise.KINDS[name].title),
            key=_KIND,
            on_change=keep,
        )
    if not table.strengths(kind):
        return None
    with strengths:
        last = _row(me, table)
        strength = st.select_slider(
            _("Strength of the noise"),
            table.strengths(kind),
            last.strength,
            format_func=percent,
            key=_STRENGTH,
            on_change=keep,
        )
    with throw:
        st.button(
            _("Again"),
            icon=":material/casino:",
            key="limits_throw",
            width="stretch",
            on_click=me.throw_again,
        )
    return table.row(kind, strength)


def _ways(clean: Images, spoiled: Images, row: Row) -> list[_Way]:
    cleaned = {
        SPOILED: spoiled,
        NETWORK: zoo.open_or_first(filter_results.shipped().made["model"]).reconstruct(spoiled),
        **{
            name: found.apply(spoiled, row.figures[name].setting or 0)
            for name, found in FILTERS.items()
        },
    }
    return [
        _Way(
            name,
            image,
            float(metrics.mse(clean, image)[0]),
            float(metrics.ssim(clean, image)[0]),
        )
        for name, image in cleaned.items()
    ]


def _winner(ways: list[_Way]) -> _Way:
    """The way with the least error; where nothing helps, that is the digit as it came."""
    return min(ways, key=lambda way: way.mse)


def _tiles(clean: Images, ways: list[_Way], row: Row) -> str:
    winner = _winner(ways)
    yours = _("Your digit")  # catalogues find nothing inside an f-string
    own = f'<figure><b>{yours}</b><img src="{data_url(clean)}" alt="{yours}"></figure>'
    return own + "".join(_tile(way, row, closest=way is winner) for way in ways)


def _tile(way: _Way, row: Row, *, closest: bool) -> str:
    title = filters.title(way.name)
    if way.name == SPOILED and way.mse == 0:
        title = _("Not spoiled")
    lines = [_decibels(way.mse)]
    if closest:
        winning = _("closest")
        lines.insert(0, f"<strong>{winning}</strong>")
    about = _("{way}, PSNR {psnr}").format(way=title, psnr=_decibels(way.mse))
    hint = _("similarity {ssim}").format(ssim=number(way.ssim, 2))
    if way.name in FILTERS:
        hint += f"; {_setting(way.name, row.figures[way.name].setting or 0)}"
    return (
        f'<figure class="{"closest" if closest else ""}" title="{hint}"><b>{title}</b>'
        f'<img src="{data_url(way.image)}" alt="{about}">{"<br>".join(lines)}</figure>'
    )


def _setting(name: str, setting: float) -> str:
    """A filter's setting in words."""
    found = FILTERS[name]
    if setting == found.settings[0]:
        return _("does best by doing nothing")
    return _(found.unit).format(setting=number(setting, found.digits))


def _decibels(mse: float) -> str:
    return _("no error") if mse == 0 else _("{psnr} dB").format(psnr=_psnr(mse))


def _psnr(mse: float) -> str:
    return number(filter_results.psnr(mse), 1)


def _closest(clean: Images, ways: list[_Way]) -> str:
    """Which way comes closest, and what is wrong with the closest."""
    winner = _winner(ways)
    if winner.name == SPOILED:
        return _("On this digit nothing helps: as it came, it is **closest** to the clean one.")
    closest = _("On this digit the **network** comes closest.")
    if winner.name != NETWORK:
        closest = _("On this digit a filter comes closest: **{way}**.").format(
            way=filters.title(winner.name)
        )
    one = assess(clean, ways[0].image, winner.image)[0]
    return together(closest, verdict.faults(one))


def _verdict(table: Table, row: Row) -> str:
    """Who wins at this strength and at others, on average."""
    words = {
        "n": number(table.made["measured_on"]),
        "strength": percent(row.strength),
        "network": _psnr(row.figures[NETWORK].mse),
        "filter": filters.title(row.best_filter),
        "best": _psnr(row.figures[row.best_filter].mse),
    }
    here = together(_here(row).format(**words), _all_lose(row))
    return "\n\n".join(filter(None, (here, _by_similarity(row), _elsewhere(table, row.kind))))


def _here(row: Row) -> str:
    """Who wins at this strength, with places for the values."""
    if row.network_wins and row.nothing_helps:
        return _(
            "Now the mean of {n} digits, at a strength of {strength}: the **network wins** with "
            "{network} dB. No filter helps: they do best by leaving the digit as it came, {best} "
            "dB."
        )
    if row.network_wins:
        return _(
            "Now the mean of {n} digits, at a strength of {strength}: the **network wins** with "
            "{network} dB. The best filter ({filter}) reaches {best} dB."
        )
    if row.nothing_helps:
        return _(
            "Now the mean of {n} digits, at a strength of {strength}: **doing nothing wins**. As "
            "they came, the digits have {best} dB, and the network reaches only {network} dB."
        )
    return _(
        "Now the mean of {n} digits, at a strength of {strength}: a **classic wins**. {filter} "
        "reaches {best} dB, and the network only {network} dB."
    )


def _all_lose(row: Row) -> str:
    """What is said where the average digit beats them all."""
    if min(row.figures[NETWORK].mse, row.figures[row.best_filter].mse) < AVERAGE_ERROR:
        return ""
    return _(
        "But always painting the average digit reaches {average} dB: here **nobody wins**."
    ).format(average=_psnr(AVERAGE_ERROR))


def _by_similarity(row: Row) -> str:
    """What similarity says where it disagrees with the error."""
    network, best = row.figures[NETWORK].ssim, row.figures[row.best_filter].ssim
    if row.network_wins or network <= best:
        return ""
    return _(
        "Similarity sees it the other way round: {network} for the network, {best} for its rival. "
        "A faint trace of noise all over the paper is hardly an error, but it is a pattern."
    ).format(network=number(network, 2), best=number(best, 2))


def _elsewhere(table: Table, kind: str) -> str:
    last = table.network_loses_up_to(kind)
    if last is None:
        return _("With this kind of noise the network wins at every strength that was measured.")
    return _(
        "With this kind of noise the network loses up to a strength of {strength}. Why? It must "
        "squeeze every picture through its code, and so loses a little even of a clean one. Where "
        "there is hardly any noise, that little is more than the noise itself."
    ).format(strength=percent(last))


def _measured(table: Table) -> str:
    made = table.made
    where = (
        _("{n} of MNIST's test digits").format(n=number(made["measured_on"]))
        if made["split"] == "test"
        else _("{n} embedded MNIST digits").format(n=number(made["measured_on"]))
    )
    return _(
        "Mean over {where}, which neither the network nor anybody who set the filters had seen: "
        "the best setting of each filter was found on {tuned} other digits, for every kind and "
        "strength. PSNR is that of the mean error. The orange line is where you are."
    ).format(where=where, tuned=number(made["tuned_on"]))
