import hashlib
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from aecore.config import ModelConfig, TrainingConfig
from aecore.data import full_mnist
from aecore.data.full_mnist import Source
from aecore.i18n.message import NO_MESSAGE
from aecore.jobs.download import Download
from aecore.jobs.run import Order
from aecore.jobs.scheduler import Jobs
from tests.core.training_runs import order, wait_for, wait_until_over


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of Keras without any digits."""
    home = tmp_path / "keras"
    home.mkdir()
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.delenv("AECORE_MNIST", raising=False)
    monkeypatch.setattr(full_mnist, "_ELSEWHERE", tmp_path / "elsewhere")
    return home


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def served(tiny_mnist: Path) -> Iterator[Source]:
    """A small MNIST on a server of this computer."""
    handler = partial(Quiet, directory=str(tiny_mnist.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        content = tiny_mnist.read_bytes()
        yield Source(
            f"http://127.0.0.1:{server.server_port}/{tiny_mnist.name}",
            hashlib.sha256(content).hexdigest(),
            len(content),
        )
        server.shutdown()


def full_order() -> Order:
    training = TrainingConfig(steps=5, batch_size=32)
    return Order("", "best", ModelConfig(code_size=2, widths=(8,)), training, "full")


def fetched(jobs: Jobs) -> Download:
    download = jobs.fetch_mnist()
    wait_for(lambda: download.state != "running", "the download")
    return download


def test_named_file_comes_before_what_keras_downloaded(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_mnist.find() is None
    source = Source("", "", 3)
    cached = home / "datasets" / "mnist.npz"
    cached.parent.mkdir()
    cached.write_bytes(b"12")  # a download that was broken off
    assert full_mnist.find(source) is None
    cached.write_bytes(b"123")
    assert full_mnist.find(source) == cached
    named = tmp_path / "named.npz"
    monkeypatch.setenv("AECORE_MNIST", str(named))
    assert full_mnist.find(source) == cached
    named.touch()
    assert full_mnist.find(source) == named
    monkeypatch.setenv("AECORE_MNIST", str(tmp_path))  # of any form: `aecore.data.digit_files`
    assert full_mnist.find(source) == tmp_path


def test_runs_learn_from_it_once_keras_has_downloaded_it(
    served: Source, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the worker has to find a file of another size
    monkeypatch.setenv("AECORE_MNIST", str(home / "datasets" / "mnist.npz"))
    with closing(Jobs(source=Source("http://127.0.0.1:9/mnist.npz", "0" * 64, 1000))) as jobs:
        offline = fetched(jobs)
        assert (offline.state, offline.sentence) == ("failed", full_mnist.OFFLINE)
        assert not jobs.has_mnist
        embedded, missing = jobs.start("ada", order()), jobs.start("ada", full_order())
        wait_until_over(embedded, missing)
        assert embedded.state == "finished"  # the embedded digits go on
        assert (missing.state, missing.sentence) == ("failed", full_mnist.MISSING)

        jobs._source = replace(served, sha256="0" * 64)
        unexpected = fetched(jobs)
        assert unexpected is not offline  # whoever asks again, tries again
        assert unexpected.state == "failed"
        assert not list(home.rglob("*.npz"))

        jobs._source = served
        download = fetched(jobs)
        assert jobs.fetch_mnist() is download
        assert (download.state, download.share, download.sentence) == ("done", 1.0, NO_MESSAGE)
        assert jobs.has_mnist
        run = jobs.start("ada", full_order())
        wait_until_over(run)
        assert (run.state, run.sentence) == ("finished", NO_MESSAGE)
        assert run.files is not None
        assert b"digits from a file" in run.files["card.json"]  # not MNIST's 55,000
