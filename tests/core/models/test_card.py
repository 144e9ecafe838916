import json
from dataclasses import replace
from pathlib import Path

import pytest

from aecore.errors import ModelError
from aecore.models.card import FILE_NAME, Card
from aecore.models.inference import Model


def test_card_is_read_as_written(tiny_model: Model, tmp_path: Path) -> None:
    card = replace(tiny_model.card, name="Übung")
    card.write(tmp_path)
    again = Card.read(tmp_path)
    assert again == card
    assert again.encoder == tiny_model.card.encoder  # layers, not dicts


def test_missing_card_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model in"):
        Card.read(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"encoder": [], "decoder": []}',
        b'{"encoder": 3, "decoder": []}',
        b'{"encoder": [{}], "decoder": []}',
        b'{"encoder": [{"inputs": 3, "outputs": [1]}], "decoder": []}',
    ],
)
def test_damaged_cards_are_one_sentence(text: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(text)
    with pytest.raises(ModelError, match="is damaged"):
        Card.read(tmp_path)


@pytest.mark.parametrize("change", [{"surprise": 1}, {"code_size": None}])
def test_cards_with_other_fields_are_refused(
    change: dict[str, object], tiny_model: Model, tmp_path: Path
) -> None:
    tiny_model.card.write(tmp_path)
    values = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    values = {key: value for key, value in {**values, **change}.items() if value is not None}
    (tmp_path / FILE_NAME).write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(ModelError, match="is damaged"):
        Card.read(tmp_path)
