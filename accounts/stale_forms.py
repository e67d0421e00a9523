"""Forms that were drawn for one company and come back while the session is in another (ACC-10)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Member
from common.htmx import as_whole_page
from common.numbers import number_in

FOR_COMPANY = "for_company"
SWITCH = "switch_company"
OURS = {FOR_COMPANY, SWITCH, "csrfmiddlewaretoken"}
# What pages put into their forms for themselves; it is sent on, but nobody typed it.
HIDDEN = {"next", "key", "shown", "terms_version", "update", "finish", "remove", "seen", "drawn"}
OF_FORM_SETS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
SHORT = {"sku": "SKU", "po": "PO"}


@dataclass(frozen=True)
class Typed:
    """One field of a form as it was sent."""

    name: str
    values: list[str]
    row: int | None = None  # in a list of rows of the same fields, counted from 1

    @property
    def is_secret(self) -> bool:
        return "password" in self.name

    @property
    def is_hidden(self) -> bool:
        return self.name in HIDDEN or self.name.endswith(OF_FORM_SETS) or not any(self.values)

    @property
    def label(self) -> str:
        name = self.name if self.row is None else self.name.split("-", 2)[2]
        first, *others = name.replace("_", " ").replace("-", " ").split(" ")
        words = " ".join([SHORT.get(first, first.capitalize()), *(SHORT.get(word, word) for word in others)])
        return words if self.row is None else f"{words} {self.row}"


def drawn_for(request: HttpRequest) -> int | None:
    """The company that a form says it was drawn for; None where it says nothing, 0 where it says nonsense."""
    if request.method != "POST" or FOR_COMPANY not in request.POST:
        return None
    return number_in(request.POST[FOR_COMPANY]) or 0


def asks_to_switch(request: HttpRequest) -> bool:
    return request.POST.get(SWITCH) == request.POST.get(FOR_COMPANY)


def refusal(request: HttpRequest, meant: Member | None) -> HttpResponse:
    """Say that nothing was done, show what was typed and, to a member of that company, offer to go there with it."""
    typed = [
        Typed(name, [str(value) for value in values], _row(request, name))
        for name, values in request.POST.lists()
        if name not in OURS
    ]
    context = {
        "meant": meant,
        "typed": [field for field in typed if not field.is_secret],
        "files": list(request.FILES),
        "action": request.get_full_path(),
    }
    return as_whole_page(request, render(request, "accounts/stale_form.html", context, status=409))


def _row(request: HttpRequest, name: str) -> int | None:
    """Which row of a form set a field stands in."""
    prefix, _dash, rest = name.partition("-")
    number = rest.partition("-")[0]
    return int(number) + 1 if f"{prefix}-TOTAL_FORMS" in request.POST and number.isdecimal() else None
