"""A network goes home as a zip and comes back, in a real browser."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from aecore.data import digits
from aecore.models import archive, zoo
from aecore.models.inference import DECODER, ENCODER, Model
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import RebuildPage, run
from tests.core.networks import random_files

pytestmark = pytest.mark.browser

_REBUILD = """
  const network = window.aecore.networks.get(given[0]);
  return [network.decode(network.encode(numbers))];
"""


@pytest.fixture(scope="module")
def packed() -> bytes:
    """A zip with a network of 64 numbers."""
    return archive.pack(random_files(code_size=64), "From home")


def bring(page: Page, content: bytes) -> None:
    uploader = page.locator("[class*=st-key-home_upload] input[type=file]")
    expect(uploader).to_have_count(1)  # the last one's may not have gone yet
    uploader.set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": content})


def networks(page: Page) -> list[str]:
    names: list[str] = page.evaluate("[...(window.aecore?.networks.keys() ?? [])]")
    return names


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def test_a_network_comes_back_works_everywhere_and_goes_home(
    visit: Visit, packed: bytes, tmp_path: Path
) -> None:
    page = visit("/train").page
    bring(page, b"not a zip")
    expect(page.get_by_text("This file was not made by “Take it home”")).to_be_visible()
    bring(page, packed)
    expect(page.get_by_text("brought: From home, 64 numbers: in use now")).to_be_visible()
    expect(page.get_by_text("This file was not made by")).to_be_hidden()

    with page.expect_download() as download:
        page.get_by_role("button", name="Take it home", exact=True).click()
    assert download.value.suggested_filename == "autoencoder-from-home.zip"
    download.value.save_as(tmp_path / "home.zip")
    files = archive.unpack((tmp_path / "home.zip").read_bytes())
    sent = archive.unpack(packed)
    assert all(files[name] == sent[name] for name in (ENCODER, DECODER))

    go(page, "Rebuild")
    tab = RebuildPage(page)
    tab.wait_for_diagram()
    page.wait_for_function("[...window.aecore.networks.keys()].some((n) => /^brought-/.test(n))")
    (name,) = (one for one in networks(page) if one.startswith("brought-"))
    tab.wait_for_network(name)
    assert name not in page.url
    expect(tab.bars).to_have_count(64)
    image = digits.embedded().images[4321:4322]
    expected = Model(files).reconstruct(image).reshape(1, -1)
    np.testing.assert_allclose(run(page, _REBUILD, image, name), expected, atol=1e-3)

    go(page, "Latent space")
    expect(page.get_by_text("nobody here can tell")).to_be_visible()
    page.wait_for_function("name => window.aecore.spaces.has(name)", arg=name)

    go(page, "Train")
    page.get_by_role("button", name="Let it go").click()
    expect(page.get_by_text("brought: From home")).to_have_count(0)
    go(page, "Rebuild")
    expect(page.get_by_text("That network is gone")).to_be_visible()
    tab.wait_for_network(zoo.first())
    assert tab.overflow() <= 0
