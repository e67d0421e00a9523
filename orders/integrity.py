"""Whether orders, stock, credit and invoices tell the same story; the oracle of every fault test (ORD-2)."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import DecimalField, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from catalog.models import BidPrice, Stock
from invoices.models import CreditAccount
from markets.models import NumberSeries
from orders.models import Allocation, Hold, Order, OrderLine, Shipment
from orders.reserving import reserved_by
from orders.states import OUTSTANDING, OrderStatus

ZERO = Value(0, output_field=DecimalField(max_digits=14, decimal_places=2))


def find() -> list[str]:
    """One sentence for each thing about orders that does not add up; an empty list is good."""
    return [
        *_allocated_stock(),
        *_lines(),
        *_bids(),
        *_reserved_credit(),
        *_order_sums(),
        *_numbers(),
        *_cross_company(),
        *_statuses(),
    ]


def _allocated_stock() -> Iterator[str]:
    rows = Allocation.objects.order_by().values_list("line__product_id", "warehouse_id").annotate(held=Sum("quantity"))
    held = {(product, warehouse): pieces for product, warehouse, pieces in rows}
    for stock in Stock.objects.filter(allocated__gt=0).order_by("pk"):
        of_orders = held.pop((stock.product_id, stock.warehouse_id), 0)
        if of_orders != stock.allocated:
            yield f"stock {stock.pk}: {stock.allocated} allocated, but orders hold {of_orders}"
    for (product, warehouse), pieces in held.items():
        yield f"orders hold {pieces} of product {product} at {warehouse}, but none is allocated there"


def _lines() -> Iterator[str]:
    held = OrderLine.objects.annotate(held=Coalesce(Sum("allocations__quantity"), 0))
    for line in held.exclude(allocated=F("held")).order_by("pk"):
        yield f"line {line}: {line.allocated} allocated, but warehouses hold {line.held}"
    left = Sum("shipment_lines__quantity", filter=Q(shipment_lines__shipment__shipped_at__isnull=False))
    for gone in OrderLine.objects.annotate(left=Coalesce(left, 0)).exclude(shipped=F("left")).order_by("pk"):
        yield f"line {gone}: {gone.shipped} shipped, but its shipments hold {gone.left}"


def _bids() -> Iterator[str]:
    lines = OrderLine.objects.filter(bid__isnull=False).order_by().values_list("bid_id", "product_id")
    taken = {(bid, product): pieces for bid, product, pieces in lines.annotate(left=Sum(F("quantity") - F("canceled")))}
    for row in BidPrice.objects.order_by("pk"):
        of_orders = taken.pop((row.bid_id, row.product_id), 0)
        if row.used != of_orders:
            yield f"BID {row.bid_id}: {row.used} of product {row.product_id} used, but orders took {of_orders}"
    for (bid, product), pieces in taken.items():
        yield f"orders took {pieces} of product {product} of BID {bid}, which has no such product"
    for line in OrderLine.objects.filter(bid__isnull=False).exclude(bid__company=F("order__company")).order_by("pk"):
        yield f"line {line} is bought at a BID of another company"


def _reserved_credit() -> Iterator[str]:
    sums = dict(
        Order.objects.order_by().values_list("company_id").annotate(reserved=Sum("reserved", default=Decimal(0)))
    )
    for account in CreditAccount.objects.order_by("pk"):
        of_orders = sums.get(account.pk, Decimal(0))
        if account.reserved != of_orders:
            yield f"credit of company {account.pk}: {account.reserved} reserved, but its orders reserve {of_orders}"
    open_orders = Order.objects.filter(status__in=OUTSTANDING).prefetch_related("lines", "taxes", "shipments")
    for order in open_orders.order_by("pk").iterator(chunk_size=200):
        if order.reserved != reserved_by(order):
            yield f"order {order}: {order.reserved} reserved, but what is open comes to {reserved_by(order)}"
    for order in Order.objects.exclude(status__in=OUTSTANDING).exclude(reserved=0).order_by("pk"):
        yield f"order {order} is {order.status} and still reserves {order.reserved}"


def _order_sums() -> Iterator[str]:
    sums = Order.objects.annotate(sum_of_lines=Coalesce(Sum("lines__amount"), ZERO))
    for order in sums.exclude(goods=F("sum_of_lines")).order_by("pk"):
        yield f"order {order}: goods {order.goods}, but its lines sum to {order.sum_of_lines}"


def _numbers() -> Iterator[str]:
    documents = ((NumberSeries.Kind.ORDER, Order, "market"), (NumberSeries.Kind.SHIPMENT, Shipment, "order__market"))
    for kind, model, market in documents:
        for series in NumberSeries.objects.filter(kind=kind).order_by("pk"):
            count = model._default_manager.filter(**{market: series.market_id}).count()
            if count != series.last_number:
                yield f"series {series.prefix} has come to {series.last_number}, but there are {count} documents"


def _cross_company() -> Iterator[str]:
    for order in Order.objects.exclude(placed_by__company=F("company")).order_by("pk"):
        yield f"order {order} is of one company and was placed by a member of another"
    for order in Order.objects.filter(basket__isnull=False).exclude(basket__company=F("company")).order_by("pk"):
        yield f"order {order} is of one company and its basket of another"
    right = Q(company=F("order__company")) & (Q(invoice=None) | Q(invoice__company=F("company")))
    for shipment in Shipment.objects.exclude(right).order_by("pk"):
        yield f"shipment {shipment}, its order and its invoice are not all of one company"


def _statuses() -> Iterator[str]:
    undecided = Hold.objects.filter(order=OuterRef("pk"), decided_at=None)
    for order in Order.objects.filter(~Exists(undecided), status=OrderStatus.HELD).order_by("pk"):
        yield f"order {order} is held, but nothing holds it"
    for order in Order.objects.filter(events=None).order_by("pk"):
        yield f"order {order} has no history"
