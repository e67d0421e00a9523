"""Becoming a customer, the applicant's part: apply, and answer what staff ask (ACC-1, ACC-2; CA, IMO, BR, IX FAQ)."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import notifying
from accounts.models import (
    Application,
    ApplicationDocument,
    ApplicationEvent,
    ApplicationEventKind,
    ApplicationState,
    User,
)
from accounts.private_links import LinkVoid, PrivateLinks
from markets import taxes
from markets.models import Market, RegistrationDocument
from markets.regions import country_name

LINKS = PrivateLinks("accounts.applying")
ONCE = "accounts_application_form_key"


class ApplicationRefused(Exception):
    """Nothing was changed; `str()` says why."""


class PapersMissing(ApplicationRefused):
    """Not every paper that the market asks for in this country is there (MKT-11b)."""

    def __init__(self, papers: Collection[str]) -> None:
        super().__init__(papers)
        self.papers = papers

    def __str__(self) -> str:
        return _("Still missing: %(papers)s.") % {"papers": ", ".join(self.papers)}


class NothingAsked(ApplicationRefused):
    """Staff ask for nothing now: it was answered already, or decided meanwhile."""

    def __str__(self) -> str:
        return _("Nothing is asked for any more. The page shows how your application stands now.")


@dataclass(frozen=True)
class Fee:
    """What a former customer's new application costs, in the market's currency, with the taxes of a place (MKT-7)."""

    net: Decimal
    taxes: list[taxes.TaxAmount]
    currency: str

    @property
    def gross(self) -> Decimal:
        return self.net + sum((tax.amount for tax in self.taxes), Decimal(0))


def processing_fee(market: Market, *, country: str, region: str, now: datetime) -> Fee | None:
    """The fee shown to a former customer before the form; None where the market has none (CA FAQ: 195.00)."""
    if not market.processing_fee:
        return None
    rates = taxes.rates_for(market, country=country, region=region, on=now.astimezone(market.zone).date())
    return Fee(market.processing_fee, taxes.tax_amounts(rates, market.processing_fee, market.currency), market.currency)


def papers_for(market: Market, country: str) -> list[str]:
    """The papers that the market asks of applicants in a country, in its order (MKT-11)."""
    asked = RegistrationDocument.objects.filter(market=market, country=country).order_by("position", "pk")
    return list(asked.values_list("name", flat=True))


def countries_of(market: Market) -> list[str]:
    """The countries whose resellers may apply in a market."""
    return market.served_countries or [market.country]


def country_choices(market: Market) -> list[tuple[str, str]]:
    """Code and name of each of them, by name in the active language."""
    return sorted(((code, country_name(code)) for code in countries_of(market)), key=lambda each: each[1])


@transaction.atomic
def apply(
    market: Market,
    *,
    written: Mapping[str, Any],
    was_customer: bool,
    language: str,
    form_key: uuid.UUID,
    now: datetime,
) -> Application:
    """Send an application with the papers that wait under `form_key`; the same key again returns the same application.

    `written` are the model's own fields. Whether the company or the address is known already changes nothing here:
    staff see it. Raises PapersMissing.
    """
    sent = sent_before(form_key)
    if sent:
        return sent
    papers = papers_for(market, written["country"])
    waiting = ApplicationDocument.objects.filter(draft=form_key)
    if missing := sorted(set(papers) - set(waiting.values_list("paper", flat=True)), key=papers.index):
        raise PapersMissing(missing)
    application = Application(
        **written,
        market=market,
        was_customer=was_customer,
        language=language,
        form_key=form_key,
        processing_fee=market.processing_fee if was_customer else None,
        applied_at=now,
    )
    _complete(application, now)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as twice:
        if ONCE in str(twice) and (sent := sent_before(form_key)):
            return sent
        raise
    waiting.filter(paper__in=papers).update(application=application, draft=None)
    note(application, ApplicationEventKind.APPLIED, now=now)
    tell(application, "accounts/application_received", now=now)
    return application


@transaction.atomic
def answer(application: Application, *, text: str, now: datetime) -> Application:
    """Answer what staff asked, with the papers that wait under the application's own key; it is due anew.

    Raises NothingAsked, PapersMissing.
    """
    application = locked(application.pk)
    if application.state != ApplicationState.INCOMPLETE:
        raise NothingAsked
    waiting = ApplicationDocument.objects.filter(draft=application.key)
    if missing := set(application.papers_asked) - set(waiting.values_list("paper", flat=True)):
        raise PapersMissing(sorted(missing))
    waiting.update(application=application, draft=None)
    application.state, application.papers_asked = ApplicationState.WAITING, []
    _complete(application, now)
    application.save()
    note(application, ApplicationEventKind.ANSWERED, text=text, now=now)
    tell(application, "accounts/application_received", again=True, now=now)
    return application


def sent_before(form_key: uuid.UUID) -> Application | None:
    """The application that this form sent already, by an earlier click."""
    return Application.objects.filter(form_key=form_key).first()


def path_of(application: Application) -> str:
    """The private address of an application's page."""
    return reverse("accounts:application", kwargs={"token": LINKS.token_of(application)})


def find(token: str) -> Application | None:
    """The application that a private link leads to."""
    try:
        named = LINKS.named(token)
    except LinkVoid:
        return None
    return Application.objects.select_related("market", "company").filter(named).first()


def sender() -> str:
    """The address that our mails come from, to look for in a mailbox (BR FAQ)."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def locked(pk: int) -> Application:
    """The row, locked, so that of two who decide at once the second sees the first."""
    return Application.objects.select_for_update(of=("self",)).select_related("market", "decided_by").get(pk=pk)


def note(
    application: Application, kind: ApplicationEventKind, *, text: str = "", by: User | None = None, now: datetime
) -> None:
    ApplicationEvent.objects.create(application=application, kind=kind, text=text, by=by, at=now)


def tell(application: Application, template: str, *, now: datetime, **facts: Any) -> None:
    """Mail the applicant in the language of the application."""
    notifying.tell_stranger(
        application.email,
        key=f"application:{application.pk}:{template}:{now.isoformat()}",
        template=template,
        facts={
            "application": application.pk,
            "reference": application.reference,
            "name": application.contact_name,
            "company_name": application.company_name,
            "due_at": application.due_at,
            "hours": application.market.application_hours,
            "sender": sender(),
            "phone": application.market.support_phone,
            **facts,
        },
        market=application.market,
        language=application.language,
        now=now,
    )


def _complete(application: Application, now: datetime) -> None:
    """The market's time for an answer begins (ACC-2: 48 hours)."""
    application.complete_at = now
    application.due_at = now + timedelta(hours=application.market.application_hours)
