"""The first sign-in: password, challenge question, profile, notifications, and nowhere else before (ACC-4; IMO FAQ).

Members of companies pass all four. Staff pass none, since their second factor is asked of them (ACC-8); but a
password that somebody else knows is replaced first by whomever it was given to, staff too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import challenging
from accounts.models import Member, User


class WelcomeStep(models.TextChoices):
    PASSWORD = "password", _("Password")
    QUESTION = "question", _("Challenge question")
    PROFILE = "profile", _("Profile")
    NOTIFICATIONS = "notifications", _("Notifications")


CONFIRMED = (WelcomeStep.PROFILE, WelcomeStep.NOTIFICATIONS)  # pages that are done when they were looked at and sent


@dataclass(frozen=True)
class Way:
    """The steps of one user, and which of them are done."""

    steps: tuple[WelcomeStep, ...]
    done: frozenset[WelcomeStep]

    @property
    def next_step(self) -> WelcomeStep | None:
        """The first that is not done; None at the end."""
        return next((step for step in self.steps if step not in self.done), None)

    def is_open(self, step: WelcomeStep) -> bool:
        """Whether one may be at this step: at the first that is not done, or back at one before it."""
        return step in self.done or step == self.next_step

    def after(self, step: WelcomeStep) -> WelcomeStep | None:
        """The step behind one that is done: the next page, not yet the next that is not done."""
        number = self.steps.index(step) + 1
        return self.steps[number] if number < len(self.steps) else None


def is_due(request: HttpRequest) -> bool:
    """Whether whoever asks has something to do before all else; for the gate."""
    memberships: list[Member] = getattr(request, "memberships", [])
    return bool(steps_of(request.user, memberships))


def steps_of(user: User | AnonymousUser, memberships: Collection[Member]) -> tuple[WelcomeStep, ...]:
    """The steps that a user passes now; none once they are set up."""
    if isinstance(user, AnonymousUser):
        return ()
    if memberships and (steps := steps_ahead(user)):
        return steps
    return (WelcomeStep.PASSWORD,) if user.must_choose_password else ()


def steps_ahead(user: User) -> tuple[WelcomeStep, ...]:
    """All of them for a member who never signed in, of whom an invitation asks the first; none for anybody else."""
    return tuple(WelcomeStep) if user.set_up_at is None and not user.is_staff else ()


def way_of(user: User, memberships: Collection[Member], *, confirmed: Collection[str]) -> Way:
    """Where a user stands; `confirmed` are the pages that they sent in this session."""
    done = {step for step in CONFIRMED if step in confirmed}
    if not user.must_choose_password:
        done.add(WelcomeStep.PASSWORD)
    if challenging.question_of(user) is not None:
        done.add(WelcomeStep.QUESTION)
    return Way(steps_of(user, memberships), frozenset(done))


def finish(user: User, *, now: datetime) -> None:
    """Open the portal to a user who has done all; the steps do not come again."""
    User.objects.filter(pk=user.pk, set_up_at=None).update(set_up_at=now)
