"""The steps of importing own part numbers, the same for a company's pages and for the staff's desk (CAT-11b, CAT-15).

Who may do so, where the pages are and how they look the caller says, by a `Place`.
"""

import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Actor, Refused
from accounts.importing import Expired, refused_table
from accounts.models import Company
from catalog import importing_own_numbers, own_numbers_file
from catalog.models import OwnNumbersImport
from catalog.own_numbers_file import OwnNumbersFile
from common.database import Busy
from common.downloads import table
from common.spreadsheets.choosing import ListForm, files_of


@dataclass(frozen=True)
class Place(ABC):
    """Where somebody imports for a company."""

    request: HttpRequest
    company: Company
    by: Actor

    @abstractmethod
    def page(self, name: str, context: dict[str, Any]) -> HttpResponse:
        """Draw the page `import` or `import_preview`."""

    @abstractmethod
    def address(self, key: uuid.UUID | None = None) -> str:
        """Where a file is chosen, or a kept one looked at."""

    @abstractmethod
    def list_address(self) -> str:
        """Where the company's numbers are."""


def upload(place: Place) -> HttpResponse:
    """Choose a file; nothing is done with it before somebody has looked."""
    most = settings.OWN_NUMBERS_AT_ONCE
    form = ListForm(*files_of(place.request), kind=OwnNumbersFile, most=most)
    if form.is_valid() and form.sent:
        name = str(form.cleaned_data["file"].name)
        kept = importing_own_numbers.keep(form.sent, place.company, name=name, by=place.by, now=timezone.now())
        return redirect(place.address(kept.key))
    return place.page("import", {"form": form, "most": most})


def preview(place: Place, key: uuid.UUID) -> HttpResponse:
    """What each row would do; the button does all good ones or, if the world moved on, shows it anew."""
    kept, now = kept_file(place, key), timezone.now()
    if kept.is_expired(now):
        messages.error(place.request, str(Expired()))
        return redirect(place.address())
    if place.request.method == "POST":
        seen = place.request.POST.get("seen", "")
        try:
            done = importing_own_numbers.apply(kept, seen=seen, by=place.by, now=now)
        except (Refused, Busy) as refusal:
            messages.error(place.request, str(refusal))
            return redirect(place.address(key))
        messages.success(place.request, importing_own_numbers.sentence_of(done))
        return redirect(place.address(key) if done.refused else place.list_address())
    shown = importing_own_numbers.preview_of(kept)
    context = {"kept": kept, "file": importing_own_numbers.file_of(kept), "preview": shown}
    return place.page("import_preview", context)


def refused(place: Place, key: uuid.UUID, kind: str) -> HttpResponseBase:
    """The rows that were refused, with the reason beside each."""
    kept = kept_file(place, key)
    errors = importing_own_numbers.preview_of(kept).sentences_of_refused()
    file = importing_own_numbers.file_of(kept)
    return refused_table(file, errors, "own-part-numbers-refused", kind, title=_("Own part numbers"))


def template(kind: str) -> HttpResponseBase:
    """The columns, as CSV or XLSX in the active language."""
    heads = own_numbers_file.template_heads()
    return table("own-part-numbers-template", kind, heads, [], title=_("Own part numbers"))


def kept_file(place: Place, key: uuid.UUID) -> OwnNumbersImport:
    mine = OwnNumbersImport.objects.sent_by(place.by.user).filter(company=place.company)
    return get_object_or_404(mine.select_related("company"), key=key)
