"""The network in the browser against ONNX Runtime."""

import base64

import numpy as np
import pytest
from playwright.sync_api import Page

from aecore.data import digits
from aecore.models import zoo
from tests.browser.conftest import Measured
from tests.browser.rebuild_page import run

pytestmark = pytest.mark.browser

IMAGES = digits.embedded().images[:500]

_RECONSTRUCT = """
  const { Network, readHeader } = await load("browser/network.js");
  const bytes = Uint8Array.from(atob(given[0]), (letter) => letter.charCodeAt(0));
  const { header, start } = readHeader(bytes);
  const network = new Network(header, bytes.subarray(start));
  const rebuilt = [];
  for (let at = 0; at < numbers.length; at += 784) {
    const code = network.encode(numbers.subarray(at, at + 784));
    rebuilt.push(Float32Array.of(...network.decode(code), ...code));
  }
  return rebuilt;
"""


@pytest.mark.parametrize("name", zoo.shipped())
def test_it_is_the_same_network(name: str, blank: Page, measured: Measured) -> None:
    model = zoo.open_model(name)
    codes = model.encode(IMAGES)
    weights = base64.b64encode(model.live_weights(name)).decode()

    rebuilt, found = np.hsplit(run(blank, _RECONSTRUCT, IMAGES, weights), [784])
    differences = np.abs(rebuilt - model.decode(codes).reshape(len(IMAGES), -1))
    largest, mean = differences.max(), differences.mean()
    measured(f"{name}, browser against ONNX Runtime: largest {largest:.2g}, mean {mean:.2g}")
    assert largest <= 1e-4
    assert mean <= 1e-6
    scale = np.abs(codes).max()
    np.testing.assert_allclose(found, codes, rtol=0, atol=1e-4 * scale)
