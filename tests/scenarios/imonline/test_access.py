"""The New Zealand guide's answers on who can have an account."""

import pytest

from tests.scenarios.conftest import Open

pytestmark = pytest.mark.django_db


def test_only_resellers_can_apply_for_an_account(opened: Open) -> None:
    """Who can apply for an account? Only IT resellers, whose business is to resell to end users (ACC-1, IMO)"""
    start = opened("/", market="nz").follow("Become a customer")

    unanswered = start.press("Continue")

    assert "Only IT resellers can become customers: companies whose business is to resell IT products." in start.text
    assert "This field is required." in unanswered.text
    assert "Send application" not in unanswered.buttons()


def test_who_has_no_account_yet_finds_the_way_from_a_product(opened: Open) -> None:
    """How do I order? Once you have an account; to create one, become a reseller of ours (ACC-1, IMO)"""
    sign_in = opened("/orders/", market="nz")

    form = sign_in.follow("Become a customer").press(
        "Continue", {"It resells IT products to its own customers": "yes", "No": "yes"}
    )

    assert "What do you sell, and to whom?" in form.text
    assert "Once approved, you are invited by e-mail as your company's administrator." in form.text
