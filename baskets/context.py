"""What the masthead says of baskets."""

from django.http import HttpRequest

from accounts.models import Member
from accounts.privileges import Privilege
from baskets.models import Basket
from common.reading import Columns, rows_from, split

_BASKETS = Columns(Basket)
# Every page asks: `visible_to(member).filter(is_current=True).with_line_count()`, written by hand (decision 0014).
_CURRENT = f"""
SELECT {_BASKETS.sql("b")}, (SELECT count(*) FROM baskets_basketline WHERE basket_id = b.id)
FROM baskets_basket b WHERE company_id = %s AND owner_id = %s AND is_current
"""  # noqa: S608 - names of columns


def current_basket(request: HttpRequest) -> dict[str, Basket | None]:
    """The member's current basket with its number of lines, in one query; none where none may be kept."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not member.may(Privilege.KEEP_BASKETS):
        return {}
    for row in rows_from(_CURRENT, [member.company_id, member.pk]):
        of_basket, (lines,) = split(row, len(_BASKETS))
        if basket := _BASKETS.made_of(of_basket):
            basket.line_count = lines
            return {"current_basket": basket}
    return {"current_basket": None}
