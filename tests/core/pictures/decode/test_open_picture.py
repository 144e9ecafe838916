import re
import struct
import subprocess
import sys

import numpy as np
import pytest
from PIL import EpsImagePlugin, Image, ImageFile, ImageOps

from aecore import pictures
from aecore.errors import PictureError
from aecore.pictures.decode import formats, open_picture
from tests.core.picture_file import chunk, file_of, gif, page, png, tiff

KINDS = ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF"]
AVIF = ["AVIF"] if formats._reads_avif() else []  # Pillow 11.3 and later, on most machines


def difference(a: Image.Image, b: Image.Image) -> float:
    """The mean difference of two pictures of the same size, in levels of 255."""
    assert a.size == b.size
    return float(np.abs(np.asarray(a.convert("RGB"), float) - np.asarray(b.convert("RGB"))).mean())


def notes(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


class TestFormats:
    def test_are_those_that_the_package_names(self) -> None:
        assert set(pictures.FORMATS) == {*KINDS, "AVIF"}

    @pytest.mark.parametrize("kind", KINDS + AVIF)
    def test_each_gives_the_picture(self, kind: str) -> None:
        picture = pictures.open_picture(file_of(page(), kind))
        assert picture.mode == "RGB"
        assert difference(picture, page()) <= 4

    @pytest.mark.parametrize(
        ("mode", "kind"),
        [
            *((mode, "PNG") for mode in ("1", "L", "P", "LA", "RGBA")),
            *((mode, "TIFF") for mode in ("1", "L", "P", "LA", "PA", "RGBA", "CMYK", "LAB")),
            *((mode, "GIF") for mode in ("1", "L", "P")),
            *((mode, "BMP") for mode in ("1", "L", "P", "RGBA")),
            *((mode, "WEBP") for mode in ("L", "RGBA")),
            *((mode, "JPEG") for mode in ("L", "CMYK", "YCbCr")),
            *((mode, "HEIF") for mode in ("L", "LA", "RGBA")),
            *((mode, kind) for kind in AVIF for mode in ("L", "RGBA")),
        ],
    )
    def test_each_mode_gives_the_picture(self, mode: str, kind: str) -> None:
        saved = page().convert(mode)
        assert difference(pictures.open_picture(file_of(saved, kind)), saved) <= 6

    def test_colours_of_cmyk_are_not_inverted(self) -> None:
        red = Image.new("CMYK", (40, 40), (0, 255, 255, 0))
        for kind in ("JPEG", "TIFF"):
            picture = pictures.open_picture(file_of(red, kind))
            assert difference(picture, Image.new("RGB", (40, 40), "red")) <= 4

    @pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF", "MPO", *AVIF])
    def test_only_the_first_frame_counts(self, kind: str) -> None:
        later = [Image.new("RGB", (120, 80), colour) for colour in ("red", "blue")]
        source = file_of(page(), kind, save_all=True, append_images=later)
        assert difference(pictures.open_picture(source), page()) <= 4

    @pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", *AVIF])
    @pytest.mark.parametrize("paper", ["white", "black"])
    def test_the_first_frame_with_ink_counts(self, kind: str, paper: str) -> None:
        empty = Image.new("RGB", (120, 80), paper)
        later = [empty, page(), Image.new("RGB", (120, 80), "red")]
        source = file_of(empty, kind, save_all=True, append_images=later)
        assert difference(pictures.open_picture(source), page()) <= 4

    def test_frames_without_ink_give_the_first_one(self) -> None:
        frames = [Image.new("RGB", (50, 40), (230, 230, shade)) for shade in range(200, 206)]
        source = file_of(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
        assert difference(pictures.open_picture(source), frames[0]) == 0

    def test_a_later_frame_may_be_damaged(self) -> None:
        empty = Image.new("RGB", (120, 80), "white")
        source = file_of(empty, "GIF", save_all=True, append_images=[page()])
        assert pictures.open_picture(source[:-40]).size == empty.size

    def test_the_name_does_not_matter_and_is_not_known(self) -> None:
        with pytest.raises(PictureError, match="not a picture we can read"):
            pictures.open_picture(b"photo.png")


class TestOrientation:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "HEIF", *AVIF])
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_is_applied_once(self, kind: str, orientation: int) -> None:
        exif = notes(orientation)
        upright = page()
        upright.getexif()[0x0112] = orientation
        expected = ImageOps.exif_transpose(upright)
        # pillow-heif reads bytes and writes the turn into the file's structure, as phones do
        # and Pillow's AVIF does the same
        given = exif.tobytes() if kind == "HEIF" else exif
        picture = pictures.open_picture(file_of(page(), kind, exif=given))
        assert difference(picture, expected) <= 4

    @pytest.mark.parametrize("order", ["<", ">"])
    def test_is_read_in_both_byte_orders(self, order: str) -> None:
        start = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
        tags = struct.pack(order + "HHHIHHHHIHH", 2, 0x0100, 3, 1, 9, 0, 0x0112, 3, 1, 8, 0)
        picture = pictures.open_picture(file_of(page(), "JPEG", exif=b"Exif\0\0" + start + tags))
        assert picture.size == (80, 120)

    @pytest.mark.parametrize(
        "exif",
        [
            b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12",
            b"Exif\0\0MM\0*\xff\xff\xff\xff",
            b"Exif\0\0",
            b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\x01\3\0\1\0\0\0\x63\0\0\0",
        ],
        ids=["cut", "far away", "empty", "99"],
    )
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_damaged_notes_do_not_spoil_a_picture(self, kind: str, exif: bytes) -> None:
        picture = pictures.open_picture(file_of(page(), kind, exif=exif))
        assert difference(picture, page()) <= 4

    def test_text_is_not_taken_for_notes(self) -> None:
        source = png(chunk(b"tEXt", b"exif\0II*"))
        assert pictures.open_picture(source).size == (100, 100)


class TestSize:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    def test_large_pictures_are_shrunk(self, kind: str) -> None:
        picture = pictures.open_picture(file_of(page().resize((4200, 2800)), kind))
        assert 1536 <= picture.width <= open_picture.WORKING_SIDE
        assert picture.width / picture.height == pytest.approx(1.5, abs=0.002)
        assert difference(picture, page().resize(picture.size)) <= 4

    @pytest.mark.parametrize(
        ("size", "shrunk"),
        [
            ((1, 5000), (1, 2048)),
            ((5000, 1), (2048, 1)),
            ((1, 1), (1, 1)),
            ((2048, 7), (2048, 7)),
            ((100_000, 3), (2048, 1)),
        ],
    )
    def test_any_shape_will_do(self, size: tuple[int, int], shrunk: tuple[int, int]) -> None:
        source = file_of(Image.new("L", size, 200))
        picture = pictures.open_picture(source)
        assert picture.size == shrunk
        assert set(np.unique(np.asarray(picture))) == {200}

    def test_the_source_stays(self) -> None:
        source = file_of(page().resize((3000, 2000)))
        copy = bytes(bytearray(source))
        pictures.open_picture(source)
        assert source == copy


class TestRefusals:
    @pytest.mark.parametrize(
        ("source", "sentence"),
        [
            (b"", "is empty"),
            (b"hello", "not a picture"),
            (bytes(1000), "not a picture"),
            (b"BMW is a car, and this is no bitmap.", "not a picture"),
            (b"PK\x03\x04" + bytes(100), "not a picture"),
            (bytes(4) + b"ftypisom" + bytes(100), "not a picture"),
            (file_of(page(), "PPM"), "not a picture"),
            (file_of(page(), "ICO"), "not a picture"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>", "a PDF document.*screenshot"),
            (b"\n\n%PDF-1.4", "a PDF document.*screenshot"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing.*screenshot"),
            (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><SVG/>", "an SVG drawing.*screenshot"),
            (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a PostScript file.*screenshot"),
            (b"\xc5\xd0\xd3\xc6" + bytes(40), "a PostScript file.*screenshot"),
            (b"\xff\x0a" + bytes(40), "a JPEG XL picture.*PNG or JPEG.*screenshot"),
            (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL picture.*PNG or JPEG.*screenshot"),
            (b"\x89PNG\r\n\x1a\n", "damaged"),
            (bytes(pictures.MAX_PICTURE_BYTES + 1), "at most 20 MB"),
            (png(size=(10_000, 10_000)), "at most 50 megapixels"),
            (png(size=(50_000, 50_000)), "at most 50 megapixels"),
            (gif(frame=(12_000, 9_000)), "at most 50 megapixels"),
            (gif(frame=(60_000, 60_000)), "at most 50 megapixels"),
            (file_of(Image.new("1", (100_001, 1))), "too long and thin"),
        ],
    )
    def test_are_one_sentence(self, source: bytes, sentence: str) -> None:
        with pytest.raises(PictureError, match=sentence) as caught:
            pictures.open_picture(source)
        assert "\n" not in str(caught.value)
        assert str(caught.value).endswith(".")

    @pytest.mark.parametrize("kind", KINDS + AVIF)
    @pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
    def test_half_a_file_is_damaged(self, kind: str, share: float) -> None:
        noise = np.random.default_rng(0).integers(0, 256, (90, 90, 3), np.uint8)
        source = file_of(Image.fromarray(noise), kind)
        with pytest.raises(PictureError, match="damaged"):
            pictures.open_picture(source[: int(share * len(source))])

    def test_size_is_decided_before_anything_is_decoded(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def load(_: object) -> None:
            raise AssertionError("The pixels were decoded.")

        large = Image.new("1", (9000, 6000))
        sources = [file_of(large, kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")]
        monkeypatch.setattr(ImageFile.ImageFile, "load", load)
        for source in sources:
            with pytest.raises(PictureError, match="at most 50 megapixels"):
                pictures.open_picture(source)

    def test_a_heic_that_lies_about_its_size_is_not_decoded(self) -> None:
        source = bytearray(file_of(Image.new("RGB", (3000, 2000), "white"), "HEIF", quality=20))
        sizes = [found.end() + 4 for found in re.finditer(rb"ispe", bytes(source))]
        for size in ((60_000, 60_000), (64, 64)):
            for place in sizes:
                struct.pack_into(">II", source, place, *size)
            with pytest.raises(PictureError, match=r"megapixels|damaged"):
                pictures.open_picture(bytes(source))

    def test_formats_that_need_more_memory_allow_fewer_pixels(self) -> None:
        webp = file_of(Image.new("RGB", (6000, 4200), "white"), "WEBP", lossless=True, quality=0)
        with pytest.raises(PictureError, match=r"JPEG.* at most 25 megapixels"):
            pictures.open_picture(webp)
        size = [(0x0100, 4, 1, 8000), (0x0101, 4, 1, 6000), (0x0106, 3, 1, 2), (0x0115, 3, 1, 3)]
        place = 8 + 2 + 12 * 7 + 4
        deep = tiff(
            *(*size[:2], (0x0102, 3, 3, place), (0x0103, 3, 1, 5)),
            *(*size[2:], (0x0111, 4, 1, place + 6)),
            pixels=struct.pack("<HHH", 16, 16, 16) + bytes(100),
        )
        with pytest.raises(PictureError, match=r"JPEG.* at most 40 megapixels"):
            pictures.open_picture(deep)

    def test_a_tile_larger_than_its_picture_counts(self) -> None:
        tags = [(0x0100, 3, 1, 100), (0x0101, 3, 1, 100), (0x0102, 3, 1, 8), (0x0103, 3, 1, 8)]
        tiles = [(0x0142, 4, 1, 40_000), (0x0143, 4, 1, 40_000), (0x0144, 4, 1, 8)]
        with pytest.raises(PictureError, match="at most 50 megapixels"):
            pictures.open_picture(tiff(*tags, (0x0106, 3, 1, 1), *tiles))

    def test_avif_is_named_where_nothing_reads_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "PIL.AvifImagePlugin", None)  # as before Pillow 11.3
        for brands in (b"avif", b"avis", b"mif1\0\0\0\0mif1miafavif"):
            with pytest.raises(PictureError, match=r"an AVIF picture.*PNG or JPEG"):
                pictures.open_picture(bytes(4) + b"ftyp" + brands + bytes(100))

    @pytest.mark.skipif(not AVIF, reason="this Pillow reads no AVIF")
    def test_avif_under_the_general_brand_is_read(self) -> None:
        source = file_of(page(), "AVIF").replace(b"ftypavif", b"ftypmif1", 1)
        assert difference(pictures.open_picture(source), page()) <= 4

    @pytest.mark.skipif(not AVIF, reason="this Pillow reads no AVIF")
    def test_an_avif_that_says_it_is_huge_is_not_decoded(self) -> None:
        source = bytearray(file_of(page(), "AVIF"))
        for found in re.finditer(rb"ispe", bytes(source)):
            struct.pack_into(">II", source, found.end() + 4, 12_000, 12_000)
        with pytest.raises(PictureError, match=r"megapixels|damaged"):
            pictures.open_picture(bytes(source))

    @pytest.mark.parametrize("size", [(-120, 80), (-120, -80), (120, -(2**31))])
    def test_a_negative_size_is_damage_and_not_too_much(self, size: tuple[int, int]) -> None:
        source = bytearray(file_of(page(), "BMP"))
        struct.pack_into("<ii", source, 18, *size)
        with pytest.raises(PictureError, match="is damaged"):
            pictures.open_picture(bytes(source))

    @pytest.mark.skipif(not AVIF, reason="this Pillow reads no AVIF")
    @pytest.mark.parametrize("brand", [b"MA1B", b"miaf"])
    def test_avif_is_known_by_any_of_its_brands(self, brand: bytes) -> None:
        source = file_of(page(), "AVIF")
        many = b"mif1" + b"xxxx" * 12 + b"avif"
        (length,) = struct.unpack_from(">I", source)
        start = struct.pack(">I", 16 + len(many)) + b"ftyp" + brand + bytes(4) + many
        moved = bytearray(start + source[length:])
        extent = moved.find(b"iloc") + 18  # where its pixels begin
        (begin,) = struct.unpack_from(">I", moved, extent)
        struct.pack_into(">I", moved, extent, begin + len(start) - length)
        assert difference(pictures.open_picture(bytes(moved)), page()) <= 4

    def test_no_other_program_sees_a_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def start(*_: object, **__: object) -> None:
            raise AssertionError("A program was started.")

        monkeypatch.setattr(subprocess, "Popen", start)
        monkeypatch.setattr(EpsImagePlugin, "Ghostscript", start)
        with pytest.raises(PictureError, match="PostScript"):
            pictures.open_picture(file_of(page(), "EPS"))

    def test_the_cause_is_kept(self) -> None:
        with pytest.raises(PictureError) as caught:
            pictures.open_picture(file_of(page())[:300])
        assert isinstance(caught.value.__cause__, OSError)
