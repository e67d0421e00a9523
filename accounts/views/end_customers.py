"""The company's end customers: found, added, changed, removed by whoever orders or quotes for them (ACC-20)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import end_customer_list, end_customers
from accounts.access import MemberRequest, requires_one_of
from accounts.acting import Refused
from accounts.end_customer_forms import EndCustomerAddressForm, EndCustomerForm, NewEndCustomerForm
from accounts.models import EndCustomer, EndCustomerAddress
from accounts.models.end_customer import USED_BY
from common.downloads import table
from common.paging import paginate


@requires_one_of(*USED_BY)
@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """Find one; each with its places and whether orders may ship to it yet."""
    listing = _listing(request)
    page = paginate(listing.customers(), request.GET)
    context = {
        "form": listing.form,
        "page": page,
        "rows": [(customer, end_customer_list.state_of(customer, listing.now)) for customer in page.rows],
        "query": request.GET.urlencode(),
        "review_hours": request.member.market.end_customer_review_hours,
    }
    return render(request, "accounts/end_customers.html", context)


@requires_one_of(*USED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one with its first place."""
    form = NewEndCustomerForm(request.POST or None, member=request.member, home=request.member.company.country)
    if request.method == "POST" and form.is_valid():
        try:
            customer = end_customers.add(form.details(), form.to_keep(), by=request.member, now=timezone.now())
        except end_customers.AlreadyListed as refusal:
            form.add_error("tax_number", str(refusal))
        else:
            messages.success(request, _added(customer))
            return redirect("company:end_customers")
    context = {"form": form, "review_hours": request.member.market.end_customer_review_hours}
    return render(request, "accounts/end_customer_new.html", context)


@requires_one_of(*USED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """One end customer: its details to change, its places, the button that removes it."""
    customer = _customer(request, pk)
    form = EndCustomerForm(request.POST or None, member=request.member, customer=customer)
    if request.method == "POST" and form.is_valid():
        try:
            end_customers.edit(customer, form.details(), by=request.member, now=timezone.now())
        except end_customers.AlreadyListed as refusal:
            form.add_error("tax_number", str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("company:end_customers")
        else:
            messages.success(request, _("Saved."))
            return redirect("company:end_customer", pk)
    context = {
        "customer": customer,
        "form": form,
        "addresses": customer.addresses.all(),
        "state": end_customer_list.state_of(customer, timezone.now()),
        "review_hours": request.member.market.end_customer_review_hours,
    }
    return render(request, "accounts/end_customer.html", context)


@requires_one_of(*USED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first, then take it off the list; orders keep it."""
    customer = _customer(request, pk)
    if request.method != "POST":
        return render(request, "accounts/end_customer_removal.html", {"customer": customer})
    return _pressed(
        request,
        lambda: end_customers.remove(customer, by=request.member, now=timezone.now()),
        _("%(name)s was removed from the list.") % {"name": customer.name},
        "company:end_customers",
    )


@requires_one_of(*USED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a place of an end customer."""
    customer = _customer(request, pk)
    form = _address_form(request)
    if request.method == "POST" and form.is_valid():
        return _pressed(
            request,
            lambda: end_customers.add_address(customer, form.to_keep(), by=request.member, now=timezone.now()),
            _("The address was added."),
            *("company:end_customer", pk),
        )
    return _address_page(request, customer, form)


@requires_one_of(*USED_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: MemberRequest, pk: int, address_pk: int) -> HttpResponse:
    """Change a place; what was shipped before keeps it as it was."""
    customer, place = _customer(request, pk), _place(request, pk, address_pk)
    form = _address_form(request, place)
    if request.method == "POST" and form.is_valid():
        return _pressed(
            request,
            lambda: end_customers.edit_address(place, form.to_keep(), by=request.member, now=timezone.now()),
            _("Saved."),
            *("company:end_customer", pk),
        )
    return _address_page(request, customer, form, place)


@requires_one_of(*USED_BY)
@require_POST
def address_removal(request: MemberRequest, pk: int, address_pk: int) -> HttpResponse:
    _customer(request, pk)
    place = _place(request, pk, address_pk)
    return _pressed(
        request,
        lambda: end_customers.remove_address(place, by=request.member, now=timezone.now()),
        _("The address was removed. Orders that went there keep it."),
        *("company:end_customer", pk),
    )


@requires_one_of(*USED_BY)
@require_safe
def export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """Those that the filter lists, as CSV or XLSX."""
    rows = end_customer_list.export_rows(_listing(request))
    return table("end-customers", kind, end_customer_list.export_heads(), rows, title=_("End customers"))


def _listing(request: MemberRequest) -> end_customer_list.EndCustomerListing:
    return end_customer_list.listing_of(request.GET, request.member, now=timezone.now())


def _customer(request: MemberRequest, pk: int) -> EndCustomer:
    return get_object_or_404(EndCustomer.objects.visible_to(request.member).present(), pk=pk)


def _place(request: MemberRequest, pk: int, address_pk: int) -> EndCustomerAddress:
    places = EndCustomerAddress.objects.visible_to(request.member).select_related("end_customer")
    return get_object_or_404(places, pk=address_pk, end_customer=pk)


def _address_form(request: MemberRequest, place: EndCustomerAddress | None = None) -> EndCustomerAddressForm:
    return EndCustomerAddressForm(request.POST or None, home=request.member.company.country, address=place)


def _address_page(
    request: MemberRequest, customer: EndCustomer, form: BaseForm, place: EndCustomerAddress | None = None
) -> HttpResponse:
    context = {"customer": customer, "form": form, "address": place}
    return render(request, "accounts/end_customer_address.html", context)


def _pressed(request: MemberRequest, press: Callable[[], Any], sentence: str, *back: Any) -> HttpResponse:
    """Press a button, say what it did or why not, and go back."""
    try:
        press()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("company:end_customers")
    messages.success(request, sentence)
    return redirect(*back)


def _added(customer: EndCustomer) -> str:
    facts = {"name": customer.name}
    if customer.is_usable(timezone.now()):
        return _("%(name)s was added. Orders can ship to it at once.") % facts
    return _("%(name)s was added. Orders can ship to it once its review time is over.") % facts
