"""Telling people: rows written in the transaction of their cause, which are the outbox at the same time (ACC-26)."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import preferences, tasks
from accounts.models import Company, Member, Notification, NotificationKind, User
from accounts.own_market import market_of
from accounts.privileges import Privilege
from markets.context import language_for
from markets.models import ContactDesk, Market

logger = logging.getLogger(__name__)
_by_email: ContextVar[bool] = ContextVar("by_email", default=True)


def tell(
    members: Iterable[Member],
    *,
    kind: NotificationKind,
    key: str,
    template: str,
    facts: Mapping[str, Any],
    prices: Mapping[str, Any] | None = None,
    link: str = "",
    now: datetime,
) -> None:
    """Tell each member once, in the portal and by e-mail; the same key tells a person nothing a second time.

    `members` come from `Member.objects.ready_to_ask()`; those without access are left out. `template` is
    "orders/confirmation" for `templates/orders/emails/confirmation.txt`. `facts` are frozen here: texts, numbers,
    Decimals, dates, datetimes. Whatever holds a price belongs into `prices`, which reach only those who may view
    prices, when this is written and when it is sent (ACC-13). `link` is an address in the portal ("/orders/SE-1/").
    Nothing is sent if the transaction is rolled back. Whether a mail goes out, and where to, is as each member wants
    it now (ACC-24); a preference changed later moves nothing that is written.
    """
    receivers = [member for member in members if member.has_access()]
    wanted = preferences.deliveries_to(receivers, kind)
    _write(
        Notification(
            user=member.user,
            company=member.company,
            kind=kind,
            key=key,
            template=template,
            facts=dict(facts) | ({"prices": dict(prices)} if prices and member.may(Privilege.VIEW_PRICES) else {}),
            link=link,
            email=wanted[member.pk].email,
            language=language_for(member.company.market, member.user.language),
            created_at=now,
            try_after=now,
            by_email=wanted[member.pk].by_email and _by_email.get(),
        )
        for member in receivers
    )


def tell_user(
    user: User,
    *,
    key: str,
    template: str,
    facts: Mapping[str, Any],
    language: str = "",
    email: str = "",
    link: str = "",
    now: datetime,
) -> None:
    """Tell a person something about their own account, whichever company they are in.

    It is written in the language they chose, else in `language`, else in that of their first company's market, with
    that market's formats and clock; to `email` where it is given (the address they had until now), else to the user's.
    """
    wanted = user.language or language
    market = market_of(user)
    _write(
        [
            Notification(
                user=user,
                market=market,
                kind=NotificationKind.ACCOUNT,
                key=key,
                template=template,
                facts=dict(facts),
                link=link,
                email=email or user.email,
                language=language_for(None if wanted else market, wanted),
                created_at=now,
                try_after=now,
                by_email=_by_email.get(),
            )
        ]
    )


def tell_stranger(
    email: str,
    *,
    key: str,
    template: str,
    facts: Mapping[str, Any],
    market: Market,
    language: str,
    link: str = "",
    now: datetime,
) -> None:
    """Mail somebody who is no user: an applicant, an address that a customer registered, a desk of ours.

    It is written in `language` where the market offers it, with the market's formats and clock.
    """
    if not _by_email.get():
        return  # there is no list of the portal's in which they could read it
    _write(
        [
            Notification(
                market=market,
                kind=NotificationKind.ACCOUNT,
                key=key,
                template=template,
                facts=dict(facts),
                link=link,
                email=email,
                language=language_for(market, language),
                created_at=now,
                try_after=now,
            )
        ]
    )


def tell_staff_in_charge(
    company: Company, *, key: str, template: str, facts: Mapping[str, Any], link: str, now: datetime
) -> None:
    """Tell the company's account manager, else the support desk of its market by mail (ACC-19b)."""
    if manager := company.manager_in_charge:
        tell_user(manager, key=key, template=template, facts=facts, link=link, now=now)
        return
    desk = company.market.desk(ContactDesk.Kind.SUPPORT)
    if desk and desk.email:
        language = company.market.default_language()
        tell_stranger(
            desk.email, key=key, template=template, facts=facts, market=company.market, language=language, link=link,
            now=now,
        )  # fmt: skip


@contextmanager
def without_mail() -> Iterator[None]:
    """Write notifications inside the block for the portal's list alone: what happened long ago is not mailed now."""
    token = _by_email.set(False)
    try:
        yield
    finally:
        _by_email.reset(token)


@transaction.atomic
def send_again(notifications: QuerySet[Notification], *, now: datetime) -> int:
    """Give mails that were given up a new start; returns how many."""
    count = notifications.filter(sent_at=None, gave_up_at__isnull=False).update(
        gave_up_at=None, attempts=0, try_after=now
    )
    transaction.on_commit(wake, robust=True)
    return count


def _write(notifications: Iterable[Notification]) -> None:
    Notification.objects.bulk_create(notifications, ignore_conflicts=True)
    if _by_email.get():
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Ask a worker to send at once. A dead broker is no error: the sweep sends within a minute (PLT-10)."""
    try:
        tasks.deliver.delay()
    except Exception as error:
        logger.warning("nobody was woken for new mail: %s", error)
