"""Where accepted files lie: below MEDIA_ROOT, under random names, and gone again if what they belong to is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.utils.deconstruct import deconstructible

from common.uploads.fields import Upload


@deconstructible(path="common.uploads.RandomName")
class RandomName:
    """`upload_to` of a FileField: a folder and a name that nobody guesses; nothing of the client's name is in it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Any, filename: str) -> str:
        return f"{self.folder}/{token_hex(20)}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RandomName) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)


class Storing:
    """Files written inside the block of `storing()`."""

    def __init__(self) -> None:
        self.written: list[FieldFile] = []

    def keep(self, place: FieldFile, upload: Upload) -> None:
        """Write a file into a model's field without saving the model."""
        upload.file.seek(0)
        self.write(place, upload.file)

    def write(self, place: FieldFile, content: File[Any]) -> None:
        """Write what was made from an upload."""
        place.save("", content, save=False)
        self.written.append(place)


@contextmanager
def storing() -> Iterator[Storing]:
    """Write files around a transaction: if it fails, they are deleted with it.

    with storing() as files, transaction.atomic():
        files.keep(document.file, upload)
        document.save()
    """
    files = Storing()
    try:
        yield files
    except BaseException:
        for place in files.written:
            place.storage.delete(str(place.name))
        raise
