"""A model as one zip: to take home, and, looked at with distrust, to bring back.

In the zip: `model.keras`, `encoder.onnx`, `decoder.onnx`, `live_weights.bin` (what the browser
runs), `card.json` and `README.txt`. Coming back, `model.keras` and `README.txt` are never even
unpacked; of the others only checked values are kept, and what the app runs is written anew from
those. Computers pack a folder again in their own way: everything may lie in one folder, and what
they add is passed over.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from aecore.data.split import embedded_unseen
from aecore.errors import ModelError
from aecore.i18n.language import mark
from aecore.models import evaluation, layers, untrusted_card, untrusted_onnx
from aecore.models.card import FILE_NAME, Card, Files
from aecore.models.inference import DECODER, ENCODER, Model
from aecore.models.untrusted_card import refusal
from aecore.models.untrusted_onnx import Part

LIVE_WEIGHTS = "live_weights.bin"
KERAS = "model.keras"
README = "README.txt"

MAX_BYTES = 32 * 2**20
"""How large a zip may be that comes back; the server's `maxUploadSize` fits it."""

_MOST_WEIGHT_BYTES = 2 * untrusted_card.MAX_WEIGHTS + 2**16
_LARGEST = {
    ENCODER: _MOST_WEIGHT_BYTES,
    DECODER: _MOST_WEIGHT_BYTES,
    LIVE_WEIGHTS: _MOST_WEIGHT_BYTES,
    FILE_NAME: 200_000,
}
_NAMES = {*_LARGEST, KERAS, README}
_END = struct.Struct("<4s4H2LH")  # the end of a zip's list of contents, without a comment
_MOST_LISTED = 16_000  # bytes of that list; Finder's has a third of that at most
_ADDED = {"thumbs.db", "ehthumbs.db", "desktop.ini"}  # by Windows
_ENCRYPTED = 1  # a flag
_LARGEST_CODE = 1e4

_README = """\
{title}
{line}

An autoencoder trained in the Autoencoder Playground: it squeezes a 28 x 28 picture of a digit into
{code_size} number{s} and rebuilds the picture from {those}. Pictures are float32 (n, 28, 28, 1)
from 0 (paper) to 1 (ink), codes are float32 (n, {code_size}).

model.keras       The whole network for Keras 3.8 and later, without code of this project:
                    model = keras.saving.load_model("model.keras")
                    encoder, decoder = model.get_layer("encoder"), model.get_layer("decoder")
encoder.onnx      Picture to code, for ONNX Runtime (opset 13):
                    session = onnxruntime.InferenceSession("encoder.onnx")
                    (codes,) = session.run(None, {{"input": pictures}})
decoder.onnx      Code to picture, likewise.
live_weights.bin  What the playground runs in a browser: the length of a header (uint32, little-
                  endian), the header as JSON, and all weights as little-endian float16.
card.json         How it was made, on which digits, and how good it is.

To use it in the playground again, bring this zip back, unchanged, on the page "Train". Was it
unpacked into a folder (Safari on a Mac does so)? Make a zip of that folder, and bring that.
"""


def pack(files: Files, name: str) -> bytes:
    """The zip of a finished model, the same for the same model.

    Args:
        files: The model.
        name: How people call it.

    Raises:
        ModelError: If its files are damaged.
    """
    model = Model(files)
    card = replace(model.card, name=untrusted_card.plain(name))
    contents = {
        **{file: files[file] for file in (KERAS, ENCODER, DECODER) if file in files},
        LIVE_WEIGHTS: model.live_weights(card.name),
        FILE_NAME: card.text(),
        README: _readme(card),
    }
    file = io.BytesIO()
    # weights hardly shrink, and a higher level takes eight times as long for the last tenth
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for title, content in contents.items():
            entry = zipfile.ZipInfo(title)  # of 1980: a zip tells nothing about when it was made
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return file.getvalue()


def unpack(content: bytes) -> Files:
    """The model in a zip from a stranger: `encoder.onnx`, `decoder.onnx` and `card.json`.

    Nothing of the stranger's is run or opened by a program made for trusted files. The figures on
    the card are measured here, on the last 1,000 of the embedded digits.

    Raises:
        ModelError: If it is anything else than `pack` makes; the message is one sentence.
    """
    parts = _read(content)
    card = untrusted_card.read(parts[FILE_NAME])
    encoder = untrusted_onnx.read(parts.pop(ENCODER), card.encoder, "encoder")
    decoder = untrusted_onnx.read(parts.pop(DECODER), card.decoder, "decoder")
    _compare(parts.pop(LIVE_WEIGHTS), card, encoder, decoder)
    files = {ENCODER: encoder.file, DECODER: decoder.file, FILE_NAME: card.text()}
    return {**files, FILE_NAME: _measured(Model(files)).text()}


def _readme(card: Card) -> bytes:
    one = card.code_size == 1
    text = _README.format(
        title=card.name,
        line="=" * len(card.name),
        code_size=card.code_size,
        s="" if one else "s",
        those="it" if one else "them",
    )
    return text.replace("\n", "\r\n").encode()


def _read(content: bytes) -> dict[str, bytes]:
    """The files in a zip that are looked at."""
    if len(content) > MAX_BYTES:
        raise refusal(mark("it is larger than {most} MB"), most=MAX_BYTES // 2**20)
    _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _files(archive.infolist())
            return {name: _read_one(archive, entries[name]) for name in _LARGEST}
    except ModelError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise refusal(mark("the zip is damaged")) from error


def _check_end(content: bytes) -> None:
    """Look at a zip's end before anything reads its list, which may be of any length."""
    try:
        sign, disk, first, here, entries, size, _, comment = _END.unpack(content[-_END.size :])
    except struct.error:
        sign = b""
    if sign != b"PK\5\6" or b"PK\6\7" in content[-2 * _END.size : -_END.size]:
        raise refusal(mark("it is no zip, or not a plain one"))
    if disk or first or comment or here != entries or size > _MOST_LISTED:
        raise refusal(mark("it is no zip of a model"))


def _files(entries: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files of a model by name; they lie in one folder, which may lie in others."""
    listed = [(PurePosixPath(entry.filename.replace("\\", "/")), entry) for entry in entries]
    kept = [(path, entry) for path, entry in listed if not _is_added(path, entry)]
    names = [path.name for path, _ in kept]
    folders = {path.parent for path, _ in kept}
    if (
        len(folders) != 1
        or any(folder.is_absolute() or ".." in folder.parts for folder in folders)
        or len(set(names)) != len(names)
        or not {*_LARGEST} <= {*names} <= _NAMES
    ):
        raise refusal(mark("it lacks a file, or has one too many"))
    for path, entry in kept:
        _check_entry(path.name, entry)
    return dict(zip(names, (entry for _, entry in kept), strict=True))


def _is_added(path: PurePosixPath, entry: zipfile.ZipInfo) -> bool:
    """Whether something was put there by a computer and not by people: it is never looked at."""
    folder = entry.filename.endswith(("/", "\\"))
    mac = "__MACOSX" in path.parts or path.name.startswith(".")
    return folder or mac or path.name.lower() in _ADDED


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    plain = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if not plain or entry.flag_bits & _ENCRYPTED or entry.orig_filename != entry.filename:
        raise refusal(mark("it is packed in another way"))
    if entry.file_size > _LARGEST.get(name, MAX_BYTES):
        raise refusal(mark("a file in it is too large"))


def _read_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack one file, never more than its list says and than is allowed."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size)
        if len(content) != entry.file_size or file.read(1):
            raise refusal(mark("a file in it has another length than it says"))
    return content


def _compare(blob: bytes, card: Card, encoder: Part, decoder: Part) -> None:
    """See to it that the browser's weights are those of the ONNX files."""
    ours = layers.pack(
        card.name, card.encoder, card.decoder, {**encoder.weights, **decoder.weights}
    )
    if _without_header(blob) != _without_header(ours):
        raise refusal(mark("its {file} is another network than its ONNX files"), file=LIVE_WEIGHTS)


def _without_header(blob: bytes) -> memoryview:
    return memoryview(blob)[4 + int.from_bytes(blob[:4], "little") :]


def _measured(model: Model) -> Card:
    """The card with figures measured here."""
    unseen = embedded_unseen()
    codes = model.encode(unseen.images)
    sensible = np.abs(codes).max() <= _LARGEST_CODE and np.isfinite(model.decode(codes)).all()
    if not sensible:
        raise refusal(mark("its network gives numbers that make no sense"))
    low, high = evaluation.code_range(model, unseen.images)
    return replace(
        model.card,
        figures=[evaluation.evaluate(model, unseen).as_dict()],
        example_errors=evaluation.error_percentiles(model, unseen.images),
        code_low=low,
        code_high=high,
    )
