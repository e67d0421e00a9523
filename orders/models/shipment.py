"""What leaves a warehouse for an order: picked, packed, shipped, delivered (ORD-17)."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.privileges import Privilege
from common.fields import AmountField
from orders.models.order import Order, OrderLine
from orders.states import SHIPMENT_MOVES, ShipmentStatus

if TYPE_CHECKING:
    from accounts.models import Member


class ShipmentQuerySet(models.QuerySet["Shipment"]):
    def visible_to(self, member: "Member") -> Self:
        if not member.may(Privilege.VIEW_ORDERS):
            return self.none()
        return self.filter(company_id=member.company_id)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",), no_key=True)


class Shipment(models.Model):
    order = models.ForeignKey(Order, models.PROTECT, related_name="shipments")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="shipments")
    warehouse = models.ForeignKey("markets.Warehouse", models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, unique=True)
    status = models.CharField(max_length=10, choices=ShipmentStatus, default=ShipmentStatus.PICKING)
    carrier = models.CharField(max_length=80, blank=True)
    tracking_number = models.CharField(max_length=80, blank=True)
    invoice = models.OneToOneField("invoices.Invoice", models.PROTECT, null=True, blank=True, related_name="shipment")
    freight = AmountField(null=True, blank=True, help_text=_("Its share of the order's freight; empty until shipped."))
    picking_at = models.DateTimeField()
    packed_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    estimated_on = models.DateField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="shipped_means_invoiced_and_tracked",
                condition=Q(status__in=["picking", "packed"], shipped_at=None, invoice=None)
                | (
                    Q(status__in=["shipped", "delivered"], shipped_at__isnull=False, invoice__isnull=False)
                    & ~Q(tracking_number="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def can_become(self, status: ShipmentStatus) -> bool:
        return status in SHIPMENT_MOVES[ShipmentStatus(self.status)]

    @property
    def tracking_url(self) -> str:
        """Where the carrier tells where the parcel is, or nothing."""
        pattern = self.order.shipping_method.tracking_url
        return pattern.replace("{number}", self.tracking_number) if pattern and self.tracking_number else ""


class ShipmentLine(models.Model):
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="shipment_lines")
    quantity = models.PositiveIntegerField()
    serial_numbers = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["line__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shipment", "line"], name="line_is_in_a_shipment_once"),
            models.CheckConstraint(name="shipment_line_not_empty", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"
