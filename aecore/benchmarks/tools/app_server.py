"""Start the app as a visitor's machine would, and open it in a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from aecore.errors import InputError

ROOT = Path(__file__).parents[3]
_PATIENCE_S = 60
_ALONE = ("--server.address=127.0.0.1",)
_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CLASSROOM = "classroom.test"  # this machine, as others in a classroom see it: not over https
# A browser that is alone with the app: no sandbox (containers have none), no calls home.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium asks its maker for updates all the same; addresses in a house begin with a 1
    f"--host-resolver-rules=MAP {CLASSROOM} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, "
    "EXCLUDE 1*",
    "--use-fake-device-for-media-stream",  # a camera, for pages that are allowed one
    # with Playwright looking on, V8 reads much of a page's code twice, for stack traces: half a
    # second on the map that no visitor waits for
    "--js-flags=--no-enable-lazy-source-positions",
)


@dataclass(frozen=True)
class App:
    """A running app.

    Attributes:
        url: Where it answers.
        process: Its server process.
        started: `time.perf_counter()` when the process was started.
    """

    url: str
    process: "subprocess.Popen[bytes]"
    started: float


@contextmanager
def serve(  # noqa: PLR0913 (each is there for one kind of test)
    log: Path | None = None,
    *,
    folder: Path = ROOT,
    port: int | None = None,
    base: str = "",
    options: Sequence[str] = _ALONE,
    under: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    python: str = sys.executable,
) -> Iterator[App]:
    """Run the app and wait until it answers.

    Args:
        log: Where the server's output goes; nowhere without one.
        folder: Where the app lies; it is started elsewhere.
        port: Where it should answer; on any free port without one.
        base: The path that the app is under, without slashes around it; the root without one.
        options: What Streamlit is told besides.
        under: A command that runs the server, strace say; `App.process` is its process.
        environment: The server's variables, instead of this process's.
        python: Runs it, out of the environment in which the app is installed.

    Raises:
        InputError: If it does not answer in time.
    """
    port = port or free_port()
    command = [*under, python, "-m", "streamlit", "run", str(folder / "app.py")]
    command += ["--server.headless=true", f"--server.port={port}"]
    command += [f"--server.baseUrlPath={base}", *options]
    with (log or Path(os.devnull)).open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder.anchor, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            app = App(f"http://127.0.0.1:{port}/{base}".rstrip("/"), process, started)
            wait_for_app(app)
            yield app
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE_S)


def chromium_path() -> str | None:
    """Where Chromium is: `AECORE_CHROMIUM`, or the first one on the path."""
    found = (shutil.which(name) for name in _CHROMIUM_NAMES)
    return os.environ.get("AECORE_CHROMIUM") or next(filter(None, found), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium.

    Raises:
        InputError: If Chromium is not installed.
    """
    path = chromium_path()
    if path is None:
        raise InputError("Chromium is missing: on Debian, `apt-get install chromium` installs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def wait_for_network(page: Page, name: str) -> None:
    """Wait until a page has the live network of the model `name`."""
    page.wait_for_function("name => window.aecore?.networks.has(name) ?? false", arg=name)


def free_port() -> int:
    """A port of this computer that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_app(app: App) -> None:
    """Wait until an app answers.

    Raises:
        InputError: If it does not in time.
    """
    until = time.perf_counter() + _PATIENCE_S
    while not _answers(app):
        if app.process.poll() is not None or time.perf_counter() > until:
            raise InputError(f"The app did not answer within {_PATIENCE_S} seconds.")
        time.sleep(0.05)


def _answers(app: App) -> bool:
    try:
        with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=1):  # noqa: S310 (http)
            return True
    except OSError:
        return False
