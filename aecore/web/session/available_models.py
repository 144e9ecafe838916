"""The networks that a visitor may choose: their own, those they brought, and the shipped ones.

A name is enough to find a network, so nobody can guess that of a visitor's, and `names` alone says
who may use it. Networks of visitors are opened when they are used, and closed when memory is short.
"""

import logging
import math
import secrets
import threading
import weakref
from functools import cached_property

from aecore.data import digits
from aecore.errors import ModelError
from aecore.i18n.language import _, mark, ngettext, number
from aecore.i18n.message import Message
from aecore.jobs.run import Run
from aecore.latent import space
from aecore.latent.space import Space
from aecore.models import archive, layers, untrusted_card, zoo
from aecore.models.card import FILE_NAME, Card, Files
from aecore.models.inference import Model
from aecore.web.browser.assets import Blob
from aecore.web.session import held_out, run_wording, trainer
from aecore.web.session.lru_cache import LRUCache
from aecore.web.session.visitor import Brought, Visitor

MAX_BROUGHT = 3
"""Networks that a visitor may have brought at once."""

_OPENED_BYTES = 70_000_000  # three networks like the shipped ones; opening one takes 0.05 s
_BROUGHT_BYTES = 40_000_000  # five of them, of all visitors
_WEIGHT_BYTES = 6  # 4 in ONNX Runtime, 2 on the way to the browser
_FULL = mark("You have {n} networks here already: let one go first.")
_log = logging.getLogger(__name__)


class Opened:
    """A network in use, with what is made of it once for all its pages."""

    def __init__(self, name: str, model: Model) -> None:
        self.name = name
        self.model = model

    @cached_property
    def space(self) -> Space:
        """Its latent space with the embedded digits in it."""
        if self.name in zoo.RECIPES:
            return space.shipped(self.name)
        return space.space(self.model, digits.embedded(), name=self.name)

    @cached_property
    def live_weights(self) -> Blob | bytes:
        """What the browser runs."""
        return shared(self.name, self.model.live_weights(self.name))

    @property
    def bytes(self) -> int:
        """Memory that it takes, about."""
        weights = layers.count_weights([*self.model.card.encoder, *self.model.card.decoder])
        return weights * _WEIGHT_BYTES + 4 * self.model.code_size * len(digits.embedded()) + 10**6


_shipped: dict[str, Opened] = {}
_opened: LRUCache[Opened] = LRUCache(_OPENED_BYTES, lambda one: one.bytes)
_brought: LRUCache[Files] = LRUCache(_BROUGHT_BYTES, lambda files: sum(map(len, files.values())))
_cards: weakref.WeakKeyDictionary[Run, Card] = weakref.WeakKeyDictionary()
_unpacking = threading.Lock()  # a zip takes memory: one at a time


def shared(name: str, content: bytes) -> Blob | bytes:
    """Heavy bytes about a network: with an address where it is everybody's, and only there."""
    return Blob(content) if name in zoo.RECIPES else content


def names(me: Visitor) -> list[str]:
    """Names of the networks that a visitor may use: their own first, the newest of them on top."""
    return [*own(me), *zoo.shipped()]


def own(me: Visitor) -> list[str]:
    """Names of those that nobody else may use, the newest first, and the brought ones after."""
    trained = [run.id for run in reversed(trainer.runs()) if _is_usable(run)]
    return [*trained, *(name for name in reversed(me.brought) if name in _brought)]


def title(me: Visitor, name: str) -> str:
    """How the screen calls a network, unlike any other that this visitor may use."""
    if name in zoo.RECIPES:
        return _(zoo.RECIPES[name].title)
    titles = {one: _title(me, one) for one in reversed(own(me))}
    alike = [one for one, words in titles.items() if words == titles.get(name)]
    place = f" ({alike.index(name) + 1})" if len(alike) > 1 else ""
    return f"{titles.get(name, name)}{place}"


def called(me: Visitor, name: str) -> str:
    """What one of a visitor's own networks was called when it was ordered."""
    orders = {run.id: run.order.title for run in trainer.runs()}
    found = orders.get(name) or Card.parse(files(me, name)[FILE_NAME]).name
    return untrusted_card.plain(found)


def about(me: Visitor, name: str) -> str:
    """A sentence or two about a network."""
    if name in zoo.RECIPES:
        return _(zoo.RECIPES[name].about)
    card = open_model(me, name).card
    words = {
        "steps": ngettext("{n} step", "{n} steps", card.trained["steps"]),
        "practice": untrusted_card.plain(str(Message(card.data["name"])), 120),
    }
    if card.claimed:
        made = _("You brought it. Its card says: {steps} on {practice}.")
        measured = _("Measured here, on the last {count} embedded digits, its error is {error}.")
    else:
        made = _("You trained it, {steps} on {practice}.")
        measured = _("On {count} digits that it never saw, its error is {error}.")
    if not card.figures:
        return made.format(**words)
    figures = {
        "count": number(held_out.judged(card)),
        "error": number(card.figures[0]["mse"], 4),
    }
    return run_wording.together(made.format(**words), measured.format(**figures))


def known(me: Visitor, name: str) -> str:
    """The name itself, or that of the first shipped network where this visitor has none such."""
    return name if name in zoo.RECIPES or name in own(me) else zoo.first()


def settle(me: Visitor) -> None:
    """See to it that the network at work is there: one that is gone is replaced."""
    if me.model not in names(me):
        me.model, me.lost_model = zoo.first(), True


def open_model(me: Visitor, name: str) -> Model:
    """The network of that name, or the first shipped one where this visitor has none such."""
    return opened(me, name).model


def opened(me: Visitor, name: str) -> Opened:
    """The same with what belongs to it."""
    if name not in zoo.RECIPES:
        try:
            return _opened.find(name, lambda: Opened(name, Model(files(me, name))))
        except ModelError:
            _log.info("a visitor's network is gone")
            name = zoo.first()
    return shipped(name)


def shipped(name: str) -> Opened:
    """A shipped network with what belongs to it."""
    name = zoo.whole(name)
    return _shipped.setdefault(name, Opened(name, zoo.open_model(name)))


def files(me: Visitor, name: str) -> Files:
    """The files of one of a visitor's own networks.

    Raises:
        ModelError: If this visitor has none such.
    """
    found = _brought.get(name) if name in me.brought else None
    for run in trainer.runs():
        if run.id == name:
            found = run.files
    if found is None:
        raise ModelError(Message(mark("This network is gone: choose another one.")))
    return found


def bring(me: Visitor, content: bytes) -> str:
    """Take a network in that a visitor brought as a zip; returns its name, as before if it is here.

    Raises:
        ModelError: If it cannot be used, with one sentence why.
    """
    me.brought = {name: words for name, words in me.brought.items() if name in _brought}
    with _unpacking:
        found = archive.unpack(content)
    for known in me.brought:
        if _brought.get(known) == found:  # the same once more
            return known
    if len(me.brought) >= MAX_BROUGHT:
        raise ModelError(Message.of(_FULL, n=MAX_BROUGHT))
    name = f"brought-{secrets.token_hex(8)}"
    card = Card.parse(found[FILE_NAME])
    _brought.put(name, found)
    weakref.finalize(me, _let_go, name)
    me.brought[name] = Brought(card.name, card.code_size)
    return name


def let_go(me: Visitor, name: str) -> None:
    """Forget a network that a visitor brought."""
    if me.brought.pop(name, None):
        _let_go(name)


def _let_go(name: str) -> None:
    _brought.drop(name)
    _opened.drop(name)


def _title(me: Visitor, name: str) -> str:
    if name in me.brought:
        one = me.brought[name]
        return _("brought: {name}, {numbers}").format(
            name=one.name, numbers=ngettext("{n} number", "{n} numbers", one.code_size)
        )
    run = next(run for run in trainer.runs() if run.id == name)
    return _("yours: {name}, {numbers}").format(
        name=untrusted_card.plain(run.order.title),
        numbers=ngettext("{n} number", "{n} numbers", run.order.model.code_size),
    )


def _is_usable(run: Run) -> bool:
    """Whether a run left a network whose numbers did not run away."""
    if run.files is None:
        return False
    try:
        card = _cards.get(run) or _cards.setdefault(run, Card.parse(run.files[FILE_NAME]))
    except ModelError:
        return False
    return all(map(math.isfinite, [*card.example_errors, *card.code_low, *card.code_high]))
