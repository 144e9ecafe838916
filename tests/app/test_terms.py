"""Words that the glossary explains are linked to it, each where a page first says it."""

import re
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aecore.i18n import language
from aecore.web.shell.glossary import TERMS

APP = Path(__file__).parents[2] / "app.py"
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


@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize("page", LINKED)
def test_each_word_is_linked_once(page: str, spoken: str) -> None:
    # as in test_rebuild_page
    for name in [name for name in sys.modules if name.startswith("aecore.web")]:
        del sys.modules[name]
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = spoken
    for section in ("strangers", "nothing", "filters", "centre"):
        app.session_state[f"reached_limits_{section}"] = True
    app.run()
    # AppTest asks for the titles of what was chosen outside the visitor's session
    language.ask(lambda: spoken)
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    found = [
        link for one in [*app.markdown, *app.caption] for link in _LINK.findall(str(one.value))
    ]
    assert sorted(name for _language, name in found) == sorted(LINKED[page])
    assert {language for language, _name in found} == {spoken}
    assert {name for _language, name in found} <= TERMS.keys()
