"""Words that a browser tells Python, and words that a page says."""

import re
from typing import Any

from streamlit.testing.v1.element_tree import Multiselect, Radio, Selectbox

HAN = re.compile(r"[一-鿿]")
_Box = Radio[Any] | Selectbox[Any] | Multiselect[Any]
_ENGLISH = re.compile(r"(?:\b[A-Za-z]+[ ,]+){3}[A-Za-z]+")  # four words in a row
_TITLES = re.compile(r"“[A-Z][^”]+”|\*[A-Z][^*]+\*")  # of papers
_TERMS = re.compile(r"\b(?:MSE|PSNR|SSIM|MNIST|PNG|JPEG|relu|gelu|dB)\b")


def tell(box: _Box, word: str) -> None:
    """Choose by a word that is none of the options, as a browser does that is behind."""
    box.options.append(word)
    if isinstance(box, Multiselect):
        box.set_value([word])
    else:
        box.set_value(word)


def assert_chinese(text: str) -> None:
    plain = re.sub(r"\]\([^)]*\)|[%{][^}]*\}|<[^>]+>|:material/\w+:", " ", text)
    plain = _TERMS.sub("", _TITLES.sub("", plain))
    assert not _ENGLISH.search(plain), text
    assert HAN.search(text) or not re.search(r"[A-Za-z]{3}", plain), text
