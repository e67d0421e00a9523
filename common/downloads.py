"""Files sent to be saved: made for one answer (exports, archives), or uploaded by somebody before."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


def download(write: Callable[[IO[bytes]], None], filename: str, content_type: str) -> FileResponse:
    """Let `write` fill a file that nobody else sees and send it as an attachment; gone when it is sent or refused."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=content_type, headers=HEADERS)


def stored(file: FieldFile, filename: str, content_type: str) -> FileResponse:
    """Send a file that somebody uploaded, to be saved and not shown; its type is what the upload's check found."""
    content = file.storage.open(str(file.name))
    return FileResponse(content, as_attachment=True, filename=filename, content_type=content_type, headers=HEADERS)
