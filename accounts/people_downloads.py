"""Files about importing people: an empty one with the columns, and the refused rows with what is wrong with each."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import importing_people, people_file
from accounts.models import PeopleImport
from accounts.people_lines import Preview
from common import spreadsheets
from common.downloads import download
from common.spreadsheets import Cell


def template(kind: str) -> HttpResponseBase:
    """The columns, as CSV or XLSX in the active language."""
    return _file("users-template", kind, people_file.template_heads(), [])


def refused(kept: PeopleImport, preview: Preview, kind: str) -> HttpResponseBase:
    """The rows that were refused, to be mended and sent again."""
    heads, rows = importing_people.refused_heads(kept), importing_people.refused_rows(kept, preview)
    return _file("users-refused", kind, heads, rows)


def _file(name: str, kind: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    if kind == "xlsx":
        return download(
            lambda file: spreadsheets.write_xlsx(file, heads, rows, title=_("Users")),
            f"{name}.xlsx",
            spreadsheets.XLSX_TYPE,
        )
    language = translation.get_language() or "en"
    return download(
        lambda file: spreadsheets.write_csv(file, heads, rows, language=language), f"{name}.csv", spreadsheets.CSV_TYPE
    )
