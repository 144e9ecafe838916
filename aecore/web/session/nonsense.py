"""What a browser sends is not to be trusted: what makes no sense is passed over."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_log = logging.getLogger(__name__)


@contextmanager
def passed_over(what: str) -> Iterator[None]:
    """Leave a block in which a message turns out to make no sense, and say so in the log."""
    try:
        yield
    except (LookupError, TypeError, ValueError):
        _log.warning("passed over %s that makes no sense", what, exc_info=True)


def sensible(call: Callable[[], None]) -> Callable[[], None]:
    """What takes a component's message, which does nothing where that makes no sense."""

    def taken() -> None:
        with passed_over("a message"):
            call()

    return taken
