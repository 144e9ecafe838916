"""What each part of the Rebuild diagram is, for the note behind its "?"."""

from collections.abc import Sequence
from typing import Any

from aecore.data import noise
from aecore.i18n.language import _, ngettext, number
from aecore.models import layers as network_layers
from aecore.models.card import Card
from aecore.models.layers import Layer
from aecore.web.rebuild.picture import upload
from aecore.web.session import available_models
from aecore.web.session.run_wording import together
from aecore.web.session.visitor import Visitor


def parts(me: Visitor, card: Card) -> dict[str, dict[str, Any]]:
    """By part: `title`, `plain` words, and where there is one a `formula` or `rows` of a table."""
    size = card.code_size
    return {
        "yours": _note(
            _("Your digit"),
            together(
                _(
                    "A picture of 28 × 28 dots, each a number from 0, paper, to 1, ink. It is "
                    "moved to the middle and made as large as the digits that the network "
                    "learned from."
                ),
                _(upload.PRIVACY),
            ),
            "x = 784 × [0 … 1]",
        ),
        "noise": _note(
            _("Noise"),
            _(
                "What spoils the digit before the network sees it. The network does not know where "
                "the noise is: it only knows what digits look like."
            ),
            f"z = noise(x), {_(noise.KINDS[me.kind].title)}",
        ),
        "encoder": _network(
            _("encoder"),
            together(
                _("It turns 784 dots into {code}.").format(code=_numbers(size)),
                available_models.about(me, me.model),
            ),
            "h = encoder(z)",
            card.encoder,
        ),
        "code": _note(
            _("code"),
            _(
                "All that is left of your digit: {code}. Digits that look alike lie near each "
                "other. Nobody told the network which digit is which: the colours are ours."
            ).format(code=_numbers(size)),
            f"h = (h₁, …, hₙ), n = {size}",
        ),
        "decoder": _network(
            _("decoder"),
            _("It paints 784 dots from nothing but {code}.").format(code=_numbers(size)),
            "y = decoder(h)",
            card.decoder,
        ),
        "rebuilt": _note(
            _("Rebuilt"),
            _(
                "The error is the squared difference of each dot from your clean digit, on "
                "average: 0 is perfect. Beside it: the error of always painting the average digit."
            ),
            _("error = mean of (x - y)²"),
        ),
    }


def _note(title: str, plain: str, formula: str) -> dict[str, Any]:
    return {"title": title, "plain": plain, "formula": formula}


def _network(title: str, plain: str, formula: str, layers: Sequence[Layer]) -> dict[str, Any]:
    weights = _("It has {n} weights, found by training.").format(
        n=number(network_layers.count_weights(layers))
    )
    rows = network_layers.table(layers)
    table = [list(rows[0]), *(list(row.values()) for row in rows)] if rows else []
    return {**_note(title, together(plain, weights), formula), "rows": table}


def _numbers(size: int) -> str:
    return ngettext("{n} number", "{n} numbers", size)
