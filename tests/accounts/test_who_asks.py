"""What a request reads of whoever asks, in one query, is what each thing by itself would answer (ACC-14)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import factors, who_asks
from accounts.context import unread_of
from accounts.models import Company, Member, Notification, StockistApproval, User
from accounts.privileges import Role
from tests.cast import Cast
from tests.factories import NOON, make_member

ON = NOON.date()


@pytest.fixture
def buyer(cast: Cast) -> User:
    """In two companies: one whose invoices are switched off, one that is a stockist."""
    cast.norrsken.company.service_removals.create(service="view_invoices", reason="Unpaid")
    cast.norrsken.company.account_manager = cast.norrsken.admin.user
    cast.norrsken.company.save()
    make_member(cast.lagerhuset.company, Role.BUYER, user=cast.norrsken.buyer.user)
    return cast.norrsken.buyer.user


def memberships_of(found: User) -> list[Member]:
    """Those that were read with the user."""
    assert found.memberships_read is not None
    return found.memberships_read


def test_the_user_and_the_companies_come_in_one_query(cast: Cast, buyer: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        found = who_asks.read(buyer.pk)
        memberships = memberships_of(found)
        facts = [(each.company.name, each.may("view_invoices"), each.company.is_stockist(ON)) for each in memberships]
        manager = memberships[1].company.manager_in_charge
    assert len(captured) == 1

    assert found == buyer
    assert facts == [("Lagerhuset Elektronik", True, True), ("Norrsken IT", False, False)]
    assert manager == cast.norrsken.admin.user


def test_every_column_is_the_one_of_the_model(cast: Cast, buyer: User) -> None:
    found = who_asks.read(buyer.pk)
    member = memberships_of(found)[1]
    for model, read in ((User, found), (Member, member), (Company, member.company)):
        stored = model.objects.get(pk=read.pk)
        fields = [field.attname for field in model._meta.concrete_fields]
        assert [getattr(read, name) for name in fields] == [getattr(stored, name) for name in fields]


def test_an_approval_holds_on_its_last_day_and_no_longer(cast: Cast) -> None:
    company = cast.norrsken.company
    StockistApproval.objects.create(
        company=company, number="L-1", valid_from=date(2026, 1, 1), valid_to=date(2026, 11, 19)
    )
    read = memberships_of(who_asks.read(cast.norrsken.buyer.user_id))[0].company

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 19), date(2026, 11, 20)]
    assert [read.is_stockist(day) for day in days] == [company.is_stockist(day) for day in days]
    assert [read.is_stockist(day) for day in days] == [False, True, True, False]


def test_a_second_factor_counts_once_it_is_confirmed(buyer: User) -> None:
    device = TOTPDevice.objects.create(user=buyer, confirmed=False)
    assert not factors.has_one(who_asks.read(buyer.pk))

    device.confirmed = True
    device.save()
    assert factors.has_one(who_asks.read(buyer.pk))


def test_who_was_deleted_has_no_membership_and_who_never_was_is_nobody(buyer: User) -> None:
    Member.objects.filter(user=buyer).update(deleted_at=NOON)

    assert who_asks.read(buyer.pk).memberships_read == []
    assert who_asks.read(0) is None


@pytest.mark.parametrize("may_view_orders", [True, False])
def test_as_many_wait_as_the_list_of_notifications_shows(cast: Cast, buyer: User, may_view_orders: bool) -> None:
    """Those of the company, those of the person in every company, none that a privilege hides, none that is read."""
    other = cast.fjord.company
    company = cast.norrsken.company
    told = [(company, "order_confirmation"), (company, "account"), (None, "account"), (other, "account")]
    for number, (where, kind) in enumerate([*told, (company, "account")]):
        read_at = NOON if number == len(told) else None
        facts = {"key": f"told:{number}", "created_at": NOON, "try_after": NOON, "read_at": read_at}
        Notification.objects.create(user=buyer, company=where, kind=kind, **facts)
    if not may_view_orders:
        company.service_removals.create(service="view_orders", reason="Closed")
    member = memberships_of(who_asks.read(buyer.pk))[1]

    with CaptureQueriesContext(connection) as captured:
        waiting = unread_of(member)
    assert len(captured) == 0
    assert waiting == Notification.objects.visible_to(member).unread().count() == (3 if may_view_orders else 2)
