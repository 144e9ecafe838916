"""The network and its straight-line baseline, on digits that neither has seen.

The baseline is fitted to the first 4,000 held-out digits, on which `training/build.py` trains a
network where the full MNIST is missing. The last 1,000 are new to every network, and to it.
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
class PcaComparison:
    """The two of them, with as many numbers each.

    Attributes:
        baseline: Principal components of pixels.
        judges: Digits that neither has seen.
        codes: What the network makes of them, (n, code_size).
        baseline_codes: What the baseline makes of them, the same shape.
    """

    baseline: PixelPca
    judges: Digits
    codes: Codes
    baseline_codes: Codes


def compare(space: Space) -> PcaComparison:
    """The network of a latent space against its baseline."""
    with st.spinner(_("Fitting the rival")):
        baseline = _baseline(space.code_size)
    judges = embedded_unseen()
    return PcaComparison(
        baseline, judges, space.codes[-len(judges) :], baseline.encode(judges.images)
    )


def qualities(space: Space) -> tuple[Quality, Quality]:
    """How good the network's code is, and the baseline's."""
    with st.spinner(_("Measuring both")):
        return _qualities(space.name, space)


@st.cache_resource(show_spinner=False, max_entries=64)
def _baseline(code_size: int) -> PixelPca:
    return PixelPca.fit(embedded_training().images, code_size)


@st.cache_resource(show_spinner=False, max_entries=64)
def _qualities(name: str, _space: Space) -> tuple[Quality, Quality]:  # noqa: ARG001 (cache key)
    found = compare(_space)
    rebuilt = _space.model.decode(found.codes)
    return (
        _quality(found, found.codes, rebuilt),
        _quality(found, found.baseline_codes, found.baseline.decode(found.baseline_codes)),
    )


def _quality(found: PcaComparison, codes: Codes, rebuilt: Images) -> Quality:
    return quality.quality(codes, found.judges.images, rebuilt, found.judges.labels)
