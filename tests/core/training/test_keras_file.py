import io
import json
import zipfile
from pathlib import Path
from typing import get_args

import keras
import numpy as np
import pytest

from aecore.config import Activation, Architecture, ModelConfig
from aecore.models.staged_config import DenoisingNetwork, MapNetwork
from aecore.training import denoising_network, export, topographic_network
from aecore.training.architecture import build
from tests.core.releases import ROOT, oldest_allowed, run_apart, run_with

CONFIGS = [
    *(
        ModelConfig(architecture=architecture, code_size=3, widths=(16, 8), activation=activation)
        for architecture in get_args(Architecture)
        for activation in get_args(Activation)
    ),
    ModelConfig(code_size=1, widths=(5,)),
    ModelConfig(code_size=64, widths=(9, 8, 7, 6)),
]
MAP = MapNetwork(8, filters=(4, 8), units=16, bumps=4, bump_width=0.5, widths=(16, 16))
DENOISING = DenoisingNetwork(4, (4, 8, 8), 16, (8, 8))
COUNT = len(CONFIGS) + 2
OLDEST = "3.8.0"

OPEN = """
import sys
sys.modules.update(dict.fromkeys(["matplotlib", "pandas", "sklearn"]))  # Keras loads them slowly
import keras
import numpy as np
images = np.load("images.npy")
for number in range({count}):
    model = keras.saving.load_model(f"{{number}}.keras")
    codes = model.get_layer("encoder")(images)
    rebuilt = np.asarray(model.get_layer("decoder")(codes))
    np.testing.assert_allclose(rebuilt, np.load(f"{{number}}.npy"), atol=1e-5, rtol=0)
assert keras.__version__ == "{version}" or not "{version}"
assert "aecore" not in sys.modules
"""

TRAIN = """
sys.path.append("{project}")
from aecore.training import build as making; from aecore.models import zoo
from aecore.config import ModelConfig; from aecore.config import TrainingConfig
training = TrainingConfig(steps=2, batch_size=32)
recipe = zoo.Recipe("tiny", "", "", ModelConfig(code_size=3, widths=(8,)), training)
data = making.data_from(None)
files = making.build(recipe, data, on_progress=lambda _: True, thorough=False)
open("made.keras", "wb").write(files["model.keras"])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Networks of every kind as they are taken home, and what each makes of some images."""
    folder = tmp_path_factory.mktemp("networks")
    images = np.random.default_rng(0).random((4, 28, 28, 1), np.float32)
    np.save(folder / "images.npy", images)
    models = [build(config, seed=number) for number, config in enumerate(CONFIGS)]
    models += [topographic_network.build(MAP, seed=1), denoising_network.build(DENOISING, seed=1)]
    assert len(models) == COUNT
    for number, model in enumerate(models):
        files, _ = export.pack(model)
        (folder / f"{number}.keras").write_bytes(files[export.KERAS_FILE])
        np.save(folder / f"{number}.npy", model(images).numpy())
    return folder


def test_an_older_release_opens_every_network(folder: Path) -> None:
    run_with("keras", OLDEST, OPEN.format(count=COUNT, version=OLDEST), folder)


def test_the_oldest_release_that_is_allowed_opens_every_network_and_trains(folder: Path) -> None:
    oldest = oldest_allowed("keras")
    opening = OPEN.format(count=COUNT, version=oldest)
    run_with("keras", oldest, opening + TRAIN.format(project=ROOT), folder)
    assert keras.saving.load_model(folder / "made.keras").get_layer("encoder")


def test_every_network_opens_without_this_project(folder: Path) -> None:
    run_apart(OPEN.format(count=COUNT, version=""), folder)


def test_only_what_was_set_is_written() -> None:
    """A release that adds an argument to any layer changes nothing in the file."""
    files, _ = export.pack(build(CONFIGS[4], seed=0))
    with zipfile.ZipFile(io.BytesIO(files[export.KERAS_FILE])) as file:
        config = json.loads(file.read("config.json"))
    for part in config["config"]["layers"][1:]:
        for layer in part["config"]["layers"]:
            assert None not in layer["config"].values()
            initial = layer["config"].get("kernel_initializer")
            assert initial is None or list(initial["config"]) == ["seed"]
