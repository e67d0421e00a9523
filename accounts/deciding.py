"""Becoming a customer, the staff's part: approve, ask for more, decline (ACC-2). Two at once: the second is told."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import applying, inviting, recording
from accounts.acting import Actor
from accounts.applying import ApplicationRefused
from accounts.models import (
    ActivityKind,
    Address,
    Application,
    ApplicationEventKind,
    ApplicationState,
    Company,
    User,
)
from accounts.privileges import PRESETS, Role
from markets.models import Market

FIRST_NUMBER = 10001


class DecidedAlready(ApplicationRefused):
    """Somebody else was quicker."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.application = application

    def __str__(self) -> str:
        sentence = _("Nothing was done: %(name)s decided this application already (%(state)s).")
        return sentence % {
            "name": self.application.decided_by,
            "state": self.application.get_state_display(),
        }


class AskedMeanwhile(ApplicationRefused):
    """It waits for the applicant, whom somebody else asked."""

    def __str__(self) -> str:
        return _("Nothing was done: the applicant was asked for more already and has not answered yet.")


class NumberTaken(ApplicationRefused):
    """Another company has this customer number."""

    def __str__(self) -> str:
        return _("Another company has this customer number. Choose another one.")


class ReasonMissing(ApplicationRefused):
    def __str__(self) -> str:
        return _("Write what the applicant shall read.")


@transaction.atomic
def approve(
    application: Application,
    *,
    customer_number: str,
    company_name: str,
    account_manager: User | None,
    by: User,
    now: datetime,
) -> Company:
    """Make the applicant a customer: company, address, first administrator with an invitation, and a mail.

    Price list and credit are given by staff afterwards; without credit its orders are held. The processing fee of a
    former customer stays on the application, to be invoiced (MKT-7). Raises DecidedAlready, NumberTaken, and what
    `inviting.invite` raises.
    """
    application = _open(application, by)
    company = _new_company(application, customer_number, company_name, account_manager)
    # Made before the invitation is written, so that it is in the applicant's language.
    first = {
        "name": application.contact_name,
        "phone": application.phone,
        "language": application.language,
        "password": make_password(None),
    }
    User.objects.get_or_create(email=application.email, defaults=first)
    inviting.invite(
        company,
        name=application.contact_name,
        email=application.email,
        username="",
        privileges=frozenset(PRESETS[Role.ADMINISTRATOR]),
        by=Actor.staff(by),
        now=now,
    )
    application.company = company
    _decide(application, ApplicationState.APPROVED, by, now)
    applying.note(application, ApplicationEventKind.APPROVED, by=by, now=now)
    facts = {"reference": application.reference}
    recording.note(company, ActivityKind.APPLICATION_APPROVED, by=by, facts=facts, now=now)
    applying.tell(application, "accounts/application_approved", customer_number=customer_number, now=now)
    return company


@transaction.atomic
def ask_for_more(application: Application, *, text: str, papers: Sequence[str], by: User, now: datetime) -> None:
    """Tell the applicant what is missing; the time for our answer stops until they send it.

    `papers` are names of files to upload, each its own field. Raises DecidedAlready, AskedMeanwhile, ReasonMissing.
    """
    application = _open(application, by)
    if application.state == ApplicationState.INCOMPLETE:
        raise AskedMeanwhile
    if not text.strip():
        raise ReasonMissing
    application.state = ApplicationState.INCOMPLETE
    application.papers_asked = list(dict.fromkeys(paper.strip() for paper in papers if paper.strip()))
    application.complete_at = application.due_at = None
    application.save()
    applying.note(application, ApplicationEventKind.MORE_ASKED, text=text, by=by, now=now)
    asked = {"text": text, "papers": application.papers_asked}
    applying.tell(application, "accounts/application_more", now=now, **asked)


@transaction.atomic
def decline(application: Application, *, reason: str, by: User, now: datetime) -> None:
    """Say no, with a reason that the applicant reads. Raises DecidedAlready, ReasonMissing."""
    application = _open(application, by)
    if not reason.strip():
        raise ReasonMissing
    application.papers_asked = []
    _decide(application, ApplicationState.DECLINED, by, now)
    applying.note(application, ApplicationEventKind.DECLINED, text=reason, by=by, now=now)
    applying.tell(application, "accounts/application_declined", reason=reason, now=now)


def proposed_number(market: Market) -> str:
    """The next customer number of a market: its code and a number above those in use."""
    code = market.code.upper()
    numbers = Company.objects.filter(customer_number__regex=f"^{code}[0-9]{{1,9}}$").values_list(
        "customer_number", flat=True
    )
    highest = max((int(re.sub(r"\D", "", number)) for number in numbers), default=FIRST_NUMBER - 1)
    return f"{code}{highest + 1}"


def similar_companies(application: Application) -> QuerySet[Company]:
    """Companies that may be the same: by tax number, address or former number."""
    known = Q(tax_number=application.tax_number) | Q(registered_email__iexact=application.email)
    known |= Q(members__user__email=application.email)
    if application.former_number:
        known |= Q(customer_number__iexact=application.former_number)
    return Company.objects.filter(known).exclude(application=application).distinct()


def similar_applications(application: Application) -> QuerySet[Application]:
    """Other applications with the same tax number or address, newest first."""
    same = Q(tax_number=application.tax_number) | Q(email=application.email)
    return Application.objects.filter(same).exclude(pk=application.pk).order_by("-applied_at")


def _open(application: Application, by: User) -> Application:
    if not (by.is_staff and by.is_active):
        raise PermissionDenied
    application = applying.locked(application.pk)
    if not application.is_open:
        raise DecidedAlready(application)
    return application


def _decide(application: Application, state: ApplicationState, by: User, now: datetime) -> None:
    application.state, application.decided_at, application.decided_by = state, now, by
    application.complete_at = application.due_at = None
    application.save()


def _new_company(application: Application, number: str, name: str, manager: User | None) -> Company:
    company = Company(
        market=application.market,
        name=name,
        slug=_free_slug(name),
        customer_number=number,
        tax_number=application.tax_number,
        country=application.country,
        region=application.region,
        language=application.language,
        registered_email=application.email,
        account_manager=manager,
    )
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError as taken:
        raise NumberTaken from taken
    places = ("street", "extra", "postal_code", "city", "region", "country")
    Address.objects.create(
        company=company,
        label=_("Office"),
        recipient=name,
        is_default=True,
        is_invoice_address=True,
        **{place: getattr(application, place) for place in places},
    )
    return company


def _free_slug(name: str) -> str:
    """A slug that no company has: the name's, or the name's with a number."""
    base = slugify(name)[:45] or "company"
    taken = set(Company.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))) if slug not in taken)
