"""Goods on shelves: a summed row for each product and warehouse, and the movements that made it (CAT-13)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class Stock(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="stock", db_index=False)
    warehouse = models.ForeignKey("markets.Warehouse", models.PROTECT, related_name="stock")
    on_hand = models.IntegerField(default=0)
    allocated = models.IntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("stock")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "warehouse"], include=["on_hand", "allocated"], name="stock_once"
            ),
            models.CheckConstraint(
                name="stock_never_oversold", condition=Q(allocated__gte=0, allocated__lte=F("on_hand"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}@{self.warehouse_id}"

    @property
    def available(self) -> int:
        return self.on_hand - self.allocated


class MovementKind(models.TextChoices):
    COUNTED = "counted", _("Counted")
    RECEIVED = "received", _("Received")
    ALLOCATED = "allocated", _("Allocated")
    RELEASED = "released", _("Released")
    SHIPPED = "shipped", _("Shipped")


class StockMovement(models.Model):
    """One change of a stock row; their sums are the row, which check_integrity compares."""

    stock = models.ForeignKey(Stock, models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=10, choices=MovementKind)
    on_hand = models.IntegerField(default=0, help_text=_("Change of what is on hand."))
    allocated = models.IntegerField(default=0, help_text=_("Change of what is allocated."))
    reference = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="stock_movement_moves", condition=~Q(on_hand=0, allocated=0))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_hand}/{self.allocated}"


class ExpectedDelivery(models.Model):
    """Goods on their way to a warehouse, with the day they are expected (ETA)."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="expected_deliveries")
    warehouse = models.ForeignKey("markets.Warehouse", models.PROTECT, related_name="+")
    expected_on = models.DateField()
    quantity = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = _("expected deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "warehouse", "expected_on"], name="expected_delivery_once_a_day"
            ),
            models.CheckConstraint(name="expected_delivery_not_empty", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}@{self.warehouse_id} {self.expected_on}"
