"""An order, what it promises, what it holds in stock, and every step it took (ORD)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.privileges import Privilege
from common.fields import AmountField
from markets.models import Market
from orders.states import ORDER_MOVES, OUTSTANDING, EventKind, HoldOutcome, HoldReason, OrderStatus

if TYPE_CHECKING:
    from accounts.models import Member

ZERO = Decimal(0)


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, member: "Member") -> Self:
        """Orders of the member's company, none without the privilege (ACC-13)."""
        if not member.may(Privilege.VIEW_ORDERS):
            return self.none()
        return self.filter(company_id=member.company_id)

    def outstanding(self) -> Self:
        """Orders with anything not yet shipped or canceled (SE FAQ)."""
        return self.filter(status__in=OUTSTANDING)

    def placed_by(self, member: "Member") -> Self:
        return self.filter(placed_by=member)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",), no_key=True)

    def with_parties(self) -> Self:
        """With what every verb and page of an order asks of its company, market and buyer."""
        return self.select_related(
            "company__market",
            "market",
            "shipping_method",
            "placed_by__user",
            "company__account_manager",
            "end_customer",
        )


class Order(models.Model):
    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="orders")
    number = models.CharField(max_length=30, unique=True)
    basket = models.OneToOneField(
        "baskets.Basket",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="order",
        help_text=_("What it was placed from; a basket becomes one order at most."),
    )
    placed_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="orders")
    placed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=OrderStatus)
    status_since = models.DateTimeField()
    is_partly_shipped = models.BooleanField(default=False)
    po_number = models.CharField(max_length=100, blank=True)
    observations = models.CharField(max_length=500, blank=True)
    ship_to = ArrayField(models.CharField(max_length=200), default=list)
    ship_to_country = models.CharField(max_length=2)
    ship_to_region = models.CharField(max_length=10, blank=True)
    end_customer = models.ForeignKey(
        "accounts.EndCustomer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        help_text=_("Whose address it ships to, where it goes straight to an end customer."),
    )
    end_customer_name = models.CharField(max_length=200, blank=True, help_text=_("Its name when it was placed."))
    shipping_method = models.ForeignKey("markets.ShippingMethod", models.PROTECT, related_name="+")
    terms_days = models.PositiveSmallIntegerField()
    terms_version = models.CharField(max_length=20, help_text=_("Version of the terms of sale that was accepted."))
    wished_on = models.DateField(null=True, blank=True, help_text=_("The earliest day it ships."))
    ships_complete = models.BooleanField(default=False)
    backorders_until = models.DateField(null=True, blank=True)
    promised_on = models.DateField(
        null=True, blank=True, help_text=_("Day on which what is in stock was promised to ship.")
    )
    cutoff_at = models.DateTimeField(null=True, blank=True, help_text=_("The cutoff that the promise was made for."))
    currency = models.CharField(max_length=3)
    goods = AmountField()
    chemical_tax = AmountField(default=ZERO)
    freight = AmountField()
    net = AmountField()
    tax = AmountField()
    total = AmountField()
    reserved = AmountField(default=ZERO, help_text=_("What it takes of the company's credit now, with taxes."))

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-placed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="order_net_adds_up", condition=Q(net=F("goods") + F("chemical_tax") + F("freight"))
            ),
            models.CheckConstraint(name="order_net_and_tax_make_total", condition=Q(total=F("net") + F("tax"))),
            models.CheckConstraint(name="order_reserved_not_negative", condition=Q(reserved__gte=0)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "-placed_at", "-id"], name="order_list"),
            models.Index(fields=["company", "status", "-placed_at"], name="order_by_status"),
            models.Index(fields=["company", "po_number"], name="order_by_po"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("orders:order", args=[self.number])

    def with_same_po_number(self) -> "Order | None":
        """The company's latest earlier order with this one's PO number."""
        if not self.po_number:
            return None
        earlier = Order.objects.filter(company=self.company_id, po_number=self.po_number).exclude(pk=self.pk)
        return earlier.order_by("-placed_at", "-pk").first()

    def can_become(self, status: OrderStatus) -> bool:
        return status in ORDER_MOVES[OrderStatus(self.status)]

    @property
    def net_without_chemical_tax(self) -> Decimal:
        """What order list and order page call the total (CAT-14, SE FAQ)."""
        return self.goods + self.freight

    @property
    def is_outstanding(self) -> bool:
        return self.status in OUTSTANDING


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def backordered(self) -> Self:
        """Lines of outstanding orders that wait for stock."""
        return self.filter(order__status__in=OUTSTANDING, quantity__gt=F("allocated") + F("shipped") + F("canceled"))

    def backordered_by_product(self, product_ids: Iterable[int], warehouse_ids: Iterable[int]) -> dict[int, int]:
        """How many pieces of each product already wait for stock of these warehouses."""
        ids = list(product_ids)
        if not ids:
            return {}
        markets = Market.objects.filter(warehouses__in=list(warehouse_ids))
        waiting = self.backordered().filter(product_id__in=ids, order__market__in=markets)
        pieces = Sum(F("quantity") - F("allocated") - F("shipped") - F("canceled"))
        return dict(waiting.order_by().values_list("product_id").annotate(pieces=pieces))


class OrderLine(models.Model):
    """A product as it was ordered. Prices and weights are copied; quantities say where each piece is."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+")
    sku = models.CharField(max_length=40)
    mpn = models.CharField(max_length=200, blank=True)
    own_number = models.CharField(
        max_length=60, blank=True, help_text=_("What the company called the product on that day.")
    )
    name = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField()
    allocated = models.PositiveIntegerField(default=0)
    shipped = models.PositiveIntegerField(default=0)
    canceled = models.PositiveIntegerField(default=0)
    unit_price = AmountField()
    amount = AmountField()
    price_source = models.CharField(max_length=30)
    price_source_name = models.CharField(max_length=120, blank=True)
    price_valid_until = models.DateField(null=True, blank=True)
    bid = models.ForeignKey(
        "catalog.Bid",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="order_lines",
        db_index=False,
        help_text=_("At which it was bought; its pieces are taken of it until they are canceled."),
    )
    chemical_tax_each = AmountField(default=ZERO)
    weight_grams = models.PositiveIntegerField(default=0)
    promised_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text=_("When what is backordered is expected."))
    first_expected_on = models.DateField(null=True, blank=True, help_text=_("The expected date told first."))
    expected_moved_on = models.DateField(null=True, blank=True, help_text=_("Day on which it was last moved."))

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position_once"),
            models.CheckConstraint(name="order_line_quantity_positive", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="order_line_pieces_are_somewhere_once",
                condition=Q(quantity__gte=F("allocated") + F("shipped") + F("canceled")),
            ),
            models.CheckConstraint(name="order_line_adds_up", condition=Q(amount=F("quantity") * F("unit_price"))),
        ]
        indexes: ClassVar = [models.Index(fields=["bid"], condition=Q(bid__isnull=False), name="order_line_of_bid")]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.position}"

    @property
    def backordered(self) -> int:
        """Pieces that wait for stock."""
        return self.quantity - self.allocated - self.shipped - self.canceled

    @property
    def open(self) -> int:
        """Pieces neither shipped nor canceled."""
        return self.quantity - self.shipped - self.canceled


class Allocation(models.Model):
    """Pieces of a line that a warehouse holds for it and has not shipped."""

    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="allocations")
    warehouse = models.ForeignKey("markets.Warehouse", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    ships_on = models.DateField(null=True, blank=True, help_text=_("Promised day; empty while nothing may ship."))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "warehouse"], name="line_is_allocated_at_a_warehouse_once"),
            models.CheckConstraint(name="allocation_not_empty", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"


class OrderTax(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="taxes")
    name = models.CharField(max_length=40)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    net = AmountField()
    amount = AmountField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.rate}"


class Hold(models.Model):
    """Why an order waits, and who released or refused it (ORD-5)."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=20, choices=HoldReason)
    placed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=HoldOutcome, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order", "reason"], condition=Q(decided_at=None), name="order_is_held_for_a_reason_once"
            ),
            models.CheckConstraint(
                name="hold_decision_has_an_outcome",
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.reason}"


class OrderEvent(models.Model):
    """One step of an order, for its timeline: what, who, when."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    status = models.CharField(max_length=10, choices=OrderStatus, help_text=_("The order's status after it."))
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.kind}"


class PlacementKey(models.Model):
    """The key of one submission of a checkout form: the same key again is the same order (ORD-2)."""

    member = models.ForeignKey("accounts.Member", models.CASCADE, related_name="+")
    key = models.UUIDField()
    contents = models.CharField(max_length=64, help_text=_("Digest of what was submitted."))
    order = models.ForeignKey(Order, models.CASCADE, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "key"], name="placement_key_claimed_once")]

    def __str__(self) -> str:
        return str(self.key)
