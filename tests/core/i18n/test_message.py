import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from aecore.errors import InputError, ModelError
from aecore.i18n import language
from aecore.i18n.message import NO_MESSAGE, Message, from_error

WEIGHTS = Message.of("It has {n} weights: {why}.", n=12345, why=Message("too many"))
PIRATE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "It has {n} weights: {why}."
msgstr "{why}! Arr, {n} of them."

msgid "too many"
msgstr "a whole crew"
"""


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whoever reads speaks the last of these; German, here, is the language of pirates."""
    for name, text in (("en", 'msgid ""\nmsgstr "Language: en\\n"\n'), ("de", PIRATE)):
        path = tmp_path / name / "LC_MESSAGES" / "aecore.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(language, "_FOLDER", tmp_path)
    caches = (language.languages, language._catalogue)
    for cached in caches:
        cached.cache_clear()
    spoken = ["en"]
    monkeypatch.setattr(language._Reader, "language", staticmethod(lambda: spoken[-1]))
    yield spoken
    for cached in caches:
        cached.cache_clear()


def test_it_is_said_in_the_language_of_whoever_reads(speak: list[str]) -> None:
    assert str(WEIGHTS) == "It has 12,345 weights: too many."
    speak.append("de")
    assert str(WEIGHTS) == "a whole crew! Arr, 12.345 of them."
    assert WEIGHTS.english == "It has 12,345 weights: too many."
    assert f"{WEIGHTS}" == str(WEIGHTS)


def test_an_error_that_is_kept_is_said_anew(speak: list[str]) -> None:
    error = ModelError(WEIGHTS)
    assert str(error) == "It has 12,345 weights: too many."
    speak.append("de")
    assert str(error).startswith("a whole crew")
    assert from_error(error) is WEIGHTS


def test_it_travels_between_processes(speak: list[str]) -> None:
    travelled = pickle.loads(pickle.dumps(InputError(WEIGHTS)))  # noqa: S301 (ours)
    speak.append("de")
    assert from_error(travelled) == WEIGHTS
    assert str(travelled).startswith("a whole crew")


@pytest.mark.parametrize("words", ["a file {x}.npz", "{", "100 %", "weights"])
def test_words_that_are_no_text_of_ours_stay_as_they_are(words: str, speak: list[str]) -> None:
    speak.append("de")
    assert str(from_error(ValueError(words))) == words
    assert from_error(ValueError(words)).english == words


def test_silence_says_nothing(speak: list[str]) -> None:
    for spoken in ("en", "de"):  # whose catalogues have a header under the empty text
        speak.append(spoken)
        assert (str(NO_MESSAGE), NO_MESSAGE.english) == ("", "")
    assert not NO_MESSAGE
    assert WEIGHTS
    assert not from_error(ValueError())
