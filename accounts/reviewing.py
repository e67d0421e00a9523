"""The access review: once a year an administrator confirms or trims everyone who has access (ACC-16b, CA FAQ)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import administering, notifying, recording
from accounts.acting import Actor, Refused, locked_company
from accounts.administering import Wish
from accounts.models import ActivityKind, Company, Member, NotificationKind
from accounts.models.member import MemberQuerySet
from accounts.privileges import PRESETS, WEB_ACCESS, Role

KEEP, DISABLE = "keep", "disable"
REMIND_EVERY = timedelta(days=30)


class NotAllDecided(Refused):
    """Somebody was not decided on, or joined since the page was drawn; `missing` are their members' ids."""

    def __init__(self, missing: frozenset[int]) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        return _("Nothing was saved: decide on everyone. Those left are marked.")


@dataclass(frozen=True)
class Decision:
    """What an administrator decided on one member, who had these rights when the page was drawn."""

    member: int
    was: frozenset[str]
    act: str  # KEEP, DISABLE, or the role that they shall have


@dataclass(frozen=True)
class Outcome:
    """What a finished review came to, by name."""

    confirmed: list[str]
    disabled: list[str]
    changed: list[str]

    @property
    def count(self) -> int:
        return len(self.confirmed) + len(self.disabled) + len(self.changed)


def due_on(company: Company) -> date:
    """The day, on the market's clock, from which the next review is due."""
    last = company.access_reviewed_at or company.created_at
    return last.astimezone(company.market.zone).date() + timedelta(days=company.market.access_review_days)


def is_due(company: Company, *, now: datetime) -> bool:
    return due_on(company) <= now.astimezone(company.market.zone).date()


def people_of(company: Company) -> MemberQuerySet:
    """Everyone with access, and who was invited to have it."""
    people = Member.objects.present().filter(company=company, is_enabled=True, user__is_active=True)
    return people.select_related("user").prefetch_related("invitations").order_by("user__name", "pk")


def days_away(member: Member, *, now: datetime) -> int:
    """Days since the member was last here; since they were added where they never were."""
    return (now - (member.last_sign_in or member.joined_at)).days


def is_dormant(member: Member, days: int, *, now: datetime) -> bool:
    """Whether they have not signed in for longer than the market allows without asking (ACC-16b)."""
    return days_away(member, now=now) > days


@transaction.atomic
def finish(company: Company, decisions: Sequence[Decision], *, by: Actor, now: datetime) -> Outcome:
    """Do all that was decided, or nothing, and write down who reviewed whom.

    Nobody decides on themselves: the reviewer is confirmed. Raises NotAllDecided, ChangedMeanwhile, and Refused.
    """
    company = locked_company(company.pk, by)
    people = {member.pk: member for member in people_of(company)}
    own = next((pk for pk, member in people.items() if member.user_id == by.user.pk), 0)
    decided = {each.member: each for each in decisions if each.member in people and each.member != own}
    if missing := people.keys() - decided.keys() - {own}:
        raise NotAllDecided(frozenset(missing))
    outcome = Outcome([people[own].shown_name] if own else [], [], [])
    for pk, decision in decided.items():
        _carry_out(company, people[pk], decision, outcome, by, now)
    company.access_reviewed_at = now
    company.save(update_fields=["access_reviewed_at"])
    facts = {
        "count": outcome.count,
        "confirmed": sorted(outcome.confirmed),
        "disabled": sorted(outcome.disabled),
        "changed": sorted(outcome.changed),
    }
    recording.note(company, ActivityKind.ACCESS_REVIEWED, by=by.user, facts=facts, now=now)
    return outcome


def remind(*, now: datetime) -> int:
    """Tell the administrators of companies whose review is due, on the day and every 30 days; returns how many.

    A second run, or one that catches up after days off, tells nobody the same thing again.
    """
    told = 0
    companies = Company.objects.exclude(service_removals__service=WEB_ACCESS).select_related("market").order_by("pk")
    for company in companies.iterator(chunk_size=500):
        if is_due(company, now=now):
            told += 1
            _remind(company, now)
    return told


@transaction.atomic
def _remind(company: Company, now: datetime) -> None:
    due = due_on(company)
    times = (now.astimezone(company.market.zone).date() - due) // REMIND_EVERY
    notifying.tell(
        Member.objects.administrators().ready_to_ask().filter(company=company),
        kind=NotificationKind.ACCOUNT,
        key=f"access-review:{company.pk}:{due:%Y-%m-%d}:{times}",
        template="accounts/access_review_due",
        facts={"due_on": due, "reviewed_at": company.access_reviewed_at},
        link=reverse("company:access_review"),
        now=now,
    )


def _carry_out(
    company: Company, member: Member, decision: Decision, outcome: Outcome, by: Actor, now: datetime
) -> None:
    if frozenset(member.privileges) != decision.was:
        raise administering.ChangedMeanwhile(member)
    if decision.act == DISABLE:
        administering.disable(member, by=by, now=now)
        outcome.disabled.append(member.shown_name)
    elif decision.act in PRESETS and PRESETS[Role(decision.act)] != decision.was:
        wish = Wish(member.pk, decision.was, frozenset(PRESETS[Role(decision.act)]))
        administering.change_rights(company, [wish], by=by, now=now)
        outcome.changed.append(member.shown_name)
    else:
        outcome.confirmed.append(member.shown_name)
