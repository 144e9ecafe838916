"""The film of a run as a GIF, and the chart of its losses."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from aecore.charts import figures, training_film
from aecore.config import Labels, ModelConfig, TrainingConfig
from aecore.jobs.run import Frame, Order, Report, Run
from aecore.rendering import palette
from aecore.rendering.tiles import Pixels
from aecore.training.baselines import Baselines

BASELINES = Baselines(mean=0.067, pca=0.055)
LABELS: Labels = np.arange(1000) % 10
TILES: Pixels = np.full((7, 28, 28), 200, np.uint8)


def run_with(frames: int, *, own: bool = True, losses: int = 100) -> Run:
    """A run whose points drift apart and whose tiles grow brighter."""
    run = Run("me", Order("A run", "original", ModelConfig(), TrainingConfig(steps=losses)))
    points = np.random.default_rng(0).normal(size=(1000, 2)).astype(np.float32)
    curve = np.linspace(0.2, 0.05, losses, dtype=np.float32)
    for place in range(frames):
        frame = Frame(
            step=place + 1,
            loss=0.1,
            points=points * (place + 1),
            rebuilt=np.full((7, 28, 28), 255 * place // max(frames - 1, 1), np.uint8),
            own_point=np.array([0.5, 0.5], np.float32) if own else None,
        )
        run.take(Report(losses, place + 1, curve if not place else curve[:0], frame=frame))
    run.take(Report(losses, losses, baselines=BASELINES))
    return run


def pages(content: bytes) -> list[Image.Image]:
    gif = Image.open(io.BytesIO(content))
    found = []
    for place in range(gif.n_frames):  # type: ignore[attr-defined]
        gif.seek(place)
        found.append(gif.convert("RGB"))
    return found


def shows(page: Image.Image, colour: str) -> bool:
    """Whether a colour is somewhere; a GIF has 256 of them."""
    far = np.abs(np.asarray(page).astype(int) - palette.rgb(colour)).max(axis=-1)
    return bool(far.min() <= 8)


def test_a_gif_shows_every_frame() -> None:
    found = pages(training_film.gif(run_with(12), originals=TILES, labels=LABELS))
    assert len(found) == 12
    for before, after in itertools.pairwise(found):
        assert np.any(np.asarray(before) != np.asarray(after))


def test_the_tiles_are_those_of_the_frame() -> None:
    first, *_, last = pages(training_film.gif(run_with(5), originals=TILES, labels=LABELS))
    left, top = 20 + 4, 64 + 64 + 18 + 4  # the ink of the first rebuilt digit
    for page, colour in ((first, palette.PAPER), (last, palette.INK)):
        found = np.asarray(page)[top + 14, left + 14]
        np.testing.assert_allclose(found, palette.rgb(colour), atol=8)  # a GIF has 256 colours


@pytest.mark.parametrize("own", [True, False])
def test_points_and_the_star_have_their_colours(own: bool) -> None:
    page = pages(training_film.gif(run_with(2, own=own), originals=TILES, labels=LABELS))[-1]
    field = page.crop((314, 42, 626, 354))
    assert all(shows(field, colour) for colour in palette.DIGITS)
    assert shows(field, palette.YOURS) == own


def test_a_long_film_is_small_enough_to_send() -> None:
    content = training_film.gif(run_with(120), originals=TILES, labels=LABELS)
    assert len(pages(content)) == training_film.MOST_FRAMES
    assert len(content) < 4_000_000


def test_a_run_gone_wild_still_has_a_film() -> None:
    run = run_with(3)
    run.losses = [float("nan")] * 100
    assert len(pages(training_film.gif(run, originals=TILES, labels=LABELS))) == 3


def test_no_frame_no_film() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        training_film.gif(run_with(0), originals=TILES, labels=LABELS)


@pytest.mark.parametrize("count", [0, 1, 299, 300, 301, 5000])
def test_thinned_losses_are_means(count: int) -> None:
    losses = np.random.default_rng(1).random(count).tolist()
    steps, means = figures.thinned(losses)
    assert len(steps) == len(means) <= figures.MOST_LOSSES
    edges = [0, *steps]
    assert edges[-1] == count
    for start, end, mean in zip(edges, edges[1:], means, strict=False):
        assert mean == pytest.approx(np.mean(losses[start:end]))


def test_the_chart_names_what_to_compare_with() -> None:
    baselines = figures.loss_baselines(BASELINES, code_size=16)
    words = [note["text"] for note in baselines["annotations"]]
    assert words == ["always the average digit: 0.067", "PCA with 16 numbers: 0.055"]
    assert [line["y0"] for line in baselines["shapes"]] == [0.067, 0.055]
    assert figures.loss_baselines(None, code_size=16) == {"shapes": [], "annotations": []}


def test_the_chart_reaches_over_all_but_the_first_losses() -> None:
    settled = [1.0] * 5 + [0.1] * 95
    assert figures.loss_top(settled, None) == pytest.approx(0.105)
    assert figures.loss_top(settled, BASELINES) == pytest.approx(2.2 * 0.067)
    assert figures.loss_top([0.5] * 100, BASELINES) == pytest.approx(0.525)
    assert figures.loss_top([], None) > 0
    assert np.isfinite(figures.loss_top([float("nan")] * 100, None))
