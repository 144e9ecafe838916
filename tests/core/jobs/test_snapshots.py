import numpy as np
import pytest

from aecore.config import Codes, Images
from aecore.data import digits
from aecore.data.split import EMBEDDED_UNSEEN
from aecore.jobs import snapshots
from aecore.jobs.snapshots import Watch, turned


def rotation(angle: float, *, mirrored: bool = False) -> Codes:
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(matrix @ np.diag([1, -1 if mirrored else 1]), np.float32)


def linear(size: int, *, turn: Codes | None = None) -> tuple[snapshots.Encode, snapshots.Decode]:
    """An encoder of fixed random directions, and a decoder that answers one grey."""
    directions = np.random.default_rng(0).normal(size=(784, size)).astype(np.float32)
    directions = directions if turn is None else directions @ turn

    def encode(images: Images) -> Codes:
        return np.asarray(images.reshape(len(images), -1) @ directions)

    def decode(codes: Codes) -> Images:
        return np.full((len(codes), 28, 28, 1), 0.5, np.float32)

    return encode, decode


def test_watched_digits_are_of_those_no_run_trains_on() -> None:
    held_out = {image.tobytes() for image in digits.embedded().images[4000:]}
    for found in (snapshots.mapped(), snapshots.shown()):
        assert {image.tobytes() for image in found.images} <= held_out
    assert len(snapshots.mapped()) == EMBEDDED_UNSEEN
    assert len(set(snapshots.shown().labels.tolist())) == len(snapshots.shown()) == 6


@pytest.mark.parametrize("own", [b"", bytes(784)])
def test_frame_has_its_shapes(own: bytes) -> None:
    frame = Watch(own).frame(*linear(2), step=3, loss=0.25)
    assert (frame.step, frame.loss) == (3, 0.25)
    assert frame.points.shape == (EMBEDDED_UNSEEN, 2)
    assert frame.points.dtype == np.float32
    assert frame.rebuilt.shape == (7 if own else 6, 28, 28)
    assert (frame.rebuilt == 128).all()
    assert (frame.own_point is not None) == bool(own)


def test_two_numbers_are_the_map() -> None:
    encode, decode = linear(2)
    frame = Watch().frame(encode, decode, step=1, loss=0)
    np.testing.assert_array_equal(frame.points, encode(snapshots.mapped().images))


def test_own_digit_lies_where_its_code_is() -> None:
    own = np.rint(snapshots.mapped().images[17] * 255).astype(np.uint8).tobytes()
    for size in (2, 5):
        frame = Watch(own).frame(*linear(size), step=1, loss=0)
        assert frame.own_point is not None
        np.testing.assert_allclose(frame.own_point, frame.points[17], rtol=1e-4, atol=1e-4)


def test_one_number_is_piled_up() -> None:
    frame = Watch(bytes(784)).frame(*linear(1), step=1, loss=0)
    assert frame.points[:, 1].std() > 0
    assert frame.own_point is not None
    assert frame.own_point[1] == 0


def test_longer_code_that_only_turns_stands_still() -> None:
    watch = Watch(bytes(784))
    before = watch.frame(*linear(3), step=1, loss=0)
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0].astype(np.float32)
    after = watch.frame(*linear(3, turn=turn), step=2, loss=0)
    spread = before.points.std()
    assert np.abs(after.points - before.points).max() < 0.01 * spread


def test_turning_undoes_a_turn_and_a_mirror() -> None:
    points = np.random.default_rng(0).normal(size=(50, 2)).astype(np.float32) * [3, 1]
    for mirrored in (False, True):
        other = points @ rotation(1.2, mirrored=mirrored)
        back = turned(np.asarray(other, np.float32), towards=np.asarray(points, np.float32))
        offset = other.mean(axis=0) - points.mean(axis=0)
        np.testing.assert_allclose(back, points + offset, atol=1e-5)


def test_a_network_gone_wild_still_has_a_frame() -> None:
    def encode(images: Images) -> Codes:
        return np.full((len(images), 3), np.nan, np.float32)

    def decode(codes: Codes) -> Images:
        return np.full((len(codes), 28, 28, 1), np.nan, np.float32)

    frame = Watch(bytes(784)).frame(encode, decode, step=1, loss=float("nan"))
    assert np.isfinite(frame.points).all()
    assert not frame.rebuilt.any()
