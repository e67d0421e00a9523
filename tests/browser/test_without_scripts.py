"""The main job with scripts switched off: every page works without them."""

import pytest

from tests.browser import journey
from tests.browser.conftest import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.pdf, pytest.mark.django_db(transaction=True)]


def test_the_main_job_needs_no_script(arrive: Arrive):
    buyer, staff = arrive("without-scripts", scripts=False), arrive("without-scripts", scripts=False)

    journey.main_job(buyer, staff, journey.open_shop())

    assert buyer.complaints + staff.complaints == []
