"""What a browser sends is not to be trusted: what makes no sense is passed over."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_log = logging.getLogger(__name__)


@contextmanager
def passed_over(what: str) -> Iterator[None]:
    """Leave a block in which a message turns out to make no sense, and say so in the log."""
    try:
        yield
    except (LookupError, TypeError, ValueError):
        _log.warning("passed over %s that makes no sense", what, exc_info=True)
