"""The company's own page, for everyone in it, and its activity, for its administrators (ACC-16b, ACC-17)."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import activities
from accounts.access import MemberRequest, requires
from accounts.privileges import Privilege
from accounts.views.denied import whom_to_ask
from common import spreadsheets
from common.downloads import download
from common.paging import paginate


@requires()
@require_safe
def profile(request: MemberRequest) -> HttpResponse:
    """Who we are here: name, numbers, addresses, who administers the users, and who is in charge of us."""
    company = request.member.company
    today = timezone.now().astimezone(company.market.zone).date()
    context = {
        "company": company,
        "addresses": company.addresses.all(),
        "is_stockist": company.is_stockist(today),
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
def activity_csv(request: MemberRequest) -> HttpResponseBase:
    rows = activities.export_rows(activities.listing_of(request.GET, request.member))
    heads, language = activities.export_heads(), translation.get_language() or "en"
    return download(
        lambda file: spreadsheets.write_csv(file, heads, rows, language=language),
        "activity.csv",
        spreadsheets.CSV_TYPE,
    )


@requires(Privilege.MANAGE_USERS)
@require_safe
def activity_xlsx(request: MemberRequest) -> HttpResponseBase:
    rows = activities.export_rows(activities.listing_of(request.GET, request.member))
    heads = activities.export_heads()
    return download(
        lambda file: spreadsheets.write_xlsx(file, heads, rows, title=_("Activity")),
        "activity.xlsx",
        spreadsheets.XLSX_TYPE,
    )
