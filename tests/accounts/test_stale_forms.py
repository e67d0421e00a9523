"""A form drawn for one company and sent from another: told, nothing done, nothing typed lost (ACC-10)."""

import re

import pytest
from django.test import Client

from accounts.models import Member, Notification, NotificationKind
from tests.cast import Cast
from tests.factories import NOON

READING = "/notifications/read/"


def a_notification(member: Member) -> Notification:
    return Notification.objects.create(
        user=member.user,
        company=member.company,
        kind=NotificationKind.ACCOUNT,
        key=f"test:{member.pk}",
        template="accounts/password_link",
        language="en",
        created_at=NOON,
        try_after=NOON,
    )


@pytest.fixture
def stale(cast: Cast, consultant: tuple[Member, Member], client: Client) -> tuple[Client, Member, Notification]:
    """The consultant acts for Lagerhuset Elektronik; in another tab is a form drawn for Norrsken IT."""
    in_norrsken, in_lagerhuset = consultant
    client.force_login(in_norrsken.user)
    client.post("/company/switch/", {"company": in_lagerhuset.company_id})
    return client, in_norrsken, a_notification(in_norrsken)


def test_nothing_is_done_and_everything_typed_is_shown(stale: tuple[Client, Member, Notification]) -> None:
    client, in_norrsken, notification = stale

    answer = client.post(
        READING,
        {
            "for_company": in_norrsken.company_id,
            "notification": notification.pk,
            "note": "<b>Leave at gate 3</b>",
            "sku": ["7TC0001", "7TC0002"],
            "password": "secret-word",
            "next": "/a-page-of-ours/",
            "row-TOTAL_FORMS": "31",
            "row-0-part_number": "7TC0003",
            "row-1-part_number": "",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This form was drawn for Norrsken IT" in page
    assert "You are now acting for <b>Lagerhuset Elektronik</b>" in page
    assert "&lt;b&gt;Leave at gate 3&lt;/b&gt;" in page
    assert "7TC0001" in page
    assert "7TC0002" in page
    assert "secret-word" not in page
    assert "<dt>Part number 1</dt><dd>7TC0003</dd>" in page
    assert "Part number 2" not in page
    told = page[page.index("What you typed") :]
    assert "<dt>SKU</dt>" in told
    assert "/a-page-of-ours/" not in told
    assert "TOTAL" not in told.upper()
    assert 'name="row-TOTAL_FORMS" value="31"' in page
    notification.refresh_from_db()
    assert notification.read_at is None


def test_its_button_switches_and_sends_everything_again(stale: tuple[Client, Member, Notification]) -> None:
    client, in_norrsken, notification = stale
    page = client.post(
        READING, {"for_company": in_norrsken.company_id, "notification": notification.pk}
    ).content.decode()
    form = page[page.index('action="/notifications/read/"') :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    button = re.search(r'<button [^>]*name="([^"]+)" value="([^"]*)"', form)
    assert button is not None

    answer = client.post(READING, fields | {button[1]: button[2]})

    assert answer.status_code == 302
    notification.refresh_from_db()
    assert notification.read_at is not None
    assert client.get("/notifications/").context["request"].member == in_norrsken


@pytest.mark.parametrize("drawn_for", ["fjord", "absent", "nonsense"])
def test_a_form_of_a_foreign_company_names_nobody(
    cast: Cast, stale: tuple[Client, Member, Notification], drawn_for: str
) -> None:
    client, _in_norrsken, _notification = stale
    company = {"fjord": cast.fjord.company.pk, "absent": "99999999", "nonsense": "x"}[drawn_for]

    answer = client.post(READING, {"for_company": company, "switch_company": company})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This form was drawn for another company" in page
    assert "Fjord" not in page
    assert "switch_company" not in page


def test_a_form_of_ones_own_company_goes_through(stale: tuple[Client, Member, Notification]) -> None:
    client, in_norrsken, notification = stale
    client.post("/company/switch/", {"company": in_norrsken.company_id})

    client.post(READING, {"for_company": in_norrsken.company_id, "notification": notification.pk})

    notification.refresh_from_db()
    assert notification.read_at is not None
