import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter

from aecore.config import PIXELS, Images
from aecore.data import digits, noise
from aecore.data.noise import Fields, NoiseConfig
from aecore.errors import InputError

kinds = pytest.mark.parametrize("kind", noise.KINDS)
random_kinds = pytest.mark.parametrize("kind", [kind for kind in noise.KINDS if kind != "blur"])


def _draw(kind: str, strength: float, n: int) -> Fields:
    strengths = np.full(n, strength, np.float32)
    return noise.draw(kind, strengths, np.random.default_rng(7))


@kinds
def test_strength_zero_changes_nothing(kind: str, examples: Images) -> None:
    np.testing.assert_array_equal(noise.spoil(examples, NoiseConfig(kind, 0.0)), examples)


@kinds
def test_spoiled_images_are_new_images_in_range(kind: str, examples: Images) -> None:
    before = examples.copy()
    spoiled = noise.spoil(examples, NoiseConfig(kind, 0.6))
    assert spoiled.shape == examples.shape
    assert spoiled.dtype == np.float32
    assert spoiled.min() >= 0
    assert spoiled.max() <= 1
    assert not np.shares_memory(spoiled, examples)
    np.testing.assert_array_equal(examples, before)


@kinds
def test_same_seed_gives_the_same_noise(kind: str, examples: Images) -> None:
    first = noise.spoil(examples, NoiseConfig(kind, 0.5, seed=3))
    np.testing.assert_array_equal(first, noise.spoil(examples, NoiseConfig(kind, 0.5, seed=3)))


@random_kinds
def test_other_seeds_and_other_images_get_other_noise(kind: str, examples: Images) -> None:
    same = np.repeat(examples[:1], 2, axis=0)
    first = noise.spoil(same, NoiseConfig(kind, 0.5, seed=3))
    second = noise.spoil(same, NoiseConfig(kind, 0.5, seed=4))
    assert not np.array_equal(first[0], second[0])
    assert not np.array_equal(first[0], first[1])


@kinds
def test_first_throw_does_not_depend_on_how_many_follow(kind: str, examples: Images) -> None:
    config = NoiseConfig(kind, 0.5, seed=9)
    alone = noise.spoil(examples[:1], config)
    np.testing.assert_array_equal(noise.spoil(examples, config)[:1], alone)


@kinds
def test_no_images_stay_no_images(kind: str, examples: Images) -> None:
    assert noise.spoil(examples[:0], NoiseConfig(kind, 0.5)).shape == (0, 28, 28, 1)


@kinds
def test_more_strength_does_more_harm(kind: str) -> None:
    images = digits.embedded().images[:200]
    errors = [
        float(np.mean((noise.spoil(images, NoiseConfig(kind, strength)) - images) ** 2))
        for strength in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    assert errors[0] == 0
    assert np.all(np.diff(errors) > 0)


def test_gaussian_noise_has_the_strength_as_its_standard_deviation() -> None:
    fields = _draw("gaussian", 0.5, 200)
    assert fields.add.std() == pytest.approx(0.5, abs=0.005)
    assert fields.add.mean() == pytest.approx(0, abs=0.005)
    assert np.all(fields.multiply == 1)


def test_salt_and_pepper_hit_a_share_of_the_pixels_half_of_them_with_ink() -> None:
    fields = _draw("salt-pepper", 0.3, 200)
    assert np.mean(fields.multiply == 0) == pytest.approx(0.3, abs=0.005)
    assert np.mean(fields.add == 1) == pytest.approx(0.15, abs=0.005)
    assert np.all(fields.multiply[fields.add == 1] == 0)


@pytest.mark.parametrize(("strength", "side"), [(0.25, 7), (0.5, 14), (1.0, 28)])
def test_block_erases_one_square_of_its_side(strength: float, side: int) -> None:
    erased = _draw("block", strength, 50).multiply[..., 0] == 0
    np.testing.assert_array_equal(erased.sum(axis=(1, 2)), side**2)
    np.testing.assert_array_equal(erased.any(axis=1).sum(axis=1), side)
    np.testing.assert_array_equal(erased.any(axis=2).sum(axis=1), side)


def test_speckle_leaves_paper_alone_and_varies_ink() -> None:
    images = digits.embedded().images[:200]
    fields = _draw("speckle", 0.25, len(images))
    spoiled = noise.apply(images, fields)
    assert np.all(spoiled[images == 0] == 0)
    assert fields.multiply.std() == pytest.approx(0.25 * noise.SPECKLE_STDDEV, abs=0.005)
    assert fields.multiply.mean() == pytest.approx(1, abs=0.005)


@pytest.mark.parametrize("strength", [0.05, 0.2, 0.5, 1.0])
def test_blur_agrees_with_scipy(strength: float, examples: Images) -> None:
    spoiled = noise.spoil(examples, NoiseConfig("blur", strength))
    width = float(np.float16(strength * noise.MAX_BLUR_PX))
    for image, expected in zip(spoiled[..., 0], examples[..., 0], strict=True):
        oracle = gaussian_filter(
            expected.astype(np.float64), width, mode="constant", truncate=56 / width
        )
        np.testing.assert_allclose(image, oracle, atol=2e-6)


def test_images_of_a_batch_may_differ_in_blur(examples: Images) -> None:
    one = np.ones((3, 28, 28, 1), np.float32)
    fields = Fields(one, one * 0, np.array([0, 1, 3], np.float32))
    together = noise.apply(examples[:3], fields)
    np.testing.assert_array_equal(together[0], examples[0])
    alone = noise.apply(examples[2:3], Fields(one[:1], one[:1] * 0, np.array([3], np.float32)))
    np.testing.assert_allclose(together[2:], alone, atol=1e-6)


@kinds
def test_level_table_is_what_spoil_does_to_a_first_image(kind: str, examples: Images) -> None:
    table = np.frombuffer(noise.level_table(kind, seed=11), "<f2").astype(np.float64)
    levels = table.reshape(noise.LEVELS, 2 * PIXELS + 1)
    for strength, level in zip(np.linspace(0, 1, noise.LEVELS), levels, strict=True):
        multiply, add = level[:-1].reshape(2, 28, 28)
        image = examples[0, ..., 0].astype(np.float64)
        if level[-1] > 0:
            image = gaussian_filter(image, level[-1], mode="constant", truncate=56 / level[-1])
        expected = np.clip(image * multiply + add, 0, 1)
        spoiled = noise.spoil(examples[:1], NoiseConfig(kind, float(strength), seed=11))
        np.testing.assert_allclose(spoiled[0, ..., 0], expected, atol=2e-6)


@kinds
def test_strengths_are_described_in_words(kind: str) -> None:
    assert noise.KINDS[kind].describe(0.5) != noise.KINDS[kind].describe(1.0)


@given(strength=st.floats(0, 1), seed=st.integers(0, 2**64), kind=st.sampled_from([*noise.KINDS]))
def test_what_is_written_is_read(strength: float, seed: int, kind: str) -> None:
    config = NoiseConfig(kind, strength, seed)
    assert NoiseConfig.parse(f"{kind}:{strength!r}", seed=seed) == config


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gaussian",
        "gaussian:",
        "gaussian:x",
        "gaussian:nan",
        "gaussian:inf",
        "gaussian:-0.1",
        "gaussian:1.01",
        "gaussian:0.5:0.5",
        ":0.5",
        "nope:0.5",
        "Gaussian:0.5",
    ],
)
def test_other_text_is_one_sentence(text: str) -> None:
    with pytest.raises(InputError) as caught:
        NoiseConfig.parse(text)
    assert len(str(caught.value).splitlines()) == 1


def test_negative_seeds_are_refused() -> None:
    with pytest.raises(InputError, match="Received: -1"):
        NoiseConfig("gaussian", 0.5, seed=-1)
