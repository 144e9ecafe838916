import numpy as np
import onnxruntime as ort

from aecore.config import Images
from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from aecore.models import layers
from aecore.models.staged_config import DenoisingNetwork, DenoisingTraining
from aecore.training import denoising_network, denoising_training, export

SHAPE = DenoisingNetwork(8, (4, 8, 8), 32, (8, 8))
TOY = DenoisingTraining(epochs=40, batch=45)


def test_it_cleans_up() -> None:
    images: Images = digits.embedded().images[:500]
    model, history = denoising_training.train(SHAPE, TOY, images)
    spoiled = noise.spoil(images, NoiseConfig("salt-pepper", 0.4))
    error = np.square(np.asarray(model(spoiled)) - images).mean()
    assert error < 0.4 * np.square(spoiled - images).mean()
    assert error < np.square(images.mean(axis=0) - images).mean()
    assert len(history.losses) == 400


def test_onnx_rebuilds_what_keras_does(examples: Images) -> None:
    model = denoising_network.build(SHAPE, seed=3)
    files, described = export.pack(model)
    values = {"input": examples}
    for part in export.PARTS:
        session = ort.InferenceSession(files[f"{part}.onnx"])
        values = {"input": session.run(None, values)[0]}
    rebuilt = values["input"].reshape(examples.shape)
    np.testing.assert_allclose(rebuilt, np.asarray(model(examples)), atol=1e-5)
    last = described["decoder"][-1]
    assert (last.kind, last.factor, last.outputs) == ("depth_to_space", 2, (28, 28, 1))


def test_the_whole_network_takes_at_most_eight_million_multiplications() -> None:
    model = denoising_network.build(DenoisingNetwork(), seed=0)
    described = [one for part in export.PARTS for one in layers.describe(model.get_layer(part))[0]]
    counts = [
        np.prod(one.inputs) * np.prod(one.outputs)
        if one.kind == "dense"
        else 9 * one.inputs[-1] * np.prod(one.outputs) * (one.kind == "conv2d")
        for one in described
    ]
    assert 7e6 < sum(counts) < 8e6
