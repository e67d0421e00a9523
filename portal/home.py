"""The first page: a market's landing page for visitors, the dashboard for who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import NoCompany
from common.access import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show visitors what this is; show members what they do next; send staff to their desk.

    Raises NoCompany for somebody whom their company has deleted.
    """
    if not request.user.is_authenticated:
        return render(request, "portal/landing.html")
    if getattr(request, "member", None) is None:
        if not request.user.is_staff:
            raise NoCompany
        return redirect("admin:index")
    return render(request, "portal/dashboard.html", {"now": timezone.now()})
