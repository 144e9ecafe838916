"""A model's card from a stranger: checked field by field, and made fit for the screen.

What can be measured here is not taken from it; what cannot stays a claim, and is marked as one.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, cast, get_args

from aecore.config import IMAGE_SHAPE, MAX_CODE_SIZE
from aecore.errors import ModelError
from aecore.i18n.language import mark
from aecore.i18n.message import Message, Value
from aecore.models.card import Card
from aecore.models.layers import Kind, Layer, count_weights

MAX_WEIGHTS = 5_000_000
"""How many weights a network may have that comes back from home."""

MAX_LAYERS = 16
MAX_NUMBERS = 64 * 28 * 28
"""How many numbers a layer may give: as many as 64 pictures have pixels."""

_NOT_OURS = mark("This file was not made by “Take it home”, or was changed since: {reason}.")
_PARTS = {"encoder": Message(mark("encoder")), "decoder": Message(mark("decoder"))}
_ODD_LAYER = mark("it has a layer that this app does not make")
_ODD_NUMBER = mark("a number in its card.json makes no sense")
_LONGEST = 60  # letters of a name
_MOST_STEPS = 10**9
_MOST_POINTS = 1000  # of a learning curve
_MOST_LOSS = 1e9
_ACTIVATIONS = ("linear", "relu", "gelu", "tanh", "sigmoid", "softmax")
_FIELDS = frozenset(Layer.__dataclass_fields__)
_LOOSE = re.compile(r"(?<!\d)\.|\.(?!\d)|(?<![^\W_])_|_(?![^\W_])")
_KEY = re.compile(r"[a-z0-9_-]{1,40}")


def refusal(reason: str, **values: Value) -> ModelError:
    """The sentence for a file that is not as this project wrote it.

    Args:
        reason: A marked text that ends the sentence.
        values: What goes into it.
    """
    return ModelError(Message.of(_NOT_OURS, reason=Message.of(reason, **values)))


def plain(text: object, longest: int = _LONGEST) -> str:
    """A stranger's words without anything that Markdown or a browser would take for more."""
    words = " ".join(text[: 4 * longest].split()) if isinstance(text, str) else ""
    kept = "".join(letter for letter in words if letter.isalnum() or letter in " ,()%+-._'")
    kept = _LOOSE.sub("", kept)  # a dot makes a link, and underscores make letters slant
    return " ".join(kept.split())[:longest].strip() or "no name"


def read(text: bytes) -> Card:
    """The card that a stranger's `card.json` describes, without any figures.

    Args:
        text: The file.

    Returns:
        A card whose layers fit together and to pictures, and whose words are plain. Its `figures`,
        `example_errors`, `code_low` and `code_high` are empty: they are for measuring. Its `data`
        says `claimed`.

    Raises:
        ModelError: If anything in it is not what this project would have written.
    """
    values = _parse(text)
    size = _whole(values.get("code_size"), 1, MAX_CODE_SIZE)
    trained, data = _dict(values.get("trained")), _dict(values.get("data"))
    encoder = _layers(values.get("encoder"), "encoder", IMAGE_SHAPE, (size,))
    decoder = _layers(values.get("decoder"), "decoder", (size,), IMAGE_SHAPE)
    if count_weights([*encoder, *decoder]) > MAX_WEIGHTS:
        raise refusal(mark("its network has more than {most} weights"), most=MAX_WEIGHTS)
    _check_ink(decoder)
    return Card(
        name=plain(values.get("name")),
        code_size=size,
        recipe=_words(_dict(values.get("recipe"))),
        data={
            "name": plain(data.get("name"), 2 * _LONGEST),
            "images": _whole(data.get("images"), 0, 10**9),
            "sha256": plain(data.get("sha256"), 64),
            "claimed": True,
        },
        trained={
            "steps": _whole(trained.get("steps"), 0, _MOST_STEPS),
            "kept_step": _whole_or_none(trained.get("kept_step")),
            "stopped": trained.get("stopped") is True,
        },
        versions={key: str(value) for key, value in _words(_dict(values.get("versions"))).items()},
        figures=[],
        example_errors=[],
        code_low=[],
        code_high=[],
        losses=_curve(_dict(values.get("losses"))),
        encoder=encoder,
        decoder=decoder,
    )


def _parse(text: bytes) -> dict[str, Any]:
    def not_a_number(constant: str) -> NoReturn:
        raise ValueError(constant)

    try:
        return _dict(json.loads(text.decode("utf-8"), parse_constant=not_a_number))
    except (ValueError, RecursionError) as error:
        raise refusal(mark("its card.json is damaged")) from error


def _layers(
    values: object, part: str, inputs: tuple[int, ...], outputs: tuple[int, ...]
) -> list[Layer]:
    """The layers of a part, each of which takes what the one before gives."""
    if not isinstance(values, list) or not 1 <= len(values) <= MAX_LAYERS:
        raise refusal(
            mark("its {part} has no layers, or more than {most}"),
            part=_PARTS[part],
            most=MAX_LAYERS,
        )
    layers = [_layer(_dict(one), f"{part}/{place}") for place, one in enumerate(values)]
    gives = [inputs, *(layer.outputs for layer in layers)]
    takes = [*(layer.inputs for layer in layers), outputs]
    fits = all(math.prod(one) == math.prod(other) for one, other in zip(gives, takes, strict=True))
    if not fits or takes[0] != inputs or gives[-1] != outputs:
        raise refusal(mark("the layers of its {part} do not fit together"), part=_PARTS[part])
    return layers


def _layer(values: Mapping[str, Any], name: str) -> Layer:
    inputs, outputs = _shape(values.get("inputs")), _shape(values.get("outputs"))
    kind = values.get("kind")
    if kind not in get_args(Kind):
        raise refusal(_ODD_LAYER)
    weighted = kind in ("dense", "conv2d")
    layer = Layer(
        kind=cast(Kind, kind),
        inputs=inputs,
        outputs=outputs,
        activation=values.get("activation", "linear"),
        kernel=f"{name}/kernel" if weighted else "",
        bias=f"{name}/bias" if weighted else "",
        stride=_whole(values.get("stride", 1), 1, 2),
        factor=_whole(values.get("factor", 1), 1, 4),
        scale=_number(values.get("scale", 1.0), 1000),
        offset=_number(values.get("offset", 0.0), 1000),
    )
    same_names = all(values.get(key, "") == getattr(layer, key) for key in ("kernel", "bias"))
    if not same_names or not _FIELDS.issuperset(values) or not _is_possible(layer):
        raise refusal(_ODD_LAYER)
    return layer


def _is_possible(layer: Layer) -> bool:
    """Whether a layer of its kind turns its inputs into its outputs."""
    if layer.kind == "dense":
        fits = len(layer.inputs) == len(layer.outputs) == 1
    elif layer.kind == "scale":
        fits = layer.inputs == layer.outputs
    elif len(layer.inputs) != 3 or len(layer.outputs) != 3:
        fits = False
    else:
        height, width, channels = layer.inputs
        step, factor = layer.stride, layer.factor
        fits = {
            "conv2d": layer.outputs[:2] == (-(-height // step), -(-width // step)),
            "upsample2d": layer.outputs == (height * factor, width * factor, channels),
            "depth_to_space": layer.outputs
            == (height * factor, width * factor, channels / factor**2),
        }.get(layer.kind, False)
    plain_one = layer.activation == "linear" or layer.kind in ("dense", "conv2d")
    if layer.activation == "softmax" and layer.kind != "dense":
        return False
    return fits and plain_one and layer.activation in _ACTIVATIONS


def _check_ink(decoder: Sequence[Layer]) -> None:
    """See to it that all the decoder can give is ink from 0 to 1."""
    low, high = -math.inf, math.inf
    for layer in decoder:
        if layer.kind == "scale":
            ends = (low * layer.scale + layer.offset, high * layer.scale + layer.offset)
            low, high = min(ends), max(ends)
        elif layer.kind not in ("upsample2d", "depth_to_space"):
            ranges = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0)}
            low, high = ranges.get(layer.activation, (-math.inf, math.inf))
    if not 0 <= low <= high <= 1:
        raise refusal(mark("its decoder paints something else than ink from 0 to 1"))


def _curve(values: Mapping[str, Any]) -> dict[str, Any]:
    steps, losses, validation = (
        _list(values.get(name, [])) for name in ("steps", "losses", "validation")
    )
    if len(steps) != len(losses) or not all(
        isinstance(pair, list) and len(pair) == 2 for pair in validation
    ):
        raise refusal(mark("the learning curve in its card.json is damaged"))
    return {
        "steps": [_whole(step, 0, _MOST_STEPS) for step in steps],
        "losses": [_number(loss, _MOST_LOSS) for loss in losses],
        "validation": [
            [_whole(step, 0, _MOST_STEPS), _number(loss, _MOST_LOSS)] for step, loss in validation
        ],
    }


def _words(values: Mapping[str, Any], depth: int = 3) -> dict[str, Any]:
    """Settings for people, without what is too long, too deep or too odd."""
    return {
        key: _word(value, depth)
        for key, value in list(values.items())[:40]
        if _KEY.fullmatch(key) and not (isinstance(value, dict) and not depth)
    }


def _word(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        return _words(value, depth - 1)
    if isinstance(value, list):
        return [_word(one, 0) for one in value[:20] if not isinstance(one, (dict, list))]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value if -_MOST_STEPS * 10 <= value <= _MOST_STEPS * 10 else None
    return plain(value)


def _shape(value: object) -> tuple[int, ...]:
    sides = _list(value)
    if len(sides) not in (1, 3):
        raise refusal(_ODD_LAYER)
    shape = tuple(_whole(side, 1, MAX_NUMBERS) for side in sides)
    if math.prod(shape) > MAX_NUMBERS:
        raise refusal(mark("it has a layer that is too large"))
    return shape


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal(mark("its card.json lacks something"))
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MOST_POINTS:
        raise refusal(mark("a list in its card.json is missing or too long"))
    return value


def _whole(value: object, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refusal(_ODD_NUMBER)
    return value


def _whole_or_none(value: object) -> int | None:
    return None if value is None else _whole(value, 0, _MOST_STEPS)


def _number(value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= most:
        raise refusal(_ODD_NUMBER)
    return float(value)
