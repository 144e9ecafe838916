"""What the tests of the core share."""

import os
from pathlib import Path

import numpy as np
import pytest

from aecore.config import Images, ModelConfig, TrainingConfig
from aecore.data import digits
from aecore.data.digits import Digits
from aecore.models import zoo
from aecore.models.inference import Model
from aecore.models.zoo import Recipe
from aecore.training import build
from aecore.training.build import Data

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tiny_recipe() -> Recipe:
    return Recipe(
        "tiny",
        "A tiny network",
        "Small enough for tests.",
        ModelConfig(code_size=3, widths=(16, 16)),
        TrainingConfig(steps=45, batch_size=32, seed=5),
    )


@pytest.fixture(scope="session")
def tiny_data() -> Data:
    examples = digits.embedded()
    return Data("400 embedded digits", examples[:400], examples[400:450], examples[450:500])


@pytest.fixture
def examples() -> Images:
    """Twelve embedded digits; writable, as a caller's own would be."""
    return digits.embedded().images[:12].copy()


@pytest.fixture
def some_digits() -> Digits:
    return digits.embedded()[:60]


@pytest.fixture(scope="session")
def mnist_path() -> Path:
    default = ROOT.parent / "shared" / "data" / "mnist.npz"
    path = Path(os.environ.get("AECORE_MNIST", default))
    if not path.exists():
        pytest.skip(f"the full MNIST is not at {path}; AECORE_MNIST names another place")
    return path


@pytest.fixture(scope="session")
def mnist_test(mnist_path: Path) -> Digits:
    return digits.test(mnist_path)


@pytest.fixture(scope="session")
def tiny_model_folder(
    tiny_recipe: Recipe, tiny_data: Data, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny"
    build.make(tiny_recipe, tiny_data, folder, on_progress=lambda _: True)
    return folder


@pytest.fixture(scope="session")
def tiny_model(tiny_model_folder: Path) -> Model:
    return Model(tiny_model_folder)


@pytest.fixture
def tiny_mnist(tmp_path: Path) -> Path:
    """A file like MNIST's: 300 training digits, of which 200 are not embedded, and 40 for tests."""
    fresh = np.random.default_rng(0).integers(0, 256, (200, 28, 28), dtype=np.uint8)
    known = np.rint(digits.embedded().images[:100, ..., 0] * 255).astype(np.uint8)
    pixels = np.concatenate([known, fresh])
    labels = (np.arange(300) % 10).astype(np.uint8)
    path = tmp_path / "mnist.npz"
    np.savez(path, x_train=pixels, y_train=labels, x_test=fresh[:40], y_test=labels[:40])
    return path


@pytest.fixture(scope="session", params=zoo.shipped() or [""])
def shipped_model(request: pytest.FixtureRequest) -> Model:
    if not request.param:
        pytest.skip("no model is shipped yet")
    return zoo.open_model(request.param)
