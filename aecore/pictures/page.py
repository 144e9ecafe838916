"""What the pieces of a picture say together: which way is up, and whether they are digits."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from aecore.config import Images
from aecore.pictures import shape_judge
from aecore.pictures.normalisation.crop import cut_out
from aecore.pictures.normalisation.mnist_format import normalise
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.detect import Scene

_LEAST = 3  # pieces: fewer do not tell; a 6 alone may be a 9
_ASKED = 24  # the clearest pieces, which speak for all
_SHARE = 0.02  # the least chance: no piece decides alone
_MOST = 12.0  # log odds: one shape alone does not decide
_USUAL, _SPREAD = 6.6, 10.0  # of n of MNIST, a mean this much / sqrt(n) lower is under 1 in 900
_SURE = 6.0  # log odds from which a picture is turned


def quarter_turns(scene: Scene) -> int:
    """How many quarters clockwise bring a page of digits upright; 0 where that is not clear."""
    if len(scene.pieces) < _LEAST:
        return 0
    shown = images(scene, _clearest(scene))
    odds = shape_judge.turn_odds(shown).clip(np.log(_SHARE)).sum(axis=0)  # (4,)
    best = int(odds.argmax())
    upright = np.concatenate([normalise(np.rot90(one[..., 0], -best)) for one in shown])
    sure = odds[best] > odds[0] + _SURE
    return best if sure and are_digits(shape_judge.log_odds(upright)) else 0


def shows_digits(scene: Scene) -> bool:
    """Whether the pieces of a scene have the shapes of digits, and not of letters."""
    return are_digits(shape_judge.log_odds(images(scene, _clearest(scene))))


def are_digits(odds: npt.NDArray[np.float32]) -> bool:
    """Whether shapes that stand together are digits: some letters look like one, few words do.

    Args:
        odds: (n,) log odds of each; fewer than three do not tell.
    """
    usual = float(odds.clip(-_MOST, _MOST).mean())
    return len(odds) < _LEAST or usual > _USUAL - _SPREAD / np.sqrt(len(odds))


def images(scene: Scene, pieces: Sequence[Piece]) -> Images:
    """Pieces of a scene by MNIST's convention, (n, 28, 28, 1)."""
    inks = (cut_out(scene.polarity, piece, enlarged=scene.enlarged) for piece in pieces)
    return np.concatenate([normalise(ink) for ink in inks])


def _clearest(scene: Scene) -> list[Piece]:
    return sorted(scene.pieces, key=lambda piece: -piece.evidence)[:_ASKED]
