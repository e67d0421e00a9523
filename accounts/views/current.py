"""The company one acts for now, and how one's pages look."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import entering
from accounts.access import signed_in, user_of
from accounts.context import switch
from accounts.models.member import Density, Theme
from common.redirects import way_back


@signed_in
@require_POST
def company(request: HttpRequest) -> HttpResponse:
    """Act for another of one's companies from now on (ACC-10)."""
    wanted = request.POST.get("company")
    for member in request.memberships:  # type: ignore[attr-defined]
        if str(member.company_id) == wanted and member.has_access():
            switch(request, member)
            entering.note_entry(member, now=timezone.now())
            return redirect(way_back(request))
    raise Http404


@signed_in
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read and receive everything in another language from now on."""
    user = user_of(request)
    if request.POST.get("language") in settings.LANGUAGES_OFFERED:
        user.language = request.POST["language"]
        user.save(update_fields=["language"])
    return redirect(way_back(request))


@signed_in
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Choose dense or airy rows, and light or dark."""
    user = user_of(request)
    if request.POST.get("density") in Density:
        user.density = request.POST["density"]
    if request.POST.get("theme") in Theme:
        user.theme = request.POST["theme"]
    user.save(update_fields=["density", "theme"])
    return redirect(way_back(request))
