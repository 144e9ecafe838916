"""Digits moved, turned and thickened, against SciPy."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import ndimage

from aecore import pictures
from aecore.config import Images
from tests.browser.limits import reference_transforms
from tests.browser.limits.reference_transforms import MARGIN, SHEET_SIDE, Pose

CENTRE = MARGIN + 14
CROSS = ndimage.generate_binary_structure(2, 1)
STEP = 0.51 / 255  # sheets have whole 255ths


def padded(image: Images) -> npt.NDArray[np.float64]:
    return np.pad(image[..., 0].astype(np.float64), MARGIN)


def test_at_rest_nothing_happens(examples: Images) -> None:
    before = examples.copy()
    sheets = reference_transforms.place(examples, Pose())
    assert sheets.shape == (len(examples), SHEET_SIDE, SHEET_SIDE)
    assert sheets.dtype == np.float32
    np.testing.assert_array_equal(reference_transforms.window(sheets), examples)
    np.testing.assert_array_equal(examples, before)
    assert sheets.sum() == pytest.approx(examples.sum())


@pytest.mark.parametrize(("right", "down"), [(3, 0), (-4, 2), (0, -8), (8, 8)])
def test_moving_is_a_shift(right: int, down: int, examples: Images) -> None:
    sheets = reference_transforms.place(examples, Pose(right=right, down=down))
    for sheet, image in zip(sheets, examples, strict=True):
        expected = np.roll(padded(image), (down, right), axis=(0, 1))
        np.testing.assert_allclose(sheet, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("angle", [-90, -33.5, 10, 45, 90])
@pytest.mark.parametrize(("right", "down"), [(0, 0), (5, -3), (0.5, 0.25)])
def test_turning(angle: float, right: float, down: float, examples: Images) -> None:
    sheets = reference_transforms.place(examples, Pose(right=right, down=down, angle=angle))
    turn = np.deg2rad(angle)
    # from where a pixel (row, column) comes: turned back, after it was moved back
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre, shift = np.array([CENTRE, CENTRE]), np.array([down, right])
    for sheet, image in zip(sheets, examples, strict=True):
        expected = ndimage.affine_transform(
            padded(image),
            matrix,
            offset=centre - matrix @ (centre + shift),
            order=1,
            mode="grid-constant",
        )
        np.testing.assert_allclose(sheet, expected, rtol=0, atol=STEP)


def test_a_quarter_turn_is_clockwise(examples: Images) -> None:
    upright = reference_transforms.place(examples, Pose())
    turned = reference_transforms.place(examples, Pose(angle=90))
    inside = slice(CENTRE - 20, CENTRE + 21)  # a square around the pixel they turn around
    np.testing.assert_array_equal(
        turned[:, inside, inside], np.rot90(upright[:, inside, inside], -1, axes=(1, 2))
    )


@pytest.mark.parametrize("amount", [1, 2, 0.3, 1.5, -1, -0.4])
def test_thickening(amount: float, examples: Images) -> None:
    sheets = reference_transforms.place(examples, Pose(thickness=amount))
    change = ndimage.grey_dilation if amount > 0 else ndimage.grey_erosion
    for sheet, image in zip(sheets, examples, strict=True):
        whole, part = int(abs(amount)), abs(amount) % 1
        expected = padded(image)
        for _ in range(whole):
            expected = change(expected, footprint=CROSS, mode="constant", cval=0)
        further = change(expected, footprint=CROSS, mode="constant", cval=0)
        expected = (1 - part) * expected + part * further
        np.testing.assert_allclose(sheet, expected, rtol=0, atol=STEP)


@pytest.mark.parametrize("pose", [Pose(4, -4), Pose(-8, 8), Pose(1, 0)])
def test_centring_undoes_moving(pose: Pose, examples: Images) -> None:
    at_rest = reference_transforms.centre(reference_transforms.place(examples, Pose()))
    np.testing.assert_array_equal(
        reference_transforms.centre(reference_transforms.place(examples, pose)), at_rest
    )
    np.testing.assert_array_equal(at_rest, examples)  # MNIST's own digits lie in the middle
    assert not np.array_equal(
        reference_transforms.window(reference_transforms.place(examples, pose)), examples
    )


def test_centring_is_that_of_pictures(examples: Images) -> None:
    sheets = reference_transforms.place(examples, Pose(3, 2, 30, 0.5))
    for sheet, found in zip(sheets, reference_transforms.centre(sheets), strict=True):
        rows, columns = np.nonzero(sheet)
        cut = sheet[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        np.testing.assert_array_equal(found, pictures.normalise(cut)[0])


def test_a_stroke_that_is_gone_leaves_paper(examples: Images) -> None:
    thin = np.zeros_like(examples[:1])
    thin[0, 5:20, 14] = 1
    sheets = reference_transforms.place(thin, Pose(thickness=-1))
    assert not reference_transforms.centre(sheets).any()
    assert reference_transforms.centre(sheets).shape == (1, 28, 28, 1)
