"""Pages of orders: checkout, list, one order, export."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, requires
from accounts.models.end_customer import USED_BY
from accounts.privileges import Privilege
from baskets.models import Basket, BasketStatus
from common.downloads import table
from common.paging import paginate
from markets.models import ContactDesk
from orders import following, placing
from orders.checkout import credit_after, groups_of, po_used_before
from orders.drafting import draft_order
from orders.forms import CheckoutForm, can_ship
from orders.listing import VIEWS, Listing, export_heads, export_rows, listing_of, next_step, status_of
from orders.models import Order, OrderEvent, OrderLine, Shipment, ShipmentLine
from orders.shown import Change, Shown
from orders.states import OrderStatus
from orders.stuck import is_stuck
from orders.sums import basis_in_words, total_in_words


class SeeOther(HttpResponseRedirect):
    """Done; what came of it is there."""

    status_code = 303


KEPT = ("ship_to", "find", "method", "wished_on", "deliveries", "backorders_until", "po_number", "observations")


@requires(Privilege.PLACE_ORDERS, Privilege.VIEW_PRICES)
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: MemberRequest, pk: int) -> HttpResponse:
    """The one checkout page (ORD-1): draw it, reckon anew with other choices, or finish the order."""
    basket = get_object_or_404(Basket.objects.visible_to(request.member), pk=pk)
    if not can_ship(request.member):
        messages.error(request, _("Ordering needs an address and a shipping method. Please ask support."))
        return redirect(basket)
    if request.method != "POST":
        return _look_at(request, basket)
    if "update" in request.POST:
        return redirect(f"{request.path}?{_choices_in_query(request.POST)}")
    return _finish(request, basket)


def _look_at(request: MemberRequest, basket: Basket) -> HttpResponse:
    if order := Order.objects.filter(basket=basket).first():
        return _to_order(request, order)
    if basket.status != BasketStatus.ACTIVE or not basket.lines.exists():
        messages.error(request, _("The basket is empty."))
        return redirect(basket)
    now = timezone.now()
    typed = any(name in request.GET for name in KEPT)
    form = _form(request, basket, request.GET if typed else None, now, is_final=False)
    if typed:
        form.is_valid()
    return _checkout_page(request, basket, form, now)


def _finish(request: MemberRequest, basket: Basket) -> HttpResponse:
    now = timezone.now()
    form = _form(request, basket, request.POST, now, is_final=True)
    if not form.is_valid():
        return _checkout_page(request, basket, form, now, status=422)
    data = form.cleaned_data
    if not (data["key"] and data["shown"]):
        return _look_at(request, basket)
    try:
        order = placing.place_order(
            basket, by=request.member, key=data["key"], shown=data["shown"], choices=form.choices(), now=now
        )
    except placing.OfferChanged as refusal:
        return _checkout_page(request, basket, form, now, changes=refusal.changes, status=409)
    except (placing.AlreadyOrdered, placing.KeyUsedForOtherContents) as refusal:
        messages.warning(request, str(refusal))
        return _to_order(request, refusal.order)
    except placing.BasketGone as refusal:
        messages.error(request, str(refusal))
        return redirect("baskets:mine")
    except placing.NotPlaced as refusal:
        form.add_error(None, str(refusal))
        return _checkout_page(request, basket, form, now, status=409)
    _say_placed(request, order)
    return _to_order(request, order)


def _to_order(request: MemberRequest, order: Order) -> HttpResponse:
    """The order's page; who may place orders but not view them goes home, where the message tells the number."""
    return SeeOther(order.get_absolute_url() if request.member.may(Privilege.VIEW_ORDERS) else "/")


def _say_placed(request: MemberRequest, order: Order) -> None:
    messages.success(request, _("Thank you. Order %(number)s is placed.") % {"number": order.number})
    if before := order.with_same_po_number():
        facts = {"po": order.po_number, "number": before.number}
        messages.warning(request, _("PO number %(po)s was used before, on %(number)s.") % facts)


def _form(
    request: MemberRequest, basket: Basket, data: QueryDict | None, now: datetime, *, is_final: bool
) -> CheckoutForm:
    lines = basket.lines.select_related("product")
    grams = sum((line.product.weight_grams or 0) * line.quantity for line in lines)
    return CheckoutForm(data, member=request.member, grams=grams, now=now, is_final=is_final)


def _checkout_page(
    request: MemberRequest,
    basket: Basket,
    form: CheckoutForm,
    now: datetime,
    *,
    changes: list[Change] | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = draft_order(basket, by=request.member, choices=form.choices(), now=now)
    context = {
        "basket": basket,
        "form": form,
        "draft": draft,
        "groups": groups_of(draft, now),
        "shown": Shown.of(draft).written(),
        "changes": changes or [],
        "po_used": po_used_before(draft),
        "credit": credit_after(draft),
        "terms_version": settings.TERMS_OF_SALE_VERSION,
    }
    return render(request, "orders/checkout.html", context, status=status)


def _choices_in_query(data: QueryDict) -> str:
    kept = QueryDict(mutable=True)
    for name in KEPT:
        kept[name] = data.get(name, "")
    return kept.urlencode()


@requires(Privilege.VIEW_ORDERS)
@require_safe
def orders(request: MemberRequest) -> HttpResponse:
    """Every order of the company, the outstanding ones first shown (ORD-8)."""
    listing = _listing(request)
    page = paginate(listing.orders(), request.GET, total=listing.count())
    today = _today(request, listing.now)
    context = {
        "listing": listing,
        "form": listing.form,
        "page": page,
        "rows": [(order, *status_of(order), next_step(order, today)) for order in page.rows],
        "view_name": dict(VIEWS).get(listing.status, ""),
        "query": request.GET.urlencode(),
        "basis": basis_in_words(request.member.market),
    }
    return render(request, "orders/orders.html", context)


@requires(Privilege.VIEW_ORDERS)
@require_safe
def export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """The orders listed, as CSV or XLSX."""
    listing = _listing(request)
    return table("orders", kind, export_heads(request.member), export_rows(listing), title=_("Orders"))


@requires(Privilege.VIEW_ORDERS)
@require_safe
def order(request: MemberRequest, number: str) -> HttpResponse:
    """One order: timeline, lines, shipments, what happened and what happens next (ORD-9)."""
    now = timezone.now()
    found = get_object_or_404(_with_everything(Order.objects.visible_to(request.member)), number=number)
    today = _today(request, now)
    shipments = list(found.shipments.all())
    context = {
        "order": found,
        "steps": following.steps_of(found, today),
        "lines": [(line, *following.line_state(line, found, today)) for line in found.lines.all()],
        "shipments": [(each, *following.shipment_state(each, today), _pieces(each)) for each in shipments],
        "invoices": [each.invoice for each in shipments if each.invoice],
        "holds": [hold for hold in found.holds.all() if found.status == OrderStatus.HELD and hold.decided_at is None],
        "refusal": next((hold for hold in found.holds.all() if hold.outcome == "refused"), None),
        "status": status_of(found),
        "basis": basis_in_words(found.market),
        "total_name": total_in_words(found.market),
        "log": following.log_of(found),
        "sees_end_customers": any(request.member.may(privilege) for privilege in USED_BY),
        "desk": found.market.desk(ContactDesk.Kind.SUPPORT) if is_stuck(found, now) else None,
    }
    return render(request, "orders/order.html", context)


def _with_everything(orders: Any) -> Any:
    lines = OrderLine.objects.select_related("product__category")
    shipments = Shipment.objects.select_related("warehouse", "invoice", "order__shipping_method").prefetch_related(
        Prefetch("lines", ShipmentLine.objects.select_related("line"))
    )
    return orders.with_parties().prefetch_related(
        Prefetch("lines", lines),
        Prefetch("shipments", shipments),
        Prefetch("events", OrderEvent.objects.select_related("by")),
        "holds",
        "taxes",
    )


def _pieces(shipment: Shipment) -> str:
    return following.in_pieces(sum(line.quantity for line in shipment.lines.all()))


def _listing(request: MemberRequest) -> Listing:
    return listing_of(request.GET, request.member, now=timezone.now())


def _today(request: MemberRequest, now: datetime) -> date:
    return now.astimezone(request.member.market.zone).date()
