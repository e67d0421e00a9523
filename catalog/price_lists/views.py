"""Price lists of what is listed: a short one at once, a long one in the background (CAT-8)."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, requires
from accounts.acting import Refused
from accounts.privileges import Privilege
from catalog import tasks
from catalog.lists import Selection
from catalog.offers import Buyer
from catalog.price_lists import making
from catalog.price_lists.listed import Listed, Place
from catalog.price_lists.writing import TYPES, write
from common import downloads
from common.spreadsheets import XLSX_ROWS


@requires(Privilege.DOWNLOAD_PRICE_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def price_list(request: MemberRequest, place: Place, kind: str, path: str = "") -> HttpResponseBase:
    """The file where the list is short, else a page that offers to have it made in the background, which POST does."""
    listed = Listed.of(place, path, request.GET)
    now = timezone.now()
    found = listed.selection(Buyer.of(request.member), now=now)
    if request.method == "POST":
        return _have_made(request, listed, kind, found)
    if found.counts.total > request.member.market.price_list_rows:
        return _offer(request, listed, kind, found)
    name = f"{listed.file_name}-{found.terms.on:%Y-%m-%d}.{kind}"
    return downloads.download(lambda file: write(file, kind, found, now=now), name, TYPES[kind])


def _offer(request: MemberRequest, listed: Listed, kind: str, found: Selection) -> HttpResponse:
    context = {
        "listed": listed,
        "kind": kind,
        "total": found.counts.total,
        "at_once": request.member.market.price_list_rows,
        "fits": making.fits(kind, found.counts.total),
        "most": XLSX_ROWS,
        "as_csv": request.get_full_path().replace("price-list.xlsx", "price-list.csv", 1),
    }
    return render(request, "catalog/price_list.html", context)


def _have_made(request: MemberRequest, listed: Listed, kind: str, found: Selection) -> HttpResponse:
    total = found.counts.total
    if not making.fits(kind, total):
        return redirect(request.get_full_path())  # the page says why
    language = translation.get_language() or "en"
    try:
        download = making.ask(listed, kind, total, by=request.member, language=language, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("downloads:list")
    transaction.on_commit(partial(tasks.wake, tasks.make_price_lists))
    return redirect(download)
