"""What a browser tells Python in words."""

from typing import Any

from streamlit.testing.v1.element_tree import Multiselect, Radio, Selectbox

_Box = Radio[Any] | Selectbox[Any] | Multiselect[Any]


def tell(box: _Box, word: str) -> None:
    """Choose by a word that is none of the options, as a browser does that is behind."""
    box.options.append(word)
    if isinstance(box, Multiselect):
        box.set_value([word])
    else:
        box.set_value(word)
