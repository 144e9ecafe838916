"""What a program and the processes that it starts ask of Linux, as strace sees it.

A program that is watched finds a home folder that is empty, a folder for temporary files, and
hardly a variable: nobody has told its libraries to be quiet.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_SENDING = ("connect", "sendto", "sendmsg", "sendmmsg")
_OPENING = ("open", "openat", "openat2", "creat")
_MAKING = (
    *("mkdir", "mkdirat", "mknod", "mknodat", "truncate", "link", "linkat", "symlink"),
    *("symlinkat", "rename", "renameat", "renameat2"),
)
_STRACE = [
    *("strace", "--follow-forks", "--seccomp-bpf", "--quiet=all", "--decode-fds=path"),
    *("--string-limit=0", "--signal=none"),
    # not every processor has all of them
    "--trace=" + ",".join(f"?{name}" for name in (*_SENDING, *_OPENING, *_MAKING)),
]
_ADDRESS = re.compile(r'port=htons\((\d+)\).*?inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"')
_NAMES = 53  # the port of the servers that know names
_RESOLVERS = re.compile(r'sun_path="(/[^"]*(?:systemd/resolve|avahi)[^"]*)"')
_WRITES = re.compile(r"^creat|O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_FAILED = re.compile(r"\) += -1 ")
_OPENED = re.compile(r"\) += \d+<([^>]*)")
_PATH = re.compile(r'(?:<([^>]*)>, )?"([^"]*)"')
_NO_FILES = ("/dev", "/proc")


def require() -> None:
    """Skip the test where nothing can be watched; fail where it has to be."""
    reason = _obstacle()
    if reason and os.environ.get("AECORE_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def _obstacle() -> str:
    if shutil.which("strace") is None:
        return "no strace: on Debian, `apt-get install strace` installs it"
    tried = subprocess.run([*_STRACE, "true"], capture_output=True, text=True, check=False)
    return f"strace cannot watch here: {tried.stderr}" if tried.returncode else ""


class Watch:
    """One program that is watched; `command` goes before its own."""

    def __init__(self, folder: Path) -> None:
        """Make its home and the rest in an empty folder."""
        self.home, self.temporary = folder / "home", folder / "temporary"
        self.home.mkdir()
        self.temporary.mkdir()
        self._trace = folder / "trace"
        self.command = [*_STRACE, f"--output={self._trace}"]
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "ORT_DISABLE_TELEMETRY": "0",
        }

    def leaks(self, *places: Path) -> list[str]:
        """Who was spoken to elsewhere, whose name was asked for, and what was written.

        Args:
            places: Where the program may write, besides temporary files and Python's caches.
        """
        calls = list(_calls(self._trace.read_text(errors="replace")))
        assert len(calls) > 100
        open_to = [*places, self.temporary, *map(Path, _NO_FILES)]
        written = {path for call in calls for path in _written(call)}
        outside = {
            f"wrote {path}"
            for path in written
            if "__pycache__" not in path.parts and not any(map(path.is_relative_to, open_to))
        }
        asked = {f"spoke to {address}" for call in calls for address in _addressed(call)}
        return sorted(asked | outside)


def _calls(trace: str) -> Iterator[str]:
    """Calls as `name(arguments) = result`, each in one piece."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        process, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            begun[process] = call.removesuffix("<unfinished ...>")
            continue
        if call.startswith("<..."):
            call = begun.pop(process, "") + call.partition("resumed>")[2]
        yield call
    yield from begun.values()


def _addressed(call: str) -> Iterator[str]:
    for port, address in _ADDRESS.findall(call):
        here = ip_address(address.removeprefix("::ffff:"))
        if int(port) == _NAMES or not (here.is_loopback or here.is_unspecified):
            yield f"{address} port {port}"
    yield from _RESOLVERS.findall(call)


def _written(call: str) -> Iterator[Path]:
    if _FAILED.search(call):
        return
    if call.startswith(_OPENING):
        if _WRITES.search(call):
            yield from map(Path, _OPENED.findall(call))
    elif call.startswith(_MAKING):
        for folder, name in _PATH.findall(call):
            yield ROOT / folder / name
