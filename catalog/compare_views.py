"""Products side by side, and the ticks and buttons that put them there (CAT-12)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.acting import Refused
from catalog import comparing
from catalog.models import Product
from catalog.offers import buyer_of
from common.access import public
from common.redirects import way_back


@public
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The products that the address names; without any, those that the browser remembers."""
    asked = request.GET.getlist("p")
    if not any(asked) and (kept := comparing.kept(request.session)):
        return redirect(comparing.address_of(kept))
    found = comparing.comparison(asked, buyer_of(request), now=timezone.now())
    return render(request, "catalog/compare.html", {"comparison": found})


@public
@require_POST
def products(request: HttpRequest) -> HttpResponse:
    """Add one, remove one and go on where one was; or take over the ticks of a list and compare."""
    if sku := request.POST.get("add", ""):
        return _add(request, sku)
    if sku := request.POST.get("remove", ""):
        comparing.remove(request.session, sku)
        return redirect(way_back(request, otherwise=comparing.address_of(comparing.kept(request.session))))
    ticked, drawn = request.POST.getlist("p"), request.POST.getlist("drawn")
    return redirect(comparing.address_of(comparing.of_list(request.session, ticked=ticked, drawn=drawn)))


def _add(request: HttpRequest, sku: str) -> HttpResponse:
    product = get_object_or_404(Product.objects.exclude(listing=None), sku=sku.replace("\0", ""))
    try:
        comparing.add(request.session, product)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is in the comparison.") % {"name": product.name})
    return redirect(way_back(request, otherwise=product.get_absolute_url()))
