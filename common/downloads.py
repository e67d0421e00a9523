"""Files made for one answer: exports and archives."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse


def download(write: Callable[[IO[bytes]], None], filename: str, content_type: str) -> FileResponse:
    """Let `write` fill a file that nobody else sees and send it as an attachment; gone when it is sent or refused."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return FileResponse(file, as_attachment=True, filename=filename, content_type=content_type, headers=headers)
