"""A model as a zip: what goes home comes back, and nothing else gets in."""

import dataclasses
import io
import json
import math
import stat
import struct
import subprocess
import sys
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from aecore.data import digits
from aecore.errors import ModelError
from aecore.models import archive, evaluation, onnx_graph, untrusted_card, untrusted_onnx, zoo
from aecore.models import layers as network_layers
from aecore.models.card import FILE_NAME, Card, Files
from aecore.models.inference import DECODER, ENCODER, Model
from aecore.models.layers import Layer
from tests.core.networks import random_files

NAMES = [archive.KERAS, ENCODER, DECODER, archive.LIVE_WEIGHTS, FILE_NAME, archive.README]


@pytest.fixture(scope="module")
def files() -> Files:
    return random_files()


@pytest.fixture(scope="module")
def packed(files: Files) -> bytes:
    return archive.pack(files, "Tiny, 45 steps")


@pytest.fixture(scope="module")
def contents(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes in is not measured, which takes half a second each time."""
    monkeypatch.setattr(archive, "_measured", lambda model: model.card)


def zipped(contents: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return file.getvalue()


def refused(content: bytes, match: str = ".") -> None:
    """It is refused with one sentence for people."""
    with pytest.raises(ModelError, match=match) as caught:
        archive.unpack(content)
    sentence = str(caught.value)
    assert sentence.startswith("This file was not made by “Take it home”, or was changed since: ")
    assert sentence.endswith(".")
    assert len(sentence.splitlines()) == 1
    assert len(sentence) < 200


def unpacked(content: bytes) -> Files | None:
    """What was in the zip; None where it was refused with one sentence."""
    try:
        return archive.unpack(content)
    except ModelError as error:
        sentence = str(error)
    assert len(sentence.splitlines()) == 1
    return None


def same(found: Files, files: Files) -> bool:
    return all(found[name] == files[name] for name in (ENCODER, DECODER))


# There and back


def test_what_goes_home_comes_back(packed: bytes, files: Files) -> None:
    found = archive.unpack(packed)
    assert set(found) == {ENCODER, DECODER, FILE_NAME}  # a .keras file is not even kept
    assert same(found, files)
    card = Card.parse(found[FILE_NAME])
    assert card.name == "Tiny, 45 steps"
    assert card.claimed
    assert card.trained == Card.parse(files[FILE_NAME]).trained
    assert card.recipe == json.loads(files[FILE_NAME])["recipe"]


@pytest.mark.parametrize("name", zoo.shipped())
def test_every_kind_of_network_comes_back(name: str) -> None:
    folder = zoo.SHIPPED_FOLDER / name
    files = {one.name: one.read_bytes() for one in folder.iterdir()}
    found, images = archive.unpack(archive.pack(files, name)), digits.embedded().images[:3]
    np.testing.assert_array_equal(
        Model(found).reconstruct(images), Model(files).reconstruct(images)
    )


def test_the_figures_are_measured_here(files: Files, contents: dict[str, bytes]) -> None:
    boast = json.loads(contents[FILE_NAME])
    boast["figures"][0]["mse"] = 0.0
    boast["example_errors"] = [0.5] * 101
    boast["code_low"], boast["code_high"] = [-1e30] * 3, ["high"] * 3
    found = archive.unpack(zipped({**contents, FILE_NAME: json.dumps(boast).encode()}))
    card, model = Card.parse(found[FILE_NAME]), Model(files)
    unseen = digits.embedded()[-1000:]
    assert card.figures == [evaluation.evaluate(model, unseen).as_dict()]
    assert card.example_errors == evaluation.error_percentiles(model, unseen.images)
    assert (card.code_low, card.code_high) == evaluation.code_range(model, unseen.images)


def test_the_zip_holds_what_others_can_open(packed: bytes, files: Files) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert file.namelist() == NAMES
        assert file.testzip() is None
        assert file.read(archive.KERAS) == files[archive.KERAS]
        onnx.checker.check_model(onnx.load_model_from_string(file.read(ENCODER)), full_check=True)
        readme = file.read(archive.README).decode("ascii")
        assert file.read(archive.LIVE_WEIGHTS) == Model(files).live_weights("Tiny, 45 steps")
    assert readme.startswith("Tiny, 45 steps\r\n==============\r\n")
    assert all(name in readme for name in NAMES if name != archive.README)


def test_the_same_model_makes_the_same_zip(packed: bytes, files: Files) -> None:
    assert archive.pack(files, "Tiny, 45 steps") == packed


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_zips_of_the_first_releases_come_back(activation: str, contents: dict[str, bytes]) -> None:
    """They are written in a later opset, where GELU is a node of its own."""
    values = json.loads(contents[FILE_NAME])
    values["encoder"][1]["activation"] = activation
    card = Card.parse(json.dumps(values).encode())
    parts = {"encoder": card.encoder, "decoder": card.decoder}
    weights = {part: onnx_graph.read_weights(contents[f"{part}.onnx"]) for part in parts}
    older, newer = (
        {
            f"{part}.onnx": onnx_graph.build(
                layers, weights[part], name=part, opset=opset
            ).SerializeToString()
            for part, layers in parts.items()
        }
        for opset in (onnx_graph.FIRST_OPSET, onnx_graph.OPSET)
    )
    assert older != newer
    found = archive.unpack(zipped({**contents, **older, FILE_NAME: card.text()}))
    assert same(found, newer)


def test_a_zip_may_come_back_twice(packed: bytes, files: Files) -> None:
    again = archive.unpack(archive.pack(archive.unpack(packed), "Second home"))
    assert same(again, files)
    assert Card.parse(again[FILE_NAME]).name == "Second home"


def test_a_zip_packed_again_by_hand_will_do(contents: dict[str, bytes], files: Files) -> None:
    assert same(archive.unpack(zipped(contents, zipfile.ZIP_STORED)), files)
    least = {ENCODER, DECODER, archive.LIVE_WEIGHTS, FILE_NAME}
    smaller = {name: content for name, content in contents.items() if name in least}
    assert same(archive.unpack(zipped(smaller)), files)


def _by_finder(contents: dict[str, bytes]) -> dict[str, bytes]:
    """What Finder packs of a folder that Safari unpacked."""
    folder = "我的网络 2 numbers, 3,000 steps " + "x" * 100
    extra = {f"__MACOSX/{folder}/._{name}": b"\0\5\x16\7quarantine" for name in contents}
    return {
        f"{folder}/": b"",
        **{f"{folder}/{name}": content for name, content in contents.items()},
        f"{folder}/.DS_Store": b"\0\0\0\1Bud1",
        "__MACOSX/": b"",
        f"__MACOSX/._{folder}": b"",
        f"__MACOSX/{folder}/._.DS_Store": b"",
        **extra,
    }


PACKED_AGAIN: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "by Finder": _by_finder,
    "by Finder, the files": lambda contents: {
        **contents,
        **{f"__MACOSX/._{name}": b"\0\5" for name in contents},
    },
    "by Windows": lambda contents: {
        **{f"home\\{name}": content for name, content in contents.items()},
        "home\\Thumbs.db": b"\xd0\xcf",
        "home\\desktop.ini": b"[.ShellClassInfo]",
    },
    "two folders down": lambda contents: {
        "home/": b"",
        "home/home/": b"",
        **{f"home/home/{name}": content for name, content in contents.items()},
    },
    "from here": lambda contents: {f"./{name}": content for name, content in contents.items()},
}


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("way", PACKED_AGAIN)
@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_computers_pack_a_folder_in_their_own_way(
    way: str, kind: int, contents: dict[str, bytes], files: Files
) -> None:
    assert same(archive.unpack(zipped(PACKED_AGAIN[way](contents), kind)), files)


@pytest.mark.usefixtures("unmeasured")
def test_a_folder_packed_by_python_comes_back(
    contents: dict[str, bytes], files: Files, tmp_path: Path
) -> None:
    for name, content in contents.items():
        (tmp_path / "home").mkdir(exist_ok=True)
        (tmp_path / "home" / name).write_bytes(content)
    command = [sys.executable, "-m", "zipfile", "-c", "home.zip", "home"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert same(archive.unpack((tmp_path / "home.zip").read_bytes()), files)


def test_what_is_no_weight_is_never_unpacked(contents: dict[str, bytes], files: Files) -> None:
    harmful = {archive.KERAS: b"not even a zip", archive.README: b"\x1b[2J\xff"}
    found = archive.unpack(zipped({**contents, **harmful}))
    assert same(found, files)
    assert not any(value in found.values() for value in harmful.values())


# The zip


def _entries(change: Callable[[zipfile.ZipFile, dict[str, bytes]], None]) -> Callable[..., bytes]:
    def make(contents: dict[str, bytes]) -> bytes:
        file = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            warnings.simplefilter("ignore")  # of names that are there twice
            for name, content in contents.items():
                made.writestr(name, content)
            change(made, contents)
        return file.getvalue()

    return make


def _link(made: zipfile.ZipFile, _: dict[str, bytes]) -> None:
    entry = zipfile.ZipInfo("card")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    made.writestr(entry, "/etc/passwd")


def _commented(made: zipfile.ZipFile, _: dict[str, bytes]) -> None:
    made.comment = b"hello"


def _renamed(old: str, new: str) -> Callable[[dict[str, bytes]], bytes]:
    return lambda contents: zipped(
        {new if name == old else name: content for name, content in contents.items()}
    )


def _without(name: str) -> Callable[[dict[str, bytes]], bytes]:
    return lambda contents: zipped(
        {one: content for one, content in contents.items() if one != name}
    )


def _flag(place: int, value: bytes) -> Callable[[dict[str, bytes]], bytes]:
    """Overwrite bytes in the list's entry of the card."""

    def make(contents: dict[str, bytes]) -> bytes:
        content = bytearray(zipped(contents))
        at = content.rindex(FILE_NAME.encode()) - 46
        assert content[at : at + 4] == b"PK\1\2"
        content[at + place : at + place + len(value)] = value
        return bytes(content)

    return make


ODD_ZIPS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "nothing": lambda _: b"",
    "text": lambda _: b"a letter to the playground" * 10,
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "an empty zip": lambda _: zipped({}),
    "one more file": _entries(lambda made, _: made.writestr("virus.exe", b"MZ")),
    "a file twice": _entries(lambda made, files: made.writestr(FILE_NAME, files[FILE_NAME])),
    "a link": _entries(_link),
    "a comment": _entries(_commented),
    "a path": _renamed(FILE_NAME, "../card.json"),
    "an absolute path": _renamed(FILE_NAME, "/card.json"),
    "in a folder": _renamed(ENCODER, "model/encoder.onnx"),
    "in two folders": lambda contents: zipped(
        {f"{folder}/{name}": content for folder in "ab" for name, content in contents.items()}
    ),
    "all up a folder": lambda contents: zipped(
        {f"../{name}": content for name, content in contents.items()}
    ),
    "other letters": _renamed(ENCODER, "Encoder.onnx"),
    "a name with a zero": lambda contents: _renamed(ENCODER, "encoder.onnx#.exe")(contents).replace(
        b"onnx#", b"onnx\0"
    ),
    "encrypted": _flag(8, b"\1"),
    "another compression": _flag(10, b"\x0c"),
    "an unknown compression": _flag(10, b"\x63"),
    "a newer zip": _flag(6, b"\xff"),
    "a wrong checksum": _flag(16, b"\0\0\0\0"),
    "another length": _flag(24, b"\5\0\0\0"),
    "another place": _flag(42, b"\xf0\xff\xff\x7f"),
    "cut off": lambda contents: zipped(contents)[:-1],
    "half": lambda contents: zipped(contents)[: len(zipped(contents)) // 2],
    "something behind it": lambda contents: zipped(contents) + b"\0",
    "too large": lambda contents: bytes(archive.MAX_BYTES) + zipped(contents),
    "without an encoder": _without(ENCODER),
    "without a decoder": _without(DECODER),
    "without live weights": _without(archive.LIVE_WEIGHTS),
    "without a card": _without(FILE_NAME),
}


@pytest.mark.parametrize("kind", ODD_ZIPS)
def test_other_zips_are_refused(kind: str, contents: dict[str, bytes]) -> None:
    refused(ODD_ZIPS[kind](contents))


@pytest.mark.parametrize("name", [ENCODER, DECODER, archive.LIVE_WEIGHTS, FILE_NAME])
def test_bombs_take_no_memory(name: str, contents: dict[str, bytes]) -> None:
    bomb = zipped({**contents, name: bytes(30_000_000)})
    assert len(bomb) < 150_000
    lying = bytearray(bomb)  # about how long it is when unpacked
    at = lying.rindex(name.encode()) - 46
    lying[at + 24 : at + 28] = struct.pack("<L", 100_000)
    tracemalloc.start()
    try:
        refused(bomb, "too large")
        refused(bytes(lying))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_list_of_very_many_files_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(70_000):  # more than the older format can count
            made.writestr(str(number), b"")
    monkeypatch.setattr(zipfile, "ZipFile", None)
    refused(file.getvalue(), "no zip")


# The card

ODD_VALUES: list[object] = [
    None, True, -1, 0, 1, 65, 1.5, 10**6, 10**400, 1e308, math.nan, math.inf, "", "2", "x" * 10_000,
    [], [[]], [None], [28, 28], [28, 28, 1], [10**9], {}, {"a": {}}, "\ud800", "<script>", "../..",
]  # fmt: skip


def _paths(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _paths(inner, (*path, key))
    if isinstance(value, list):
        for place, inner in enumerate(value[:3]):
            found += _paths(inner, (*path, place))
    return found


def _changed(text: bytes, path: tuple[Any, ...], value: object, *, drop: bool) -> bytes:
    card = json.loads(text)
    *way, last = path
    inner = card
    for step in way:
        inner = inner[step]
    if drop:
        del inner[last]
    else:
        inner[last] = value
    return json.dumps(card).encode()


@pytest.mark.usefixtures("unmeasured")
@settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_whatever_a_card_says_it_is_refused_or_harmless(
    data: st.DataObject, contents: dict[str, bytes], files: Files
) -> None:
    text = contents[FILE_NAME]
    path = data.draw(st.sampled_from(_paths(json.loads(text))))
    value = data.draw(st.sampled_from(ODD_VALUES))
    changed = _changed(text, path, value, drop=data.draw(st.booleans()))
    found = unpacked(zipped({**contents, FILE_NAME: changed}))
    if found is None:
        return
    assert same(found, files)
    card = found[FILE_NAME].decode()
    assert "script>" not in card
    assert "../" not in card
    assert "NaN" not in card
    assert "Infinity" not in card
    assert len(card) < 50_000


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a": ' * 30_000, b"1" * 100_000],
)
def test_what_is_no_card_is_refused(text: bytes, contents: dict[str, bytes]) -> None:
    refused(zipped({**contents, FILE_NAME: text}), "card.json")


def test_the_largest_that_may_come_back_fits_into_a_zip() -> None:
    width = untrusted_card.MAX_WEIGHTS // (2 * 785 + 7)
    files = random_files(width=width)
    card = Card.parse(files[FILE_NAME])
    count = network_layers.count_weights([*card.encoder, *card.decoder])
    assert 0.99 * untrusted_card.MAX_WEIGHTS < count <= untrusted_card.MAX_WEIGHTS
    # as Keras keeps them: in 32 bits, rounded to 16
    weights = np.random.default_rng(0).normal(0, 0.03, count).astype(np.float16)
    packed = archive.pack({**files, archive.KERAS: weights.astype(np.float32).tobytes()}, "large")
    assert len(packed) < archive.MAX_BYTES
    assert archive.unpack(packed)[ENCODER] == files[ENCODER]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("A better one, 3.5 minutes", "A better one, 3.5 minutes"),
        ("**bold** _slanted_ `code` ~~no~~", "bold slanted code no"),
        ("[click](https://evil.example/x)", "click(httpsevilexamplex)"),
        ("www.evil.example", "wwwevilexample"),
        ("<b onload=x>&lt;", "b onloadxlt"),
        (":red[$x^2$] # | a", "redx2 a"),
        ("two\nlines\u202e\x00", "two lines"),
        ("x" * 1000, "x" * 60),
        ("\ud800", "no name"),
        (["a list"], "no name"),
        ("learning_rate", "learning_rate"),
        ("一分钟练出更好的(改过)", "一分钟练出更好的(改过)"),
    ],
)
def test_words_of_strangers_are_plain(words: object, shown: str) -> None:
    assert untrusted_card.plain(words) == shown


def test_larger_networks_stay_at_home(monkeypatch: pytest.MonkeyPatch, packed: bytes) -> None:
    monkeypatch.setattr(untrusted_card, "MAX_WEIGHTS", 1000)
    refused(packed, "more than 1,000 weights")


# The network


def layers(part: str, contents: dict[str, bytes]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(contents[FILE_NAME])[part]
    return found


@pytest.mark.parametrize(
    ("part", "place", "changes"),
    [
        ("encoder", 1, {"activation": "selu"}),
        ("encoder", 1, {"activation": ["relu"]}),
        ("encoder", 0, {"kind": "lambda"}),
        ("encoder", 0, {"kind": ["scale"]}),
        ("encoder", 0, {"activation": "relu"}),
        ("encoder", 1, {"outputs": [17]}),
        ("encoder", 1, {"kernel": "decoder/0/kernel"}),
        ("encoder", 1, {"function": "os.system"}),
        ("encoder", 0, {"outputs": [784]}),
        ("decoder", 2, {"scale": 2.0}),
        ("decoder", 2, {"offset": 0.6}),
        ("decoder", 2, {"scale": 0.0}),
        ("decoder", 1, {"activation": "linear"}),
        ("decoder", 1, {"kind": "conv2d"}),
    ],
)
def test_other_layers_are_refused(
    part: str, place: int, changes: dict[str, Any], contents: dict[str, bytes]
) -> None:
    card = json.loads(contents[FILE_NAME])
    card[part][place].update(changes)
    refused(zipped({**contents, FILE_NAME: json.dumps(card).encode()}))


def _node(model: onnx.ModelProto) -> onnx.NodeProto:
    node: onnx.NodeProto = model.graph.node[1]
    return node


def _if(model: onnx.ModelProto) -> None:
    graph = helper.make_graph([helper.make_node("Identity", ["input"], ["x"])], "g", [], [])
    model.graph.node.append(helper.make_node("If", ["c"], ["y"], then_branch=graph))


def _external(model: onnx.ModelProto) -> None:
    tensor = model.graph.initializer[-1]
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"
    tensor.ClearField("raw_data")


def _weight(value: float) -> Callable[[onnx.ModelProto], None]:
    def change(model: onnx.ModelProto) -> None:
        tensor = next(one for one in model.graph.initializer if one.name.endswith("kernel"))
        array = np.frombuffer(tensor.raw_data, "<f2").copy()
        array[5] = value
        tensor.raw_data = array.tobytes()

    return change


def _longer(model: onnx.ModelProto) -> None:
    model.graph.initializer[-1].raw_data += b"\0\0"


def _float32(model: onnx.ModelProto) -> None:
    tensor = next(one for one in model.graph.initializer if one.name.endswith("kernel"))
    tensor.data_type = TensorProto.FLOAT


def _again(model: onnx.ModelProto) -> None:
    model.graph.initializer.append(model.graph.initializer[-1])


ODD_GRAPHS: dict[str, Callable[[onnx.ModelProto], object]] = {
    "another operator": lambda model: setattr(_node(model), "op_type", "Sin"),
    "another domain": lambda model: setattr(_node(model), "domain", "com.microsoft"),
    "a name more": lambda model: setattr(_node(model), "doc_string", "x"),
    "an attribute": lambda model: _node(model).attribute.append(helper.make_attribute("alpha", 2)),
    "a node less": lambda model: model.graph.node.pop(1),
    "a node twice": lambda model: model.graph.node.append(_node(model)),
    "a subgraph": _if,
    "a function": lambda model: model.functions.add(name="f", domain="d"),
    "training": lambda model: model.training_info.add(),
    "another opset": lambda model: setattr(model.opset_import[0], "version", 12),
    "two opsets": lambda model: model.opset_import.append(helper.make_opsetid("x", 1)),
    "another input": lambda model: setattr(model.graph.input[0], "name", "in"),
    "another shape": lambda model: setattr(
        model.graph.input[0].type.tensor_type.shape.dim[1], "dim_value", 29
    ),
    "external weights": _external,
    "weights of another type": _float32,
    "weights twice": _again,
    "too many bytes": _longer,
    "a weight that is no number": _weight(math.nan),
    "an infinite weight": _weight(math.inf),
    "an absurd weight": _weight(60_000),
    "another weight than in the browser": _weight(0.25),
    "a sparse tensor": lambda model: model.graph.sparse_initializer.add(),
}


@pytest.mark.parametrize("kind", ODD_GRAPHS)
@pytest.mark.parametrize("name", [ENCODER, DECODER])
def test_other_graphs_are_refused(kind: str, name: str, contents: dict[str, bytes]) -> None:
    model = onnx.load_model_from_string(contents[name])
    ODD_GRAPHS[kind](model)
    refused(zipped({**contents, name: model.SerializeToString()}))


def test_notes_of_other_versions_do_no_harm(contents: dict[str, bytes], files: Files) -> None:
    model = onnx.load_model_from_string(contents[ENCODER])
    model.producer_name, model.producer_version, model.ir_version = "another onnx", "9.9", 10
    assert same(archive.unpack(zipped({**contents, ENCODER: model.SerializeToString()})), files)


def _field(number: int, content: bytes) -> bytes:
    length, sizes = len(content), b""
    while length > 0x7F:
        sizes += bytes([length & 0x7F | 0x80])
        length >>= 7
    return bytes([number << 3 | 2]) + sizes + bytes([length]) + content


@pytest.mark.parametrize(
    "bomb",
    {
        "empty nodes": _field(7, b"\x0a\x00" * 2_000_000),
        "empty tensors": _field(7, b"\x2a\x00" * 2_000_000),
        "empty opsets": b"\x42\x00" * 2_000_000,
        "long dims": _field(7, _field(5, _field(1, b"\1" * 4_000_000))),
        "strings": _field(7, _field(5, b"\x32\x00" * 2_000_000)),
        "a long name": _field(7, _field(2, b"x" * 4_000_000)),
        "graph in graph": _field(7, _field(1, b"\x2a\x00" * 1_000_000)),
        "a key without end": b"\xff" * 1000,
        "a length past the end": b"\x3a\xff\xff\xff\xff\x7f",
        "old groups": b"\x0b" * 1000,
    }.items(),
    ids=lambda bomb: bomb[0],
)
def test_small_files_that_grow_are_not_unpacked(
    bomb: tuple[str, bytes], contents: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx, "ModelProto", None)
    refused(zipped({**contents, ENCODER: bomb[1]}), "damaged")


def test_a_network_that_runs_away_is_refused(
    monkeypatch: pytest.MonkeyPatch, packed: bytes
) -> None:
    monkeypatch.setattr(archive, "_LARGEST_CODE", 1e-6)
    refused(packed, "numbers that make no sense")


# Anything at all


def _mutated(content: bytes, random: np.random.Generator) -> bytes:
    mutable = bytearray(content)
    for _ in range(random.integers(1, 6)):
        at, length = int(random.integers(len(mutable))), int(random.integers(1, 40))
        match random.integers(5):
            case 0:
                mutable[at] ^= 1 << int(random.integers(8))
            case 1:
                del mutable[at : at + length]
            case 2:
                mutable[at:at] = random.bytes(length)
            case 3:
                mutable[at : at + length] = random.bytes(length)
            case _:
                other = int(random.integers(len(mutable)))
                mutable[at : at + length] = mutable[other : other + length]
    return bytes(mutable)


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("name", ["zip", ENCODER, DECODER, archive.LIVE_WEIGHTS, FILE_NAME])
def test_damage_is_refused_or_harmless(
    name: str, contents: dict[str, bytes], packed: bytes, files: Files
) -> None:
    random = np.random.default_rng(0)
    refusals = 0
    for _ in range(80):
        if name == "zip":
            damaged = _mutated(packed, random)
        else:
            damaged = zipped({**contents, name: _mutated(contents[name], random)})
        found = unpacked(damaged)
        refusals += found is None
        assert found is None or same(found, files)
    assert refusals > 40


def test_layers_are_those_of_the_card(files: Files) -> None:
    card = Card.parse(files[FILE_NAME])
    weights = onnx_graph.read_weights(files[ENCODER])
    part = untrusted_onnx.read(files[ENCODER], card.encoder, "encoder")
    assert part.file == files[ENCODER]
    assert weights.keys() == part.weights.keys()
    assert all(np.array_equal(weights[name], part.weights[name]) for name in weights)
    other = [dataclasses.replace(card.encoder[0], scale=3.0), *card.encoder[1:]]
    with pytest.raises(ModelError, match="another network"):
        untrusted_onnx.read(files[ENCODER], other, "encoder")
    assert network_layers.count_weights(card.encoder) == sum(
        array.size for array in weights.values()
    )
    assert isinstance(other[0], Layer)
