"""Support sees status and tracking and no price anywhere; Basic sees no order at all (ACC-12, ACC-13)."""

import re
from decimal import Decimal

from django.core import mail

from accounts import mailing
from accounts.models import Member
from accounts.privileges import Role
from invoices.models import InvoiceLine
from orders import fulfilling
from tests.authorization.posting import ask, body_for, real, things_of
from tests.authorization.reading import figures_in, text_of, text_of_content
from tests.authorization.table import ROWS, Row
from tests.authorization.world import TRACKING, World
from tests.cast import a_staff_user
from tests.factories import NOON
from tests.orders.builders import a_parcel, an_order

CURRENCY_BESIDE_A_FIGURE = re.compile(r"\b(SEK|kr)[\s\u00a0\u202f]*\d|\d[\s\u00a0\u202f]*(SEK|kr)\b")


def amounts_of(world: World) -> set[str]:
    """Every amount of the order and its invoice, as digits with and without the decimals."""
    order = world.order
    line = order.lines.first()
    amounts = [order.goods, order.chemical_tax, order.freight, order.net, order.tax, order.total]
    amounts += [order.net_without_chemical_tax, line.unit_price, line.amount, line.chemical_tax_each]
    amounts += [world.invoice.net, world.invoice.tax, world.invoice.gross]
    amounts += InvoiceLine.objects.filter(invoice=world.invoice).values_list("amount", flat=True)
    return {written for amount in amounts if amount for written in as_digits(amount)}


def as_digits(amount: Decimal) -> set[str]:
    """3312.00 is found as 3312 and as 331200; 552.27 only as 55227."""
    whole, minor = f"{amount:.2f}".split(".")
    return {whole + minor} | ({whole} if minor == "00" and len(whole) > 3 else set())


def amounts_in(text: str, world: World) -> list[str]:
    return sorted(figures_in(text) & amounts_of(world)) + CURRENCY_BESIDE_A_FIGURE.findall(text)


PUBLIC = {"/help/freight/", "/help/chemical-tax/"}  # the tariff and the law's rates, for everyone to read


def rows() -> list[Row]:
    """Every address but the demonstration's mailbox and what is public."""
    return [row for row in ROWS if not row.address.startswith("/demo/") and row.address not in PUBLIC]


def test_the_buyer_does_see_the_amounts(world: World) -> None:
    """Where this fails, the tests below prove nothing."""
    for address in (
        f"/orders/{world.order.number}/",
        "/orders/export.xlsx?status=all",
        "/orders/export.csv?status=all",
    ):
        assert amounts_in(text_of(ask(world.norrsken.buyer, "GET", address)), world)


def test_support_finds_status_and_tracking_of_the_order(world: World) -> None:
    support = world.norrsken.support

    listed = text_of(ask(support, "GET", "/orders/?status=all"))
    page = text_of(ask(support, "GET", f"/orders/{world.order.number}/"))

    assert (world.order.number in listed, "Partly shipped" in listed) == (True, True)
    assert (TRACKING in page, "On the road" in page) == (True, True)


def test_support_sees_no_amount_on_any_page_or_in_any_file(world: World) -> None:
    support = world.norrsken.support
    addresses = [real(row.address, things_of(world, row.address, support)) for row in rows()]
    queries = [
        "/orders/?status=all",
        f"/orders/?q={TRACKING}",
        "/search/?q=switch&sort=price",
        "/search/?q=switch&m=kestrel",
    ]
    files = ["/orders/export.csv?status=all", "/orders/export.xlsx?status=all"]
    for address in addresses + queries + files:
        assert (address, amounts_in(text_of(ask(support, "GET", address)), world)) == (address, [])


def test_support_sees_no_amount_in_any_answer_to_a_form(world: World) -> None:
    support = world.norrsken.support
    for row in rows():
        address = real(row.address, things_of(world, row.address, support))
        text = text_of(ask(support, "POST", address, body_for(world, row.address, support)))
        assert (address, amounts_in(text, world)) == (address, [])


def test_who_becomes_support_before_the_mail_leaves_is_told_no_amount(world: World) -> None:
    """The confirmation was written for a buyer; it is sent, and listed, to somebody who may not see prices."""
    buyer = world.norrsken.buyer
    Member.objects.filter(pk=buyer.pk).update(privileges=[], role=Role.CUSTOM)
    become_support(buyer)
    waiting = an_order_of(world, world.norrsken.admin)
    become_support(world.norrsken.admin)
    staff = a_staff_user("picker@distributor.example")
    parcel = a_parcel(waiting, world.cast.stockholm)
    fulfilling.ship(parcel, carrier="PostNord", tracking_number="37322048SE", by=staff, now=NOON)

    mailing.send_due(now=NOON)

    sent = [message for message in mail.outbox if message.to[0].endswith("@norrsken-it.example")]
    assert {message.to[0].split("@")[0] for message in sent} == {"buyer", "admin"}
    assert any("37322048SE" in str(message.body) for message in sent)
    for message in sent:
        text = f"{message.subject}\n{message.body}"
        assert (text, amounts_in(text, world)) == (text, [])
        assert all(amounts_in(text_of_content(bytes(part[1])), world) == [] for part in message.attachments)
    for member in (buyer, world.norrsken.admin):
        assert amounts_in(text_of(ask(member, "GET", "/notifications/")), world) == []


def become_support(member: Member) -> None:
    member = Member.objects.get(pk=member.pk)
    member.take_role(Role.SUPPORT)
    member.save()


def an_order_of(world: World, member: Member):
    return an_order(member, {world.switch: 2})


def test_basic_meets_no_order_by_any_address(world: World) -> None:
    """No page that Basic may open knows the order: not its number, tracking, PO number or amounts."""
    basic = world.norrsken.basic
    of_the_order = [world.order.number, TRACKING, "PO-7719", world.invoice.number]
    for row in rows():
        address = real(row.address, things_of(world, row.address, basic))
        page = text_of(ask(basic, "GET", address)).replace(address, "")
        assert (address, [word for word in of_the_order if re.search(rf"\b{word}\b", page)]) == (address, [])
