"""What the portal told a person: the list behind the bell (ACC-24)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, requires
from accounts.models import Notification
from common.paging import paginate
from common.redirects import way_back


@requires()
@require_safe
def notifications(request: MemberRequest) -> HttpResponse:
    """Everything told, newest first."""
    page = paginate(Notification.objects.visible_to(request.member).select_related("user", "company"), request.GET)
    newest = max((notification.pk for notification in page.rows), default=None) if page.number == 1 else None
    return render(request, "accounts/notifications.html", {"page": page, "newest": newest})


@requires()
@require_POST
def reading(request: MemberRequest) -> HttpResponse:
    """Mark one notification as read, or all up to the newest that the page showed."""
    unread = Notification.objects.visible_to(request.member).unread()
    one, newest = request.POST.get("notification", ""), request.POST.get("up_to", "")
    if one.isdecimal() and len(one) < 19:
        unread.filter(pk=one).update(read_at=timezone.now())
    elif newest.isdecimal() and len(newest) < 19:
        unread.filter(pk__lte=newest).update(read_at=timezone.now())
    return redirect(way_back(request, otherwise="/notifications/"))
