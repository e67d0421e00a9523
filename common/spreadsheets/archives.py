"""Packed files, looked at before anything of them is unpacked into memory."""

import zipfile
import zlib
from typing import IO

CHUNK = 1 << 16
SMALL = 1 << 20  # less is harmless, however densely it is packed
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
IS_ENCRYPTED = 0x1
MANIFEST = "META-INF/manifest.xml"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


class TooDense(Exception):
    """An archive holds more entries or bytes, or packs them more densely, than an honest one does."""


class Locked(Exception):
    """An archive's entries, or the document that they make, are encrypted."""


class Broken(Exception):
    """An archive cannot be unpacked, or says one thing and holds another."""


def check(file: IO[bytes], *, entries: int, unpacked_bytes: int, ratio: int) -> frozenset[str]:
    """The names in an archive that is no larger than it may be: the most entries, bytes unpacked, bytes for one packed.

    What the entries say of themselves is compared with what they hold, in pieces. Raises TooDense, Locked, Broken.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            packed = sum(info.compress_size for info in infos)
            _check_size(sum(info.file_size for info in infos), packed, unpacked_bytes, ratio)
            if len(infos) > entries:
                raise TooDense
            names = _honest_names(infos)
            for info in infos:
                _read_through(archive, info)
            if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
                raise Locked
            return names
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise Broken from problem


def is_spreadsheet(file: IO[bytes], names: frozenset[str]) -> bool:
    """Whether an archive of these names is a workbook, of Excel or as an OpenDocument."""
    if "[Content_Types].xml" in names:
        return any(name.startswith("xl/") for name in names)
    if not {"mimetype", "content.xml"} <= names:
        return False
    with zipfile.ZipFile(file) as archive, archive.open("mimetype") as written:
        return written.read(len(OPEN_DOCUMENT) + 1).strip() == OPEN_DOCUMENT


def _honest_names(infos: list[zipfile.ZipInfo]) -> frozenset[str]:
    if any(info.flag_bits & IS_ENCRYPTED for info in infos):
        raise Locked
    names = frozenset(info.filename for info in infos)
    if len(names) < len(infos) or any(info.compress_type not in METHODS for info in infos):
        raise Broken
    return names


def _check_size(unpacked: int, packed: int, most: int, ratio: int) -> None:
    if unpacked > most or (unpacked > SMALL and unpacked > packed * ratio):
        raise TooDense


def _read_through(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Unpack in pieces that are thrown away; a wrong checksum or length is a BadZipFile."""
    with archive.open(info) as entry:
        while entry.read(CHUNK):
            pass
