import keras
import numpy as np
import pytest

from aecore.config import Images, ModelConfig
from aecore.training import architecture

DENSE = ModelConfig(code_size=3, widths=(16, 8))
CONV = ModelConfig(architecture="conv", code_size=5, widths=(4, 6))

both = pytest.mark.parametrize("config", [DENSE, CONV], ids=["dense", "conv"])


@both
def test_images_become_codes_and_codes_images(config: ModelConfig, examples: Images) -> None:
    built = architecture.build(config, seed=0)
    codes = built.get_layer("encoder").predict(examples, verbose=0)
    rebuilt = built.get_layer("decoder").predict(codes, verbose=0)
    assert codes.shape == (12, config.code_size)
    assert rebuilt.shape == examples.shape
    assert rebuilt.dtype == np.float32
    np.testing.assert_allclose(built.predict(examples, verbose=0), rebuilt, atol=1e-6)


@both
def test_rebuilt_images_stay_in_range(config: ModelConfig) -> None:
    decoder = architecture.build(config, seed=0).get_layer("decoder")
    rebuilt = decoder(np.full((2, config.code_size), [[-1e4], [1e4]], np.float32)).numpy()
    assert rebuilt.min() >= 0
    assert rebuilt.max() <= 1
    assert rebuilt.max() - rebuilt.min() > 0.5


@both
def test_seed_decides_the_first_weights(config: ModelConfig) -> None:
    first, again, other = (
        architecture.build(config, seed=seed).get_weights() for seed in (4, 4, 5)
    )
    kernels = [index for index, weights in enumerate(first) if weights.ndim > 1]
    assert len(kernels) >= 5
    for one, same in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, same)
    for index in kernels:
        assert not np.array_equal(first[index], other[index])


def test_layers_of_one_model_differ() -> None:
    built = architecture.build(ModelConfig(code_size=16, widths=(16, 16)), seed=0)
    kernels = [weights for weights in built.get_weights() if weights.shape == (16, 16)]
    assert len(kernels) == 4
    for index, one in enumerate(kernels):
        assert not any(np.array_equal(one, other) for other in kernels[index + 1 :])


def test_first_weights_are_glorots() -> None:
    kernel = architecture.build(ModelConfig(), seed=0).get_weights()[0]
    limit = np.sqrt(6 / (784 + 1000))
    assert np.abs(kernel).max() <= limit
    assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.01)


def test_reference_model_has_the_published_number_of_weights() -> None:
    encoder = 784 * 1000 + 1000 + 1000 * 1000 + 1000 + 1000 * 2 + 2
    decoder = 2 * 1000 + 1000 + 1000 * 1000 + 1000 + 1000 * 784 + 784
    built = architecture.build(ModelConfig(), seed=0)
    assert built.get_layer("encoder").count_params() == encoder
    assert built.get_layer("decoder").count_params() == decoder


def test_only_built_in_layers_are_used() -> None:
    for config in (DENSE, CONV):
        built = architecture.build(config, seed=0)
        for part in (built.get_layer("encoder"), built.get_layer("decoder")):
            assert isinstance(part, keras.Sequential)
            assert all(type(layer).__module__.startswith("keras.") for layer in part.layers)
