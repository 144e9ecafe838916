"""What is sent to the browsers of all visitors: networks, and tables of noise."""

import base64
from functools import lru_cache

from aecore.data import noise
from aecore.web.browser import mount
from aecore.web.session import available_models, visitor


def prepare(name: str) -> None:
    """Make what every visitor's browser gets of a shipped model, and keep it."""
    _ = available_models.shipped(name).live_weights


def send_weights(name: str) -> None:
    """Send a model's network to the browser; call it last, so that the page comes first."""
    found = available_models.opened(visitor.current(), name)
    mount.send(f"weights_{found.name}", found.live_weights)


@lru_cache(64)
def noise_table(kind: str, seed: int) -> str:
    """The fields of one throw of noise at every strength, in base64."""
    return base64.b64encode(noise.level_table(kind, seed=seed)).decode()
