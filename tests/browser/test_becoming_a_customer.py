"""From an application with papers to a company that runs its own people: applicant, staff, administrator, buyer."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import Application, User
from portal.demo.markets import load_markets
from tests.browser import becoming
from tests.browser.conftest import Arrive
from tests.cast import a_staff_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff_user(transactional_db: None, settings: Any, tmp_path: Path) -> User:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    load_markets()
    return a_staff_user()


def test_from_the_application_to_people_of_ones_own(arrive: Arrive, staff_user: User) -> None:
    """ACC-1, 2, 4, 6, 7, 11; MKT-11b: papers, approval, first sign-in, a new Buyer, a lockout and its end."""
    applicant, staff, administrator, buyer = (arrive("becoming-a-customer") for _who in range(4))

    reference = becoming.applies(applicant)
    becoming.is_approved(staff, staff_user, reference)
    applicant.page.reload()
    assert "Approved: welcome as a customer" in applicant.text
    applicant.looks("application-approved")
    becoming.comes_in(administrator, becoming.ADMINISTRATOR, "administrator")
    becoming.adds_a_buyer(administrator)
    becoming.comes_in(buyer, becoming.BUYER, "buyer")
    becoming.locks_themself_out(buyer)
    becoming.unlocks_the_buyer(administrator)
    becoming.is_back(buyer)

    assert [each for person in (applicant, staff, administrator, buyer) for each in person.complaints] == []


def test_applying_needs_no_script(arrive: Arrive, staff_user: User) -> None:
    applicant = arrive("becoming-a-customer-without-scripts", scripts=False)

    reference = becoming.applies(applicant)

    assert Application.objects.get().reference == reference
    assert applicant.complaints == []
