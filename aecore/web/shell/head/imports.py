"""Which modules of JavaScript a browser needs for some: those that they import, and so on."""

import posixpath
import re
from collections.abc import Callable, Iterable

_IMPORTED = re.compile(r'(?:from|import)\s*"(\.[^"]+)"')  # not those that wait: import("…")


def closure(names: Iterable[str], text: Callable[[str], str]) -> list[str]:
    """The modules and all that they import, each once, those that are asked for first in front.

    Args:
        names: Paths of modules.
        text: What stands in the module of a path; modules import others by where they lie.
    """
    found = list(dict.fromkeys(names))
    for name in found:  # it grows meanwhile
        folder = posixpath.dirname(name)
        imported = (posixpath.join(folder, path) for path in _IMPORTED.findall(text(name)))
        found += dict.fromkeys(
            path for path in map(posixpath.normpath, imported) if path not in found
        )
    return found
