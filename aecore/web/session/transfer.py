"""What is sent to the browsers of all visitors: networks, and tables of noise."""

import base64
from functools import lru_cache

from aecore.data import noise
from aecore.models.layers import with_header
from aecore.web.browser.assets import Blob
from aecore.web.session import available_models, blob, visitor


def prepare(name: str) -> None:
    """Make what every visitor's browser gets of a shipped model, and keep it."""
    _ = available_models.shipped(name).live_weights


def send_weights(name: str) -> None:
    """Send a model's network to the browser; call it last, so that the page comes first."""
    found = available_models.opened(visitor.current(), name)
    blob.send(f"weights_{found.name}", found.live_weights)


def noise_id(kind: str, seed: int) -> str:
    """What browsers call one throw of noise."""
    return f"{kind}-{seed}"


def send_noise(kind: str, seed: int) -> None:
    """Send the fields of one throw of noise at every strength to the browser."""
    blob.send("noise", _noise_blob(kind, seed))


@lru_cache(64)
def _noise_blob(kind: str, seed: int) -> Blob:
    header = {"kind": "noise", "id": noise_id(kind, seed)}
    return Blob(with_header(header, noise.level_table(kind, seed=seed)))


@lru_cache(64)
def noise_table(kind: str, seed: int) -> str:
    """The fields of one throw of noise at every strength, in base64."""
    return base64.b64encode(noise.level_table(kind, seed=seed)).decode()
