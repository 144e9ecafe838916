"""Words that the glossary explains are linked to it, each where a page first says it."""

import re

import pytest

from aecore.web.shell.glossary import TERMS
from tests.app import limits_card
from tests.app.app_page import AppPage

_LINK = re.compile(r"\]\(story\?lang=(\w+)#([\w-]+)\)")
LINKED = {
    "rebuild": ["autoencoder", "code"],
    "latent": ["network", "code", "latent-space", "decoder", "morph"],
    "train": ["network"],
}
ON_CARDS = {
    "small": ["pca", "pca"],  # of the answer, and of what is behind it
    "strangers": ["stranger", "held-out"],
    "nothing": ["pixel", "dense", "convolutional"],
    "filters": ["filter", "psnr", "ssim"],
}


@pytest.mark.usefixtures("trainer")
@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize("page", LINKED)
def test_each_word_is_linked_once(page: str, spoken: str) -> None:
    expect_links(AppPage(page, lang=spoken), LINKED[page], spoken)


@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize("card", ON_CARDS)
def test_words_of_a_card_are_linked(card: str, spoken: str) -> None:
    expect_links(limits_card.opened(card, lang=spoken), ON_CARDS[card], spoken)


def expect_links(app: AppPage, names: list[str], spoken: str) -> None:
    found = _LINK.findall(app.said)
    assert sorted(name for _language, name in found) == sorted(names)
    assert {language for language, _name in found} == {spoken}
    assert {name for _language, name in found} <= TERMS.keys()
