"""What the masthead says of baskets."""

from django.http import HttpRequest

from accounts.models import Member
from accounts.privileges import Privilege
from baskets.models import Basket


def current_basket(request: HttpRequest) -> dict[str, Basket | None]:
    """The member's current basket with its number of lines, in one query; none where none may be kept."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not member.may(Privilege.KEEP_BASKETS):
        return {}
    baskets = Basket.objects.visible_to(member).filter(is_current=True)
    return {"current_basket": baskets.with_line_count().first()}
