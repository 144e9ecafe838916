"""The images, as far as they can be had without Docker: their files, commands and variables."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import yaml

from aecore.benchmarks.tools.app_server import free_port
from aecore.benchmarks.tools.protocol import visit
from aecore.i18n.message import NO_MESSAGE
from aecore.jobs.scheduler import Jobs
from tests.core.dask_cluster import dask_cluster
from tests.core.training_runs import order, wait_until_over
from tests.deploy.dockerfile import DEPLOY, ROOT, stages

SHOW, TRAIN = stages()["show"], stages()["train"]
PAGES = ("", "latent", "train", "limits", "story")

# Nothing can be written to but one folder, which stands for /tmp.
_READ_ONLY = """
set -e
mount -t tmpfs tmpfs "$1"
mount -o remount,ro,bind /
cd "$2"
shift 2
if touch unexpected 2>&-; then exit 99; fi
exec "$@"
"""


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The files of the image `show`, made by its commands but for those of pip."""
    for name in SHOW.copied:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    (compiling,) = (command for command in SHOW.commands if "pip install" not in command)
    subprocess.run(
        ["/bin/sh", "-ec", compiling], cwd=tmp_path, env=_variables(sys.prefix), check=True
    )
    return tmp_path


def _variables(environment: str) -> dict[str, str]:
    return {"PATH": f"{environment}/bin:/usr/bin:/bin"}


@contextmanager
def _container(
    image: Path, environment: str, given: Mapping[str, str], command: Sequence[str]
) -> Iterator[dict[str, str]]:
    """Run a command as in the image; gives the variables of its processes."""
    writable = image.parent / f"{image.name}-tmp"
    writable.mkdir()
    variables = {**SHOW.variables, **_variables(environment), **given}
    variables |= {"HOME": str(writable), "TMPDIR": str(writable), "PYTHONPATH": str(image)}
    apart = ["unshare", "--map-root-user", "--mount", "/bin/sh", "-c", _READ_ONLY, "sh"]
    there = {"/tmp": str(writable)}  # noqa: S108 (of a container)
    log = image.parent / f"{image.name}.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*apart, str(writable), str(image), *(there.get(word, word) for word in command)],
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield variables
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait()
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _expect_the_app(image: Path, environment: str) -> None:
    """The image's command shows all pages, on a disk that cannot be written to."""
    port = free_port()
    given = {"STREAMLIT_SERVER_PORT": str(port)}
    with (
        _container(image, environment, given, SHOW.command) as variables,
        ThreadPoolExecutor(1) as elsewhere,  # a browser may have a loop here
    ):
        until = time.monotonic() + 60
        while subprocess.run(
            SHOW.health, env=variables, check=False, stderr=subprocess.DEVNULL
        ).returncode:
            assert time.monotonic() < until
            time.sleep(0.2)
        for page in PAGES:
            url = f"http://127.0.0.1:{port}"
            seen = elsewhere.submit(lambda: asyncio.run(visit(url, page)))  # noqa: B023
            assert not seen.result().errors


@pytest.fixture
def _apart() -> None:
    done = subprocess.run(["unshare", "--map-root-user", "--mount", "true"], check=False)
    if done.returncode:
        pytest.skip("nobody here may make a disk that cannot be written to")


@pytest.mark.usefixtures("_apart")
def test_the_app_needs_no_disk_to_write_to(image: Path) -> None:
    _expect_the_app(image, sys.prefix)


@pytest.mark.usefixtures("_apart")
def test_the_worker_needs_none_either(image: Path) -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    command = compose["services"]["worker"]["command"]
    with dask_cluster(workers=0) as cluster:
        ours = [word.replace("tcp://scheduler:8786", cluster.address) for word in command]
        with (
            _container(image, sys.prefix, TRAIN.variables, ours),
            closing(Jobs(scheduler=cluster.address)) as jobs,
        ):
            run = jobs.start("ada", order())
            wait_until_over(run)
            assert (run.state, run.sentence) == ("finished", NO_MESSAGE)


@pytest.mark.slow
@pytest.mark.usefixtures("_apart")
def test_what_is_installed_is_enough(image: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    variables = os.environ | _variables(str(environment))
    for command in SHOW.commands:
        subprocess.run(["/bin/sh", "-ec", command], cwd=image, env=variables, check=True)
    _expect_the_app(image, str(environment))


def test_it_is_small_and_nobody_in_it_is_root() -> None:
    assert SHOW.base.startswith("python:")
    assert SHOW.base.endswith("-slim")
    assert TRAIN.base == "show"
    for stage in (SHOW, TRAIN):
        user, group = map(int, stage.users[-1].split(":"))
        assert user > 0
        assert group > 0
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert {line[1:] for line in kept if line.startswith("!")} == set(SHOW.copied)
