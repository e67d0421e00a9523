"""Template tags of products."""

from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone

from accounts.models import Member
from accounts.privileges import Privilege
from catalog import comparing, unpriced, watching
from catalog.models import Pace, Product, Watch

register = template.Library()


@register.simple_tag(takes_context=True)
def compared(context: template.Context) -> list[str]:
    """SKUs in the comparison that this browser remembers (CAT-12)."""
    session = getattr(context.get("request"), "session", None)
    return [] if session is None else comparing.kept(session)


@register.inclusion_tag("catalog/_watch.html", takes_context=True)
def watch_panel(context: template.Context, product: Product) -> dict[str, Any]:
    """What the member is told of a product, to be changed; nothing for who sees neither stock nor prices."""
    request = context.get("request")
    member: Member | None = getattr(request, "member", None)
    if member is None or not (member.may(Privilege.VIEW_STOCK) or member.may(Privilege.VIEW_PRICES)):
        return {}
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "product": product,
        "watch": Watch.objects.visible_to(member).filter(product=product).first(),
        "paces": Pace.choices,
    }


@register.inclusion_tag("catalog/_unpriced.html", takes_context=True)
def unpriced_account(context: template.Context, is_on_request: bool) -> dict[str, Any]:
    """Says it where all products are on request, not only those shown; asks only where all of those are (CAT-5)."""
    member: Member | None = getattr(context.get("request"), "member", None)
    if not is_on_request or member is None or not unpriced.is_unpriced(member.company, now=timezone.now()):
        return {}
    return {"company": member.company, "market": member.market, "user": member.user}


@register.simple_tag
def watch_link(pk: int, key: str) -> str:
    """The address that ends a watch; for mails alone."""
    return watching.link_of(pk, UUID(key))
