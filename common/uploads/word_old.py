"""Word's older format, a compound file: its directory must name a document, and no macros."""

import struct
from collections.abc import Iterator

from common.uploads.refusals import Damaged, HasPrograms, IsLocked

ENTRY = 128
IN_HEADER = 109  # places in the header that name sectors of the allocation table: enough for 6 MB
ENDS = 0xFFFFFFFA  # from here on a number is no sector
PROGRAMS = {"macros", "vba", "_vba_project", "_vba_project_cur", "ole10native", "\x01ole10native"}
DOCUMENT = "worddocument"
MAGIC, ENCRYPTED = 0xA5EC, 0x0100


def check(content: bytes) -> None:
    """Raises Damaged, HasPrograms, IsLocked."""
    try:
        entries = dict(_directory(content))
        if "encryptedpackage" in entries:
            raise IsLocked
        if PROGRAMS & entries.keys():
            raise HasPrograms
        if DOCUMENT not in entries:
            raise Damaged
        _check_document(content, entries[DOCUMENT])
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise Damaged from error


def _check_document(content: bytes, sector: int) -> None:
    start = _offset(content, sector)
    magic, flags = (struct.unpack_from("<H", content, start + place)[0] for place in (0, 10))
    if magic != MAGIC:
        raise Damaged
    if flags & ENCRYPTED:
        raise IsLocked


def _directory(content: bytes) -> Iterator[tuple[str, int]]:
    """Name in lower case and first sector of each stream and storage."""
    for sector in _chain(content, struct.unpack_from("<I", content, 0x30)[0]):
        start = _offset(content, sector)
        for place in range(start, start + _sector_size(content), ENTRY):
            entry = content[place : place + ENTRY]
            length = struct.unpack_from("<H", entry, 64)[0]
            if 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le").lower()
                yield name, struct.unpack_from("<I", entry, 0x74)[0]


def _chain(content: bytes, sector: int) -> Iterator[int]:
    """The sectors of a stream, one after another; a chain that bites its tail is damaged."""
    tables = [place for place in struct.unpack_from(f"<{IN_HEADER}I", content, 0x4C) if place < ENDS]
    per_table = _sector_size(content) // 4
    seen: set[int] = set()
    while sector < ENDS:
        if sector in seen:
            raise Damaged
        seen.add(sector)
        yield sector
        table, place = divmod(sector, per_table)
        sector = struct.unpack_from("<I", content, _offset(content, tables[table]) + 4 * place)[0]


def _sector_size(content: bytes) -> int:
    """512 bytes, or 4096 in the format's version 4."""
    power = struct.unpack_from("<H", content, 0x1E)[0]
    if power not in (9, 12):
        raise Damaged
    return int(2**power)


def _offset(content: bytes, sector: int) -> int:
    return (sector + 1) * _sector_size(content)
