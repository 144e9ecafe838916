"""Finished models, kept where they cost the server little memory.

They lie in a temporary file without a name, which vanishes with the process however it ends. Where
no disk can be written to, they are kept in memory, compressed.
"""

import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from aecore.models.card import Files


def keep(files: Files) -> "KeptFiles":
    """Keep files: on the disk, or in memory where that cannot be."""
    try:
        return OnDisk(files)
    except OSError:
        return InMemory(files)


class KeptFiles(Mapping[str, bytes]):
    """Files by name; any number of threads may read them.

    Attributes:
        memory: Bytes that they take in memory.
        disk: Bytes that they take on the disk.
    """

    memory: int = 0
    disk: int = 0
    _names: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class OnDisk(KeptFiles):
    """Files one after the other in a temporary file."""

    def __init__(self, files: Files) -> None:
        """Write the files.

        Raises:
            OSError: If the disk is full, or cannot be written to.
        """
        self._names = tuple(files)
        self._places: dict[str, tuple[int, int]] = {}
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as this is)
        for name, content in files.items():
            self._places[name] = (self._file.tell(), len(content))
            self._file.write(content)
        self._file.flush()
        self.disk = self._file.tell()

    def __getitem__(self, name: str) -> bytes:
        start, size = self._places[name]
        return os.pread(self._file.fileno(), size, start)

    def __del__(self) -> None:
        if file := getattr(self, "_file", None):
            file.close()


class InMemory(KeptFiles):
    """Files, compressed: a model's weights have few digits, and shrink to half."""

    def __init__(self, files: Files) -> None:
        self._names = tuple(files)
        self._contents = {name: zlib.compress(content, 1) for name, content in files.items()}
        self.memory = sum(map(len, self._contents.values()))

    def __getitem__(self, name: str) -> bytes:
        return zlib.decompress(self._contents[name])
