"""A shelf of a certain width: what was not used for longest makes room for what is new."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class LRUCache(Generic[T]):
    """Things by name, as many as there is room for. Any number of threads may share one.

    Args:
        width: How much fits. The newest thing is kept even if it alone is wider.
        measure: How wide a thing is.
    """

    def __init__(self, width: int, measure: Callable[[T], int]) -> None:
        self._width = width
        self._measure = measure
        self._things: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.RLock()

    def __contains__(self, name: str) -> bool:
        with self._lock:
            return name in self._things

    def __len__(self) -> int:
        with self._lock:
            return len(self._things)

    def get(self, name: str) -> T | None:
        """The thing of that name, now the last to go."""
        with self._lock:
            if name in self._things:
                self._things.move_to_end(name)
            return self._things.get(name)

    def put(self, name: str, thing: T) -> None:
        """Put a thing there; others may go."""
        with self._lock:
            self._things.pop(name, None)
            room = self._width - self._measure(thing)
            while self._things and sum(map(self._measure, self._things.values())) > room:
                self._things.popitem(last=False)
            self._things[name] = thing

    def find(self, name: str, make: Callable[[], T]) -> T:
        """The thing of that name, made if it is not there; one is made at a time."""
        with self._lock:
            found = self.get(name)
            if found is None:
                found = make()
                self.put(name, found)
            return found

    def drop(self, name: str) -> None:
        """Take a thing away, if it is there."""
        with self._lock:
            self._things.pop(name, None)
