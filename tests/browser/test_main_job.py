"""The main job from end to end: a buyer and staff, every page looked at wide and narrow, with screenshots and axe."""

import pytest

from tests.browser import journey
from tests.browser.conftest import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.pdf, pytest.mark.django_db(transaction=True)]


def test_from_a_part_number_to_an_invoiced_parcel(arrive: Arrive):
    buyer, staff = arrive("main-job"), arrive("main-job")

    journey.main_job(buyer, staff, journey.open_shop())

    assert buyer.complaints + staff.complaints == []
