"""The words of Plotly's own toolbar, in the visitor's language."""

from typing import Any

from aecore.i18n import language
from aecore.i18n.language import _, mark

# as plotly.js has them (3.7, in Streamlit 1.67)
_WORDS = (
    mark("Zoom"),
    mark("Pan"),
    mark("Box Select"),
    mark("Lasso Select"),
    mark("Zoom in"),
    mark("Zoom out"),
    mark("Autoscale"),
    mark("Reset axes"),
    mark("Orbital rotation"),
    mark("Turntable rotation"),
    mark("Reset camera to default"),
    mark("Reset camera to last save"),
    mark("Toggle show closest data on hover"),
    mark("Double-click to zoom back out"),
    mark("Download plot"),
    mark("Download plot as a PNG"),
    mark("Preparing image - this may take a few seconds"),
    mark("Image download succeeded"),
    mark("Sorry, there was a problem downloading your image!"),
)


def config(settings: dict[str, Any]) -> dict[str, Any]:
    """A chart's `config` with what Plotly has to say in the language in use."""
    spoken = language.current()
    if spoken == language.ENGLISH:
        return settings
    words = {"dictionary": {word: _(word) for word in _WORDS}}
    return {**settings, "locale": spoken, "locales": {spoken: words}}
