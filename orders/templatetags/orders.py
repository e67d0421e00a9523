"""What other pages show of orders."""

from typing import Any

from django import template
from django.utils import timezone

from accounts.privileges import Privilege
from orders.listing import OUTSTANDING, listing_of, next_step, status_of

register = template.Library()
SHOWN = 6


@register.inclusion_tag("orders/_open_orders.html", takes_context=True)
def open_orders(context: template.Context) -> dict[str, Any]:
    """The company's outstanding orders, the latest first, for who may view orders; no amounts."""
    request = context["request"]
    member = request.member
    if not member.may(Privilege.VIEW_ORDERS):
        return {"may_view": False}
    now = timezone.now()
    today = now.astimezone(member.market.zone).date()
    query = request.GET.copy()
    query.clear()
    query["status"] = OUTSTANDING
    orders = listing_of(query, member, now=now).orders()[:SHOWN]
    rows = [(order, *status_of(order), next_step(order, today)) for order in orders]
    return {"may_view": True, "rows": rows, "request": request}
