"""Two replicas of the app behind nginx, as `deploy/nginx.conf` has them, on this computer."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from aecore.benchmarks.tools.app_server import ROOT, App, free_port, serve, wait_for_app
from aecore.errors import InputError

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
COOKIE = "aecore_replica"
"""What tells nginx which replica a browser is with."""

ABSENT = "nginx is missing: on Debian, `apt-get install nginx-light` installs it."


@dataclass(frozen=True)
class Replicas:
    """Both of them, and what is in front.

    Attributes:
        front: nginx, where visitors come in.
        apps: The replicas, by what `COOKIE` calls them.
    """

    front: App
    apps: dict[str, App]


def nginx_path() -> str | None:
    """Where nginx is; Debian has it where only administrators look."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def configuration(folder: Path, ports: dict[str, int]) -> Path:
    """Write the configuration for this computer.

    Args:
        folder: Where it goes, and what nginx writes for itself.
        ports: What stands for "8080", nginx's own, and for "8501" and "8502", the replicas'.

    Returns:
        The file.
    """
    text = CONFIGURATION.read_text(encoding="utf-8")
    for name in ("app-one", "app-two"):
        text = text.replace(name, "127.0.0.1")
    for port, own in ports.items():
        text = text.replace(port, str(own))
    path = folder / "nginx.conf"
    path.write_text(text.replace("/tmp/", f"{folder}/"), encoding="utf-8")  # noqa: S108
    return path


@contextmanager
def replicas(log: Path | None = None) -> Iterator[Replicas]:
    """Start both and nginx, and wait until all answer.

    Args:
        log: A folder for the output of each replica, `one.txt` and `two.txt`.

    Raises:
        InputError: If nginx is missing, or does not answer in time.
    """
    nginx = nginx_path()
    if nginx is None:
        raise InputError(ABSENT)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        apps = {
            name: stack.enter_context(serve(log and log / f"{name}.txt")) for name in ("one", "two")
        }
        ports = dict(
            zip(
                ("8501", "8502"),
                (int(app.url.rsplit(":")[-1]) for app in apps.values()),
                strict=True,
            )
        )
        ports["8080"] = free_port()
        path = configuration(folder, ports)
        started = time.perf_counter()
        command = [nginx, "-e", "stderr", "-c", str(path), "-g", "daemon off;"]
        process = stack.enter_context(subprocess.Popen(command))
        stack.callback(process.terminate)
        front = App(f"http://127.0.0.1:{ports['8080']}", process, started)
        wait_for_app(front)
        yield Replicas(front, apps)
