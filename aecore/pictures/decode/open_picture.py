"""A file -> a picture: how large it may be, which way is up, and what is wrong with it.

    bytes --_open--> header --_check--> within limits --_decode--> RGB, small, upright

Whatever is wrong with a file ends in a `PictureError`: one plain sentence with the way out.
"""

import io
import struct
import zlib
from contextlib import closing
from functools import partial

from PIL import Image
from PIL.ImageFile import ImageFile

from aecore.errors import PictureError
from aecore.i18n.language import mark
from aecore.i18n.message import Message
from aecore.memory import one_at_a_time
from aecore.pictures.decode import formats
from aecore.pictures.decode.decompression_bombs import is_bomb
from aecore.pictures.decode.downscale import fit, shrink
from aecore.pictures.decode.frames import first_inked

MAX_PICTURE_BYTES = 20_000_000
MAX_MEGAPIXELS = 50
MAX_SIDE = 100_000  # px; each row of a tall picture takes memory of its own
_NEGATIVE = 2**31  # px from which a side is a negative number that Pillow reads as a positive one
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")
WORKING_SIDE = 2048  # px, the longer side a picture is shrunk to

_MEMORY_MB = 400  # to decode one picture, beside the file itself and what comes of it
_DRAFT_SIDE = 1536  # px, the least that JPEG may be shrunk to while it is decoded, which is quick
_LARGE = 8_000_000  # pixels; of such pictures one is decoded at a time, whoever sent it
_PATIENCE_S = 60  # for its turn

Image.MAX_IMAGE_PIXELS = MAX_MEGAPIXELS * 1_000_000  # a later frame may be larger than the first

_EMPTY = Message(mark("That file is empty. Choose a picture of a digit."))
_NO_PICTURE = Message(
    mark("That file is not a picture we can read. Save it as PNG or JPEG and try again.")
)
_PROGRAM = mark(
    "That file is {what}. It can hold programs, so it is never opened here: "
    "take a screenshot of the digit and choose that."
)
_UNREAD = mark(
    "That file is {what}, which cannot be read here: "
    "save it as PNG or JPEG, or take a screenshot of the digit and choose that."
)
_DAMAGED = Message(
    mark(
        "That picture is damaged, or of a kind we cannot read. "
        "Save it again as PNG or JPEG and try again."
    )
)
TOO_MANY_BYTES = Message.of(
    mark("That file is too large. Choose a picture of at most {most} MB."),
    most=MAX_PICTURE_BYTES // 1_000_000,
)
_TOO_MANY_PIXELS = Message.of(
    mark("That picture has too many pixels. Make it smaller: at most {most} megapixels."),
    most=MAX_MEGAPIXELS,
)
_TOO_MANY_FOR_ITS_FORMAT = mark(
    "That picture has too many pixels for its format. "
    "Save it as JPEG, or make it smaller: at most {most} megapixels."
)
_TOO_LONG = Message(
    mark("That picture is too long and thin. Cut out the part with the digit and try again.")
)
_BOMB = Message(
    mark(
        "That picture is damaged or made to keep computers busy. "
        "Save it again as PNG or JPEG and try again."
    )
)
_BUSY = Message(mark("Other large pictures are being read just now. Try again in a minute."))

# What Pillow's decoders have been seen to raise on hostile or broken files; warnings are here
# for programs that turn them into errors.
_DECODING_ERRORS = (
    ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, LookupError,
    MemoryError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, Warning,
    struct.error, zlib.error,
)  # fmt: skip

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def open_picture(source: bytes) -> Image.Image:
    """Decode a picture, with its size checked before any pixel is decoded.

    Nothing is written to disk, and no other program is started.

    Args:
        source: The bytes of a file in one of `FORMATS`.

    Returns:
        The first frame with something in it, upright, as RGB, at most `WORKING_SIDE` px on its
        longer side; what was transparent lies on paper that lets its ink show.

    Raises:
        PictureError: If the file is empty, too large, damaged or no picture.
    """
    if not source:
        raise PictureError(_EMPTY)
    if len(source) > MAX_PICTURE_BYTES:
        raise PictureError(TOO_MANY_BYTES)
    try:
        picture = _open(source)
        _check(picture)
        if picture.width * picture.height <= _LARGE:
            return _decode(picture)
        return one_at_a_time(partial(_decode, picture), patience_s=_PATIENCE_S)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(_TOO_MANY_PIXELS) from error
    except TimeoutError as error:
        raise PictureError(_BUSY) from error
    except PictureError:
        raise
    except _DECODING_ERRORS as error:
        raise PictureError(_DAMAGED) from error


def _open(source: bytes) -> ImageFile:
    """Read a picture's header."""
    if unread := formats.unread(source):
        raise PictureError(Message.of(_UNREAD, what=Message(unread)))
    plugin = formats.plugin(source)
    if plugin is None:
        program = formats.program(source)
        said = Message.of(_PROGRAM, what=Message(program)) if program else _NO_PICTURE
        raise PictureError(said)
    if is_bomb(source):
        raise PictureError(_BOMB)
    return plugin(io.BytesIO(source))


def _check(picture: ImageFile) -> None:
    """Refuse a picture that takes too much memory to decode, or whose size is none."""
    if max(picture.size) >= _NEGATIVE:
        raise PictureError(_DAMAGED)
    megapixels = formats.decoded_pixels(picture) / 1_000_000
    if megapixels > MAX_MEGAPIXELS:
        raise PictureError(_TOO_MANY_PIXELS)
    most = _MEMORY_MB // formats.bytes_per_pixel(picture)
    if megapixels > most:
        raise PictureError(Message.of(_TOO_MANY_FOR_ITS_FORMAT, most=most))
    if max(picture.size) > MAX_SIDE:
        raise PictureError(_TOO_LONG)


def _decode(picture: ImageFile) -> Image.Image:
    with closing(picture):  # its memory is free before another one is decoded
        picture.draft(None, fit(picture.size, _DRAFT_SIDE))
        small = first_inked(picture, partial(_frame, picture), _check)
        turn = _TURNS.get(formats.orientation(picture))
    return small if turn is None else small.transpose(turn)


def _frame(picture: ImageFile) -> Image.Image:
    picture.load()
    return shrink(picture, WORKING_SIDE)
