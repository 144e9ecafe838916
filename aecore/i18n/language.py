"""What people read, in the language they read it in, through gettext catalogues.

English is what the code says; a language is a folder `locale/<name>/LC_MESSAGES/aecore.po`, and
nothing else is needed for one more. Constants are marked with `mark` and translated where they are
shown, with `_`; values go in after the translation: `_("step {step} of {steps}").format(step=3,
steps=100)`.
"""

import gettext
import io
import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from babel import negotiate_locale, numbers
from babel.messages import mofile, pofile

ENGLISH = "en"
_FOLDER = Path(__file__).parents[1] / "locale"
_DOMAIN = "aecore"
_NEARLY = 1e-6  # what sums of floats lose


class _Reader:
    """Who reads; the app replaces `language` by what its visitor chose."""

    language: Callable[[], str] = staticmethod(lambda: ENGLISH)


def ask(language: Callable[[], str]) -> None:
    """Say how to find the language of whoever reads what is being written now."""
    _Reader.language = staticmethod(language)


def current() -> str:
    """The language in use, one of `languages()`."""
    language = _Reader.language()
    return language if language in languages() else ENGLISH


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, English first."""
    found = sorted(path.parts[-3] for path in _FOLDER.glob(f"*/LC_MESSAGES/{_DOMAIN}.po"))
    return (ENGLISH, *(language for language in found if language != ENGLISH))


def path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return _FOLDER / language / "LC_MESSAGES" / f"{_DOMAIN}.po"


def best(wanted: list[str]) -> str:
    """The language for somebody who would like these, the most wanted first: `["zh-CN", "en"]`."""
    return negotiate_locale([one.replace("-", "_") for one in wanted], languages()) or ENGLISH


def own_name(language: str) -> str:
    """What a language calls itself."""
    # a catalogue translates it by the name of its own language, in that language
    return _catalogue(language).gettext(mark("English"))


def _(text: str) -> str:
    """A text in the language in use."""
    return _catalogue(current()).gettext(text)


def translated(texts: Mapping[str, str]) -> dict[str, str]:
    """Marked texts by name, each in the language in use."""
    return {name: _(text) for name, text in texts.items()}


def ngettext(one: str, many: str, n: int) -> str:
    """A text about n things in the language in use; takes `{n}` in by itself."""
    return _catalogue(current()).ngettext(one, many, n).format(n=number(n))


def pgettext(context: str, text: str) -> str:
    """A text that means different things in different places, in the language in use."""
    return _catalogue(current()).pgettext(context, text)


def mark(text: str) -> str:
    """Mark a constant for the catalogues; whoever shows it translates it with `_`."""
    return text


def number(value: float, digits: int = 0) -> str:
    """A number as it is written in the language in use, with so many digits after the point.

    Nothing is "-0.00", and what is no number is "?".
    """
    if math.isnan(value):
        return "?"
    if abs(value) < 0.5 * 10**-digits:
        value = 0
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(value, pattern, locale=current())


def percent(share: float, digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage, as it is written in the language in use.

    Only nothing is 0 % and only all is 100 %: what is close to them is "<1%" and ">99%".
    """
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    least = 10 ** -(digits + 2)
    sign = ""
    if _NEARLY < share <= least / 2:
        sign, share = "<", least
    elif 1 - least / 2 <= share < 1 - _NEARLY:
        sign, share = ">", 1 - least
    return sign + numbers.format_percent(share, pattern, locale=current())


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    compiled = io.BytesIO()
    with path(language).open("rb") as file:
        mofile.write_mo(compiled, pofile.read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
