from aecore import mnist
from aecore.frameworks import keras


def test_keras_keeps_its_data_sets_where_it_would_without_us() -> None:
    assert keras.src.backend.config.keras_home() == str(mnist.keras_homes()[0])
