"""Pictures and documents of products: drawn and kept as they come in, forgotten with their rows (CAT-1)."""

import io
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageOps

from catalog.models import ProductDocument, ProductPicture
from common.uploads import MEGABYTE, Kind, Storing, Upload

PICTURE_KINDS = (Kind.JPG, Kind.PNG)
PICTURE_BYTES = 10 * MEGABYTE
DOCUMENT_KINDS = (Kind.PDF,)
DOCUMENT_BYTES = 20 * MEGABYTE
LARGE = (1200, 1200)  # pixels, at most
SMALL = (80, 56)  # twice what a row shows, for screens with two pixels for one
QUALITY = 85


def draw(picture: ProductPicture, upload: Upload, files: Storing) -> None:
    """Draw both sizes of a picture from an upload, without saving the row; what else the file held is left behind."""
    forget_files(picture)
    upload.file.seek(0)
    with Image.open(upload.file, formats=["JPEG", "PNG"]) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    large, small = _fitted(upright, LARGE), _fitted(upright, SMALL)
    picture.width, picture.height = large.size
    files.write(picture.file, _webp(large))
    files.write(picture.thumbnail, _webp(small))


def keep(document: ProductDocument, upload: Upload, files: Storing) -> None:
    """Keep a document as it came, without saving the row."""
    forget_files(document)
    files.keep(document.file, upload)
    document.file_name, document.size = upload.name, upload.checked.size


def forget_files(row: ProductPicture | ProductDocument) -> None:
    """Delete what a row kept until now, once the transaction is committed."""
    for field in ("file", "thumbnail"):
        kept: FieldFile | None = getattr(row, field, None)
        if kept:
            transaction.on_commit(partial(_delete, kept.storage, str(kept.name)), robust=True)


def _delete(storage: Any, name: str) -> None:
    storage.delete(name)


def _fitted(image: Image.Image, most: tuple[int, int]) -> Image.Image:
    """A copy that is at most so large, never enlarged."""
    fitted = image.copy()
    fitted.thumbnail(most, Image.Resampling.LANCZOS)
    return fitted


def _webp(image: Image.Image) -> ContentFile[bytes]:
    drawn = io.BytesIO()
    image.save(drawn, "WEBP", quality=QUALITY, method=4)
    return ContentFile(drawn.getvalue())
