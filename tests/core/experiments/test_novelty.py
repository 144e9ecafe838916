"""How unusual pictures are."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from aecore.benchmarks import novelty as benchmark
from aecore.config import Images
from aecore.data import digits
from aecore.experiments import novelty, out_of_distribution
from aecore.experiments.novelty import NoveltyDetector, Spread

EACH = 500
TARGET = 0.97
SHIPPED = json.loads(novelty.FILE.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def detector() -> NoveltyDetector:
    return novelty.detector()


@pytest.fixture(scope="module")
def of_outliers(
    detector: NoveltyDetector,
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """How unusual strangers are, other ones than those of the shipped figures."""
    return {
        kind: detector.unusual(out_of_distribution.outliers(kind, EACH, seed=7))
        for kind in out_of_distribution.KINDS
    }


def auc(usual: object, unusual: object) -> float:
    both = np.concatenate([np.asarray(usual), np.asarray(unusual)])
    return float(roc_auc_score(np.arange(len(both)) >= len(np.asarray(usual)), both))


def test_strangers_are_told_from_held_out_digits(
    detector: NoveltyDetector, of_outliers: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
) -> None:
    assert auc(detector.held_out, np.concatenate(list(of_outliers.values()))) >= TARGET
    for kind, unusual in of_outliers.items():
        assert auc(detector.held_out, unusual) == pytest.approx(_shipped()[kind], abs=0.025)


def test_the_shipped_figures_reach_the_target() -> None:
    assert SHIPPED["digits"] == 10_000
    assert SHIPPED["split"] == "test"
    assert SHIPPED["auc"] >= TARGET
    assert SHIPPED["auc"] == max(row["auc"] for row in SHIPPED["scores"])


def test_the_app_uses_the_best_score_that_was_tried() -> None:
    assert _shipped()["auc"] == SHIPPED["auc"]
    assert _shipped()["auc_embedded"] >= TARGET


def test_figures_are_measured_again(
    detector: NoveltyDetector, mnist_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benchmark, "_scores", lambda: [(benchmark._APP, "", detector.unusual)])
    found = benchmark.measure(mnist_path)
    assert found["auc"] == pytest.approx(SHIPPED["auc"], abs=0.002)
    assert found["verdicts"] == pytest.approx(SHIPPED["verdicts"], abs=0.01)


def test_held_out_digits_are_as_unusual_as_the_file_says(detector: NoveltyDetector) -> None:
    some = digits.embedded().images[:300]
    np.testing.assert_allclose(detector.unusual(some), detector.held_out[:300], atol=0.02)
    assert detector.held_out.shape == (5000,)


def test_usual_digits_are_at_zero(detector: NoveltyDetector) -> None:
    """The judge learned from other digits than these."""
    assert detector.held_out.mean() == pytest.approx(0, abs=0.25)


def test_the_place_is_the_share_of_digits_that_are_less_unusual(detector: NoveltyDetector) -> None:
    assert detector.place(-1e9) == 0
    assert detector.place(1e9) == 1
    value = float(np.quantile(detector.held_out, 0.3))
    assert detector.place(value) == pytest.approx(0.3, abs=0.001)


def test_lost_ink_is_a_share(examples: Images) -> None:
    paper = np.zeros_like(examples)
    before = examples.copy()
    np.testing.assert_allclose(novelty.log_lost(examples, paper), 0, atol=1e-5)
    half = novelty.log_lost(examples, examples * np.float32(0.5))
    np.testing.assert_allclose(half, np.log(0.25), atol=1e-5)
    np.testing.assert_array_equal(examples, before)
    assert np.isfinite(novelty.log_lost(paper, paper)).all()


def test_usual_values_are_told_in_standard_deviations() -> None:
    usual = Spread.of(np.array([1.0, 3.0, 5.0]))
    np.testing.assert_allclose(usual.steps(np.array([3.0, 3 + np.std([1, 3, 5])])), [0, 1])


def test_a_blank_page_has_a_verdict_too(detector: NoveltyDetector) -> None:
    assert np.isfinite(detector.unusual(np.zeros((1, 28, 28, 1), np.float32))).all()


def test_the_shipped_file_holds_data_alone() -> None:
    with np.load(io.BytesIO(novelty.FILE.read_bytes()), allow_pickle=False) as found:
        assert {found[name].dtype.kind for name in found.files} == {"f"}
    assert novelty.FILE.stat().st_size < 400_000


def _shipped() -> dict[str, float]:
    (row,) = [row for row in SHIPPED["scores"] if row["score"] == benchmark._APP]
    return dict(row)
