"""From the invitation to the dashboard, and in again after forgetting: in a browser, and without scripts."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from accounts import mailing
from accounts.models import User
from tests.accounts.inviting import NEW, add
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.cast import Cast, assemble

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Winter-Light-26"
ANOTHER = "Summer-Night-26"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return assemble()


def newest_link() -> str:
    mailing.send_due(now=timezone.now())
    return re.findall(r"http://localhost:8000(/\S+)", str(mail.outbox[-1].body))[0]


def chooses(person: Person, password: str, button: str) -> None:
    person.fills("New password", password)
    person.fills("New password again", password)
    person.presses(button)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_invitation_to_the_dashboard_and_back_in_after_forgetting(
    arrive: Arrive, cast: Cast, scripts: bool
) -> None:
    User.objects.filter(pk=add(cast).user_id).update(language="en")
    person = arrive("first-sign-in" if scripts else "first-sign-in-without-scripts", scripts=scripts)
    person.page.context.add_cookies([{"name": "django_language", "value": "en", "domain": "localhost", "path": "/"}])
    person.opens(newest_link())
    person.looks("1-invitation")
    chooses(person, PASSWORD, "Set password and sign in")

    assert person.heading == "Challenge question"
    assert person.where == "/welcome/question/"
    person.page.get_by_label("Challenge question").select_option("What was your first car?")
    person.fills("Answer", "Saab 96")
    person.looks("2-question")
    person.presses("Save and continue")
    assert person.heading == "Profile"
    person.looks("3-profile")
    person.presses("Save and continue")
    assert person.heading == "Notifications"
    person.looks("4-notifications")
    person.follows("Profile")
    person.presses("Save and continue")
    person.presses("Save and enter")
    assert person.where == "/"
    assert "Hello, Rolf" in person.heading
    person.opens("/profile/security/")
    person.looks("5-security")
    person.follows("Change question")
    person.looks("6-change-question")

    person.page.context.clear_cookies()
    person.page.context.add_cookies([{"name": "django_language", "value": "en", "domain": "localhost", "path": "/"}])
    person.opens("/password/forgot/")
    person.page.get_by_label("E-mail address").fill(NEW)
    person.presses("Send the link")
    person.opens(newest_link())
    person.looks("7-asked")
    person.fills("What was your first car?", "Volvo")
    person.presses("Answer")
    assert "This is not the answer. 4 tries are left." in person.text
    person.looks("8-wrong")
    person.fills("What was your first car?", "saab96")
    person.presses("Answer")
    person.looks("9-new-password")
    chooses(person, ANOTHER, "Set password")
    assert person.heading == "Your new password is set"
    assert person.complaints == []
