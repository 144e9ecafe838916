"""Words that are explained where they stand (`term_card.js`), as links to the glossary."""

from aecore.i18n import language
from aecore.i18n.language import _
from aecore.web.shell.glossary import TERMS


def term(name: str, shown: str = "") -> str:
    """Markdown: a word, bold and linked to its line in the glossary.

    Args:
        name: One of `glossary.TERMS`.
        shown: What to write instead of the word itself, such as its plural, in the visitor's
            language.
    """
    return f"[**{shown or _(TERMS[name].word)}**](story?lang={language.current()}#{name})"
