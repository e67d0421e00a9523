"""Files sent to be saved: made for one answer (exports, archives), or uploaded by somebody before."""

from collections.abc import Callable, Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils import translation

from common.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, write_csv, write_xlsx

HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


def download(write: Callable[[IO[bytes]], object], filename: str, content_type: str) -> FileResponse:
    """Let `write` fill a file that nobody else sees and send it as an attachment; gone when it is sent or refused."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=content_type, headers=HEADERS)


def table(name: str, kind: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> FileResponse:
    """Send a list as XLSX, on a sheet of that title, or as CSV, as spreadsheets of the active language open it."""
    if kind == "xlsx":
        return download(lambda file: write_xlsx(file, heads, rows, title=title), f"{name}.xlsx", XLSX_TYPE)
    language = translation.get_language() or "en"
    return download(lambda file: write_csv(file, heads, rows, language=language), f"{name}.csv", CSV_TYPE)


def stored(file: FieldFile, filename: str, content_type: str) -> FileResponse:
    """Send a file that somebody uploaded, to be saved and not shown; its type is what the upload's check found."""
    content = file.storage.open(str(file.name))
    return FileResponse(content, as_attachment=True, filename=filename, content_type=content_type, headers=HEADERS)
