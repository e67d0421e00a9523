"""PDF: complete, to be opened without a password, and without scripts, programs or other files in it."""

import re
import zlib
from collections.abc import Iterator

from common.uploads.refusals import Damaged, HasMore, HasPrograms, IsLocked, TooMuchInside

MOST_UNPACKED = 32 * 1024 * 1024
MOST_PACKED_OBJECTS = 2000
TAIL = 1024
DICTIONARY = 2048  # bytes before a stream in which its dictionary stands
BEGINS = re.compile(rb"(?<!end)stream\r?\n")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a letter of a name may be written as a number: /#4Caunch is /Launch
END_OF_NAME = rb"(?![A-Za-z0-9_.])"
ENCRYPTED = re.compile(rb"/Encrypt" + END_OF_NAME)
# Every script is an action of the kind JavaScript, so the short /JS, which occurs by chance, need not be looked for.
PROGRAMS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm|XFA)" + END_OF_NAME)
UNUSUAL_PACKING = re.compile(
    rb"/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|AHx|A85|LZW|RL)" + END_OF_NAME
)


def check(content: bytes) -> None:
    """Raises Damaged, HasMore, IsLocked, HasPrograms, TooMuchInside."""
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content[-TAIL:]:
        raise Damaged
    if content[end + 5 :].strip(b"\x00\r\n\t "):
        raise HasMore
    for part in (content, *_packed_objects(content)):
        names = _spelled_out(part)
        if ENCRYPTED.search(names):
            raise IsLocked
        if PROGRAMS.search(names):
            raise HasPrograms


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The objects that newer PDFs keep compressed, many in one stream."""
    room, streams, view = MOST_UNPACKED, 0, memoryview(content)
    for found in BEGINS.finditer(content):
        before = max(0, found.start() - DICTIONARY)
        dictionary = _spelled_out(content[max(before, content.rfind(b"obj", before, found.start())) : found.start()])
        if b"/ObjStm" not in dictionary:
            continue
        if UNUSUAL_PACKING.search(dictionary):
            raise HasMore
        streams += 1
        try:
            part = zlib.decompressobj().decompress(view[found.end() :], room)
        except zlib.error:
            continue  # not compressed: looked at with everything else
        room -= len(part)
        if room <= 0 or streams > MOST_PACKED_OBJECTS:
            raise TooMuchInside
        yield part


def _spelled_out(text: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
