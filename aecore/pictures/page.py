"""What the pieces of a picture say together: which way is up, and whether they are digits."""

import numpy as np

from aecore.config import Images
from aecore.pictures import shape_judge
from aecore.pictures.normalisation.crop import cut_out
from aecore.pictures.normalisation.mnist_format import normalise
from aecore.pictures.segment.detect import Scene

_LEAST = 3  # pieces: fewer do not tell; a 6 alone may be a 9
_ASKED = 24  # the clearest pieces, which speak for all
_SHARE = 0.02  # the least chance: no piece decides alone
_SURE = 6.0  # log odds from which a picture is turned


def quarter_turns(scene: Scene) -> int:
    """How many quarters clockwise bring a page of digits upright; 0 where that is not clear."""
    if len(scene.pieces) < _LEAST:
        return 0
    images = _images(scene)
    odds = shape_judge.turn_odds(images).clip(np.log(_SHARE)).sum(axis=0)  # (4,)
    best = int(odds.argmax())
    upright = np.concatenate([normalise(np.rot90(one[..., 0], -best)) for one in images])
    are_digits = np.median(shape_judge.log_odds(upright)) > 0
    return best if are_digits and odds[best] > odds[0] + _SURE else 0


def shows_digits(scene: Scene) -> bool:
    """Whether most pieces of a scene have the shape of digits, and not of letters."""
    return bool(np.median(shape_judge.log_odds(_images(scene))) > 0)


def _images(scene: Scene) -> Images:
    """The clearest pieces by MNIST's convention, (n, 28, 28, 1)."""
    clearest = sorted(scene.pieces, key=lambda piece: -piece.evidence)[:_ASKED]
    inks = (cut_out(scene.polarity, piece, enlarged=scene.enlarged) for piece in clearest)
    return np.concatenate([normalise(ink) for ink in inks])
