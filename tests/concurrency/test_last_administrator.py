"""Two administrators who take each other's rights at once: one remains, and the lock is what holds it (ACC-15)."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from accounts import acting, administering
from accounts.access import PrivilegeMissing
from accounts.acting import Actor
from accounts.administering import Wish
from accounts.models import Company, Member
from accounts.privileges import PRESETS, Role
from tests.cast import Cast, assemble
from tests.concurrency.race import at_once
from tests.factories import NOON, make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Member, Member], object]


@pytest.fixture
def pair(transactional_db: None) -> tuple[Member, Member]:
    cast: Cast = assemble()
    user = make_user("second@norrsken-it.example", "Anna Berg")
    return cast.norrsken.admin, make_member(cast.norrsken.company, Role.ADMINISTRATOR, user=user)


def disable(member: Member, by: Member) -> object:
    return administering.disable(member, by=Actor.administrator(by), now=NOON)


def delete(member: Member, by: Member) -> object:
    return administering.delete(member, by=Actor.administrator(by), now=NOON)


def demote(member: Member, by: Member) -> object:
    wish = Wish(member.pk, frozenset(member.privileges), PRESETS[Role.BASIC])
    return administering.change_rights(member.company, [wish], by=Actor.administrator(by), now=NOON)


def each_other(act: Act, pair: tuple[Member, Member]) -> list[object]:
    first, second = pair
    return at_once([partial(act, first, second), partial(act, second, first)])


@pytest.mark.parametrize("act", [disable, delete, demote])
def test_one_of_two_remains(pair: tuple[Member, Member], act: Act) -> None:
    results = each_other(act, pair)

    assert [type(result) for result in results if isinstance(result, Exception)] == [PrivilegeMissing]
    assert Member.objects.administrators().filter(company=pair[0].company).count() == 1


@pytest.mark.parametrize("act", [disable, delete, demote])
def test_without_the_lock_nobody_would_remain(
    pair: tuple[Member, Member], monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    check = acting._check_administrator

    def unlocked(company_id: int, by: Actor) -> Company:
        company = Company.objects.select_related("market").get(pk=company_id)
        check(by, company)
        time.sleep(0.3)
        return company

    monkeypatch.setattr(acting, "locked_company", unlocked)
    monkeypatch.setattr(administering, "locked_company", unlocked)

    results = each_other(act, pair)

    assert [result for result in results if isinstance(result, Exception)] == []
    assert not Member.objects.administrators().filter(company=pair[0].company).exists()
