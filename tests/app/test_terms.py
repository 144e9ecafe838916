"""Words that the glossary explains are linked to it, each where a page first says it."""

import re

import pytest

from aecore.web.shell.glossary import TERMS
from tests.app.app_page import AppPage

_LINK = re.compile(r"\]\(story\?lang=(\w+)#([\w-]+)\)")
LINKED = {
    "rebuild": ["autoencoder", "code"],
    "latent": ["network", "code", "latent-space", "decoder", "morph"],
    "train": ["network"],
    "limits": [
        "network",
        "code",
        "pca",
        "stranger",
        "held-out",
        "pixel",
        "dense",
        "convolutional",
        "filter",
        "psnr",
        "ssim",
    ],
}


@pytest.mark.usefixtures("trainer")
@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize("page", LINKED)
def test_each_word_is_linked_once(page: str, spoken: str) -> None:
    sections = ("strangers", "nothing", "filters", "centre")
    state = {f"reached_limits_{section}": True for section in sections}
    found = _LINK.findall(AppPage(page, state=state, lang=spoken).said)
    assert sorted(name for _language, name in found) == sorted(LINKED[page])
    assert {name for name, _term in found} == {spoken}
    assert {name for _language, name in found} <= TERMS.keys()
