"""What each place of a noise slider means, in words."""

from aecore.data import noise
from aecore.i18n.language import _, percent
from aecore.web.session import visitor


def words(kind: noise.Kind) -> list[str]:
    """One line for each of the strengths that the screen offers, in the visitor's language."""
    return [
        _("{share}: {look}").format(share=percent(share), look=kind.describe(share))
        if share
        else _("none")
        for share in map(visitor.strength, range(noise.LEVELS))
    ]
