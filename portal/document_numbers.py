"""Orders and invoices by their numbers, for a member who may see them; dashes, spaces and case are forgiven."""

from accounts.models import Member
from catalog.part_numbers import normalized
from invoices.models import Invoice
from markets.models import NumberSeries
from orders.models import Order

MOST_OF_A_KIND = 2
Document = Order | Invoice
SEARCHED = (NumberSeries.Kind.ORDER, NumberSeries.Kind.INVOICE, NumberSeries.Kind.CREDIT_NOTE)


def documents_numbered(text: str, member: Member | None) -> list[Document]:
    """The order, or the invoice or credit note, with exactly this number; none for visitors."""
    number = _number_meant(text, member)
    if member is None or not number:
        return []
    orders = Order.objects.visible_to(member).filter(number=number)
    return [*orders, *Invoice.objects.visible_to(member).filter(number=number)]


def documents_begun(text: str, member: Member | None) -> list[Document]:
    """The latest whose numbers begin so, at most two orders and two invoices."""
    number = _number_meant(text, member)
    if member is None or not number:
        return []
    orders = Order.objects.visible_to(member).filter(number__startswith=number).order_by("-placed_at", "-pk")
    invoices = Invoice.objects.visible_to(member).filter(number__startswith=number).order_by("-issued_on", "-pk")
    return [*orders[:MOST_OF_A_KIND], *invoices[:MOST_OF_A_KIND]]


def _number_meant(text: str, member: Member | None) -> str:
    """The text as a number of the member's market is written; empty where it is none, without a query for most."""
    typed = normalized(text)
    if member is None or not typed or not typed[-1].isdigit():
        return ""
    series = NumberSeries.objects.filter(market=member.market, kind__in=SEARCHED)
    for prefix in series.values_list("prefix", flat=True):
        rest = typed.removeprefix(normalized(prefix))
        if rest != typed and rest.isdigit():
            return f"{prefix}{rest}"
    return ""
