"""A company's BIDs: what it may buy at which special price, how much is left of it, and until when (CAT-6)."""

from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, requires
from accounts.privileges import Privilege
from catalog import bid_list
from common.downloads import table
from common.paging import paginate

readers = requires(Privilege.VIEW_PRICES)


@readers
@require_safe
def bids(request: MemberRequest) -> HttpResponse:
    """Find one; each leads to its product, where it is chosen."""
    today = _today(request)
    form, prices = bid_list.listed(request.GET, request.member, on=today)
    page = paginate(prices, request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": bid_list.rows_of(page.rows, request.member.market.currency, on=today),
        "query": request.GET.urlencode(),
    }
    return render(request, "catalog/bids.html", context)


@readers
@require_safe
def export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """Those that the filter lists, as CSV or XLSX."""
    _form, prices = bid_list.listed(request.GET, request.member, on=_today(request))
    rows = bid_list.export_rows(prices, request.member.market.currency)
    return table("bids", kind, bid_list.export_heads(), rows, title=_("BIDs"))


def _today(request: MemberRequest) -> date:
    return timezone.now().astimezone(request.member.market.zone).date()
