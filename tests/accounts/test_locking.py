"""Counting wrong passwords, locking, unlocking and asking for it: the verbs (ACC-6, MKT-13)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts import locking, mailing
from accounts.models import Member, Notification, User
from accounts.privileges import Role
from markets.models import Market
from tests.cast import Cast, a_staff_user
from tests.factories import NOON, make_company, make_member, make_user
from tests.staff import sign_in_with_factor


def fresh(member: Member) -> User:
    return User.objects.get(pk=member.user_id)


def guess(user: User, times: int) -> list[bool]:
    return [locking.note_wrong_password(user, now=NOON) for _number in range(times)]


def lock(member: Member) -> User:
    locking.lock(member.user, now=NOON)
    return fresh(member)


def subjects() -> list[tuple[str, str]]:
    mailing.send_due(now=NOON + timedelta(days=1))
    return sorted((message.to[0], str(message.subject)) for message in mail.outbox)


def staff_unlocks(market: Market) -> None:
    Market.objects.filter(pk=market.pk).update(who_unlocks=Market.Unlocks.STAFF)


# --- Counting -----------------------------------------------------------------------------------------------------


def test_the_fifth_wrong_password_in_a_row_locks(cast: Cast) -> None:
    assert guess(cast.norrsken.buyer.user, 5) == [False, False, False, False, True]

    user = fresh(cast.norrsken.buyer)
    assert (user.failed_logins, user.locked_at) == (5, NOON)
    assert user.is_active


def test_nothing_is_counted_once_locked(cast: Cast) -> None:
    guess(cast.norrsken.buyer.user, 5)

    assert guess(cast.norrsken.buyer.user, 3) == [False, False, False]
    assert fresh(cast.norrsken.buyer).failed_logins == 5


def test_a_right_password_begins_the_count_anew(cast: Cast) -> None:
    guess(cast.norrsken.buyer.user, 4)

    locking.note_right_password(cast.norrsken.buyer.user)

    assert guess(cast.norrsken.buyer.user, 4) == [False] * 4


def test_the_number_is_the_fewest_of_the_users_markets(cast: Cast) -> None:
    Market.objects.filter(pk=cast.no.pk).update(wrong_passwords=2)
    user = cast.norrsken.buyer.user
    assert locking.wrong_passwords_allowed(user) == 5

    make_member(cast.fjord.company, Role.BASIC, user=user)

    assert locking.wrong_passwords_allowed(user) == 2
    assert guess(user, 2) == [False, True]


def test_the_number_for_staff_is_a_setting(cast: Cast, settings) -> None:
    settings.STAFF_WRONG_PASSWORDS = 3

    assert guess(a_staff_user(), 3) == [False, False, True]


# --- Telling ------------------------------------------------------------------------------------------------------


def test_the_user_and_their_administrators_are_told_once(cast: Cast) -> None:
    guess(cast.norrsken.buyer.user, 5)
    assert locking.lock(cast.norrsken.buyer.user, now=NOON) is False

    assert subjects() == [
        ("admin@norrsken-it.example", "Buyer is locked out"),
        ("buyer@norrsken-it.example", "Your user is locked"),
    ]
    told = Notification.objects.get(user=cast.norrsken.admin.user)
    assert told.link == f"/company/users/{cast.norrsken.buyer.pk}/"


def test_each_of_the_users_companies_is_told(cast: Cast, consultant: tuple[Member, Member]) -> None:
    lock(consultant[0])

    assert [receiver for receiver, _subject in subjects()] == [
        "admin@lagerhuset-elektronik.example",
        "admin@norrsken-it.example",
        "consultant@norrsken-it.example",
    ]


@pytest.mark.parametrize("state", [{"deleted_at": NOON}, {"is_invited": True}], ids=["deleted", "only invited"])
def test_a_company_that_they_do_not_belong_to_neither_learns_of_it_nor_has_a_say(cast: Cast, state) -> None:
    staff_unlocks(cast.no)
    Market.objects.filter(pk=cast.no.pk).update(wrong_passwords=2)
    elsewhere = make_member(cast.fjord.company, Role.ADMINISTRATOR, user=cast.norrsken.buyer.user, **state)
    assert locking.wrong_passwords_allowed(elsewhere.user) == 5

    user = lock(elsewhere)

    assert [receiver for receiver, _subject in subjects()] == ["admin@norrsken-it.example", user.email]
    assert not cast.fjord.company.activities.exists()
    assert Member.objects.get(pk=elsewhere.pk).state != "locked"
    with pytest.raises(locking.NotAnAdministrator):
        locking.unlock(user, by=cast.fjord.admin, now=NOON)
    locking.unlock(user, by=cast.norrsken.admin, now=NOON)
    assert not cast.fjord.company.activities.exists()


def test_who_has_joined_no_company_yet_belongs_to_the_one_that_invited_them(cast: Cast) -> None:
    invited = make_member(cast.norrsken.company, Role.BASIC, user=make_user("new@norrsken-it.example"), is_invited=True)

    locking.unlock(lock(invited), by=cast.norrsken.admin, now=NOON)

    assert not fresh(invited).is_locked


def test_the_mail_names_administrators_by_first_name(cast: Cast) -> None:
    User.objects.filter(pk=cast.norrsken.admin.user_id).update(name="Anna Berg")

    lock(cast.norrsken.buyer)
    subjects()

    [body] = [message.body for message in mail.outbox if message.to == ["buyer@norrsken-it.example"]]
    assert "An administrator of your company unlocks you: Anna." in body


def test_where_staff_unlock_the_mails_say_so_with_the_phone(cast: Cast) -> None:
    staff_unlocks(cast.se)

    lock(cast.norrsken.buyer)
    subjects()

    for message in mail.outbox:
        assert cast.se.support_phone in message.body
        assert "support" in message.body


# --- Unlocking ----------------------------------------------------------------------------------------------------


def test_an_administrator_unlocks(cast: Cast) -> None:
    user = lock(cast.norrsken.buyer)

    locking.unlock(user, by=cast.norrsken.admin, now=NOON)

    user = fresh(cast.norrsken.buyer)
    assert (user.locked_at, user.failed_logins) == (None, 0)
    assert ("buyer@norrsken-it.example", "You can sign in again") in subjects()
    assert guess(user, 4) == [False] * 4


def test_a_session_from_before_the_lock_stays_ended(cast: Cast, sign_in) -> None:
    client = sign_in(cast.norrsken.buyer)
    user = lock(cast.norrsken.buyer)
    locking.unlock(user, by=cast.norrsken.admin, now=NOON)

    assert client.get("/notifications/").status_code == 302


def test_who_is_not_locked_is_not_unlocked(cast: Cast) -> None:
    with pytest.raises(locking.NotLocked, match="not locked"):
        locking.unlock(fresh(cast.norrsken.buyer), by=cast.norrsken.admin, now=NOON)


def test_unlocking_twice_is_told(cast: Cast) -> None:
    user = lock(cast.norrsken.buyer)
    locking.unlock(user, by=cast.norrsken.admin, now=NOON)

    with pytest.raises(locking.NotLocked):
        locking.unlock(user, by=cast.norrsken.admin, now=NOON)


def test_only_an_administrator_of_the_users_company_unlocks(cast: Cast) -> None:
    user = lock(cast.norrsken.buyer)

    for by in (cast.norrsken.support, cast.fjord.admin, cast.fjord.buyer.user):
        with pytest.raises(locking.NotAnAdministrator):
            locking.unlock(user, by=by, now=NOON)
    assert fresh(cast.norrsken.buyer).is_locked


def test_no_administrator_unlocks_staff(cast: Cast) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(is_staff=True)

    with pytest.raises(locking.NotAnAdministrator):
        locking.unlock(lock(cast.norrsken.buyer), by=cast.norrsken.admin, now=NOON)


def test_where_staff_unlock_administrators_do_not(cast: Cast) -> None:
    staff_unlocks(cast.se)
    user = lock(cast.norrsken.buyer)

    with pytest.raises(locking.StaffUnlock, match="Ask support"):
        locking.unlock(user, by=cast.norrsken.admin, now=NOON)

    locking.unlock(user, by=a_staff_user(), now=NOON)
    assert not fresh(cast.norrsken.buyer).is_locked


def test_one_market_of_several_that_leaves_it_to_staff_is_enough(cast: Cast) -> None:
    staff_unlocks(cast.no)
    make_member(cast.fjord.company, Role.BASIC, user=cast.norrsken.buyer.user)

    with pytest.raises(locking.StaffUnlock):
        locking.unlock(lock(cast.norrsken.buyer), by=cast.norrsken.admin, now=NOON)


def test_the_last_administrator_of_a_company_is_unlocked_by_staff(cast: Cast) -> None:
    consultant = make_member(cast.norrsken.company, Role.BUYER, user=make_user("one@norrsken-it.example"))
    make_member(make_company(cast.se, "Solo"), Role.ADMINISTRATOR, user=consultant.user)
    user = lock(consultant)

    with pytest.raises(locking.LastAdministrator):
        locking.unlock(user, by=cast.norrsken.admin, now=NOON)

    locking.unlock(user, by=a_staff_user(), now=NOON)


def test_a_second_administrator_unlocks_the_first(cast: Cast) -> None:
    second = make_member(cast.norrsken.company, Role.ADMINISTRATOR, user=make_user("two@norrsken-it.example"))

    locking.unlock(lock(cast.norrsken.admin), by=second, now=NOON)

    assert not fresh(cast.norrsken.admin).is_locked


# --- Asking -------------------------------------------------------------------------------------------------------


def test_asking_mails_the_administrators_once_an_hour(cast: Cast) -> None:
    user = lock(cast.norrsken.buyer)
    locking.ask_to_be_unlocked(user, now=NOON)

    with pytest.raises(locking.AskedAlready):
        locking.ask_to_be_unlocked(user, now=NOON + timedelta(minutes=59))
    locking.ask_to_be_unlocked(user, now=NOON + timedelta(hours=1))

    asked = [receiver for receiver, subject in subjects() if subject == "Buyer asks to be unlocked"]
    assert asked == ["admin@norrsken-it.example"] * 2


def test_the_last_administrator_asks_the_account_manager(cast: Cast) -> None:
    manager = make_user("erik.lind@distributor.example", is_staff=True)
    cast.norrsken.company.account_manager = manager
    cast.norrsken.company.save()
    user = lock(cast.norrsken.admin)

    locking.ask_to_be_unlocked(user, now=NOON)

    told = Notification.objects.get(user=manager)
    assert told.link == f"/admin/accounts/user/{user.pk}/change/"
    assert (manager.email, "Admin asks to be unlocked") in subjects()


def test_without_an_account_manager_superusers_are_asked(cast: Cast) -> None:
    a_staff_user("super@distributor.example")

    locking.ask_to_be_unlocked(lock(cast.norrsken.admin), now=NOON)

    assert ("super@distributor.example", "Admin asks to be unlocked") in subjects()


def test_a_locked_administrator_is_not_asked(cast: Cast) -> None:
    lock(cast.norrsken.admin)
    a_staff_user("super@distributor.example")

    locking.ask_to_be_unlocked(lock(cast.norrsken.buyer), now=NOON)

    assert ("admin@norrsken-it.example", "Buyer asks to be unlocked") not in subjects()


def test_who_is_not_locked_asks_nobody(cast: Cast) -> None:
    with pytest.raises(locking.NotLocked):
        locking.ask_to_be_unlocked(cast.norrsken.buyer.user, now=NOON)


def test_a_locked_user_is_found_and_unlocked_at_the_staffs_desk(cast: Cast, client: Client) -> None:
    user = lock(cast.norrsken.buyer)
    sign_in_with_factor(client, a_staff_user())
    address = f"/admin/accounts/user/{user.pk}/"

    assert f'action="{address}unlocking/"' in client.get(f"{address}change/").content.decode()
    listed = client.get("/admin/accounts/user/", {"locked": "yes"})
    assert list(listed.context["cl"].queryset) == [user]
    assert client.get(f"{address}unlocking/").status_code == 405
    answer = client.post(f"{address}unlocking/", follow=True)

    assert "Buyer can sign in again." in answer.content.decode()
    assert not fresh(cast.norrsken.buyer).is_locked
    assert "unlocking/" not in answer.content.decode()


def test_the_list_of_users_unlocks_several_and_says_who_was_not_locked(cast: Cast, client: Client) -> None:
    lock(cast.norrsken.buyer)
    sign_in_with_factor(client, a_staff_user())

    chosen = [cast.norrsken.buyer.user_id, cast.norrsken.basic.user_id]
    answer = client.post("/admin/accounts/user/", {"action": "unlock", "_selected_action": chosen}, follow=True)

    assert "Buyer can sign in again." in answer.content.decode()
    assert "Basic: This user is not locked." in answer.content.decode()


def test_ordinary_staff_unlock_no_superuser(cast: Cast, client: Client) -> None:
    above = a_staff_user("super@distributor.example")
    locking.lock(above, now=NOON)
    sign_in_with_factor(client, make_user("staff2@distributor.example", is_staff=True))

    assert client.post(f"/admin/accounts/user/{above.pk}/unlocking/").status_code == 403
    assert User.objects.get(pk=above.pk).is_locked
