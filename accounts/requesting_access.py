"""Access for people of an existing customer: asked for on a public page, answered by the company (ACC-3, IX FAQ).

Whoever asks reads the same at once, whether or not a customer was found: that is looked up later, by the portal.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import applying, inviting, notifying, recording
from accounts.acting import Actor, Refused, locked_company
from accounts.models import (
    AccessRequest,
    AccessRequestState,
    ActivityKind,
    Company,
    Member,
    NotificationKind,
)
from markets.models import Market

UNMATCHED_KEPT = timedelta(days=30)
AT_ONCE = 100


class AnsweredAlready(Refused):
    """Somebody else admitted or declined them meanwhile."""

    def __init__(self, request: AccessRequest) -> None:
        super().__init__(request)
        self.request = request

    def __str__(self) -> str:
        sentence = _("Nothing was done: %(name)s answered this request already (%(state)s).")
        return sentence % {"name": self.request.answered_by, "state": self.request.get_state_display()}


def request_access(
    market: Market,
    *,
    country: str,
    customer_number: str,
    email: str,
    name: str,
    language: str,
    key: uuid.UUID,
    now: datetime,
) -> AccessRequest:
    """Write down who asks, and look nothing up: the time that takes tells nothing either. A second click asks once."""
    asked = {
        "market": market,
        "language": language,
        "country": country,
        "customer_number": customer_number,
        "email": email,
        "name": name,
        "asked_at": now,
    }
    return AccessRequest.objects.get_or_create(key=key, defaults=asked)[0]


@transaction.atomic
def look_into_next(*, now: datetime) -> AccessRequest | None:
    """Find the customer that the oldest new request names, and ask whoever can admit; None where nothing is new.

    A request for which the company has an open one, by the same address and name, is not told a second time.
    """
    received = AccessRequest.objects.select_for_update(skip_locked=True, of=("self",)).select_related("market")
    request = received.filter(state=AccessRequestState.RECEIVED).order_by("pk").first()
    if request is None:
        return None
    company = _named_by(request)
    if company is None:
        request.state = AccessRequestState.UNMATCHED
    else:
        open_ones = company.access_requests.waiting().filter(email=request.email, name__iexact=request.name)
        is_new = not open_ones.exists()
        request.state = AccessRequestState.WAITING if is_new else AccessRequestState.REPEATED
        request.company = company
    request.save(update_fields=["state", "company"])
    if request.state == AccessRequestState.WAITING:
        _ask(request, now)
    return request


def look_into_all(*, now: datetime) -> int:
    """Look into what was asked since the last time, and forget the old ones that named no customer."""
    count = 0
    while count < AT_ONCE and look_into_next(now=now):
        count += 1
    AccessRequest.objects.filter(state=AccessRequestState.UNMATCHED, asked_at__lt=now - UNMATCHED_KEPT).delete()
    return count


@transaction.atomic
def admit(
    request: AccessRequest, *, name: str, email: str, privileges: frozenset[str], by: Actor, now: datetime
) -> Member:
    """Invite the person to the company and tell the registered address.

    Raises AnsweredAlready, and what `inviting.invite` raises.
    """
    request = _waiting(request, by)
    company = company_of(request)
    member = inviting.invite(company, name=name, email=email, username="", privileges=privileges, by=by, now=now)
    _answer(request, AccessRequestState.ADMITTED, by, now)
    _tell(request, "accounts/access_admitted", now, invited=email)
    return member


@transaction.atomic
def decline(request: AccessRequest, *, by: Actor, now: datetime) -> None:
    """Let nobody in and tell the registered address. Raises AnsweredAlready, RequestMissing, PrivilegeMissing."""
    request = _waiting(request, by)
    _answer(request, AccessRequestState.DECLINED, by, now)
    facts = {"name": request.name, "email": request.email}
    company = company_of(request)
    recording.note(company, ActivityKind.ACCESS_DECLINED, by=by.user, asked_by=by.asking_user, facts=facts, now=now)
    _tell(request, "accounts/access_declined", now)


def administrators_to_ask(company: Company) -> Collection[Member]:
    """Those who can answer now; none where staff have to (ACC-3)."""
    able = company.members.administrators().able().ready_to_ask()
    return [member for member in able if member.has_access()]


def _named_by(request: AccessRequest) -> Company | None:
    """The customer whose number, country and registered address these are."""
    if not request.email:
        return None
    return (
        Company.objects.select_related("market")
        .filter(
            customer_number__iexact=request.customer_number,
            country=request.country,
            registered_email__iexact=request.email,
        )
        .first()
    )


def _ask(request: AccessRequest, now: datetime) -> None:
    company = company_of(request)
    facts = {"name": request.name, "email": request.email, "company_name": company.name}
    recording.note(company, ActivityKind.ACCESS_ASKED, by=None, facts=facts, now=now)
    administrators = administrators_to_ask(company)
    notifying.tell(
        administrators,
        kind=NotificationKind.ACCOUNT,
        key=f"access:{request.pk}",
        template="accounts/access_asked",
        facts=facts,
        link=reverse("company:access_requests"),
        now=now,
    )
    if not administrators:
        _ask_staff(request, facts, now)
    _tell(request, "accounts/access_received", now, by_staff=not administrators)


def _ask_staff(request: AccessRequest, facts: dict[str, str], now: datetime) -> None:
    """The account manager, else the market's support desk; the admin's list shows it in any case."""
    company = company_of(request)
    facts = facts | {"customer_number": company.customer_number}
    notifying.tell_staff_in_charge(
        company,
        key=f"access-staff:{request.pk}",
        template="accounts/access_asked_of_staff",
        facts=facts,
        link=reverse("admin:accounts_accessrequest_change", args=[request.pk]),
        now=now,
    )


def _waiting(request: AccessRequest, by: Actor) -> AccessRequest:
    """The row behind the lock of its company. Raises AnsweredAlready, RequestMissing, PrivilegeMissing."""
    locked_company(request.company_id or 0, by)
    rows = AccessRequest.objects.select_for_update(of=("self",)).select_related("company__market", "answered_by")
    request = rows.get(pk=request.pk)
    if request.state != AccessRequestState.WAITING:
        raise AnsweredAlready(request)
    return request


def company_of(request: AccessRequest) -> Company:
    """The customer that a request named; only those that matched are asked."""
    if request.company is None:
        raise ValueError("a request that matched names its company")
    return request.company


def _answer(request: AccessRequest, state: AccessRequestState, by: Actor, now: datetime) -> None:
    request.state, request.answered_at, request.answered_by = state, now, by.user
    request.save(update_fields=["state", "answered_at", "answered_by"])


def _tell(request: AccessRequest, template: str, now: datetime, **facts: object) -> None:
    """Mail the registered address, in the language in which the request was written."""
    company = company_of(request)
    notifying.tell_stranger(
        request.email,
        key=f"{template}:{request.pk}",
        template=template,
        facts={
            "name": request.name,
            "company_name": company.name,
            "phone": company.market.support_phone,
            "sender": applying.sender(),
            **facts,
        },
        market=company.market,
        language=request.language,
        now=now,
    )
