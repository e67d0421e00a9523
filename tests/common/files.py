"""Small real files of each kind, and what hostile people make of them."""

import io
import struct
import zipfile
import zlib

from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def a_pdf(*objects: bytes, trailer: bytes = b"", packed: bytes = b"") -> bytes:
    """A PDF of one empty page, with further objects; `packed` goes into a compressed object stream."""
    parts = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n",
        *objects,
    ]
    if packed:
        data = zlib.compress(packed)
        head = f"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode()
        parts.append(head + data + b"\nendstream\nendobj\n")
    content, places = b"%PDF-1.7\n", []
    for part in parts:
        places.append(len(content))
        content += part
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    size = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return content + head + table + end


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def a_docx(parts: dict[str, bytes | str] | None = None, *, without: tuple[str, ...] = ()) -> bytes:
    """A document of Word's newer format."""
    whole: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": "<w:document><w:body/></w:document>",
    } | (parts or {})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            if name not in without:
                archive.writestr(name, content)
    return file.getvalue()


def a_doc(*names: str, flags: int = 0) -> bytes:
    """A document of Word's older format: a compound file of four sectors with these further streams."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 0x2C, 1, 1)
    struct.pack_into("<109I", header, 0x4C, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    directory = b"".join(_entry(name) for name in ("Root Entry", "WordDocument", *names)).ljust(512, b"\x00")
    document = bytearray(512)
    struct.pack_into("<H", document, 0, 0xA5EC)
    struct.pack_into("<H", document, 10, flags)
    return bytes(header) + table + directory + bytes(document)


def _entry(name: str) -> bytes:
    entry = bytearray(128)
    text = f"{name}\0".encode("utf-16-le")
    entry[: len(text)] = text
    struct.pack_into("<HB", entry, 64, len(text), 2)
    struct.pack_into("<I", entry, 0x74, 2)
    return bytes(entry)


def a_zip(name: str = "a.class", content: bytes = b"\xca\xfe\xba\xbe") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def padded(content: bytes, size: int) -> bytes:
    """The same PDF, made exactly so many bytes long by a comment before its end."""
    place = content.rindex(b"startxref")
    return content[:place] + b"%" + b"x" * (size - len(content) - 2) + b"\n" + content[place:]
