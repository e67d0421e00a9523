"""Files about importing people: an empty one with the columns, and the refused rows with what is wrong with each."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from accounts import importing_people, people_file
from accounts.importing import refused_table
from accounts.models import PeopleImport
from accounts.people_lines import Preview
from common.downloads import table


def template(kind: str) -> HttpResponseBase:
    """The columns, as CSV or XLSX in the active language."""
    return table("users-template", kind, people_file.template_heads(), [], title=_("Users"))


def refused(kept: PeopleImport, preview: Preview, kind: str) -> HttpResponseBase:
    """The rows that were refused, to be mended and sent again."""
    file, errors = importing_people.file_of(kept), preview.sentences_of_refused()
    return refused_table(file, errors, "users-refused", kind, title=_("Users"))
