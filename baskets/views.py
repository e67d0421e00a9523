"""Pages of baskets: look, add, change."""

from contextlib import suppress
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, requires
from accounts.privileges import Privilege
from baskets import filling
from baskets.bidding import accept_if_ticked, bid_asked_for, bids_for
from baskets.contents import contents_of
from baskets.forms import AddForm, NumberFormSet, QuantityField, as_typed
from baskets.models import Basket, BasketStatus
from baskets.numbers import Unclear, add_row, unclear_parts
from baskets.pasting import pasted_list
from catalog.bid_choices import BidChoice, choices_for
from catalog.bids import TermsChanged
from catalog.models import Product
from catalog.offers import Buyer
from common.numbers import number_in
from common.redirects import way_back


@requires(Privilege.KEEP_BASKETS)
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """My baskets."""
    filling.current_basket(request.member, now=timezone.now())
    baskets = Basket.objects.visible_to(request.member).active().with_line_count()
    return render(request, "baskets/mine.html", {"baskets": baskets})


@requires(Privilege.KEEP_BASKETS)
@require_safe
def basket(request: MemberRequest, pk: int) -> HttpResponse:
    """One basket at today's prices and stock (BAS-5)."""
    found = get_object_or_404(Basket.objects.visible_to(request.member).not_archived(), pk=pk)
    if found.status == BasketStatus.ORDERED:
        messages.info(request, str(filling.BasketWasOrdered(found)))
        return redirect(found.order if request.member.may(Privilege.VIEW_ORDERS) else "baskets:mine")
    return _basket_page(request, found)


@requires(Privilege.KEEP_BASKETS)
@require_POST
def add(request: MemberRequest) -> HttpResponse:
    """Add a product from a list or its page to the current basket, then go on where one was (BAS-6)."""
    form = AddForm(request.POST)
    if not form.is_valid():
        product = Product.objects.filter(sku=request.POST.get("sku", "")).first()
        return _mend_adding(request, form, product)
    product = get_object_or_404(Product, sku=form.cleaned_data["sku"])
    now, bid = timezone.now(), bid_asked_for(request)
    target = filling.current_basket(request.member, now=now)
    quantity = form.cleaned_data["quantity"]
    try:
        if bid:
            accept_if_ticked(request, bid, now=now)
        filling.add(target, product, quantity, by=request.member, now=now, bid=bid)
    except filling.CertificationMissing as refusal:  # its page says the same and leads on; lists do not offer it
        messages.error(request, str(refusal))
        return redirect(product)
    except (filling.TooMany, filling.BasketWasOrdered, filling.BidNotUsable, TermsChanged) as refusal:
        form.add_error("quantity", str(refusal))
        return _mend_adding(request, form, product)
    _say_added(request, target, [(product, quantity)])
    return redirect(way_back(request, otherwise=target.get_absolute_url()))


@requires(Privilege.KEEP_BASKETS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_by_number(request: MemberRequest) -> HttpResponse:
    """Add rows of part number and quantity; what is unclear stays, in the address, to be mended (BAS-7b)."""
    target = filling.current_basket(request.member, now=timezone.now())
    if request.method != "POST":
        return _mending_page(request, target)
    added: list[tuple[Product, int]] = []
    unclear: dict[str, str] = {}
    ordered = ""
    for form in NumberFormSet(request.POST, prefix="row"):
        try:
            if row := form.row():
                added.append((add_row(target, row, by=request.member, now=timezone.now()), row.quantity))
        except filling.BasketWasOrdered as refusal:  # in another tab, while the rows were added one by one
            ordered = str(refusal)
            unclear |= form.typed(len(unclear) // 2)
        except (Unclear, ValidationError):
            unclear |= form.typed(len(unclear) // 2)
    if ordered:
        messages.error(request, ordered)
    _say_added(request, target, added)
    if not unclear:
        return redirect(target)
    rows = {"row-TOTAL_FORMS": str(len(unclear) // 2), "row-INITIAL_FORMS": "0"} | unclear
    return redirect(f"{request.path}?{urlencode(rows)}")


@requires(Privilege.KEEP_BASKETS)
@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Set quantities, or take a line out; wrong quantities stay as typed beside their reason."""
    found = get_object_or_404(Basket.objects.visible_to(request.member).active(), pk=pk)
    now = timezone.now()
    quantities, errors = _typed_quantities(request, found)
    if (removed := _line_to_remove(request)) is not None:
        quantities[removed] = 0
        errors.pop(removed, None)
    if errors:
        return _basket_page(request, found, errors=errors, status=422)
    try:
        filling.change_quantities(found, quantities, now=now)
    except filling.BasketWasOrdered as refusal:
        messages.error(request, str(refusal))
        return redirect("baskets:mine")
    if "seen" in request.POST:
        filling.take_note_of_changes(found, by=request.member, now=now)
    return redirect(found)


@requires(Privilege.KEEP_BASKETS, Privilege.VIEW_PRICES)
@require_POST
def choose_bid(request: MemberRequest, pk: int) -> HttpResponse:
    """Buy a line at a BID of the company, or at its own price again."""
    found = get_object_or_404(Basket.objects.visible_to(request.member).active(), pk=pk)
    now, bid = timezone.now(), bid_asked_for(request)
    line = number_in(request.POST.get("line", ""))
    try:
        if bid:
            accept_if_ticked(request, bid, now=now)
        filling.choose_bid(found, line or 0, bid, by=request.member, now=now)
    except (filling.BasketWasOrdered, filling.BidNotUsable, TermsChanged) as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def _basket_page(
    request: MemberRequest, found: Basket, *, errors: dict[int, str] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    contents = contents_of(found, request.member, now=now)
    errors = errors or {}
    rows = [
        {
            "row": row,
            "typed": request.POST.get(f"quantity-{row.line.pk}", row.line.quantity) if errors else row.line.quantity,
            "error": errors.get(row.line.pk),
        }
        for row in contents.rows
    ]
    context = {
        "basket": found,
        "contents": contents,
        "rows": rows,
        "bids": bids_for(contents, request.member, on=_today(request, now)),
        "formset": NumberFormSet(prefix="row"),
    }
    return render(request, "baskets/basket.html", context, status=status)


def _mending_page(request: MemberRequest, target: Basket) -> HttpResponse:
    """The rows of the address, or of the list in it, each unclear one with its reason."""
    pasted = pasted_list(request.GET.get("list", ""))
    typed = as_typed(pasted.rows) if pasted else request.GET
    formset = NumberFormSet(typed if "row-TOTAL_FORMS" in typed else None, prefix="row")
    rows = {}
    for form in formset if formset.is_bound else ():
        with suppress(ValidationError):  # the form says beside its field what is wrong
            if row := form.row():
                rows[form] = row
    parts = {row.part for row in rows.values()}
    unclear = unclear_parts(parts, request.member, now=timezone.now()) if rows else {}
    mending = [(row, unclear[row.part]) for row in rows.values() if row.part in unclear]
    for form, row in rows.items():
        if row.part in unclear:
            form.add_error("part", str(unclear[row.part]))
    context = {"formset": formset, "mending": mending, "is_new": pasted is not None, "basket": target}
    return render(request, "baskets/by_number.html", context)


def _line_to_remove(request: MemberRequest) -> int | None:
    return number_in(request.POST.get("remove", ""))


def _typed_quantities(request: MemberRequest, found: Basket) -> tuple[dict[int, int], dict[int, str]]:
    quantities: dict[int, int] = {}
    errors: dict[int, str] = {}
    field = QuantityField(least=0)
    for line in found.lines.all():
        typed = request.POST.get(f"quantity-{line.pk}")
        if typed is None:
            continue
        try:
            quantities[line.pk] = field.clean(typed)
        except ValidationError as error:
            errors[line.pk] = " ".join(error.messages)
    return quantities, errors


def _say_added(request: MemberRequest, target: Basket, added: list[tuple[Product, int]]) -> None:
    if not added:
        return
    said = _("Added to your basket: %(what)s.") % {
        "what": ", ".join(f"{quantity} × {product.name}" for product, quantity in added)
    }
    link = format_html('<a href="{}">{}</a>', target.get_absolute_url(), _("Go to basket"))
    messages.success(request, format_html("{} {}", said, link))


def _mend_adding(request: MemberRequest, form: AddForm, product: Product | None) -> HttpResponse:
    context = {
        "form": form,
        "product": product,
        "choice": _choice(request, product) if product else None,
        "back": way_back(request, otherwise=""),
    }
    return render(request, "baskets/add.html", context, status=422)


def _choice(request: MemberRequest, product: Product) -> BidChoice | None:
    """The BID that a refused form named, while it can still be chosen."""
    asked = number_in(request.POST.get("bid", ""))
    choices = choices_for([product.pk], Buyer.of(request.member), on=_today(request, timezone.now()))
    return next((choice for choice in choices if choice.bid.pk == asked), None)


def _today(request: MemberRequest, now: datetime) -> date:
    return now.astimezone(request.member.market.zone).date()
