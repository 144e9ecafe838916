"""A sentence that is kept, and said in the language of whoever reads it, whenever they do.

What comes from where nobody reads (a thread of the server, the process that trains), or is shown
for longer than a moment, is kept like this: two visitors may read it in two languages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, Union

from aecore.i18n.language import _, number

Value: TypeAlias = Union[str, int, "Message"]


@dataclass(frozen=True)
class Message:
    """A text and what goes into it; without any text it is false.

    `str` says it in the language in use.

    Attributes:
        text: In English, marked for the catalogues; values stand in it as `{name}`.
        values: Pairs of a name and its value; whole numbers are written as the language does.
    """

    text: str = ""
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, text: str, **values: Value) -> "Message":
        """A text with its values: `Message.of(mark("It has {n} weights."), n=5)`."""
        return cls(text, tuple(values.items()))

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        # the catalogues keep their own header under the empty text
        return self._filled(_(self.text), number, str) if self else ""

    @property
    def english(self) -> str:
        """The sentence in English, for files and logs."""
        return self._filled(self.text, "{:,}".format, lambda value: value.english)

    def _filled(
        self, text: str, number: Callable[[int], str], said: Callable[["Message"], str]
    ) -> str:
        if not self.values:
            return text  # may be any words, with braces too
        words = {}
        for name, value in self.values:
            if isinstance(value, Message):
                words[name] = said(value)
            else:
                words[name] = number(value) if isinstance(value, int) else value
        return text.format(**words)


NO_MESSAGE = Message()
"""Nothing to say."""


def from_error(error: Exception) -> Message:
    """What an error says; it may have been raised with a sentence or with words."""
    said = error.args[0] if error.args else str(error)
    return said if isinstance(said, Message) else Message(str(said))
