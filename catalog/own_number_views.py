"""The company's own part numbers: found, added, changed, removed, exported (CAT-11b).

`own_numbers` says who may what, and why.
"""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, requires, requires_one_of
from accounts.acting import Actor, Refused
from catalog import own_number_list, own_numbers
from catalog.models import OwnPartNumber, Product
from catalog.own_number_forms import OwnNumberForm
from catalog.search import cleaned
from common.database import Busy
from common.downloads import table
from common.paging import paginate


@requires()
@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """Find one; each leads to its product."""
    form, numbers = own_number_list.listed(request.GET, request.member.company)
    context = {
        "form": form,
        "page": paginate(numbers, request.GET),
        "query": request.GET.urlencode(),
        "may_change": own_numbers.may_change(request.member),
    }
    return render(request, "catalog/own_numbers.html", context)


@requires()
@require_safe
def export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """Those that the filter lists, as CSV or XLSX."""
    _form, numbers = own_number_list.listed(request.GET, request.member.company)
    rows = own_number_list.export_rows(numbers)
    return table("own-part-numbers", kind, own_number_list.export_heads(), rows, title=_("Own part numbers"))


@requires_one_of(*own_numbers.CHANGED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one; a product's page names its SKU in the address."""
    member = request.member
    seen = Product.objects.filter(sku=cleaned(request.GET.get("sku", ""))).first()
    form = OwnNumberForm(request.POST or None, sku=seen.sku if seen else "")
    if request.method == "POST" and form.is_valid():
        product, number = form.cleaned_data["product"], form.cleaned_data["number"]
        try:
            own_numbers.add(product, number, to=member.company, by=Actor.administrator(member), now=timezone.now())
        except (Refused, Busy) as refusal:
            form.say(refusal)
        else:
            messages.success(request, _("%(sku)s is now %(number)s.") % {"sku": product.sku, "number": number})
            return redirect(product if seen == product else "part_numbers:list")
    return render(request, "catalog/own_number_new.html", {"form": form, "product": seen})


@requires_one_of(*own_numbers.CHANGED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one."""
    own = _own(request, pk)
    form = OwnNumberForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        product, number = form.cleaned_data["product"], form.cleaned_data["number"]
        try:
            own_numbers.change(own, product, number, by=Actor.administrator(request.member), now=timezone.now())
        except own_numbers.Removed as refusal:
            messages.error(request, str(refusal))
            return redirect("part_numbers:list")
        except (Refused, Busy) as refusal:
            form.say(refusal)
        else:
            messages.success(request, _("%(sku)s is now %(number)s.") % {"sku": product.sku, "number": number})
            return redirect("part_numbers:list")
    return render(request, "catalog/own_number.html", {"own": own, "form": form})


@requires_one_of(*own_numbers.CHANGED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first, then forget the number; orders keep it."""
    own = _own(request, pk)
    if request.method != "POST":
        return render(request, "catalog/own_number_removal.html", {"own": own})
    try:
        own_numbers.remove(own, by=Actor.administrator(request.member), now=timezone.now())
    except (Refused, Busy) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(number)s was removed.") % {"number": own.number})
    return redirect("part_numbers:list")


def _own(request: MemberRequest, pk: int) -> OwnPartNumber:
    return get_object_or_404(OwnPartNumber.objects.visible_to(request.member).select_related("product"), pk=pk)
