"""Small pictures: their size, what they leave out, what is refused."""

import io
import struct
import zlib

import pytest
from django.utils.translation import override
from PIL import Image

from quality_portal.lib.pictures import PictureError, thumbnail

ORIENTATION = 0x0112
OWNER = 0x013B


def picture_file(
    width: int, height: int, *, kind: str = "JPEG", mode: str = "RGB", colour: object = 0
) -> bytes:
    """Make a picture of one colour."""
    target = io.BytesIO()
    Image.new(mode, (width, height), colour).save(target, kind)  # type: ignore[arg-type]
    return target.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Make a PNG of a few bytes whose header promises this many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 8) + b"IDAT" + b"\x00" * 12


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_longer_side_is_as_long_as_asked(kind: str) -> None:
    small = Image.open(io.BytesIO(thumbnail(picture_file(800, 400, kind=kind), 200)))
    assert (small.format, small.size) == ("JPEG", (200, 100))


def test_a_small_picture_is_not_blown_up() -> None:
    assert Image.open(io.BytesIO(thumbnail(picture_file(40, 30), 200))).size == (40, 30)


def test_it_stands_upright_and_says_nothing_of_the_camera() -> None:
    target, notes = io.BytesIO(), Image.Exif()
    notes[ORIENTATION], notes[OWNER] = 6, "张三"
    Image.new("RGB", (80, 40)).save(target, "JPEG", exif=notes)
    small = Image.open(io.BytesIO(thumbnail(target.getvalue(), 40)))
    assert (small.size, dict(small.getexif())) == ((20, 40), {})


def test_transparent_ground_becomes_white() -> None:
    small = Image.open(io.BytesIO(thumbnail(picture_file(8, 8, kind="PNG", mode="RGBA"), 8)))
    assert small.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 64, "damaged"),
        (picture_file(64, 64, colour=(1, 2, 3))[:-200], "damaged"),
        (picture_file(8, 8, kind="GIF"), "damaged"),
        (png_that_claims(10_000, 4_001), "40 million pixels"),
        (png_that_claims(100_000, 100_000), "damaged"),
    ],
)
def test_what_is_no_bearable_picture_is_refused_with_a_sentence(content: bytes, message: str) -> None:
    with override("en"), pytest.raises(PictureError, match=message):
        thumbnail(content, 100)
