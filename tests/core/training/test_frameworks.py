from aecore.data import full_mnist
from aecore.training.frameworks import keras


def test_keras_keeps_its_data_sets_where_it_would_without_us() -> None:
    assert keras.src.backend.config.keras_home() == str(full_mnist.keras_homes()[0])
