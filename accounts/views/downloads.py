"""Files that were made for oneself, and how far those are that are being made (PLT-4)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import downloads as verbs
from accounts.access import MemberRequest, requires
from accounts.models import Download
from common.downloads import stored
from common.paging import paginate


@requires()
@require_safe
def downloads(request: MemberRequest) -> HttpResponse:
    """What was made and is being made, the latest first."""
    page = paginate(Download.objects.visible_to(request.member), request.GET)
    return render(request, "accounts/downloads.html", {"page": page})


@requires()
@require_safe
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """How far it is; the part of the page that changes is asked for again until it is finished."""
    download = get_object_or_404(Download.objects.visible_to(request.member), pk=pk)
    is_asked_again = getattr(request, "htmx", False) and request.htmx.target  # type: ignore[attr-defined]
    template = "accounts/download.html#run" if is_asked_again else "accounts/download.html"
    return render(request, template, {"download": download})


@requires()
@require_safe
def file(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The file, for its owner alone, asked anew each time."""
    ready = Download.objects.visible_to(request.member).ready(timezone.now())
    download = get_object_or_404(ready, pk=pk)
    return stored(download.file, download.file_name, download.content_type)


@requires()
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel what is being made, or delete what was."""
    download = get_object_or_404(Download.objects.visible_to(request.member), pk=pk)
    verbs.remove(download)
    said = _("Deleted: %(title)s") if download.is_finished else _("Canceled: %(title)s")
    messages.success(request, said % {"title": download.title})
    return redirect("downloads:list")
