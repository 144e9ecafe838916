"""Languages: who gets which, and that one more needs only a catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aecore.i18n import language
from aecore.i18n.language import _, mark, ngettext, number, percent

_GERMAN = """
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "English"
msgstr "Deutsch"

msgid "Rebuild"
msgstr "Nachbauen"

msgid "{n} step"
msgid_plural "{n} steps"
msgstr[0] "{n} Schritt"
msgstr[1] "{n} Schritte"
"""


@pytest.fixture
def reader() -> Iterator[list[str]]:
    """Who reads: a list with one language."""
    reads = [language.ENGLISH]
    language.ask(lambda: reads[0])
    yield reads
    language.ask(lambda: language.ENGLISH)


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The languages there are, and German."""
    for name in language.languages():
        (tmp_path / name).symlink_to(language.path(name).parents[1])
    catalogue = tmp_path / "de" / "LC_MESSAGES" / "aecore.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(_GERMAN, encoding="utf-8")
    monkeypatch.setattr(language, "_FOLDER", tmp_path)
    forget = (language.languages.cache_clear, language._catalogue.cache_clear)
    for clear in forget:
        clear()
    yield
    monkeypatch.undo()
    for clear in forget:
        clear()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["zh-CN"], "zh"),
        (["zh"], "zh"),
        (["zh-TW"], "zh"),
        (["en-GB"], "en"),
        (["fr"], "en"),
        (["fr", "zh-CN"], "zh"),
        ([""], "en"),
        ([], "en"),
    ],
)
def test_the_language_that_is_wanted_most(wanted: list[str], found: str) -> None:
    assert language.best(wanted) == found


def test_languages_call_themselves_by_their_own_names() -> None:
    assert language.languages() == ("en", "zh")
    assert [language.own_name(name) for name in language.languages()] == ["English", "简体中文"]


def test_texts_and_numbers_are_those_of_the_reader(reader: list[str]) -> None:
    assert (_("Rebuild"), ngettext("{n} step", "{n} steps", 1)) == ("Rebuild", "1 step")
    assert (number(1234.5, 1), percent(0.256)) == ("1,234.5", "26%")
    reader[0] = "zh"
    assert _("Rebuild") == "重建"
    assert "1,000" in ngettext("{n} step", "{n} steps", 1000)


def test_a_language_that_there_is_not_is_english(reader: list[str]) -> None:
    reader[0] = "tlh"
    assert language.current() == language.ENGLISH
    assert _("Rebuild") == "Rebuild"


def test_one_more_language_needs_only_a_catalogue(reader: list[str], german: None) -> None:  # noqa: ARG001
    assert language.languages() == ("en", "de", "zh")
    assert language.best(["de-AT", "en"]) == "de"
    assert language.own_name("de") == "Deutsch"
    reader[0] = "de"
    assert _("Rebuild") == "Nachbauen"
    assert ngettext("{n} step", "{n} steps", 1) == "1 Schritt"
    assert ngettext("{n} step", "{n} steps", 1000) == "1.000 Schritte"
    assert number(1234.5, 1) == "1.234,5"
    assert _(mark("a text that nobody has translated yet")) == (
        "a text that nobody has translated yet"
    )


def test_only_nothing_is_no_percent_and_only_all_is_a_hundred() -> None:
    shares = (0, 0.003, 0.01, 0.5, 0.994, 0.996, 1, 1 - 1e-9)
    expected = ["0%", "<1%", "1%", "50%", "99%", ">99%", "100%", "100%"]
    assert [percent(share) for share in shares] == expected
    assert percent(0.9999, 1) == ">99.9%"


def test_no_number_is_minus_nothing_or_not_a_number() -> None:
    assert number(-0.001, 2) == "0.00"
    assert number(-0.01, 2) == "-0.01"
    assert number(float("nan"), 4) == "?"
