"""Small networks that nobody trained, made in no time and without Keras."""

from dataclasses import replace
from functools import cache

import numpy as np

from aecore.config import IMAGE_SHAPE, PIXELS
from aecore.data import digits
from aecore.models import evaluation, onnx_graph, zoo
from aecore.models.card import FILE_NAME, Files
from aecore.models.inference import DECODER, ENCODER, Model
from aecore.models.layers import Layer


def random_files(
    *, code_size: int = 3, width: int = 16, seed: int = 0, practised: int = 4000
) -> Files:
    """The files of a dense network with random weights.

    Args:
        code_size: How many numbers the code has.
        width: Of the hidden layers.
        seed: Of the weights.
        practised: On how many of the embedded digits its card says that it was trained.
    """
    return dict(_files(code_size, width, seed, practised))


@cache
def _files(code_size: int, width: int, seed: int, practised: int) -> Files:
    encoder = [
        Layer("scale", IMAGE_SHAPE, IMAGE_SHAPE, scale=2.0, offset=-1.0),
        _dense("encoder/1", PIXELS, width, "relu"),
        _dense("encoder/2", width, code_size, "linear"),
    ]
    decoder = [
        _dense("decoder/0", code_size, width, "relu"),
        _dense("decoder/1", width, PIXELS, "tanh"),
        Layer("scale", IMAGE_SHAPE, IMAGE_SHAPE, scale=0.5, offset=0.5),
    ]
    random = np.random.default_rng(seed)
    weights = {}
    for layer in (one for one in [*encoder, *decoder] if one.kernel):
        (inputs,), (outputs,) = layer.inputs, layer.outputs
        kernel = random.normal(0, (2 / inputs) ** 0.5, (inputs, outputs))
        weights[layer.kernel] = kernel.astype(np.float16)
        weights[layer.bias] = random.normal(0, 0.1, outputs).astype(np.float16)
    practice = digits.embedded()[:practised]
    card = replace(
        zoo.open_model(zoo.first()).card,
        name="tiny",
        code_size=code_size,
        data={
            "name": f"{practised:,} of the 5,000 embedded MNIST digits",
            "images": practised,
            "sha256": practice.sha256,
        },
        trained={"steps": 45, "kept_step": 45, "stopped": False},
        encoder=encoder,
        decoder=decoder,
    )
    files = {
        "model.keras": b"what Keras would have written",
        ENCODER: onnx_graph.build(encoder, weights, name="encoder").SerializeToString(),
        DECODER: onnx_graph.build(decoder, weights, name="decoder").SerializeToString(),
    }
    model = Model({**files, FILE_NAME: card.text()})
    unseen = digits.embedded()[-1000:]
    low, high = evaluation.code_range(model, unseen.images)
    card = replace(
        card,
        figures=[evaluation.evaluate(model, unseen).as_dict()],
        example_errors=evaluation.error_percentiles(model, unseen.images),
        code_low=low,
        code_high=high,
    )
    return {**files, FILE_NAME: card.text()}


def _dense(name: str, inputs: int, outputs: int, activation: str) -> Layer:
    return Layer("dense", (inputs,), (outputs,), activation, f"{name}/kernel", f"{name}/bias")
