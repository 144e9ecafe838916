"""Memory for large pictures: taken by one at a time, and given back afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from aecore.memory import give_back

Result = TypeVar("Result")

_reader = ThreadPoolExecutor(1, thread_name_prefix="large-pictures")


def one_at_a_time(action: Callable[[], Result], *, patience_s: float) -> Result:
    """Do what takes much memory when nobody else does, so that many visitors take no more.

    Args:
        action: What to do; it runs in a thread that serves nothing else.
        patience_s: How long it may take, with waiting for its turn.

    Returns:
        What `action` returns; what it raises comes through.

    Raises:
        TimeoutError: If it was not done in time.
    """
    give_back()
    turn = _reader.submit(action)
    if not wait([turn], patience_s).done:
        turn.cancel()
        raise TimeoutError(f"Expected an end within {patience_s} s.")
    return turn.result()
