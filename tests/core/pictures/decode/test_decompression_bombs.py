import pytest
from PIL import Image

from aecore import pictures
from aecore.errors import PictureError
from tests.core.picture_file import chunk, file_of, gif, page, png, tiff


def many_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan is there again and again."""
    source = file_of(Image.new("L", (200, 200), 128), "JPEG", progressive=True)
    last = source.rindex(b"\xff\xda")
    return source[:-2] + source[last:-2] * count + b"\xff\xd9"


BOMBS = {
    "JPEG of 100 scans": many_scans(100),
    "JPEG of 100 scans after an empty marker": many_scans(100).replace(
        b"\xff\xda", b"\xff\x01\xff\xda", 1
    ),
    "JPEG of 5,000 segments": b"\xff\xd8" + b"\xff\xfe\0\3a" * 5_000 + file_of(page(), "JPEG")[2:],
    "PNG of 5,000 chunks": png(chunk(b"tIME", b"") * 5_000),
    "PNG of 200 profiles": png(chunk(b"iCCP", b"a\0\0") * 200),
    "GIF of 5,000 blocks": gif(b"!\xfe\x01a\0" * 5_000),
    "GIF of 5,000 blocks after junk": gif(b"\0", b"!\xfe\x01a\0" * 5_000),
    "BMP of runs": file_of(page(), "BMP")[:30] + b"\1\0\0\0" + bytes(2_000_001),
    "TIFF of a million strips": tiff((0x0111, 4, 1_000_000, 8), pixels=bytes(4_000_000)),
    "TIFF of the same tag 100 times": tiff(*[(0x9000, 7, 5_000, 8)] * 100, pixels=bytes(5_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_one_sentence(name: str) -> None:
    with pytest.raises(PictureError, match="keep computers busy"):
        pictures.open_picture(BOMBS[name])


@pytest.mark.parametrize(
    "source",
    [
        many_scans(20),
        b"\xff\xd8" + b"\xff\xfe\0\3a" * 500 + file_of(page(), "JPEG")[2:],
        png(chunk(b"tEXt", b"a\0b") * 500, chunk(b"IDAT", b"") * 10_000),
        file_of(page(), "GIF").replace(b"\0,", b"\0" + b"!\xfe\x01a\0" * 500 + b",", 1),
        file_of(Image.new("L", (90, 5_000), 200), "TIFF", tiffinfo={0x0116: 1}),
    ],
    ids=["20 scans", "500 comments", "500 texts", "500 blocks", "5,000 strips"],
)
def test_what_real_files_have_is_none(source: bytes) -> None:
    assert pictures.open_picture(source).mode == "RGB"
