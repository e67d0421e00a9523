"""Forgotten password: a link that works once, the challenge question, other sessions end (ACC-6b, ACC-7)."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from accounts import challenging, inviting, locking
from accounts.acting import Actor
from accounts.models import ChallengeQuestion, Notification, PasswordLink, User
from tests.accounts.forgetting import (
    NEW,
    QUESTION,
    VOID,
    answer,
    answered,
    ask,
    choose,
    in_english,
    link_for,
)
from tests.cast import Cast, a_staff_user
from tests.factories import ANSWER, PASSWORD, make_challenge
from tests.pressing import visit

BUYER = "buyer@norrsken-it.example"


@pytest.fixture
def buyer(cast: Cast) -> User:
    make_challenge(cast.norrsken.buyer.user)
    return cast.norrsken.buyer.user


def can_sign_in(email: str, password: str) -> bool:
    client = Client()
    return client.post("/login/", {"login": email, "password": password}).status_code == 302


# --- Asking -------------------------------------------------------------------------------------------------------


def test_only_the_mailbox_knows_more(buyer: User) -> None:
    known = ask(in_english(), BUYER)
    unknown = ask(in_english(), "nobody@norrsken-it.example")

    assert known.title == unknown.title == "Look into your mailbox"
    assert [row.email for row in Notification.objects.all()] == [BUYER]
    assert PasswordLink.objects.count() == 1


def test_who_has_a_user_name_gives_it_too(buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(username="lena.ek")

    ask(in_english(), BUYER)
    ask(in_english(), BUYER, "someone.else")
    assert not Notification.objects.exists()

    ask(in_english(), BUYER, "Lena.Ek")
    assert Notification.objects.count() == 1


def test_a_disabled_user_gets_no_link_and_one_disabled_since_gets_nowhere(buyer: User) -> None:
    link = link_for(BUYER)
    User.objects.filter(pk=buyer.pk).update(is_active=False)

    ask(in_english(), BUYER)

    assert Notification.objects.count() == 1
    assert visit(in_english(), link).title == VOID


def test_the_mail_is_in_the_users_language(buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(language="sv")

    ask(in_english(), BUYER)

    assert Notification.objects.get().language == "sv"


def test_no_link_is_kept_in_the_database(buyer: User) -> None:
    key = link_for(BUYER).rstrip("/").rsplit("/", 1)[-1]

    [row], [link] = Notification.objects.all(), PasswordLink.objects.all()
    assert key not in repr(row.__dict__) + repr(link.__dict__)


# --- Following the link -------------------------------------------------------------------------------------------


def test_the_link_asks_the_question_and_sets_a_password_once(buyer: User) -> None:
    link = link_for(BUYER.title())
    asked = visit(in_english(), link)
    assert QUESTION in asked.text

    chosen = choose(answer(asked))

    assert chosen.title == "Your new password is set"
    assert can_sign_in(BUYER, NEW)
    assert visit(in_english(), link).title == VOID


def test_two_links_at_once_work_and_the_one_that_is_used_voids_the_other(buyer: User) -> None:
    first, second = link_for(BUYER), link_for(BUYER)

    choose(answered(first))

    assert visit(in_english(), second).title == VOID
    assert not PasswordLink.objects.exists()


def test_a_mail_scanner_uses_nothing_up(buyer: User) -> None:
    link = link_for(BUYER)
    for _number in range(6):
        visit(in_english("192.0.2.9"), link)
        in_english("192.0.2.9").head(link)

    assert choose(answered(link)).title == "Your new password is set"


def test_the_address_bar_does_not_keep_the_key(buyer: User) -> None:
    link = link_for(BUYER)

    assert answered(link).address.endswith("/set-password/")
    assert visit(in_english(), link).address == "/password/question/"


def test_a_set_password_ends_the_other_sessions(buyer: User) -> None:
    other = Client()
    other.force_login(buyer)
    assert SESSION_KEY in other.session

    choose(answered(link_for(BUYER)))

    assert other.get("/notifications/").status_code == 302
    assert SESSION_KEY not in other.session


def test_the_link_is_too_old_after_a_day(buyer: User) -> None:
    link = link_for(BUYER)
    page = answered(link)

    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert visit(in_english(), link).title == VOID
        assert choose(page).title == VOID
        ask(in_english(), BUYER)
        assert PasswordLink.objects.count() == 1
    assert User.objects.get(pk=buyer.pk).check_password(PASSWORD)


def test_a_weak_password_is_refused_with_the_rules(buyer: User) -> None:
    page = choose(answered(link_for(BUYER)), "12345678")

    assert "This rule is not kept" in page.text
    assert choose(page).title == "Your new password is set"


def test_a_new_password_does_not_unlock(buyer: User) -> None:
    locking.lock(buyer, now=timezone.now())

    choose(answered(link_for(BUYER)))

    assert User.objects.get(pk=buyer.pk).is_locked
    assert Client().post("/login/", {"login": BUYER, "password": NEW})["Location"] == "/login/locked/"


@pytest.mark.parametrize("link", ["/password/reset/1/set-password/", "/password/reset/1/x/", "/password/reset/-/a-b/"])
def test_what_never_was_a_link_reads_as_one_that_no_longer_works(buyer: User, link: str) -> None:
    assert visit(in_english(), link).title == VOID
    assert visit(in_english(), "/password/question/").title == VOID


def test_a_link_of_one_user_does_not_open_that_of_another(cast: Cast, buyer: User) -> None:
    make_challenge(cast.norrsken.admin.user)
    mine, theirs = link_for(BUYER), link_for("admin@norrsken-it.example")
    key = mine.rstrip("/").rsplit("/", 1)[-1]

    mixed = theirs.rstrip("/").rsplit("/", 1)[0] + f"/{key}/"

    assert visit(in_english(), mixed).title == VOID


# --- The question -------------------------------------------------------------------------------------------------


def test_nobody_gets_past_the_question(buyer: User) -> None:
    browser = in_english()
    asked = visit(browser, link_for(BUYER))
    password_page = f"/password/reset/{browser.session['password_link'][0]}/set-password/"

    assert visit(browser, password_page).address == "/password/question/"
    answer_to_post = browser.post(password_page, {"password1": NEW, "password2": NEW})

    assert answer_to_post["Location"] == "/password/question/"
    assert User.objects.get(pk=buyer.pk).check_password(PASSWORD)
    assert asked.status == 200


def test_a_right_answer_counts_in_the_browser_that_gave_it_alone(buyer: User) -> None:
    link = link_for(BUYER)
    answered(link)

    assert QUESTION in visit(in_english(), link).text


@pytest.mark.parametrize("typed", ["misse", " MISSE ", "Mis se", "Misse!", "Mïsse", "Ｍｉｓｓｅ"])
def test_an_answer_is_right_however_it_is_typed(buyer: User, typed: str) -> None:
    assert answer(visit(in_english(), link_for(BUYER)), typed).title == "Set a new password"


def test_a_wrong_answer_says_how_many_are_left_and_keeps_what_was_typed(buyer: User) -> None:
    page = answer(visit(in_english(), link_for(BUYER)), "Pelle")

    assert "This is not the answer. 4 tries are left." in page.text
    assert 'value="Pelle"' in page.answer.text
    assert "1 try is left." in answer(answer(answer(page, "a"), "b"), "c").text


def test_after_five_wrong_answers_the_link_is_void_in_every_browser(buyer: User) -> None:
    link = link_for(BUYER)
    ready = answered(link)
    for _number in range(4):
        assert answer(visit(in_english(), link), "Pelle").title == "Challenge question"

    page = answer(visit(in_english(), link), "Pelle")

    assert page.title == VOID
    assert visit(in_english(), link).title == VOID
    assert choose(ready).title == VOID
    assert User.objects.get(pk=buyer.pk).check_password(PASSWORD)
    assert not User.objects.get(pk=buyer.pk).is_locked


def test_the_count_is_the_links_own(buyer: User) -> None:
    link = link_for(BUYER)
    for _number in range(5):
        page = answer(visit(in_english(), link), "Pelle")
    assert page.title == VOID

    assert choose(answered(link_for(BUYER))).title == "Your new password is set"


def test_right_answers_use_no_tries_up(buyer: User) -> None:
    link = link_for(BUYER)
    for _number in range(7):
        assert answered(link).title == "Set a new password"

    assert PasswordLink.objects.get().wrong_answers == 0


def test_who_has_no_question_is_told_whom_to_ask(cast: Cast) -> None:
    User.objects.filter(pk=cast.norrsken.admin.user_id).update(name="Anna Berg")
    browser = in_english()

    page = visit(browser, link_for(BUYER))

    assert page.title == "You have no challenge question yet"
    assert "An administrator of your company can send you a link for choosing a new password: Anna." in page.text
    browser.post("/password/question/", {"answer": ""})
    browser.post(page.address, {"answer": "x"})
    assert visit(browser, link_for(BUYER)).title == "You have no challenge question yet"


def test_the_only_administrator_without_a_question_asks_support(cast: Cast) -> None:
    page = visit(in_english(), link_for("admin@norrsken-it.example"))

    assert f"Call {cast.se.support_phone}." in page.text


def test_staff_without_a_question_need_none_for_their_second_factor_is_asked(db: None) -> None:
    a_staff_user()

    page = visit(in_english(), link_for("staff@distributor.example"))

    assert choose(page).title == "Your new password is set"


def test_the_answer_is_kept_as_a_hash(buyer: User) -> None:
    question = ChallengeQuestion.objects.get(user=buyer)

    assert ANSWER.casefold() not in question.answer.casefold()
    assert challenging.is_right(question, "missE")
    assert not challenging.is_right(question, "misse1")


# --- A link from an administrator ---------------------------------------------------------------------------------


def by_administrator(cast: Cast) -> str:
    by = Actor.administrator(cast.norrsken.admin)
    invitation = inviting.send_password_link(cast.norrsken.buyer, by=by, now=timezone.now())
    return inviting.link_of(invitation).removeprefix("http://localhost:8000")


def test_a_link_from_an_administrator_asks_no_question_and_keeps_it(cast: Cast, buyer: User) -> None:
    page = visit(in_english(), by_administrator(cast))
    assert f"Yours is: {QUESTION}" in page.text

    inside = page.press("Set password and sign in", {"New password": NEW, "New password again": NEW})

    assert "Hello, Buyer" in inside.text
    assert challenging.is_right(ChallengeQuestion.objects.get(user=buyer), ANSWER)


def test_it_lets_the_user_choose_another_question(cast: Cast, buyer: User) -> None:
    typed = {"New password": NEW, "New password again": NEW}
    chosen = {"Challenge question": "What was your first car?", "Answer": "Saab 96"}

    visit(in_english(), by_administrator(cast)).press("Set password and sign in", typed | chosen)

    question = ChallengeQuestion.objects.get(user=buyer)
    assert str(question) == "What was your first car?"
    assert challenging.is_right(question, "saab96")


def test_an_answer_without_its_question_is_not_lost_in_silence(cast: Cast, buyer: User) -> None:
    typed = {"New password": NEW, "New password again": NEW, "Answer": "Saab 96"}

    page = visit(in_english(), by_administrator(cast)).press("Set password and sign in", typed)

    assert "Choose the question that this is about." in page.text
    assert 'value="Saab 96"' in page.answer.text


def test_who_had_no_question_yet_chooses_one_right_after(cast: Cast) -> None:
    User.objects.filter(email=BUYER).update(set_up_at=None)
    page = visit(in_english(), by_administrator(cast))
    assert "Another challenge question?" not in page.text

    inside = page.press("Set password and sign in", {"New password": NEW, "New password again": NEW})

    assert inside.title == "Challenge question"


def test_asking_again_meanwhile_voids_nothing(buyer: User) -> None:
    link = link_for(BUYER)
    ask(in_english(), BUYER)

    assert choose(answered(link)).title == "Your new password is set"
