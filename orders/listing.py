"""The list of orders as a member filters it: views, search, what is next for each (ORD-8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Member
from accounts.privileges import Privilege
from common import formats
from common.spreadsheets import Cell
from orders.clock import shipping_in_words
from orders.forms import OrderFilter
from orders.models import Allocation, Order, OrderLine, Shipment
from orders.states import OrderStatus
from orders.sums import total_in_words

OUTSTANDING, ALL, MINE, WAITING = "outstanding", "all", "mine", "waiting"
VIEWS = [
    (OUTSTANDING, gettext_lazy("Outstanding")),
    (WAITING, gettext_lazy("Waiting for stock")),
    (OrderStatus.HELD.value, gettext_lazy("Held")),
    (MINE, gettext_lazy("Mine")),
    (ALL, gettext_lazy("All")),
]


@dataclass(frozen=True)
class Listing:
    """Orders of a member's company as a query string asks for them, newest first."""

    member: Member
    form: OrderFilter
    status: str
    now: datetime

    def orders(self) -> QuerySet[Order]:
        """Filtered; each with its number of lines, pieces that wait, and the warehouses that hold something."""
        return _with_progress(self._filtered()).select_related("placed_by__user").order_by("-placed_at", "-pk")

    def count(self) -> int:
        return self._filtered().count()

    def views(self) -> list[tuple[str, Any, int]]:
        """Each saved view with its name and its number of orders, in one query."""
        visible = Order.objects.visible_to(self.member)
        counts = visible.aggregate(**{name: Count("pk", filter=_view(name, self.member)) for name, _label in VIEWS})
        return [(name, label, counts[name]) for name, label in VIEWS]

    def _filtered(self) -> QuerySet[Order]:
        data = self.form.cleaned_data
        orders = Order.objects.visible_to(self.member).filter(_view(self.status, self.member))
        if text := data.get("q", "").strip():
            orders = orders.filter(_found_by(text, self.member))
        if since := data.get("placed_from"):
            orders = orders.filter(placed_at__gte=self._start_of(since))
        if until := data.get("placed_to"):
            orders = orders.filter(placed_at__lt=self._start_of(until + timedelta(days=1)))
        if person := data.get("person"):
            orders = orders.filter(placed_by=person)
        return orders

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.member.market.zone)


def listing_of(query: QueryDict, member: Member, *, now: datetime) -> Listing:
    """What a query string asks for; without a status it is what is outstanding (SE FAQ), with a search it is all."""
    statuses = [*VIEWS, *((status.value, status.label) for status in OrderStatus if status != OrderStatus.HELD)]
    default = ALL if query.get("q", "").strip() else OUTSTANDING
    wanted = query.get("status", "")
    status = wanted if wanted in dict(statuses) else default
    data = query.copy()
    data["status"] = status
    form = OrderFilter(data, member=member, statuses=statuses)
    form.is_valid()
    return Listing(member, form, status, now)


def next_step(order: Order, today: date) -> str:
    """One sentence on what happens next; the order comes from `Listing.orders`."""
    waiting: int = order.waiting or 0  # type: ignore[attr-defined]
    expected: date | None = order.expected  # type: ignore[attr-defined]
    match order.status:
        case OrderStatus.HELD:
            return _("Waits for the distributor to release it")
        case OrderStatus.SHIPPED:
            return _("On the road")
        case OrderStatus.DELIVERED | OrderStatus.CANCELED:
            return ""
    if order.promised_on:
        places = ", ".join(order.places)  # type: ignore[attr-defined]
        return shipping_in_words(order.promised_on, today, places=places)
    if waiting and expected:
        text = ngettext("%(pieces)s piece expected %(day)s", "%(pieces)s pieces expected %(day)s", waiting)
        return text % {"pieces": formats.whole(waiting), "day": formats.short_day(expected)}
    return _("Waits for stock, no date yet") if waiting else ""


def status_of(order: Order) -> tuple[str, str]:
    """Kind and word of an order's state in the list: a partly shipped order and one that only waits say so."""
    if order.is_partly_shipped:
        return "partly", _("Partly shipped")
    if order.status == OrderStatus.OPEN and order.promised_on is None:
        return "backorder", _("Backorder")
    return order.status, order.get_status_display()


def export_heads(member: Member) -> list[str]:
    """Heads of the export; columns of amounts are left out for who may not view prices (ACC-13)."""
    heads = [_("Order"), _("Placed"), _("Placed by"), _("PO number"), _("End customer")]
    heads += [_("Status"), _("What is next"), _("Lines")]
    if member.may(Privilege.VIEW_PRICES):
        heads += [total_in_words(member.market), _("Currency")]
    return heads


def export_rows(listing: Listing) -> Iterator[list[Cell]]:
    """Exactly what is filtered, row by row."""
    member = listing.member
    today = listing.now.astimezone(member.market.zone).date()
    sees_amounts = member.may(Privilege.VIEW_PRICES)
    for order in listing.orders().iterator(chunk_size=500):
        row: list[Cell] = [
            order.number,
            order.placed_at,
            str(order.placed_by.user),
            order.po_number,
            order.end_customer_name,
            status_of(order)[1],
            next_step(order, today),
            order.line_count,  # type: ignore[attr-defined]
        ]
        yield row + ([order.net_without_chemical_tax, order.currency] if sees_amounts else [])


def _with_progress(orders: QuerySet[Order]) -> QuerySet[Order]:
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    waiting = Sum(F("quantity") - F("allocated") - F("shipped") - F("canceled"))
    places = Allocation.objects.filter(line__order=OuterRef("pk")).order_by("warehouse__name")
    return orders.annotate(
        line_count=Subquery(lines.annotate(n=Count("pk")).values("n")),
        waiting=Subquery(lines.annotate(n=waiting).values("n")),
        expected=Subquery(lines.annotate(n=Min("expected_on")).values("n")),
        places=ArraySubquery(places.values("warehouse__name").distinct()),
    )


def _view(name: str, member: Member) -> Q:
    match name:
        case "outstanding":
            return Q(status__in=("held", "open", "picking", "packed"))
        case "waiting":
            waiting = OrderLine.objects.backordered().filter(order__company=member.company_id)
            return Q(pk__in=waiting.values("order"))
        case "mine":
            return Q(placed_by=member)
        case "all":
            return Q()
    return Q(status=name)


def _found_by(text: str, member: Member) -> Q:
    """Number, PO, end customer, product, serial or tracking number."""
    own = OrderLine.objects.filter(order__company=member.company_id)
    numbered = Q(sku__iexact=text) | Q(mpn__iexact=text) | Q(own_number__iexact=text)
    lines = own.filter(numbered | Q(name__icontains=text))
    serials = own.filter(shipment_lines__serial_numbers__contains=[text])
    tracked = Shipment.objects.filter(company=member.company_id, tracking_number__in=[text, text.replace(" ", "")])
    return (
        Q(number__iexact=text)
        | Q(po_number__icontains=text)
        | Q(end_customer_name__icontains=text)
        | Q(pk__in=lines.values("order"))
        | Q(pk__in=serials.values("order"))
        | Q(pk__in=tracked.values("order"))
    )
