import csv
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aecore.__main__ import main
from tests.core.dask_cluster import dask_cluster
from tests.core.training_runs import wait_for

ROOT = Path(__file__).parents[3]
SETTINGS = ("--code-sizes", "4,1", "--seeds", "2", "--steps", "3")


def sweep(out: Path, *more: str) -> int:
    return main(["sweep", *SETTINGS, "--out", str(out), *more])


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one worker made."""
    out = tmp_path_factory.mktemp("sweep") / "one.csv"
    assert sweep(out) == 0
    return out


def test_table_has_every_network_in_order(table: Path) -> None:
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["code_size"], row["seed"]) for row in rows] == [
        ("1", "0"),
        ("1", "1"),
        ("4", "0"),
        ("4", "1"),
    ]
    assert len({row["mse"] for row in rows}) == 4
    assert {(row["images"], row["steps"]) for row in rows} == {("1000", "3")}
    for row in rows:
        assert 0 < float(row["pca_mse"]) < float(row["mean_mse"]) < 0.1
        assert 0 < float(row["mse"]) < 0.3
    assert float(rows[0]["pca_mse"]) > float(rows[2]["pca_mse"])


def test_page_needs_no_network(table: Path) -> None:
    page = table.with_suffix(".html").read_text(encoding="utf-8")
    assert "straight lines (PCA)" in page
    assert '<script src="http' not in page


def end_after_a_row(out: Path, how: signal.Signals) -> tuple[int, str]:
    """End a sweep by a signal; returns its exit code and what it said, a row half written."""
    command = [sys.executable, "-m", "aecore", "sweep", *SETTINGS, "--out", str(out)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as first:
        wait_for(lambda: out.exists() and out.read_text().count("\n") >= 2, "the first row")
        first.send_signal(how)
        _, said = first.communicate()
    assert len(out.read_text().splitlines()) < 5
    with out.open("a") as file:
        file.write("4,1,0.0")
    return first.returncode, said


def test_killed_sweep_goes_on_with_two_workers_to_the_same_table(
    table: Path, tmp_path: Path
) -> None:
    out = tmp_path / "two.csv"
    assert end_after_a_row(out, signal.SIGKILL) == (-signal.SIGKILL, "")
    assert sweep(out, "--workers", "2") == 0
    assert out.read_bytes() == table.read_bytes()


def test_interrupted_sweep_goes_on_on_a_cluster_to_the_same_table(
    table: Path, tmp_path: Path
) -> None:
    out = tmp_path / "cluster.csv"
    code, said = end_after_a_row(out, signal.SIGINT)
    hint = rf"Interrupted; {out} holds \d of 4 networks, and the same command goes on\.\n"
    assert code == 130
    assert re.fullmatch(hint, said)
    with dask_cluster(workers=1) as cluster:
        assert sweep(out, "--scheduler", cluster.address) == 0
    assert out.read_bytes() == table.read_bytes()


def test_finished_sweep_trains_nothing(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "done.csv"
    out.write_bytes(table.read_bytes())
    # nobody is there who could train
    assert sweep(out, "--scheduler", "tcp://127.0.0.1:9") == 0
    assert "4 networks" in capsys.readouterr().out
    assert out.with_suffix(".html").exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--steps", "4"), "other settings"),
        (("--preset", "denoise"), "other settings"),
        (("--preset", "nonsense"), "no preset"),
        (("--code-sizes", "one"), "code sizes like"),
        (("--code-sizes", "0"), "code size from 1"),
        (("--seeds", "0"), "at least one"),
        (("--data", "nowhere.npz"), "no file"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    table: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], sentence: str
) -> None:
    before = table.read_bytes()
    assert sweep(table, *more) == 2
    assert sentence in capsys.readouterr().err
    assert table.read_bytes() == before


def test_a_file_that_is_no_table_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "letter.csv"
    out.write_text("Dear Ada,\nthis is no table.\n")
    assert sweep(out) == 2
    assert "no table" in capsys.readouterr().err
    assert out.read_text().startswith("Dear Ada")


def test_no_cluster_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aecore.jobs.cluster._CONNECTING", 1)
    assert sweep(tmp_path / "none.csv", "--scheduler", "tcp://127.0.0.1:9") == 2
    assert "cannot be reached" in capsys.readouterr().err
