"""What the order page tells: the timeline, each line's state, and what happened (ORD-9, ORD-10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import formats
from orders.clock import shipping_in_words
from orders.models import Order, OrderEvent, OrderLine, Shipment
from orders.states import EventKind, HoldReason, OrderStatus, ShipmentStatus


@dataclass(frozen=True)
class Step:
    """One step of the timeline: past ones have their moment, coming ones a sentence on when."""

    name: str
    at: datetime | None = None
    when: str = ""
    detail: str = ""
    is_done: bool = False
    is_current: bool = False


def steps_of(order: Order, today: date) -> list[Step]:
    """Past, now and next, from the order's events, lines and shipments as they were loaded with the page."""
    events = list(order.events.all())
    steps = [_past(event) for event in events if event.kind in _STEPS]
    if steps:
        last = steps.pop()
        steps.append(Step(last.name, last.at, detail=last.detail, is_done=True, is_current=True))
    return steps + list(_coming(order, today))


_STEPS = {
    EventKind.PLACED,
    EventKind.HELD,
    EventKind.RELEASED,
    EventKind.REFUSED,
    EventKind.PICKING,
    EventKind.PACKED,
    EventKind.SHIPPED,
    EventKind.DELIVERED,
    EventKind.ALLOCATED,
    EventKind.EXPIRED,
}


def _past(event: OrderEvent) -> Step:
    return Step(event.get_kind_display(), event.at, detail=_detail(event), is_done=True)


def _detail(event: OrderEvent) -> str:
    facts = event.facts
    if event.kind == EventKind.PLACED:
        pieces = {"allocated": formats.whole(facts["allocated"]), "pieces": formats.whole(facts["pieces"])}
        return _("%(allocated)s of %(pieces)s pieces in stock") % pieces
    if "warehouse" in facts:
        return f"{facts['warehouse']}, {in_pieces(facts['pieces'])}"
    return in_pieces(facts["pieces"]) if "pieces" in facts else ""


def _coming(order: Order, today: date) -> Iterator[Step]:
    lines = list(order.lines.all())
    if order.status in (OrderStatus.CANCELED, OrderStatus.DELIVERED):
        return
    if order.status == OrderStatus.HELD:
        yield Step(_("Release"), when=_("once the distributor has decided"))
    if order.status != OrderStatus.SHIPPED and order.promised_on:
        yield Step(_("Shipment"), when=shipping_in_words(order.promised_on, today))
    if waiting := sum(line.backordered for line in lines):
        days = [line.expected_on for line in lines if line.backordered and line.expected_on]
        when = _("expected %(day)s") % {"day": formats.short_day(max(days))} if days else _("no date yet")
        yield Step(_("Backorder"), when=when, detail=in_pieces(waiting))
    yield Step(_("Delivery"), when=_delivery(order))


def _delivery(order: Order) -> str:
    days = [
        each.estimated_on
        for each in order.shipments.all()
        if each.status == ShipmentStatus.SHIPPED and each.estimated_on
    ]
    return _("about %(day)s") % {"day": formats.short_day(max(days))} if days else ""


def line_state(line: OrderLine, order: Order, today: date) -> tuple[str, str, str]:
    """Kind, word and second line of a line's state: where its pieces are, and when the rest comes."""
    if line.canceled == line.quantity:
        return "canceled", _("Canceled"), ""
    if line.backordered:
        word = formats.short_day(line.expected_on) if line.expected_on else _("No date yet")
        return "backorder", word, ". ".join(filter(None, (_how_it_moved(line), _what_ships(line, today))))
    if line.allocated:
        if order.status == OrderStatus.HELD:
            return "held", _("Held"), ""
        if line.promised_on is None:
            return "expected", _("Waits for the rest"), ""
        return order.status, shipping_in_words(line.promised_on, today), ""
    return "shipped", _("Shipped"), ""


def _what_ships(line: OrderLine, today: date) -> str:
    if not (line.allocated and line.promised_on):
        return ""
    return f"{in_pieces(line.allocated)}: {shipping_in_words(line.promised_on, today)}"


def _how_it_moved(line: OrderLine) -> str:
    if line.expected_moved_on and line.first_expected_on and line.first_expected_on != line.expected_on:
        facts = {
            "first": formats.short_day(line.first_expected_on),
            "moved": formats.short_day(line.expected_moved_on),
        }
        return _("was %(first)s, moved %(moved)s") % facts
    return _("as first promised") if line.first_expected_on else ""


def shipment_state(shipment: Shipment, today: date) -> tuple[str, str]:
    """Kind and word of a shipment's state; one past its estimated day is late (ORD-9b)."""
    if shipment.status == ShipmentStatus.SHIPPED:
        is_late = shipment.estimated_on is not None and shipment.estimated_on < today
        return ("overdue", _("Late")) if is_late else ("shipped", _("On the road"))
    return shipment.status, shipment.get_status_display()


def log_of(order: Order) -> list[tuple[datetime, str, str]]:
    """Moment, sentence and who of everything that happened, the latest first."""
    events = list(order.events.all())
    return [(event.at, sentence(event), str(event.by) if event.by else "") for event in reversed(events)]


def sentence(event: OrderEvent) -> str:
    """What an event says, in the active language."""
    facts = event.facts
    match event.kind:
        case EventKind.PLACED:
            return _("Placed. %(detail)s.") % {"detail": _detail(event)}
        case EventKind.HELD:
            return _("Held: %(reasons)s.") % {"reasons": reasons_in_words(facts["reasons"])}
        case EventKind.RELEASED | EventKind.REFUSED:
            note = facts.get("note", "")
            return f"{event.get_kind_display()}: {note}" if note else f"{event.get_kind_display()}."
        case EventKind.EXPECTED_MOVED:
            return _moved(facts)
        case EventKind.EXPIRED:
            return _("Canceled what was not there by the last date for backorders: %(pieces)s.") % {
                "pieces": in_pieces(facts["pieces"])
            }
        case EventKind.ALLOCATED:
            return _("Stock arrived: %(pieces)s.") % {"pieces": in_pieces(facts["pieces"])}
    said = {"shipment": facts.get("shipment", ""), "step": event.get_kind_display(), "detail": _detail(event)}
    return _("%(step)s: %(shipment)s from %(detail)s.") % said


def _moved(facts: dict[str, str]) -> str:
    before, now = parse_date(facts["before"]), parse_date(facts["now"])
    return _("Expected day of %(sku)s moved %(before)s → %(now)s.") % {
        "sku": facts["sku"],
        "before": formats.short_day(before) if before else _("no date"),
        "now": formats.short_day(now) if now else _("no date"),
    }


def reasons_in_words(reasons: list[str]) -> str:
    return ", ".join(str(HoldReason(reason).label) for reason in reasons)


def in_pieces(pieces: int) -> str:
    return ngettext("%(pieces)s piece", "%(pieces)s pieces", pieces) % {"pieces": formats.whole(pieces)}
