"""JPG and PNG: complete, not too large when unpacked, and nothing behind their end."""

import io
import struct
from collections.abc import Iterator
from typing import Any

from PIL import Image

from common.uploads.refusals import Damaged, HasMore, TooMuchInside

MOST_PIXELS = 40_000_000  # A4 at 600 dpi has 35 million
PADDING = b"\x00\r\n "

EOI = 0xD9
WITHOUT_LENGTH = {0x00, 0x01, *range(0xD0, 0xD8)}  # inside the picture's own data
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


def check_jpg(content: bytes) -> None:
    """Raises Damaged, HasMore, TooMuchInside."""
    end = 2
    for marker, start, stop in _segments(content):
        end = stop
        if marker in FRAMES:
            height, width = _unpacked(">HH", content, start + 5)
            _check_size(width, height)
    if content[end:].strip(PADDING):
        raise HasMore
    _draw(content, "JPEG")


def check_png(content: bytes) -> None:
    """Raises Damaged, HasMore, TooMuchInside."""
    place, kind = 8, b""
    while kind != b"IEND":
        length, kind = _unpacked(">I4s", content, place)
        if place == 8:
            if kind != b"IHDR":
                raise Damaged
            _check_size(*_unpacked(">II", content, place + 8))
        place += 12 + length
    if place > len(content):
        raise Damaged
    if content[place:].strip(PADDING):
        raise HasMore
    _draw(content, "PNG")


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each part of a JPG up to its end. Raises Damaged where that never comes."""
    place = 2
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise Damaged
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in WITHOUT_LENGTH:
            place += 2
        elif marker == EOI:
            yield marker, place, place + 2
            return
        else:
            (length,) = _unpacked(">H", content, place + 2)
            yield marker, place, place + 2 + length
            place += 2 + length


def _unpacked(layout: str, content: bytes, place: int) -> tuple[Any, ...]:
    try:
        return struct.unpack_from(layout, content, place)
    except struct.error as short:
        raise Damaged from short


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise TooMuchInside


def _draw(content: bytes, name: str) -> None:
    """Decode all of it. Raises Damaged."""
    try:
        with Image.open(io.BytesIO(content), formats=[name]) as image:
            image.verify()
        with Image.open(io.BytesIO(content), formats=[name]) as image:
            image.load()
    except Exception as error:  # Pillow raises whatever a format's reader stumbles over
        raise Damaged from error
