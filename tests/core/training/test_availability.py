"""What this computer does without TensorFlow."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from aecore.errors import InputError
from aecore.jobs.scheduler import Jobs
from aecore.training.availability import NO_TENSORFLOW, lacking
from tests import no_tensorflow
from tests.core.dask_cluster import dask_cluster
from tests.core.training_runs import order, wait_until_over

ROOT = Path(__file__).parents[3]


def _command(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "aecore", *arguments],
        cwd=ROOT,
        env=no_tensorflow.environment(folder),
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(
    "command", ["train original --out made", "record --out made", "sweep --steps 3 --out made.csv"]
)
def test_commands_that_train_say_what_they_lack(command: str, tmp_path: Path) -> None:
    done = _command(tmp_path, *command.replace("made", str(tmp_path / "made")).split())
    assert (done.returncode, done.stdout) == (2, "")
    *bar, sentence = done.stderr.splitlines()
    assert sentence == NO_TENSORFLOW.english
    assert len(bar) <= command.startswith("sweep")


def test_commands_that_serve_do_without(tmp_path: Path) -> None:
    done = _command(tmp_path, "evaluate", "small-conv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("error 0.")


@pytest.fixture
def no_tensorflow_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in no_tensorflow.MISSING.items():
        monkeypatch.setitem(sys.modules, name, module)


def test_it_is_known_without_loading_anything() -> None:
    assert not lacking()


@pytest.mark.usefixtures("no_tensorflow_here")
def test_a_run_says_so_and_nothing_is_started() -> None:
    assert lacking() == NO_TENSORFLOW
    with closing(Jobs()) as jobs:
        run = jobs.start("ada", order())
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", NO_TENSORFLOW)


@pytest.mark.usefixtures("no_tensorflow_here")
def test_a_program_that_would_train_gets_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aecore.training.frameworks", raising=False)
    with pytest.raises(InputError, match="Training needs TensorFlow"):
        __import__("aecore.training.frameworks")


def test_a_cluster_says_what_it_lacks(
    tmp_path: Path,
) -> None:
    path = no_tensorflow.environment(tmp_path)["PYTHONPATH"]
    with (
        dask_cluster(workers=1, path=f"{path}:{ROOT}") as cluster,
        closing(Jobs(scheduler=cluster.address)) as jobs,
    ):
        run = jobs.start("ada", order())
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", NO_TENSORFLOW)
