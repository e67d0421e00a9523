"""Whether stock is what its movements say, and lists know it (CAT-13)."""

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from catalog.models import Stock


def find() -> list[str]:
    """One sentence for each stock row that is not the sum of its movements; an empty list is good."""
    moved = Stock.objects.annotate(
        moved_on_hand=Coalesce(Sum("movements__on_hand"), 0), moved_allocated=Coalesce(Sum("movements__allocated"), 0)
    )
    wrong = moved.filter(~Q(on_hand=F("moved_on_hand")) | ~Q(allocated=F("moved_allocated"))).order_by("pk")
    return [
        f"stock {row.pk} (product {row.product_id} at {row.warehouse_id}): on hand {row.on_hand}, allocated "
        f"{row.allocated}, but its movements sum to {row.moved_on_hand} and {row.moved_allocated}"
        for row in wrong
    ]
