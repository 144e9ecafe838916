"""Whoever watches for leaks has to see them."""

import subprocess
import sys
from pathlib import Path

from tests import syscalls

_QUIET = """
import asyncio, email, socket, tempfile  # some environments open few files by themselves
with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as opened:
    opened.connect(("::1", 9))
socket.getaddrinfo("localhost", 80)
tempfile.TemporaryFile().close()
open("/dev/null", "w").close()
"""
_LOUD = """
import contextlib, os, socket, subprocess, sys, threading
from pathlib import Path

def connect(family, host, port):
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as opened:
        opened.connect((host, port))

def send():
    with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as opened:
        opened.sendto(b"127.0.0.1", ("192.0.2.2", 9))

connect(socket.AF_INET, "127.0.0.53", 53)
connect(socket.AF_INET6, "2001:db8::1", 443)
thread = threading.Thread(target=send)
thread.start()
thread.join()
home = Path.home()
(home / "made").mkdir()
(home / "made").rename(home / "renamed")
(home / "link").symlink_to(home / "renamed")
child = "import pathlib; (pathlib.Path.home() / 'file').write_text('')"
subprocess.run([sys.executable, "-c", child], check=True)
"""


def leaks(program: str, folder: Path) -> list[str]:
    syscalls.require()
    watch = syscalls.Watch(folder)
    command = [*watch.command, sys.executable, "-c", program]
    subprocess.run(command, env=watch.environment, check=True)
    return [leak.replace(str(watch.home), "~") for leak in watch.leaks()]


def test_what_stays_here_is_no_leak(tmp_path: Path) -> None:
    assert leaks(_QUIET, tmp_path) == []


def test_all_that_a_program_and_its_children_do_is_seen(tmp_path: Path) -> None:
    assert leaks(_LOUD, tmp_path) == [
        "spoke to 127.0.0.53 port 53",
        "spoke to 192.0.2.2 port 9",
        "spoke to 2001:db8::1 port 443",
        "wrote ~/file",
        "wrote ~/link",
        "wrote ~/made",
        "wrote ~/renamed",
    ]
