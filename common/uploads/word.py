"""Word's newer format, a ZIP: looked at before anything is unpacked, and without macros or programs."""

import io
import re
import zipfile
import zlib

from common.uploads.refusals import Damaged, HasMore, HasPrograms, IsLocked, TooMuchInside, UploadRefused

MOST_ENTRIES = 1000
MOST_UNPACKED = 32 * 1024 * 1024
MOST_RATIO = 150
MOST_READ = 1024 * 1024
PACKED_BY = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # others are unpacked in one go, however much comes out
NEEDED = {"[Content_Types].xml", "word/document.xml"}
PROGRAMS = re.compile(
    r"vbaproject|vbadata|(^|/)activex/|(^|/)meta-inf/|\.(class|jar|exe|dll|js|vbs|ps1|bat|cmd|scr|hta|html?|php|phar)$",
    re.IGNORECASE,
)
MACROS = re.compile(rb"macroEnabled", re.IGNORECASE)
FOREIGN_TEMPLATE = re.compile(rb"attachedTemplate[^>]*TargetMode=.External|TargetMode=.External[^>]*attachedTemplate")


def check(content: bytes) -> None:
    """Raises Damaged, HasMore, IsLocked, HasPrograms, TooMuchInside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_list(entries, len(content))
            _check_ends(archive, content)
            _check_parts(archive)
    except UploadRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Damaged from error


def _check_list(entries: list[zipfile.ZipInfo], size: int) -> None:
    """What the table of contents says. A size that lies is found when the part is read: its checksum is wrong."""
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or len({name.lower() for name in names}) < len(names):
        raise TooMuchInside
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > size * MOST_RATIO:
        raise TooMuchInside
    if any(entry.flag_bits & 1 for entry in entries):
        raise IsLocked
    if any(entry.compress_type not in PACKED_BY for entry in entries):
        raise Damaged
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise HasMore
    if not set(names) >= NEEDED:
        raise Damaged
    if any(PROGRAMS.search(name) for name in names):
        raise HasPrograms


def _check_ends(archive: zipfile.ZipFile, content: bytes) -> None:
    """It begins with its first entry, and nothing stands behind its own end."""
    first = min(entry.header_offset for entry in archive.infolist())
    if first != 0 or archive.comment or content[-22:-18] != b"PK\x05\x06":
        raise HasMore


def _check_parts(archive: zipfile.ZipFile) -> None:
    if MACROS.search(_read(archive, "[Content_Types].xml")):
        raise HasPrograms
    settings = "word/_rels/settings.xml.rels"
    if settings in archive.namelist() and FOREIGN_TEMPLATE.search(_read(archive, settings)):
        raise HasPrograms
    if archive.testzip() is not None:
        raise Damaged


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MOST_READ)
