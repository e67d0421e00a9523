"""What was typed for a button of the staff's desk that was refused, kept for the one page that is drawn next."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

KEY = "desk-typed"  # the session's key


@dataclass(frozen=True)
class Typed:
    """Everything that the page held, which button was pressed, and why nothing was done."""

    button: str = ""
    refusal: str = ""
    data: QueryDict = field(default_factory=QueryDict)

    def form[F: forms.BaseForm](self, kind: type[F], button: str, **given: Any) -> F:
        """The form of a button: with its errors where it is the one that was pressed, else with what was typed."""
        if self.button != button:
            return kind(**{**given, "initial": {**given.get("initial", {}), **self.data.dict()}})
        form = kind(self.data, **given)
        if form.is_valid():
            form.add_error(None, self.refusal)
        return form


def keep(request: HttpRequest, button: str, refusal: str) -> None:
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    request.session[KEY] = {"path": request.path, "button": button, "refusal": refusal, "data": typed.urlencode()}


def take(request: HttpRequest, place: str) -> Typed:
    """What was typed at a place, whose buttons have their addresses below it; once."""
    kept = request.session.get(KEY)
    if not kept or not kept["path"].startswith(place):
        return Typed()
    del request.session[KEY]
    return Typed(kept["button"], kept["refusal"], QueryDict(kept["data"]))
