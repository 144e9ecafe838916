"""Where files lie, by name: in a folder, in a zip, or alone. None is read past what MNIST needs."""

import gzip
import io
import os
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

_MOST_BYTES = 500_000_000  # of one file when it is unpacked: 60,000 digits as float64 have 376
_MOST_FILES = 200_000  # 70,000 pictures, each with a shadow of macOS
_DEEPEST = 6  # folders: those of a zip, of a set, of a label
_ZIP, _GZIP = b"PK\3\4", b"\x1f\x8b"


class Source(ABC):
    """Files by name.

    Attributes:
        names: Of the files, with the folders they lie in, in order; without hidden ones.
    """

    names: list[str]

    @abstractmethod
    def _open(self, name: str) -> IO[bytes]: ...

    def read(self, name: str) -> bytes:
        """The content of a file; what was packed by gzip is unpacked.

        Raises:
            ValueError: If it is longer than any file of MNIST.
        """
        with self._open(name) as file:
            content = _bounded(file)
        if content.startswith(_GZIP):
            content = _bounded(gzip.GzipFile(fileobj=io.BytesIO(content)))
        return content


class FolderSource(Source):
    """The files of a folder and of the folders in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names = _shown(_walk(folder))

    def _open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")


class FileSource(Source):
    """A file alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names = [path.name]

    def _open(self, _: str) -> IO[bytes]:
        return self._path.open("rb")


class ZipSource(Source):
    """The files in a zip, which may be an `.npz`."""

    def __init__(self, content: bytes | IO[bytes], *, within: str = "") -> None:
        """Read the list of files.

        Args:
            content: The zip.
            within: Its own name, where that tells more than the names in it.
        """
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        self._zip = zipfile.ZipFile(file)
        self._within = f"{within}/" if within else ""
        listed = (one.filename for one in self._zip.infolist() if not one.is_dir())
        self.names = [f"{self._within}{name}" for name in _shown(listed)]

    def _open(self, name: str) -> IO[bytes]:
        return self._zip.open(name.removeprefix(self._within))


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The files at `path`.

    Raises:
        FileNotFoundError: If nothing is there.
    """
    if path.is_dir():
        yield FolderSource(path)
        return
    with path.open("rb") as file:
        if file.read(len(_ZIP)) == _ZIP:
            yield ZipSource(file)
        else:
            yield FileSource(path)


def _bounded(file: IO[bytes] | gzip.GzipFile) -> bytes:
    content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ValueError(f"a file of more than {_MOST_BYTES:,} bytes")
    return content


def _walk(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        within = Path(place).relative_to(folder)
        hidden = [name for name in folders if name.startswith(".")]
        for name in hidden if len(within.parts) < _DEEPEST else [*folders]:
            folders.remove(name)
        yield from ((within / name).as_posix() for name in files)


def _shown(names: Iterator[str]) -> list[str]:
    """Names in order, without hidden files and what macOS adds."""
    found = []
    for count, name in enumerate(names):
        if count >= _MOST_FILES:
            raise ValueError(f"more than {_MOST_FILES:,} files")
        parts = PurePosixPath(name).parts
        if "__MACOSX" not in parts and not any(part.startswith(".") for part in parts):
            found.append(name)
    return sorted(found)
