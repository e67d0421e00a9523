"""The access review of a company: everyone in one form, each confirmed or trimmed (ACC-16b)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import company_changes, reviewing
from accounts.access import MemberRequest, requires
from accounts.acting import Actor, Refused
from accounts.activities import labels_of
from accounts.models import Activity, ActivityKind, Member
from accounts.people_forms import boxes_in
from accounts.privileges import PRESETS, Privilege, Role
from accounts.reviewing import DISABLE, KEEP, Decision
from common.numbers import number_in

DECISION = "decision-"  # begins the name of a field, and a member's number ends it
FILL = "fill"  # the button that confirms whoever is left


@dataclass(frozen=True)
class Row:
    """One person to decide on, and what was chosen so far."""

    member: Member
    is_own: bool
    days_away: int
    is_dormant: bool
    chosen: str
    is_missing: bool

    @property
    def rights(self) -> str:
        """What they may do, where the role does not say it."""
        return labels_of(self.member.privileges) if self.member.role == Role.CUSTOM else ""

    @property
    def was(self) -> str:
        return ",".join(self.member.privileges)

    def choices(self) -> list[tuple[str, str]]:
        roles = [
            (role.value, _("Make %(role)s") % {"role": role.label})
            for role in map(Role, PRESETS)
            if role != self.member.role
        ]
        return [("", _("Choose")), (KEEP, _("Keep as is")), (DISABLE, _("Disable")), *roles]


@requires(Privilege.MANAGE_USERS)
@require_http_methods(["GET", "HEAD", "POST"])
def access_review(request: MemberRequest) -> HttpResponse:
    """Everyone with their rights and last sign-in; finishing does what was decided and writes it down."""
    if request.method != "POST":
        return _page(request, {})
    chosen = _chosen(request)
    if FILL in request.POST:
        return _page(request, chosen, fill=True)
    company, now = request.member.company, timezone.now()
    decisions = [Decision(pk, boxes_in(request.POST.get(f"was-{pk}", "")), act) for pk, act in chosen.items() if act]
    try:
        outcome = reviewing.finish(company, decisions, by=Actor.administrator(request.member), now=now)
    except reviewing.NotAllDecided as refusal:
        messages.error(request, str(refusal))
        return _page(request, chosen, missing=refusal.missing)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, chosen)
    messages.success(request, _sentence(outcome))
    return redirect("company:access_review")


def _chosen(request: MemberRequest) -> dict[int, str]:
    """What was chosen for whom; what is none of the choices counts as not chosen."""
    known = {KEEP, DISABLE, *PRESETS}
    chosen = {}
    for name, value in request.POST.items():
        if name.startswith(DECISION) and (pk := number_in(name.removeprefix(DECISION))) is not None:
            chosen[pk] = str(value) if value in known else ""
    return chosen


def _page(
    request: MemberRequest, chosen: dict[int, str], *, fill: bool = False, missing: frozenset[int] = frozenset()
) -> HttpResponse:
    company, now = request.member.company, timezone.now()
    days = company.market.dormant_user_days

    def row(member: Member) -> Row:
        is_dormant = reviewing.is_dormant(member, days, now=now)
        act = chosen.get(member.pk) or (KEEP if fill and not is_dormant else "")
        is_own = member.pk == request.member.pk
        return Row(member, is_own, reviewing.days_away(member, now=now), is_dormant, act, member.pk in missing)

    rows = [row(member) for member in reviewing.people_of(company)]
    rows.sort(key=lambda each: not each.is_dormant)
    last = Activity.objects.visible_to(request.member).filter(kind=ActivityKind.ACCESS_REVIEWED).select_related("actor")
    context = {
        "rows": rows,
        "days": days,
        "dormant": sum(each.is_dormant for each in rows),
        "last": (review := last.first()),
        "last_details": company_changes.details_of(review.facts) if review else [],
        "reviewed_at": company.access_reviewed_at,
        "due_on": reviewing.due_on(company),
        "is_due": reviewing.is_due(company, now=now),
    }
    return render(request, "accounts/access_review.html", context)


def _sentence(outcome: reviewing.Outcome) -> str:
    told = ngettext(
        "The review is finished: %(count)s user, of whom %(disabled)s disabled and %(changed)s changed.",
        "The review is finished: %(count)s users, of whom %(disabled)s disabled and %(changed)s changed.",
        outcome.count,
    )
    return told % {
        "count": outcome.count,
        "disabled": len(outcome.disabled),
        "changed": len(outcome.changed),
    }
