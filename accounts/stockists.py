"""A company reports its approval as stockist; staff confirm it with its days, or refuse it (ACC-19c, SE FAQ)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import notifying, recording
from accounts.acting import Actor, Refused, locked_company
from accounts.company_changes import period
from accounts.models import (
    ActivityKind,
    Company,
    Member,
    NotificationKind,
    ReportState,
    StockistApproval,
    StockistReport,
    User,
)
from common.uploads import Upload, storing
from markets.context import language_for


class NotHere(Refused):
    """The market takes no reports from companies of this country."""

    def __str__(self) -> str:
        return _("Companies of this country do not report an approval as stockist.")


class WaitsAlready(Refused):
    """One report at a time: the one before is not answered yet."""

    def __str__(self) -> str:
        return _("A report waits for our answer already. Wait for it, or ask your account manager.")


class AnsweredAlready(Refused):
    """A colleague confirmed or refused the report meanwhile."""

    def __str__(self) -> str:
        return _("This report was answered already.")


class PeriodOverlaps(Refused):
    """Two approvals of a company never hold on the same day."""

    def __init__(self, approval: StockistApproval) -> None:
        super().__init__(approval)
        self.approval = approval

    def __str__(self) -> str:
        return _("On these days another approval holds already: %(number)s, %(period)s. Let that one end before.") % {
            "number": self.approval.number,
            "period": period(self.approval.valid_from, self.approval.valid_to),
        }


class PeriodBackwards(Refused):
    def __str__(self) -> str:
        return _("The last day is before the first one.")


class ReasonMissing(Refused):
    def __str__(self) -> str:
        return _("Say why: the company reads it.")


def takes_reports(company: Company) -> bool:
    """Whether the market asks companies of this country for their approval as stockist."""
    return company.country in company.market.stockist_countries


def report(
    company: Company, *, number: str, decided_on: date, proof: Upload, by: Actor, now: datetime
) -> StockistReport:
    """Hand in the tax agency's decision with its proof; the account manager is told.

    Raises NotHere, WaitsAlready, PrivilegeMissing.
    """
    with storing() as files, transaction.atomic():
        company = locked_company(company.pk, by)
        if not takes_reports(company):
            raise NotHere
        if company.stockist_reports.waiting().exists():
            raise WaitsAlready
        report = StockistReport(
            company=company,
            number=number,
            decided_on=decided_on,
            proof_name=proof.name,
            proof_type=proof.checked.content_type,
            reported_by=by.user,
            reported_at=now,
        )
        files.keep(report.proof, proof)
        report.save()
        _report(report, by, now)
    return report


def _report(report: StockistReport, by: Actor, now: datetime) -> None:
    company, number = report.company, report.number
    recording.note(company, ActivityKind.STOCKIST_REPORTED, by=by.user, facts={"number": number}, now=now)
    if manager := company.manager_in_charge:
        notifying.tell_user(
            manager,
            key=f"stockist-reported:{report.pk}",
            template="accounts/stockist_reported",
            facts={"company_name": company.name, "customer_number": company.customer_number, "number": number},
            language=language_for(company.market, manager.language),
            link=reverse("admin:accounts_stockistreport_change", args=[report.pk]),
            now=now,
        )


@transaction.atomic
def confirm(
    report: StockistReport, *, valid_from: date, valid_to: date | None, by: User, now: datetime
) -> StockistApproval:
    """Record the approval: prices are net from its first day to its last, invoices already issued stay.

    Raises AnsweredAlready, PeriodBackwards, PeriodOverlaps.
    """
    report = _waiting(report, by)
    if valid_to is not None and valid_to < valid_from:
        raise PeriodBackwards
    if overlapping := _overlapping(report.company, valid_from, valid_to):
        raise PeriodOverlaps(overlapping)
    try:
        with transaction.atomic():
            approval = StockistApproval.objects.create(
                company=report.company,
                number=report.number,
                valid_from=valid_from,
                valid_to=valid_to,
                recorded_by=by,
            )
    except IntegrityError as recorded_meanwhile:
        raise AnsweredAlready from recorded_meanwhile
    report.approval = approval
    _answer(report, ReportState.CONFIRMED, by, now)
    facts = {"number": report.number, "valid_from": valid_from, "valid_to": valid_to}
    recording.note(report.company, ActivityKind.STOCKIST_CONFIRMED, by=by, facts=facts, now=now)
    _tell(report, "accounts/stockist_confirmed", facts, now)
    return approval


@transaction.atomic
def refuse(report: StockistReport, *, reason: str, by: User, now: datetime) -> StockistReport:
    """Refuse a report with a reason that the company reads. Raises AnsweredAlready, ReasonMissing."""
    report = _waiting(report, by)
    if not reason.strip():
        raise ReasonMissing
    report.reason = reason.strip()
    _answer(report, ReportState.REFUSED, by, now)
    facts = {"number": report.number, "reason": report.reason}
    recording.note(report.company, ActivityKind.STOCKIST_REFUSED, by=by, facts=facts, now=now)
    _tell(report, "accounts/stockist_refused", facts, now)
    return report


def _waiting(report: StockistReport, by: User) -> StockistReport:
    if not by.is_staff:
        raise PermissionDenied
    Company.objects.select_for_update().get(pk=report.company_id)
    report = StockistReport.objects.locked().get(pk=report.pk)
    if report.state != ReportState.WAITING:
        raise AnsweredAlready
    return report


def _overlapping(company: Company, first: date, last: date | None) -> StockistApproval | None:
    approvals = company.stockist_approvals.order_by("valid_from")
    return next(
        (
            each
            for each in approvals
            if (last is None or each.valid_from <= last) and (each.valid_to is None or first <= each.valid_to)
        ),
        None,
    )


def _answer(report: StockistReport, state: ReportState, by: User, now: datetime) -> None:
    report.state, report.answered_by, report.answered_at = state, by, now
    report.save(update_fields=["state", "answered_by", "answered_at", "approval", "reason"])


def _tell(report: StockistReport, template: str, facts: Mapping[str, object], now: datetime) -> None:
    notifying.tell(
        Member.objects.administrators().ready_to_ask().filter(company=report.company),
        kind=NotificationKind.ACCOUNT,
        key=f"stockist-answered:{report.pk}",
        template=template,
        facts=facts,
        link=reverse("company:stockist"),
        now=now,
    )
