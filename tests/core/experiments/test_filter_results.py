"""The measured table of network against filters, and the benchmark that makes it."""

import json
import math
from typing import Any

import numpy as np
import pytest

from aecore.benchmarks import filters as benchmark
from aecore.charts import filters
from aecore.data import digits, noise
from aecore.data.digits import Digits
from aecore.data.noise import NoiseConfig
from aecore.experiments import filter_results
from aecore.experiments.filter_results import NETWORK, SPOILED, Figure, Row, Table
from aecore.experiments.filters import FILTERS
from aecore.models import zoo


def row(strength: float, *, network: float, median: float, setting: float = 3) -> Row:
    figures = {
        NETWORK: Figure(network, 0.9),
        SPOILED: Figure(0.5, 0.1),
        "median": Figure(median, 0.5, setting),
        "gaussian": Figure(0.4, 0.5, 1.0),
    }
    return Row("blur", strength, figures)


def test_who_wins() -> None:
    wins, loses = row(0.5, network=0.01, median=0.02), row(0.1, network=0.01, median=0.005)
    assert wins.network_wins
    assert not loses.network_wins
    assert loses.best_filter == "median"
    assert not loses.nothing_helps
    assert row(0.1, network=0.01, median=0.005, setting=1).nothing_helps
    assert wins.figures[NETWORK].psnr == pytest.approx(20)
    assert Figure(0, 1).psnr == math.inf


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ([0.02, 0.02, 0.02], None),
        ([0.001, 0.02, 0.02], 0.1),
        ([0.001, 0.001, 0.02], 0.2),
        ([0.001, 0.02, 0.001], 0.1),
        ([0.001, 0.001, 0.001], 0.3),
    ],
)
def test_where_the_network_loses(errors: list[float], expected: float | None) -> None:
    rows = [
        row(strength, network=0.01, median=error)
        for strength, error in zip((0.1, 0.2, 0.3), errors, strict=True)
    ]
    assert Table(tuple(rows), {}).network_loses_up_to("blur") == expected


def test_the_shipped_table_has_everything() -> None:
    table = filter_results.shipped()
    assert {found.kind for found in table.rows} == set(noise.KINDS)
    for kind in noise.KINDS:
        assert table.strengths(kind) == list(benchmark.STRENGTHS)
    for found in table.rows:
        assert set(found.figures) == {NETWORK, SPOILED, *FILTERS}
        for name, one in FILTERS.items():
            assert found.figures[name].setting in one.settings
        # the best setting is at least as good as doing nothing, on other digits too, or nearly
        assert found.figures[found.best_filter].mse <= 1.01 * found.figures[SPOILED].mse
    assert table.made["split"] == "test"
    assert filter_results.FILE.stat().st_size < 50_000


def test_the_shipped_figures_are_those_of_the_test_digits(mnist_test: Digits) -> None:
    table = filter_results.shipped()
    images = mnist_test.images[: table.made["measured_on"]]
    seed = table.made["seeds"][1]
    for kind, strength in (("gaussian", 0.1), ("salt-pepper", 0.5)):
        found = table.row(kind, strength).figures
        spoiled = noise.spoil(images, NoiseConfig(kind, strength, seed))
        ways = {
            SPOILED: spoiled,
            NETWORK: zoo.open_model(table.made["model"]).reconstruct(spoiled),
            "median": FILTERS["median"].apply(spoiled, found["median"].setting or 0),
            "nonlocal-means": FILTERS["nonlocal-means"].apply(
                spoiled, found["nonlocal-means"].setting or 0
            ),
        }
        for name, cleaned in ways.items():
            mse = np.square(images - cleaned).mean(dtype=np.float64)
            assert found[name].mse == pytest.approx(mse, rel=1e-3)


def test_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "STRENGTHS", (0.3,))
    measured: dict[str, Any] = benchmark.measure(None, tuned_on=3, measured_on=2)
    table = filter_results.read(json.dumps(measured))
    assert [(found.kind, found.strength) for found in table.rows] == [
        (kind, 0.3) for kind in noise.KINDS
    ]
    clean = digits.embedded().images
    spoiled = noise.spoil(clean[:3], NoiseConfig("gaussian", 0.3, 0))
    errors = [
        np.square(clean[:3] - FILTERS["median"].apply(spoiled, setting)).mean()
        for setting in FILTERS["median"].settings
    ]
    best = table.row("gaussian", 0.3).figures["median"]
    assert best.setting == FILTERS["median"].settings[int(np.argmin(errors))]
    judged = clean[4000:4002]
    spoiled = noise.spoil(judged, NoiseConfig("gaussian", 0.3, 1))
    cleaned = FILTERS["median"].apply(spoiled, best.setting or 0)
    assert best.mse == pytest.approx(np.square(judged - cleaned).mean(), rel=1e-3)


@pytest.mark.parametrize("kind", noise.KINDS)
def test_the_chart_shows_the_table(kind: str) -> None:
    table = filter_results.shipped()
    figure = filters.psnr_by_strength(table, kind, 0.4)
    assert len(figure.data) == 2 + len(FILTERS)
    (network,) = [line for line in figure.data if line.name == "The network"]
    errors = [found.figures[NETWORK].mse for found in table.of_kind(kind)]
    np.testing.assert_allclose(network.y, -10 * np.log10(errors))
    assert list(network.x) == list(benchmark.STRENGTHS)
    assert figure.layout.shapes[0].x0 == 0.4
