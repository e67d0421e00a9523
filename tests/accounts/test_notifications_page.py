"""The list behind the bell: one's own, in the company one acts for, read one by one or all (ACC-24)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, Notification
from accounts.notifying import tell_user
from tests.accounts.outbox import tell
from tests.cast import Cast
from tests.factories import NOON
from tests.pressing import visit

pytestmark = pytest.mark.usefixtures("probe")
PAGE = "/notifications/"
READING = "/notifications/read/"


def unread_of(member: Member) -> int:
    return Notification.objects.visible_to(member).unread().count()


def test_each_sees_what_they_were_told_and_nothing_of_others(cast: Cast, sign_in) -> None:
    tell(cast.norrsken.buyer, cast.fjord.buyer)
    tell(cast.norrsken.admin, cast.fjord.admin, key="probe:2")

    page = sign_in(cast.norrsken.buyer).get(PAGE)

    assert [row.user for row in page.context["page"].rows] == [cast.norrsken.buyer.user]
    assert "Kestrel &lt;24&gt; is here &amp; waits" in page.content.decode()
    assert 'href="/orders/SE-O1/"' in page.content.decode()


def test_what_was_told_in_one_company_is_not_listed_in_another(
    consultant: tuple[Member, Member], client: Client
) -> None:
    in_norrsken, in_lagerhuset = consultant
    tell(in_norrsken)
    client.force_login(in_norrsken.user)
    client.post("/company/switch/", {"company": in_lagerhuset.company_id})

    assert client.get(PAGE).context["page"].rows == []


def test_one_is_marked_as_read(cast: Cast, sign_in) -> None:
    for number in range(3):
        tell(cast.norrsken.buyer, key=f"probe:{number}")
    client = sign_in(cast.norrsken.buyer)
    assert "3 unread" in client.get(PAGE).content.decode()

    answer = client.post(READING, {"notification": Notification.objects.first().pk})  # type: ignore[union-attr]

    assert answer["Location"] == PAGE
    assert unread_of(cast.norrsken.buyer) == 2


def test_all_that_the_page_showed_are_marked_as_read_and_no_newer_one(cast: Cast, sign_in) -> None:
    for number in range(3):
        tell(cast.norrsken.buyer, key=f"probe:{number}")
    client = sign_in(cast.norrsken.buyer)
    newest = client.get(PAGE).context["newest"]
    tell(cast.norrsken.buyer, key="probe:late")

    client.post(READING, {"up_to": newest})

    assert unread_of(cast.norrsken.buyer) == 1


@pytest.mark.parametrize("sent", [{"notification": "x"}, {"up_to": "-1"}, {"up_to": "9" * 40}, {}])
def test_nonsense_marks_nothing(cast: Cast, sign_in, sent: dict[str, str]) -> None:
    tell(cast.norrsken.buyer)

    assert sign_in(cast.norrsken.buyer).post(READING, sent).status_code == 302
    assert unread_of(cast.norrsken.buyer) == 1


def test_nobody_reads_for_others(cast: Cast, sign_in) -> None:
    tell(cast.fjord.buyer)
    foreign = Notification.objects.get()

    sign_in(cast.norrsken.buyer).post(READING, {"notification": foreign.pk})
    sign_in(cast.norrsken.buyer).post(READING, {"up_to": foreign.pk})

    assert unread_of(cast.fjord.buyer) == 1


def test_the_page_costs_the_same_with_two_and_with_forty(cast: Cast, sign_in) -> None:
    client = sign_in(cast.norrsken.buyer)
    counts = []
    for upto in (2, 40):
        for number in range(upto):
            tell(cast.norrsken.buyer, key=f"probe:{number}")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(PAGE).context["page"].rows) == upto
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_an_empty_list_says_what_will_come(cast: Cast, sign_in) -> None:
    assert "Nothing yet" in sign_in(cast.norrsken.buyer).get(PAGE).content.decode()


def test_the_list_shows_one_kind_where_one_is_asked_for(cast: Cast, sign_in) -> None:
    tell(cast.norrsken.buyer)
    tell_user(
        cast.norrsken.buyer.user, key="password", template="accounts/password_set", facts={"set_at": NOON}, now=NOON
    )
    page = visit(sign_in(cast.norrsken.buyer), PAGE)
    assert len(page.answer.context["page"].rows) == 2

    page = page.follow("Shipment 1")

    assert [row.kind for row in page.answer.context["page"].rows] == ["shipment"]
    page.press("Mark all as read")
    assert unread_of(cast.norrsken.buyer) == 1
    assert visit(page.browser, f"{PAGE}?kind=nonsense").answer.context["page"].total == 2


def test_every_page_says_how_much_is_unread(cast: Cast, sign_in) -> None:
    tell(cast.norrsken.buyer)

    page = visit(sign_in(cast.norrsken.buyer), "/company/")

    assert "Notifications 1 unread" in page.text
    assert page.follow("Notifications").title == "Notifications"
