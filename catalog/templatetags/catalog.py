"""Template tags of products."""

from typing import Any
from uuid import UUID

from django import template

from accounts.models import Member
from accounts.privileges import Privilege
from catalog import comparing, watching
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


@register.simple_tag
def watch_link(pk: int, key: str) -> str:
    """The address that ends a watch; for mails alone."""
    return watching.link_of(pk, UUID(key))
