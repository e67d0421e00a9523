"""Once a year an administrator goes through everyone with access: confirm or trim (ACC-16b, CA FAQ)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import activities, mailing, reviewing
from accounts.acting import Actor
from accounts.administering import ChangedMeanwhile
from accounts.models import Activity, ActivityKind, Company, Member, Notification, User
from accounts.privileges import Privilege, Role
from accounts.reviewing import DISABLE, KEEP, Decision
from tests.cast import Cast
from tests.factories import make_member, make_user
from tests.pressing import Page

Open = Callable[..., Page]
ADDRESS = "/company/access-review/"


def decide(member: Member, act: str) -> Decision:
    return Decision(member.pk, frozenset(member.privileges), act)


def test_everyone_is_confirmed_or_trimmed_in_one_form(cast: Cast, at_desk: Open) -> None:
    norrsken = cast.norrsken
    page = at_desk(ADDRESS, norrsken.admin)

    page = page.press(
        "Finish the review",
        {"Decision on Buyer": "Keep as is", "Decision on Support": "Disable", "Decision on Basic": "Make Support"},
    )

    assert "The review is finished: 4 users, of whom 1 disabled and 1 changed." in page.text
    assert not Member.objects.get(pk=norrsken.support.pk).is_enabled
    assert Member.objects.get(pk=norrsken.basic.pk).role == Role.SUPPORT
    row = Activity.objects.get(kind=ActivityKind.ACCESS_REVIEWED)
    assert activities.sentence_of(row) == "Finished the access review of 4 users"
    assert activities.details_of(row) == ["Confirmed: Admin, Buyer", "Disabled: Support", "Changed: Basic"]
    company = Company.objects.get(pk=norrsken.company.pk)
    assert not reviewing.is_due(company, now=timezone.now() + timedelta(days=363))
    assert reviewing.is_due(company, now=timezone.now() + timedelta(days=366))
    assert "Last one:" in page.text


def test_nothing_is_saved_before_everyone_is_decided_on_and_choices_are_kept(cast: Cast, at_desk: Open) -> None:
    page = at_desk(ADDRESS, cast.norrsken.admin)

    refused = page.press("Finish the review", {"Decision on Support": "Disable"})

    assert "Nothing was saved: decide on everyone." in refused.text
    assert "Decide on this one." in refused.row("buyer@norrsken-it.example")
    assert "Decide on this one." not in refused.row("support@norrsken-it.example")
    assert Member.objects.get(pk=cast.norrsken.support.pk).is_enabled
    done = refused.press("Keep the others who are not dormant").press("Finish the review")
    assert "1 disabled" in done.text


def test_dormant_ones_are_marked_and_not_kept_in_passing(cast: Cast, at_desk: Open) -> None:
    User.objects.filter(pk=cast.norrsken.basic.user_id).update(last_login=timezone.now() - timedelta(days=120))

    page = at_desk(ADDRESS, cast.norrsken.admin)

    assert "Dormant 120 days" in page.row("basic@norrsken-it.example")
    assert "Dormant" not in page.row("buyer@norrsken-it.example")
    refused = page.press("Keep the others who are not dormant").press("Finish the review")
    assert "Decide on this one." in refused.row("basic@norrsken-it.example")
    cast.se.dormant_user_days = 130
    cast.se.save()
    assert "Dormant 120" not in at_desk(ADDRESS, cast.norrsken.admin).text


def test_who_joined_or_changed_meanwhile_is_told(cast: Cast) -> None:
    norrsken, by = cast.norrsken, Actor.administrator(cast.norrsken.admin)
    decisions = [decide(member, KEEP) for member in (norrsken.buyer, norrsken.support, norrsken.basic)]
    late = make_member(norrsken.company, Role.BUYER, user=make_user("late@norrsken-it.example"))

    with pytest.raises(reviewing.NotAllDecided) as refusal:
        reviewing.finish(norrsken.company, decisions, by=by, now=timezone.now())
    assert refusal.value.missing == {late.pk}

    norrsken.buyer.tick(frozenset({Privilege.VIEW_STOCK}))
    norrsken.buyer.save()
    with pytest.raises(ChangedMeanwhile):
        reviewing.finish(norrsken.company, [*decisions, decide(late, DISABLE)], by=by, now=timezone.now())
    assert Member.objects.get(pk=late.pk).is_enabled


def test_administrators_are_reminded_once_and_again_after_thirty_days(cast: Cast) -> None:
    now = timezone.now()
    Company.objects.filter(pk=cast.norrsken.company.pk).update(access_reviewed_at=now - timedelta(days=365))

    assert reviewing.remind(now=now) == 1
    reviewing.remind(now=now)
    reviewing.remind(now=now + timedelta(days=29))

    told = Notification.objects.filter(template="accounts/access_review_due")
    assert [row.user for row in told] == [cast.norrsken.admin.user]
    reviewing.remind(now=now + timedelta(days=31))
    assert told.all().count() == 2
    mailing.send_due(now=now)
    assert "access review of Norrsken IT is due" in mail.outbox[0].subject
    assert "/company/access-review/" in mail.outbox[0].body
