"""The company's own page, for everyone in it, and its activity, for its administrators (ACC-16b, ACC-17)."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import activities, stockists
from accounts.access import MemberRequest, requires
from accounts.models import CompanyField
from accounts.privileges import Privilege
from accounts.views.denied import whom_to_ask
from common.downloads import table
from common.paging import paginate


@requires()
@require_safe
def profile(request: MemberRequest) -> HttpResponse:
    """Who we are here: name, numbers, addresses, who administers the users, and who is in charge of us."""
    company = request.member.company
    today = timezone.now().astimezone(company.market.zone).date()
    is_manager = request.member.may(Privilege.MANAGE_USERS)
    context = {
        "today": today,
        "approval": next((each for each in company.stockist_approvals.all() if each.covers(today)), None),
        "is_report_waiting": company.stockist_reports.waiting().exists(),
        "takes_reports": stockists.takes_reports(company),
        "certifications": [(each, each.state_on(today)) for each in company.certifications.all()],
        "freights": company.agreed_freights.select_related("method").order_by("method__position"),
        "may_change": {field: is_manager and not company.is_blocked(field) for field in CompanyField.values},
        **whom_to_ask(company),
    }
    return render(request, "accounts/company.html", context)


@requires(Privilege.MANAGE_USERS)
@require_safe
def activity(request: MemberRequest) -> HttpResponse:
    """Who did what, newest first; nothing in it can be changed."""
    listing = activities.listing_of(request.GET, request.member)
    page = paginate(listing.rows(), request.GET)
    rows = [
        (row, activities.actor_of(row), activities.sentence_of(row), activities.details_of(row)) for row in page.rows
    ]
    context = {"form": listing.form, "page": page, "rows": rows, "query": request.GET.urlencode()}
    return render(request, "accounts/activity.html", context)


@requires(Privilege.MANAGE_USERS)
@require_safe
def activity_export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """What the filter lists, as CSV or XLSX."""
    rows = activities.export_rows(activities.listing_of(request.GET, request.member))
    return table("activity", kind, activities.export_heads(), rows, title=_("Activity"))
