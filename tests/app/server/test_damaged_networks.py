"""A shipped network is missing, cut short or altered: one sentence, and the others go on."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aecore.errors import ModelError
from aecore.experiments import code_sizes
from aecore.models import zoo
from aecore.models.card import Card
from aecore.web.session import available_models
from aecore.web.train import example
from tests.app.app_page import AppPage

PAGES = ["rebuild", "latent", "train", "limits", "story"]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def alter(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1  # one bit of one weight: ONNX Runtime would never notice
    file.write_bytes(content)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of what came with the project, in use in its place."""
    folder = tmp_path / "shipped"
    shutil.copytree(zoo.SHIPPED_FOLDER, folder)
    monkeypatch.setattr(zoo, "SHIPPED_FOLDER", folder)
    monkeypatch.setattr(code_sizes, "FOLDER", folder / "ladder")
    monkeypatch.setattr(code_sizes, "model", code_sizes.model.__wrapped__)  # type: ignore[attr-defined]
    monkeypatch.setattr(available_models, "_shipped", {})
    example.example.clear()
    yield folder
    example.example.clear()


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("map/encoder.onnx", Path.unlink),
        ("map/card.json", cut),
        ("denoise/decoder.onnx", cut),
        ("original/encoder.onnx", alter),
    ],
)
def test_the_file_and_what_brings_it_back_are_named_and_the_others_go_on(
    shipped: Path, file: str, damage: Callable[[Path], None]
) -> None:
    damage(shipped / file)
    damaged = file.partition("/")[0]
    others = [name for name in zoo.RECIPES if name != damaged]
    assert zoo.shipped() == others
    app = AppPage(model=damaged)
    for page in PAGES:
        app.go(page)
        (sentence,) = (one.value for one in app.warning if "git" in one.value)
        assert f"`git checkout -- aecore/shipped/{file}`" in sentence
        assert str(shipped) not in sentence
    assert app.visitor.model == others[0]
    with pytest.raises(ModelError, match="git checkout"):
        zoo.open_model(damaged)


@pytest.mark.parametrize("size", [1, 8])
def test_a_card_whose_network_is_damaged_says_so_and_the_others_go_on(
    shipped: Path, size: int
) -> None:
    cut(shipped / f"ladder/ladder-{size}/decoder.onnx")
    app = AppPage("limits")
    app.visitor.guesses["small"] = 2
    app.run()
    assert f"`git checkout -- aecore/shipped/ladder/ladder-{size}/decoder.onnx`" in (
        app.warning[0].value
    )
    app.visitor.card = "filters"
    app.visitor.guesses["filters"] = 0
    assert not app.run().warning


def test_every_shipped_card_has_the_checksums_of_its_files() -> None:
    for card in zoo.SHIPPED_FOLDER.rglob("card.json"):
        found = Card.read(card.parent)
        assert set(found.sha256) == {"encoder.onnx", "decoder.onnx"}
        assert found.damaged(card.parent) == ""
