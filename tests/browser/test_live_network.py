"""The network in the browser against ONNX Runtime."""

import numpy as np
import pytest

from aecore.data import digits
from aecore.models import zoo
from tests.browser.conftest import Measured, Visit
from tests.browser.room import run

pytestmark = pytest.mark.browser

IMAGES = digits.embedded().images[:500]

_RECONSTRUCT = """
  const network = window.aecore.networks.get(given[0]);
  const rebuilt = [];
  for (let at = 0; at < numbers.length; at += 784) {
    rebuilt.push(network.decode(network.encode(numbers.subarray(at, at + 784))));
  }
  return rebuilt;
"""
_ENCODE = _RECONSTRUCT.replace("network.decode(", "(")


@pytest.mark.parametrize("name", zoo.shipped())
def test_it_is_the_same_network(name: str, visit: Visit, measured: Measured) -> None:
    room = visit(f"/?model={name}")
    room.wait_for_network(name)
    model = zoo.open_model(name)
    codes = model.encode(IMAGES)

    differences = np.abs(
        run(room.page, _RECONSTRUCT, IMAGES, name) - model.decode(codes).reshape(len(IMAGES), -1)
    )
    largest, mean = differences.max(), differences.mean()
    measured(f"{name}, browser against ONNX Runtime: largest {largest:.2g}, mean {mean:.2g}")
    assert largest <= 0.01
    assert mean <= 0.0005
    scale = np.abs(codes).max()
    np.testing.assert_allclose(
        run(room.page, _ENCODE, IMAGES, name), codes, rtol=0, atol=1e-4 * scale
    )
