"""The network and its straight-line rival, on digits that neither has seen.

The rival is fitted to the first 4,000 held-out digits, the same that `training/build.py` trains a
network on where the full MNIST is missing. The last 1,000 are new to every network and the rival.
"""

from dataclasses import dataclass

import streamlit as st

from aecore.config import Codes, Images
from aecore.data.digits import Digits
from aecore.data.split import embedded_training, embedded_unseen
from aecore.i18n.language import _
from aecore.latent import quality
from aecore.latent.quality import Quality
from aecore.latent.space import Space
from aecore.models.pca import PixelPca


@dataclass(frozen=True, eq=False)
class Contest:
    """The two of them, with as many numbers each.

    Attributes:
        rival: Principal components of pixels.
        judges: Digits that neither has seen.
        codes: What the network makes of them, (n, code_size).
        rival_codes: What the rival makes of them, the same shape.
    """

    rival: PixelPca
    judges: Digits
    codes: Codes
    rival_codes: Codes


def contest(space: Space) -> Contest:
    """The network of a latent space against its rival."""
    with st.spinner(_("Fitting the rival")):
        rival = _rival(space.code_size)
    judges = embedded_unseen()
    return Contest(rival, judges, space.codes[-len(judges) :], rival.encode(judges.images))


def qualities(space: Space) -> tuple[Quality, Quality]:
    """How good the network's code is, and the rival's."""
    with st.spinner(_("Measuring both")):
        return _qualities(space.name, space)


@st.cache_resource(show_spinner=False, max_entries=64)
def _rival(code_size: int) -> PixelPca:
    return PixelPca.fit(embedded_training().images, code_size)


@st.cache_resource(show_spinner=False, max_entries=64)
def _qualities(name: str, _space: Space) -> tuple[Quality, Quality]:  # noqa: ARG001 (cache key)
    found = contest(_space)
    rebuilt = _space.model.decode(found.codes)
    return (
        _quality(found, found.codes, rebuilt),
        _quality(found, found.rival_codes, found.rival.decode(found.rival_codes)),
    )


def _quality(found: Contest, codes: Codes, rebuilt: Images) -> Quality:
    return quality.quality(codes, found.judges.images, rebuilt, found.judges.labels)
