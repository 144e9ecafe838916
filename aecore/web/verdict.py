"""What the figures of one reconstruction mean, in plain words of Markdown."""

from aecore.language import _, mark, ngettext, number, percent
from aecore.reconstruction import Reconstruction

_AVERAGE_DIGIT = 0.07  # 0.0675 on the test digits: `python -m aecore benchmark models --data FILE`
_ABOUT = 0.05  # errors closer than this share count as equal
_ALIKE = (
    (0.9, mark("nearly the same")),
    (0.7, mark("much alike")),
    (0.45, mark("somewhat alike")),
    (-1, mark("not alike")),
)


def sentence(found: Reconstruction) -> str:
    """The result in one or two plain sentences."""
    numbers = ngettext("{n} number", "{n} numbers", found.card.code_size)
    if found.noise is None:
        return _(
            "It squeezed your digit into **{numbers}** and rebuilt it from nothing else: "
            "**closer than {share} of unseen digits** it was tried on."
        ).format(numbers=numbers, share=percent(found.closer_than))
    ratio = found.error / max(found.noise_error, 1e-9)
    if ratio < 1 - _ABOUT:
        return _(
            "The network took **{share} of the damage away**: it squeezed your spoiled digit "
            "into {numbers}, and the noise did not fit through."
        ).format(numbers=numbers, share=percent(1 - ratio))
    if ratio < 1 + _ABOUT:
        return _(
            "Here the network **gained nothing**: the rebuilt digit is about as far from the "
            "clean one as the spoiled one. Squeezing into {numbers} lost what it cleaned up."
        ).format(numbers=numbers)
    return _(
        "Here the network **made it worse**: the rebuilt digit is {times} times as far from the "
        "clean one as the spoiled one. Squeezing into {numbers} lost more than the noise did."
    ).format(numbers=numbers, times=number(ratio, 1 if ratio < 10 else 0))


def figures(found: Reconstruction) -> str:
    """Error and similarity, before and after, in one line."""
    after = found.measure(found.rebuilt)
    if found.noise is None:
        errors = _("Error **{after}**")
    else:
        errors = _("Error before **{before}**, after **{after}**")
    return _(
        "{errors} (0 is perfect, always painting the average digit would be about {average}). "
        "Similarity **{similarity}** of 1: {alike}."
    ).format(
        errors=errors.format(before=number(found.noise_error, 4), after=number(after.mse, 4)),
        average=number(_AVERAGE_DIGIT, 2),
        similarity=number(after.ssim, 2),
        alike=_(next(word for least, word in _ALIKE if after.ssim >= least)),
    )
