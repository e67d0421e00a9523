"""What other pages show of baskets."""

from typing import Any

from django import template
from django.utils import timezone

from accounts.privileges import Privilege
from baskets.contents import contents_of
from baskets.forms import NumberFormSet
from baskets.models import Basket

register = template.Library()


@register.inclusion_tag("baskets/_order_box.html", takes_context=True)
def order_box(context: template.Context) -> dict[str, Any]:
    """The box that adds by part number, for who may keep baskets."""
    member = context["request"].member
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "formset": NumberFormSet(prefix="row") if member.may(Privilege.KEEP_BASKETS) else None,
        "current_basket": context.get("current_basket"),
    }


@register.inclusion_tag("baskets/_open_baskets.html", takes_context=True)
def open_baskets(context: template.Context) -> dict[str, Any]:
    """The member's baskets with what they come to, for who may keep them."""
    member = context["request"].member
    baskets = Basket.objects.visible_to(member).active().with_line_count()[:5]
    now = timezone.now()
    rows = [(basket, contents_of(basket, member, now=now) if basket.is_current else None) for basket in baskets]
    return {
        "request": context["request"],
        "rows": rows,
        "may_keep": member.may(Privilege.KEEP_BASKETS),
        "shows_prices": member.may(Privilege.VIEW_PRICES),
        "currency": member.market.currency,
    }
