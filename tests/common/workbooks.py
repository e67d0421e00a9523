"""Files as people's programs save them, made for tests: XLSX, ODS, CSV, and XLS down to its sectors."""

import io
import struct
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
SMALLEST_STREAM = 4096
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def zipped(files: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def ods(*rows: Sequence[str], manifest: str = "") -> bytes:
    lines = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    return ods_of(f'<table:table table:name="One">{lines}</table:table>', manifest)


def ods_of(table: str, manifest: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body>'
        f"<office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    about = f'<manifest:manifest xmlns:manifest="{kind}">{manifest}</manifest:manifest>'
    return zipped({"mimetype": ODS_TYPE, "META-INF/manifest.xml": about, "content.xml": content})


def ods_cell(text: str, attributes: str = "") -> str:
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{text}</text:p></table:table-cell>"


def xls(*rows: Sequence[str | float], is_locked: bool = False) -> bytes:
    """A workbook as Excel 97 wrote it, with one sheet."""
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6))
    lock = _record(0x2F, struct.pack("<H", 1) + bytes(52)) if is_locked else b""
    name = b"Sheet1"
    end = _record(0x0A, b"")
    offset = len(begin) + len(lock) + 4 + 8 + len(name) + len(end)
    sheet = _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name)
    cells = b"".join(_cell(row, column, value) for row, cells in enumerate(rows) for column, value in enumerate(cells))
    of_sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6))
    return compound({"Workbook": begin + lock + sheet + end + of_sheet + cells + end})


def locked_xlsx() -> bytes:
    """What Excel saves when a password is asked for: the archive, encrypted, in an old container."""
    return compound({"EncryptionInfo": bytes(4096), "EncryptedPackage": bytes(range(256)) * 20})


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE file: a file system of sectors, with a table of which follows which."""
    fat, sectors = [FAT_SECTOR, END_OF_CHAIN], []
    entries = [_entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)]
    for place, (name, stream) in enumerate(streams.items(), start=1):
        content = stream.ljust(SMALLEST_STREAM, b"\0")
        count = -(-len(content) // SECTOR)
        first = len(fat)
        fat += [*range(first + 1, first + count), END_OF_CHAIN]
        sectors.append(content.ljust(count * SECTOR, b"\0"))
        entries.append(_entry(name, 2, first, len(content), right=place + 1 if place < len(streams) else FREE))
    assert len(fat) <= SECTOR // 4
    assert len(entries) <= 4
    table = struct.pack("<128I", *fat, *[FREE] * (128 - len(fat)))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALLEST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    return head + struct.pack("<109I", 0, *[FREE] * 108) + table + directory + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    tree = struct.pack("<BBIII", kind, 1, FREE, right, child)
    return (
        written.ljust(64, b"\0") + struct.pack("<H", len(written)) + tree + bytes(36) + struct.pack("<IQ", start, size)
    )


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
    return _record(0x203, place + struct.pack("<d", value))
