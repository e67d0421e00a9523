"""What the portal told a person: the list behind the bell (ACC-24)."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, requires
from accounts.models import Notification, NotificationKind
from common.numbers import number_in
from common.paging import paginate
from common.redirects import way_back


@requires()
@require_safe
def notifications(request: MemberRequest) -> HttpResponse:
    """Everything told, newest first; of one kind where one is asked for."""
    told = Notification.objects.visible_to(request.member)
    counts = dict(told.order_by().values_list("kind").annotate(Count("pk")))
    kind = request.GET.get("kind", "")
    kind = kind if kind in counts else ""
    rows = told.of_kind(kind).select_related("user", "company")
    page = paginate(rows, request.GET, total=counts[kind] if kind else sum(counts.values()))
    newest = max((notification.pk for notification in page.rows), default=None) if page.number == 1 else None
    kinds = [(each.value, each.label, counts[each]) for each in NotificationKind if each in counts]
    context = {"page": page, "newest": newest, "kind": kind, "kinds": kinds, "count": sum(counts.values())}
    return render(request, "accounts/notifications.html", context)


@requires()
@require_POST
def reading(request: MemberRequest) -> HttpResponse:
    """Mark one notification as read, or all of its kinds up to the newest that the page showed."""
    unread = Notification.objects.visible_to(request.member).unread().of_kind(request.POST.get("kind", ""))
    if one := number_in(request.POST.get("notification", "")):
        unread.filter(pk=one).update(read_at=timezone.now())
    elif newest := number_in(request.POST.get("up_to", "")):
        unread.filter(pk__lte=newest).update(read_at=timezone.now())
    return redirect(way_back(request, otherwise="/notifications/"))
