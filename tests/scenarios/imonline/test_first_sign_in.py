"""The New Zealand guide's answers to new users, and to those who forgot password and challenge question."""

import pytest

from tests.cast import Cast, Staff
from tests.factories import ANSWER, make_challenge
from tests.pressing import Page, visit
from tests.scenarios.conftest import Open
from tests.scenarios.steps import (
    CHOSEN,
    choose_password,
    choose_question,
    is_inside,
    link_to,
    mails_to,
    sign_in,
    staff_in,
)

AROHA = "aroha@kiwi.example"


@pytest.fixture
def kiwi(cast: Cast) -> Staff:
    return staff_in(cast, "nz")


@pytest.fixture
def newcomer(kiwi: Staff, opened: Open) -> Page:
    """Aroha has followed her invitation and chosen a password; she signs in for the first time."""
    new = opened("/", kiwi.admin).follow("Company").follow("Add user")
    new.press("Send invitation", {"Name": "Aroha Hill", "E-mail address": AROHA, "Role": "Buyer"})
    choose_password(opened, AROHA, market="nz").press("Sign out")
    return sign_in(opened, AROHA, CHOSEN, market="nz")


def test_a_new_user_signs_in_with_the_e_mail_address_and_a_password_of_their_own(kiwi: Staff, opened: Open) -> None:
    """I sign in for the first time. With what? Your address, and a password that you choose by a link (ACC-4, IMO)"""
    new = opened("/", kiwi.admin).follow("Company").follow("Add user")
    new.press("Send invitation", {"Name": "Aroha Hill", "E-mail address": AROHA})
    page = opened(link_to(AROHA), market="nz")

    assert f"You sign in with {AROHA}." in page.text
    for rule in ("8 to 128 characters", "at least one letter", "at least one capital letter", "at least one digit"):
        assert rule in page.text
    assert CHOSEN not in mails_to(AROHA)[0].body


def test_a_new_user_chooses_and_answers_a_challenge_question(newcomer: Page) -> None:
    """You will be required to answer a challenge question (ACC-4, IMO)"""
    unanswered = newcomer.press("Save and continue", {"Challenge question": "What was your first car?"})

    assert newcomer.title == "Challenge question"
    assert "Answer: " in unanswered.text
    assert choose_question(newcomer).title == "Profile"


def test_a_new_user_then_sets_up_profile_and_notifications(newcomer: Page) -> None:
    """You can then set up your profile and notification preferences (ACC-4, ACC-24, IMO)"""
    profile = choose_question(newcomer)
    mails = profile.press("Save and continue", {"Phone": "09 555 0177", "Language": "English"})

    home = mails.press("Save and enter", {"E-mail: Shipment": "no"})

    assert "Hello, Aroha" in home.text
    own = home.follow("My profile")
    assert "09 555 0177" in own.answer.text


@pytest.mark.parametrize("address", ["/", "/orders/", "/catalog/", "/profile/security/"])
def test_a_new_user_gets_nowhere_else_before(newcomer: Page, address: str) -> None:
    """May I skip it? No: nothing else opens before (ACC-4, IMO)"""
    assert visit(newcomer.browser, address).title == "Challenge question"


def test_the_challenge_question_is_asked_of_who_forgot_the_password(kiwi: Staff, opened: Open) -> None:
    """I forgot my password. The link in the mail asks my challenge question first (ACC-7, IMO)"""
    make_challenge(kiwi.buyer.user)
    form = opened("/", market="nz").follow("Sign in").follow("Forgotten password")
    form.press("Send the link", {"E-mail address": kiwi.buyer.user.email})

    question = opened(link_to(kiwi.buyer.user.email), market="nz")
    new = question.press("Answer", {"What was your first pet called?": ANSWER})
    new.press("Set password", {"New password": CHOSEN, "New password again": CHOSEN})

    assert "Set password" not in question.buttons()
    assert is_inside(sign_in(opened, kiwi.buyer, CHOSEN, market="nz"))


def test_who_forgot_the_answer_too_is_sent_to_the_administrator(kiwi: Staff, opened: Open) -> None:
    """I forgot my password and my challenge question. How can I sign in? (ACC-7, IMO)"""
    make_challenge(kiwi.buyer.user)
    form = opened("/login/", market="nz").follow("Forgotten password")
    form.press("Send the link", {"E-mail address": kiwi.buyer.user.email})
    link = link_to(kiwi.buyer.user.email)
    page = opened(link, market="nz")
    for _number in range(5):
        page = page.press("Answer", {"What was your first pet called?": "Nobody"})

    assert (
        "An administrator of your company can send you a link that does not ask it."
        in opened(link_of_another(opened, kiwi), market="nz").text
    )
    assert opened(link, market="nz").title == "This link no longer works"


def test_the_administrators_link_asks_no_question_and_lets_one_choose_another(kiwi: Staff, opened: Open) -> None:
    """Your administrator resets your password: the link asks nothing, and offers another question (ACC-7, IMO)"""
    make_challenge(kiwi.buyer.user)
    opened("/", kiwi.admin).follow("Company").follow("Buyer").press("Send new password link")

    page = opened(link_to(kiwi.buyer.user.email), market="nz").press(
        "Set password and sign in",
        {
            "New password": CHOSEN,
            "New password again": CHOSEN,
            "Challenge question": "What was your first car?",
            "Answer": "Saab 96",
        },
    )

    assert "Hello, Buyer" in page.text
    assert "What was your first car?" in page.follow("Security").part("Challenge question")


def test_the_question_is_changed_on_ones_own_page(kiwi: Staff, opened: Open) -> None:
    """May I choose another question later? With your current password (ACC-7, IMO)"""
    page = opened("/", kiwi.buyer).follow("Security").follow("Choose a question")
    typed = {"Challenge question": "What was your first car?", "Answer": "Saab 96"}

    refused = page.press("Save question", typed | {"Current password": "No-1"})
    page.press("Save question", typed | {"Current password": "Demo-Portal-1"})

    assert "This is not your current password." in refused.text
    security = opened("/", kiwi.buyer).follow("Security")
    assert "What was your first car?" in security.part("Challenge question")


def link_of_another(opened: Open, staff: Staff) -> str:
    """A fresh link for the same person."""
    form = opened("/login/", market="nz").follow("Forgotten password")
    form.press("Send the link", {"E-mail address": staff.buyer.user.email})
    return link_to(staff.buyer.user.email)
