"""What one asked to be told of (CAT-3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, requires_one_of
from accounts.acting import Refused
from accounts.private_links import LinkVoid
from accounts.privileges import Privilege
from catalog import watching
from catalog.forms import WatchForm
from catalog.models import Product, Watch
from catalog.watched import rows_of_watches
from common.access import public
from common.paging import paginate
from common.redirects import way_back

watchers = requires_one_of(Privilege.VIEW_STOCK, Privilege.VIEW_PRICES)


@watchers
@require_http_methods(["GET", "HEAD", "POST"])
def watches(request: MemberRequest) -> HttpResponse:
    """The list of watches; POST begins one or changes what of."""
    if request.method == "POST":
        return _watch(request)
    page = paginate(Watch.objects.visible_to(request.member).select_related("product"), request.GET)
    rows = rows_of_watches(page.rows, request.member, now=timezone.now())
    return render(request, "catalog/watches.html", {"page": page, "rows": rows})


def _watch(request: MemberRequest) -> HttpResponse:
    product = _product(request)
    form = WatchForm(request.POST)
    try:
        watching.watch(request.member, product, form.wish(), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You are told of %(name)s from now on.") % {"name": product.name})
    return redirect(way_back(request, otherwise=product.get_absolute_url()))


@watchers
@require_POST
def removal(request: MemberRequest) -> HttpResponse:
    """End a watch of one's own."""
    product = _product(request)
    watching.end(request.member, product)
    messages.success(request, _("You are told nothing more of %(name)s.") % {"name": product.name})
    return redirect(way_back(request, otherwise="/watches/"))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a mail leads. Looking ends nothing, so that a mail scanner does not; the button does."""
    try:
        if request.method == "POST":
            watch, is_done = watching.end_by_link(token), True
        else:
            watch, is_done = watching.find(token), False
    except LinkVoid:
        return render(request, "catalog/watch_void.html")
    return render(request, "catalog/watch_end.html", {"watch": watch, "is_done": is_done})


def _product(request: HttpRequest) -> Product:
    sku = request.POST.get("sku", "").replace("\0", "")
    return get_object_or_404(Product.objects.exclude(listing=None), sku=sku)
