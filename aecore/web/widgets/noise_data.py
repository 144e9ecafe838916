"""The visitor's noise as components of the browser get it."""

from typing import Any

from aecore.data import noise
from aecore.i18n.language import _, percent
from aecore.web.session import transfer, visitor
from aecore.web.session.visitor import Visitor


def data(me: Visitor) -> dict[str, Any]:
    """Which throw of noise, and every strength that the screen offers, in words.

    The noise itself is sent after the page, by `transfer.send_noise`.
    """
    return {
        "id": transfer.noise_id(me.kind, me.seed),
        "level": me.level,
        "strengths": [_words(me.kind, visitor.strength(level)) for level in range(noise.LEVELS)],
    }


def _words(kind: str, strength: float) -> str:
    if not strength:
        return _("none")
    look = noise.KINDS[kind].describe(strength)
    return _("{share}: {look}").format(share=percent(strength), look=look)
