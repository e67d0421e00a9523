"""Companies for which every product is on request: pages say so, and staff are told once (CAT-5).

Looked for when prices change, when somebody signs in, and now and then, because prices also end by themselves.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import notifying
from accounts.models import Company, User
from catalog.models import LifeCycle, UnpricedCompany

# Scalar subqueries, because each stops at its first row; for EXISTS the planner would join whole price tables. OFFSET
# keeps it from planning and asking them a second time for the condition outside.
_SOLD = "JOIN catalog_listing l ON l.product_id = p.id AND l.is_listed WHERE p.life_cycle <> %(gone)s"
_PRICED = f"JOIN catalog_product p ON p.id = priced.product_id {_SOLD}"
_STATES = f"""
SELECT c.id, c.unpriced FROM (
  SELECT c.id, u.company_id IS NOT NULL known,
    EXISTS (SELECT 1 FROM accounts_member m WHERE m.company_id = c.id AND m.deleted_at IS NULL)
    AND (SELECT 1 FROM catalog_companypricelist y
      JOIN catalog_pricelistedition x ON x.price_list_id = y.price_list_id AND x.validity @> today.day
      WHERE y.company_id = c.id AND (
        (SELECT 1 FROM catalog_priceentry priced {_PRICED} AND priced.edition_id = x.id LIMIT 1) = 1
        OR (SELECT 1 FROM catalog_pricefactor f JOIN catalog_product p ON p.group_id = f.group_id {_SOLD}
            AND f.edition_id = x.id AND l.base_minor IS NOT NULL LIMIT 1) = 1)
      LIMIT 1) IS NULL
    AND (SELECT 1 FROM catalog_agreedprice priced {_PRICED}
      AND priced.company_id = c.id AND today.day BETWEEN priced.valid_from AND priced.valid_to LIMIT 1) IS NULL
    AND (SELECT 1 FROM catalog_promotionprice priced {_PRICED} AND priced.market_id = c.market_id
      AND (priced.company_id IS NULL OR priced.company_id = c.id)
      AND today.day BETWEEN priced.valid_from AND priced.valid_to LIMIT 1) IS NULL
    AND (SELECT 1 FROM catalog_product p {_SOLD} LIMIT 1) = 1 unpriced
  FROM accounts_company c
  JOIN markets_market k ON k.id = c.market_id
  CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE k.time_zone)::date) today(day)
  LEFT JOIN catalog_unpricedcompany u ON u.company_id = c.id
  WHERE {{which}} OFFSET 0) c
"""  # noqa: S608 - made of constants
_OF_COMPANIES = _STATES.format(which="c.id = ANY(%(companies)s::bigint[])")
_CHANGED = f"{_STATES} WHERE c.unpriced <> c.known"
_CHANGED_OF_COMPANIES = _CHANGED.format(which="c.id = ANY(%(companies)s::bigint[])")
_CHANGED_OF_USER = _CHANGED.format(which="c.id IN (SELECT company_id FROM accounts_member WHERE user_id = %(user)s)")
_CHANGED_OF_ALL = _CHANGED.format(which="true")


def is_unpriced(company: Company, *, now: datetime) -> bool:
    """Whether no product that can be ordered has a price for the company today, in one query."""
    [(_id, unpriced)] = _states(_OF_COMPANIES, now, companies=[company.pk])
    return unpriced


def look(*, now: datetime, company_ids: Collection[int] | None = None) -> int:
    """Note which of these companies, or of all, have no price at all; staff are told of each once until it has one.

    Returns how many are new.
    """
    if company_ids is None:
        return _note(_states(_CHANGED_OF_ALL, now), now)
    return _note(_states(_CHANGED_OF_COMPANIES, now, companies=list(company_ids)), now)


def look_at_sign_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Django's own signal: the companies of whoever signs in are looked at, in one query."""
    now = timezone.now()
    _note(_states(_CHANGED_OF_USER, now, user=user.pk), now)


def _states(sql: str, now: datetime, **which: Any) -> list[tuple[int, bool]]:
    """Companies by id, and whether they have no price."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": now, "gone": LifeCycle.DISCONTINUED.value, **which})
        return cursor.fetchall()


def _note(changed: list[tuple[int, bool]], now: datetime) -> int:
    """Write down what changed, and tell staff of companies that have no price any more."""
    if not changed:
        return 0
    found = [id_ for id_, unpriced in changed if unpriced]
    with transaction.atomic():
        UnpricedCompany.objects.filter(pk__in=[id_ for id_, unpriced in changed if not unpriced]).delete()
        rows = [UnpricedCompany(company_id=id_, found_at=now) for id_ in found]
        UnpricedCompany.objects.bulk_create(rows, ignore_conflicts=True)
        noted = UnpricedCompany.objects.filter(pk__in=found).select_related(
            "company__market", "company__account_manager"
        )
        for unpriced in noted.order_by("pk"):
            _tell_staff(unpriced, now)
    return len(found)


def _tell_staff(unpriced: UnpricedCompany, now: datetime) -> None:
    """Once, also where two found it at the same time: the key is that of the one row."""
    company = unpriced.company
    notifying.tell_staff_in_charge(
        company,
        key=f"unpriced:{company.pk}:{unpriced.found_at.isoformat()}",
        template="catalog/unpriced",
        facts={"company_name": company.name, "customer_number": company.customer_number},
        link=reverse("admin:catalog_unpricedcompany_change", args=[company.pk]),
        now=now,
    )
