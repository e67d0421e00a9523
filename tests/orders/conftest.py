"""Everyone in the tests of orders reads English, whatever their market's own language is."""

import pytest

from accounts.models import User
from tests.cast import Cast


@pytest.fixture
def cast(cast: Cast) -> Cast:
    User.objects.update(language="en")
    return cast
