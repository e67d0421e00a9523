"""Members import their company's own part numbers (CAT-11b)."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, requires_one_of
from accounts.acting import Actor
from catalog import own_number_importing as importing
from catalog.own_numbers import CHANGED_BY


class OfMember(importing.Place):
    def page(self, name: str, context: dict[str, Any]) -> HttpResponse:
        return render(self.request, f"catalog/own_numbers_{name}.html", context)

    def address(self, key: uuid.UUID | None = None) -> str:
        return reverse("part_numbers:preview", args=[key]) if key else reverse("part_numbers:import")

    def list_address(self) -> str:
        return reverse("part_numbers:list")


@requires_one_of(*CHANGED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: MemberRequest) -> HttpResponse:
    return importing.upload(_place(request))


@requires_one_of(*CHANGED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    return importing.preview(_place(request), key)


@requires_one_of(*CHANGED_BY)
@require_safe
def refused(request: MemberRequest, key: uuid.UUID, kind: str) -> HttpResponseBase:
    return importing.refused(_place(request), key, kind)


@requires_one_of(*CHANGED_BY)
@require_safe
def template(request: MemberRequest, kind: str) -> HttpResponseBase:
    return importing.template(kind)


def _place(request: MemberRequest) -> OfMember:
    return OfMember(request, request.member.company, Actor.administrator(request.member))
