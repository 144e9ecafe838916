"""Every text that the code shows is in every catalogue, and takes in the same values."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from babel.messages import extract, pofile
from babel.messages.catalog import Catalog, Message

from aecore.i18n import language

_ROOT = Path(__file__).parents[3]
_KEYWORDS = {"_": None, "mark": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def _texts_of_the_code() -> set[str | tuple[str, ...]]:
    """What translators are asked for; a text with a plural is a pair."""
    found: set[str | tuple[str, ...]] = set()
    for file in _code():
        with file.open("rb") as code:
            for _line, text, _comments, _context in extract.extract("python", code, _KEYWORDS):
                found.add(text)
    return found


def _code() -> list[Path]:
    folders = (_ROOT / "pages", _ROOT / "aecore")
    return [_ROOT / "app.py", *(file for folder in folders for file in folder.rglob("*.py"))]


def _is_for_translators(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KEYWORDS
    )


def _said_in(node: ast.AST) -> Iterator[str]:
    """The texts of an expression, but not the keys by which it looks something up."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for part in [] if isinstance(node, ast.Subscript) else ast.iter_child_nodes(node):
        yield from _said_in(part)


def _catalogue(name: str) -> Catalog:
    with language.path(name).open("rb") as file:
        return pofile.read_po(file, locale=name)


def _values(text: str) -> set[str]:
    return {name for _text, name, _form, _how in string.Formatter().parse(text) if name}


def _translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [])


def test_the_code_has_texts() -> None:
    assert "Rebuild" in _texts_of_the_code()
    assert ("{n} step", "{n} steps") in _texts_of_the_code()


def test_translators_are_asked_for_every_text_wherever_it_stands() -> None:
    # Babel finds none in an f-string, nor in the brackets of another call
    texts = _texts_of_the_code()
    asked = {part for text in texts for part in ([text] if isinstance(text, str) else text)}
    for file in _code():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if _is_for_translators(node):
                for argument in node.args:
                    assert set(_said_in(argument)) <= asked, f"{file}:{node.lineno}"


@pytest.mark.parametrize("name", language.languages())
def test_a_catalogue_has_every_text_of_the_code_and_no_other(name: str) -> None:
    translated = {
        message.id
        for message in _catalogue(name)
        if message.id and all(_translations(message)) and not message.fuzzy
    }
    texts = _texts_of_the_code()
    assert texts - translated == set()
    assert translated - texts == set()


@pytest.mark.parametrize("name", language.languages())
def test_a_translation_takes_in_the_values_of_its_text(name: str) -> None:
    for message in _catalogue(name):
        if not message.id:
            continue
        original = message.id if isinstance(message.id, str) else message.id[1]
        for translation in _translations(message):
            assert _values(translation) == _values(original), original


def test_english_says_what_the_code_says() -> None:
    for message in _catalogue(language.ENGLISH):
        if not message.id:
            continue
        said = [message.id] if isinstance(message.id, str) else list(message.id)
        assert _translations(message) == said
