"""What became of a digit, in plain words of Markdown; `aecore.models.assessment` judges."""

from aecore.i18n.language import _, mark, ngettext, number, percent
from aecore.models.assessment import TRIED, UNLIKE, Assessment, Outcome
from aecore.models.reconstruction import Reconstruction
from aecore.web.session.run_wording import together

_SQUEEZED = mark("It squeezed your digit into **{numbers}** and rebuilt it from nothing else.")
_SQUEEZED_SPOILED = mark(
    "It squeezed your spoiled digit into **{numbers}** and rebuilt it from nothing else."
)
_CLOSER = mark(
    "It squeezed your digit into **{numbers}** and rebuilt it from nothing else. Of 100 digits "
    "that it never saw, **{n} come back worse** than yours."
)
_LESS_CLOSE = mark(
    "It squeezed your digit into **{numbers}** and rebuilt it from nothing else. Of 100 digits "
    "that it never saw, **{n} come back better** than yours."
)
_GAIN = {
    Outcome.CLEANED: mark(
        "The network took **{share} of the damage away**: it squeezed your spoiled digit "
        "into {numbers}, and the noise did not fit through."
    ),
    Outcome.LUCKY: mark(
        "This digit was lucky: rebuilt from {numbers}, it is closer to the clean one than the "
        "spoiled one was. But this network **does not clean up** such noise: with {n} other "
        "digits, doing nothing or painting the average digit comes as close on average."
    ),
    Outcome.NOT_HELPED: mark(
        "Here the network **gained nothing**: the rebuilt digit is about as far from the "
        "clean one as the spoiled one. Squeezing into {numbers} lost about as much as the noise "
        "did."
    ),
    Outcome.HARMED: mark(
        "Here the network **made it worse**: the rebuilt digit is {times} times as far from the "
        "clean one as the spoiled one. Squeezing into {numbers} lost more than the noise did."
    ),
}
_ALIKE = (
    (0.9, mark("nearly the same")),
    (0.7, mark("much alike")),
    (UNLIKE, mark("somewhat alike")),
)
_NOT_ALIKE = mark("not alike")


def sentence(found: Reconstruction) -> str:
    """The result in a few plain sentences."""
    one = found.assessment
    missed = _("This noise changed nothing on your digit.")
    return together(
        missed if found.noise and not one.spoiled else "", _said(found), faults(one), _doubt(one)
    )


def faults(one: Assessment) -> str:
    """What is wrong with a rebuilt digit for whoever looks at it; nothing where it is fine."""
    if not one.below_average:
        return _looks(one)
    worse = _(
        "Always painting the average digit **would come closer**: error {average} instead of "
        "{error}."
    )
    return together(
        _looks(one),
        worse.format(average=number(one.average_error, 4), error=number(one.error, 4)),
    )


def _said(found: Reconstruction) -> str:
    one = found.assessment
    text, share, times, count = _GAIN.get(one.outcome), 0.0, 0.0, TRIED
    if text:
        times = one.error / one.noise_error
        share = 1 - times
    elif one.outcome is Outcome.REBUILT:
        worse = round(100 * found.closer_than)
        text = _CLOSER if worse >= 50 else _LESS_CLOSE
        count = max(worse, 100 - worse)
    else:
        text = _SQUEEZED_SPOILED if one.spoiled else _SQUEEZED
    return _(text).format(
        numbers=ngettext("{n} number", "{n} numbers", found.card.code_size),
        share=percent(share),
        times=number(max(times, 1.1), 1 if times < 10 else 0),
        n=number(count),
    )


def _looks(one: Assessment) -> str:
    """What it looks like, where that is another digit, none, or not much like it."""
    if one.outcome is Outcome.UNLIKE:
        return _("What came out is **hardly like your digit**.")
    if one.outcome is Outcome.ILLEGIBLE:
        return _("Which digit it is now, **one can hardly tell**.")
    if one.outcome is not Outcome.ANOTHER:
        return ""
    was = _("The {digit}").format(digit=one.was)
    if not one.labelled:
        was = _("What looked like {digit}").format(digit=_a(one.was))
    text = _("{was} **looks like {digit} now**.")
    if not one.sure:
        text = _("{was} **looks more like {digit} now**.")
    return text.format(was=was, digit=_a(one.looks))


def _doubt(one: Assessment) -> str:
    """What is said of a digit that could be another, before and after."""
    if not one.mistakable:
        return ""
    return _("It could be {digit} by its looks, but so could the digit that went in.").format(
        digit=_a(one.looks)
    )


def _a(digit: int | None) -> str:
    return _("an 8") if digit == 8 else _("a {digit}").format(digit=digit)


def figures(found: Reconstruction) -> str:
    """Error and similarity, before and after, in one line."""
    one = found.assessment
    if found.noise is None:
        errors = _("Error **{after}**")
    else:
        errors = _("Error before **{before}**, after **{after}**")
    alike = next((word for least, word in _ALIKE if one.similarity >= least), _NOT_ALIKE)
    return _("{errors}. Similarity **{similarity}** of 1: {alike}.").format(
        errors=errors.format(before=number(one.noise_error, 4), after=number(one.error, 4)),
        similarity=number(max(one.similarity, 0), 2),
        alike=_(alike),
    )
