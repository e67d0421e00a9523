"""The first sign-in: four steps that nothing gets around, and then the portal (ACC-4, IMO FAQ)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import challenging
from accounts.models import ChallengeQuestion, Member, Notification, User
from tests.accounts.forgetting import in_english
from tests.accounts.inviting import add, choose, follow, mailed_link
from tests.cast import Cast, a_staff_user
from tests.factories import ANSWER, PASSWORD, make_challenge
from tests.pressing import Page, visit
from tests.staff import browser_of_staff

QUESTION = "/welcome/question/"
OTHER = "Winter-Light-26"


@pytest.fixture
def newcomer(cast: Cast) -> Member:
    """The buyer before their first sign-in; their password is their own."""
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(set_up_at=None)
    return cast.norrsken.buyer


def browser_of(member: Member) -> Client:
    browser = in_english()
    browser.force_login(member.user)
    return browser


def chooses_question(page: Page) -> Page:
    return page.press("Save and continue", {"Challenge question": "What was your first car?", "Answer": "Saab 96"})


def is_set_up(member: Member) -> bool:
    return User.objects.get(pk=member.user_id).set_up_at is not None


# --- The way ------------------------------------------------------------------------------------------------------


def test_an_invited_person_goes_from_the_link_through_the_steps_to_the_dashboard(cast: Cast) -> None:
    User.objects.filter(pk=add(cast).user_id).update(language="en")
    page = follow(mailed_link())
    assert "Step 1 of 4 Welcome to Tradecounter" in page.text
    page = choose(page)
    assert (page.title, "Step 2 of 4" in page.text) == ("Challenge question", True)

    page = chooses_question(page)
    assert (page.title, "Step 3 of 4" in page.text) == ("Profile", True)
    page = page.press("Save and continue", {"Name": "Rolf Dahlgren", "Phone": "070-123 45 67", "Language": "English"})
    assert (page.title, "Step 4 of 4" in page.text) == ("Notifications", True)
    page = page.press("Save and enter")

    user = User.objects.get(name="Rolf Dahlgren")
    assert "Welcome! You are all set." in page.text
    assert "Hello, Rolf" in page.text
    assert (user.phone, user.language, user.set_up_at is not None) == ("070-123 45 67", "en", True)
    assert challenging.is_right(ChallengeQuestion.objects.get(user=user), "saab 96")


def test_it_ends_where_one_wanted_to_go(newcomer: Member) -> None:
    page = visit(browser_of(newcomer), "/orders/?page=1")
    assert page.title == "Challenge question"

    page = chooses_question(page).press("Save and continue").press("Save and enter")

    assert page.address == "/orders/?page=1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_ends_within_the_portal(newcomer: Member, elsewhere: str) -> None:
    page = visit(browser_of(newcomer), f"/welcome/?next={elsewhere}")

    assert chooses_question(page).press("Save and continue").press("Save and enter").address == "/"


def test_no_step_is_left_out(newcomer: Member) -> None:
    browser = browser_of(newcomer)
    for ahead in ("/welcome/profile/", "/welcome/notifications/"):
        assert visit(browser, ahead).address == QUESTION
        assert browser.post(ahead, {"name": "X"})["Location"] == QUESTION

    chooses_question(visit(browser, QUESTION))

    assert visit(browser, "/welcome/notifications/").address == "/welcome/profile/"
    assert browser.post("/welcome/notifications/")["Location"] == "/welcome/profile/"
    assert not is_set_up(newcomer)


def test_one_goes_back_and_on_again(newcomer: Member) -> None:
    page = chooses_question(visit(browser_of(newcomer), "/"))

    back = page.follow("Challenge question")
    assert "What was your first car?" in back.text
    assert "Saab" not in back.answer.text
    assert back.follow("Keep the one I chose").title == "Profile"
    assert back.follow("Password").follow("Continue").title == "Challenge question"
    changed = back.press("Save and continue", {"Challenge question": "Which was your first school?", "Answer": "Näs"})

    assert changed.title == "Profile"
    assert str(ChallengeQuestion.objects.get()) == "Which was your first school?"
    assert not Notification.objects.exists()


def test_another_browser_goes_on_where_the_question_is_chosen(newcomer: Member) -> None:
    chooses_question(visit(browser_of(newcomer), "/"))

    assert visit(browser_of(newcomer), "/").title == "Profile"


def test_nobody_passes_it_twice(newcomer: Member, cast: Cast) -> None:
    browser = browser_of(newcomer)
    chooses_question(visit(browser, "/")).press("Save and continue").press("Save and enter")

    for step in ("", "password/", "question/", "profile/", "notifications/"):
        assert browser.get(f"/welcome/{step}")["Location"] == "/"
    assert browser.post(QUESTION, {"standard": "first_pet", "answer": "Misse"})["Location"] == "/"
    assert str(ChallengeQuestion.objects.get()) == "What was your first car?"


def test_a_step_that_is_none_is_not_there(newcomer: Member) -> None:
    assert browser_of(newcomer).get("/welcome/somewhere/").status_code == 404


def test_errors_stand_at_the_field_and_keep_what_was_typed(newcomer: Member) -> None:
    page = chooses_question(visit(browser_of(newcomer), "/")).press(
        "Save and continue", {"Name": "", "Phone": "070-123"}
    )

    assert "Name: This field is required." in page.text
    assert 'value="070-123"' in page.answer.text
    assert page.title == "Profile"


# --- Who passes it ------------------------------------------------------------------------------------------------


def test_who_is_set_up_and_staff_pass_none_of_it(cast: Cast) -> None:
    staff = a_staff_user()
    User.objects.filter(pk=staff.pk).update(set_up_at=None)

    assert browser_of_staff(staff).get("/welcome/")["Location"] == "/"
    assert browser_of(cast.norrsken.buyer).get("/welcome/question/")["Location"] == "/"


def test_who_only_joins_another_company_passes_none_of_it(cast: Cast) -> None:
    add(cast, cast.fjord.buyer.user.email)
    page = follow(mailed_link())
    assert "Step" not in page.text
    page.press("Join Norrsken IT")

    assert "/welcome/" not in visit(browser_of(cast.fjord.buyer), "/").address


def test_a_password_that_somebody_else_knows_is_replaced_first(newcomer: Member) -> None:
    User.objects.filter(pk=newcomer.user_id).update(must_choose_password=True)
    browser = in_english()
    browser.post("/login/", {"login": newcomer.user.email, "password": PASSWORD})
    page = visit(browser, "/orders/")
    assert (page.title, "Step 1 of 4" in page.text) == ("Password", True)

    same = page.press("Set password", {"New password": PASSWORD, "New password again": PASSWORD})
    assert "This is the password that you were given." in same.text
    page = same.press("Set password", {"New password": OTHER, "New password again": OTHER})

    assert (page.title, "Step 2 of 4" in page.text) == ("Challenge question", True)
    assert User.objects.get(pk=newcomer.user_id).check_password(OTHER)
    again = browser.post("/welcome/password/", {"password1": "Third-Pass-26", "password2": "Third-Pass-26"})
    assert again.status_code == 200
    assert User.objects.get(pk=newcomer.user_id).check_password(OTHER)


def test_staff_make_a_user_who_then_chooses_a_password(db: None) -> None:
    given = {"email": "new@distributor.example", "name": "Nora New", "usable_password": "true"}
    desk = browser_of_staff(a_staff_user())
    made = desk.post("/admin/accounts/user/add/", given | {"password1": OTHER, "password2": OTHER})
    assert made.status_code == 302
    user = User.objects.get(email="new@distributor.example")
    assert user.must_choose_password
    browser = in_english()
    browser.force_login(user)

    page = visit(browser, "/profile/security/")
    assert (page.title, "Step" in page.text) == ("Password", False)
    page = page.press("Set password", {"New password": "My-Own-Pass-26", "New password again": "My-Own-Pass-26"})

    assert page.address == "/profile/security/"
    assert not User.objects.get(pk=user.pk).must_choose_password


def test_who_is_given_a_password_in_the_admin_replaces_it(cast: Cast) -> None:
    buyer, desk = cast.norrsken.buyer, browser_of_staff(a_staff_user())
    given = {"password1": OTHER, "password2": OTHER, "usable_password": "true"}
    assert desk.post(f"/admin/accounts/user/{buyer.user_id}/password/", given).status_code == 302
    browser = in_english()
    browser.post("/login/", {"login": buyer.user.email, "password": OTHER})

    page = visit(browser, "/")

    assert (page.title, "Step" in page.text) == ("Password", False)


def test_ones_own_password_in_the_admin_stays(db: None) -> None:
    staff = a_staff_user()

    browser_of_staff(staff).post(f"/admin/accounts/user/{staff.pk}/password/", {"password1": OTHER, "password2": OTHER})

    assert not User.objects.get(pk=staff.pk).must_choose_password


# --- The question -------------------------------------------------------------------------------------------------


def answers(newcomer: Member, **typed: str) -> str:
    labels = {"standard": "Challenge question", "own": "Your own question", "answer": "Answer"}
    page = visit(browser_of(newcomer), QUESTION)
    return page.press("Save and continue", {labels[name]: value for name, value in typed.items()}).text


def test_a_question_of_ones_own(newcomer: Member) -> None:
    answers(newcomer, standard="A question of my own", own="Which boat did we have?", answer="Albin 78")

    assert str(ChallengeQuestion.objects.get()) == "Which boat did we have?"


@pytest.mark.parametrize(
    ("standard", "own", "answer", "says"),
    [
        ("Choose a question", "", "Saab 96", "Challenge question: This field is required."),
        ("What was your first car?", "", "", "Answer: This field is required."),
        ("What was your first car?", "", "–", "The answer needs at least two letters or digits."),
        ("A question of my own", "", "Saab 96", "Write your question."),
        ("A question of my own", "Saab 96 or 99?", "saab-96", "The question must not hold its answer."),
    ],
)
def test_what_is_no_question_is_refused(newcomer: Member, standard: str, own: str, answer: str, says: str) -> None:
    assert says in answers(newcomer, standard=standard, own=own, answer=answer)
    assert not ChallengeQuestion.objects.exists()


# --- Afterwards, at /profile/security/ ----------------------------------------------------------------------------


def change(browser: Client, current: str = PASSWORD) -> Page:
    page = visit(browser, "/profile/security/").follow("Change question")
    typed = {"Challenge question": "What was your first car?", "Answer": "Saab 96", "Current password": current}
    return page.press("Save question", typed)


def test_it_is_shown_and_changed_with_the_current_password(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    make_challenge(buyer.user)
    security = visit(browser_of(buyer), "/profile/security/")
    assert "What was your first pet called?" in security.part("Challenge question")
    assert ANSWER not in security.answer.text

    page = change(browser_of(buyer))

    assert "Your challenge question is set." in page.text
    assert "What was your first car?" in page.part("Challenge question")
    assert [row.template for row in Notification.objects.filter(user=buyer.user)] == ["accounts/challenge_set"]


def test_a_wrong_current_password_changes_nothing_and_counts_until_it_locks(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    make_challenge(buyer.user)
    browser = browser_of(buyer)
    for _number in range(4):
        page = change(browser, "wrong")
        assert "This is not your current password." in page.text
        assert 'value="Saab 96"' in page.answer.text
    assert User.objects.get(pk=buyer.user_id).failed_logins == 4

    page = change(browser, "wrong")

    assert page.title == "Your user is locked"
    assert challenging.is_right(ChallengeQuestion.objects.get(), ANSWER)


def test_staff_may_choose_one_and_the_admin_says_only_that_there_is_one(cast: Cast, at_desk: Callable) -> None:
    make_challenge(cast.norrsken.buyer.user)

    page = at_desk(f"/admin/accounts/user/{cast.norrsken.buyer.user_id}/change/")

    assert "Challenge question: Chosen" in page.text
    assert "pet" not in page.text
