"""Nothing that Norrsken IT's people receive holds anything of Fjord Data: page, file, mail, error or header."""

from collections import defaultdict

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import models
from pytest_django.fixtures import Settings

from accounts import mailing
from tests.authorization.owned import rows_of
from tests.authorization.posting import NOT_THERE, ask, foreign_things, hostile_body, real, things_of
from tests.authorization.reading import figures_in, text_of
from tests.authorization.table import ROWS, Row
from tests.authorization.world import CANARY, CANARY_PRICE, World
from tests.factories import NOON

pytestmark = pytest.mark.urls("tests.authorization.demonstration_urls")

# Texts that are the distributor's, the market's or the catalog's, not the company's own.
SHARED = {
    "accounts.AccessRequest.country",
    "accounts.AccessRequest.language",
    "accounts.Address.country",
    "accounts.Address.region",
    "accounts.Application.country",
    "accounts.Application.language",
    "accounts.Application.region",
    "accounts.ApplicationDocument.content_type",
    "accounts.Company.country",
    "accounts.Company.language",
    "accounts.Company.logo_type",
    "accounts.Company.region",
    "accounts.Download.content_type",
    "accounts.Download.language",
    "accounts.EndCustomer.country",
    "accounts.EndCustomerAddress.country",
    "accounts.EndCustomerAddress.region",
    "accounts.Member.quick_links",
    "accounts.Notification.error",
    "accounts.Notification.language",
    "accounts.Notification.template",
    "accounts.StockistReport.proof_type",
    "accounts.User.language",
    "accounts.User.password",
    "accounts.User.time_zone",
    "baskets.BasketLine.price_source_name_when_added",
    "baskets.BasketLine.price_source_when_added",
    "catalog.PriceFeed.language",
    "invoices.Invoice.currency",
    "invoices.Invoice.delivered_from",
    "invoices.Invoice.language",
    "invoices.Invoice.notes",
    "invoices.Invoice.payment_details",
    "invoices.Invoice.seller",
    "invoices.Invoice.seller_tax_number",
    "invoices.InvoiceLine.basis",
    "invoices.InvoiceLine.mpn",
    "invoices.InvoiceLine.name",
    "invoices.InvoiceLine.sku",
    "invoices.InvoiceTax.name",
    "orders.Order.currency",
    "orders.Order.ship_to_country",
    "orders.Order.ship_to_region",
    "orders.Order.terms_version",
    "orders.OrderLine.mpn",
    "orders.OrderLine.name",
    "orders.OrderLine.price_source",
    "orders.OrderLine.price_source_name",
    "orders.OrderLine.sku",
    "orders.OrderTax.name",
    "orders.PlacementKey.contents",
}


@pytest.fixture(autouse=True)
def demonstration(settings: Settings, tmp_path: object) -> None:
    settings.DEMONSTRATION = True
    settings.MAIL_DIRECTORY = tmp_path
    cache.clear()


def test_every_private_text_of_fjord_data_holds_the_canary(world: World) -> None:
    """A new text field is red here until the world fills it, or it is named as shared."""
    texts = defaultdict(list)
    for row in rows_of(world.fjord):
        for field in row._meta.concrete_fields:
            if is_text(field):
                texts[f"{row._meta.label}.{field.name}"].append(str(getattr(row, field.name) or ""))

    without = {name for name, values in texts.items() if not all(sings(value) for value in values if value)}
    never_filled = {name for name, values in texts.items() if not any(values)}
    assert (without | never_filled) - SHARED == set()


def is_text(field: models.Field) -> bool:
    field = getattr(field, "base_field", field)
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def test_fjord_datas_own_pages_do_sing(world: World) -> None:
    """Where this fails, the tests below prove nothing."""
    buyer = world.cast.fjord.buyer
    pages = [f"/orders/{world.foreign_order.number}/", "/invoices/", "/baskets/", "/notifications/"]
    pages += ["/company/part-numbers/", "/bids/", f"/products/{world.switch.sku}/", f"/search/?q={world.switch.name}"]
    for address in pages:
        assert sings(text_of(ask(buyer, "GET", address)))
    for address in (f"/products/{world.switch.sku}/", "/catalog/promotions/"):
        assert price_of_fjord() in figures_in(text_of(ask(buyer, "GET", address)))
    assert sings(text_of(ask(buyer, "GET", "/catalog/promotions/")))


@pytest.mark.parametrize("who", ["visitor", "admin", "buyer", "support", "basic"])
def test_no_page_or_file_sings(world: World, who: str) -> None:
    for row in ROWS:
        for address in addresses_of(world, row, who):
            text = text_of(ask(world.people[who], "GET", address))
            assert (address, [line for line in text.splitlines() if sings(line)]) == (address, [])
            assert (address, price_of_fjord() in figures_in(text)) == (address, False)


def test_no_answer_to_a_form_sings(world: World) -> None:
    """Forms full of Fjord Data's numbers: refusals, stale forms and error pages included."""
    buyer = world.norrsken.buyer
    body = hostile_body(world, buyer) | {"as": "", "for_company": world.fjord.pk}
    for row in ROWS:
        address = real(row.address, things_of(world, row.address, buyer))
        for sent in (body, {name: value for name, value in body.items() if name != "for_company"}):
            assert (address, sings(text_of(ask(buyer, "POST", address, sent)))) == (address, False)


def test_a_person_of_fjord_data_filters_nothing_out(world: World) -> None:
    """Filters that name Fjord Data's people and numbers find what absent ones find."""
    buyer = world.norrsken.buyer
    member, nobody = world.cast.fjord.buyer.pk, NOT_THERE["pk"]
    found = [ask(buyer, "GET", f"/orders/?status=all&person={pk}").page for pk in (member, nobody)]
    assert found[0].replace(f"person={member}", "") == found[1].replace(f"person={nobody}", "")
    for address in ("/orders/", "/invoices/"):
        assert world.foreign_order.get_absolute_url() not in ask(buyer, "GET", f"{address}?q={CANARY}").page


def test_no_mail_to_norrsken_sings(world: World) -> None:
    mailing.send_due(now=NOON)

    to_norrsken = [message for message in mail.outbox if message.to[0].endswith("@norrsken-it.example")]
    to_fjord = [message for message in mail.outbox if CANARY in message.to[0]]
    assert to_norrsken
    assert to_fjord
    assert all(sings(as_text(message)) for message in to_fjord)
    assert [as_text(message) for message in to_norrsken if sings(as_text(message))] == []


def addresses_of(world: World, row: Row, who: str) -> list[str]:
    """One's own, a list also without its usual filter, and the foreign thing where its number is no canary itself."""
    own = real(row.address, things_of(world, row.address, world.people[who]))
    everything = [f"{own}?status=all"] if row.address.startswith(("/orders/", "/invoices/")) else []
    foreign = [real(row.address, foreign_things(world, row.address))] if "pk" in row.address else []
    return [own, *everything, *foreign]


def sings(text: str) -> bool:
    return CANARY in text.lower()


def price_of_fjord() -> str:
    return str(CANARY_PRICE).replace(".", "")


def as_text(message: mail.EmailMessage) -> str:
    return message.message().as_string()
