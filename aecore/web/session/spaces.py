"""Latent spaces as all visitors share them, and what the browser gets of them."""

from dataclasses import asdict

import numpy as np
import streamlit as st

from aecore.config import IMAGE_SIDE
from aecore.data import digits
from aecore.latent import atlas
from aecore.latent.space import Space
from aecore.latent.view_choice import ViewChoice
from aecore.models.layers import with_header
from aecore.rendering import tiles
from aecore.web.browser.assets import Blob
from aecore.web.session import available_models, blob, visitor

_SHEET_COLUMNS = 100


def prepare(found: Space) -> None:
    """Make what every visitor's browser gets of a shipped model's space, and keep it."""
    _points_blob(found.name, ViewChoice(), found)
    _space_blob(found.name, found)
    _digit_sheet()
    _atlas_blob(found.name, ViewChoice(), found)


def send_points(name: str, choice: ViewChoice) -> None:
    """Send where the digits lie on a flat map; before all else, for a map waits for little more."""
    found = space(name)
    if len(choice.view(found).axes) == 2:
        blob.send(f"points_{name}_{choice}", _points_blob(name, choice, found))


def send_space(name: str) -> None:
    """Send the codes of the held-out digits to the browser, and the digits; after the weights."""
    blob.send(f"space_{name}", _space_blob(name, space(name)))
    blob.send("digits", _digit_sheet())


def send_atlas(name: str, choice: ViewChoice) -> None:
    """Send the map of everything to the browser, for a flat view; after all else, it takes time."""
    found = space(name)
    if len(choice.view(found).axes) == 2:
        blob.send(f"atlas_{name}_{choice}", _atlas_blob(name, choice, found))


def space(name: str) -> Space:
    """A model's latent space with the held-out digits in it."""
    return available_models.opened(visitor.current(), name).space


@st.cache_resource(show_spinner=False, max_entries=32)
def _points_blob(name: str, choice: ViewChoice, _found: Space) -> Blob | bytes:
    """The points as float32, the labels as bytes."""
    view = choice.view(_found)
    points, labels = _found.points(view).astype("<f4"), _found.digits.labels.astype(np.uint8)
    place = {"view": str(choice), "extent": asdict(_found.extent(view))}
    header = {"kind": "points", "name": name, "count": len(points), **place}
    return available_models.shared(name, with_header(header, points.tobytes() + labels.tobytes()))


@st.cache_resource(show_spinner=False, max_entries=16)
def _space_blob(name: str, _found: Space) -> Blob | bytes:
    """The codes as float32, the labels as bytes."""
    codes, labels = _found.codes.astype("<f4"), _found.digits.labels.astype(np.uint8)
    header = {"kind": "space", "name": name, "count": len(codes), "size": _found.code_size}
    return available_models.shared(name, with_header(header, codes.tobytes() + labels.tobytes()))


@st.cache_resource(show_spinner=False, max_entries=32)
def _atlas_blob(name: str, choice: ViewChoice, _found: Space) -> Blob | bytes:
    """What the decoder makes everywhere on the plane through the middle of a space, as a PNG."""
    view = choice.view(_found)
    extent = _found.extent(view)
    images = atlas.atlas(_found.model, view, extent, atlas.SIDE, through=_found.middle)
    picture = atlas.atlas_picture(images, atlas.SIDE)
    place = {"view": str(choice), "extent": asdict(extent), "side": atlas.SIDE}
    place["middle"] = _found.middle.tolist()  # the plane passes through it
    header = {"kind": "atlas", "name": name, **place}
    content = with_header(header, tiles.png(picture, see_through=True))
    return available_models.shared(name, content)


@st.cache_resource(show_spinner=False)
def _digit_sheet() -> Blob:
    """The held-out digits as one PNG in the colours of tiles, `_SHEET_COLUMNS` in a row."""
    images = digits.embedded().images[..., 0]
    rows = images.reshape(-1, _SHEET_COLUMNS, IMAGE_SIDE, IMAGE_SIDE).swapaxes(1, 2)
    sheet = tiles.png(tiles.to_bytes(rows.reshape(-1, _SHEET_COLUMNS * IMAGE_SIDE)))
    return Blob(with_header({"kind": "digits", "columns": _SHEET_COLUMNS}, sheet))
