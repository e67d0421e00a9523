"""End customers: the company's own list, kept by those who order for them (ACC-20)."""

import pytest

from accounts import end_customers
from accounts.models import Activity, ActivityKind, EndCustomer, EndCustomerAddress, Member
from tests.accounts.listing_end_customers import CNPJ, FILLED_IN, Open, details, in_brazil
from tests.cast import Cast
from tests.factories import NOON, a_place, make_end_customer
from tests.pressing import attribute, visit

pytestmark = pytest.mark.usefixtures("at_noon")


def test_one_is_added_with_its_first_address_and_usable_at_once(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/", cast.norrsken.buyer).follow("End customers").follow("Add end customer")

    listed = page.press("Add end customer", FILLED_IN)

    assert "Hotel Kusten was added. Orders can ship to it at once." in listed.text
    row = listed.row("Hotel Kusten")
    assert all(word in row for word in ("Eva Lind", "SE556703748501", "Sweden", "Reception, Stockholm", "Usable"))
    customer = EndCustomer.objects.get()
    assert (customer.company, customer.added_by) == (cast.norrsken.company, cast.norrsken.buyer)
    assert customer.addresses.get().lines() == ["Hotel Kusten", "Strandvägen 1", "114 51 Stockholm", "SE"]


WRONG = [
    ({"Tax number": "SE556703748601"}, "A digit of this VAT number is wrong"),
    ({"Tax number": "none"}, "This is not a complete VAT number. It looks like this: SE556703748501"),
    ({"Tax number": CNPJ}, "This is not a complete VAT number"),
    ({"Name": ""}, "Name: This field is required."),
    ({"E-mail address": "eva"}, "Enter a valid email address."),
    ({"Name of the place": ""}, "Name of the place: This field is required."),
    ({"Country": "Canada"}, "Please choose one: taxes and freight hang on it."),
    ({"Province, state or county": "Ontario"}, "This one is in another country."),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_everything_typed_stays(
    cast: Cast, at_desk: Open, typed: dict[str, str], sentence: str
) -> None:
    page = at_desk("/company/end-customers/new/", cast.norrsken.buyer).press("Add end customer", FILLED_IN | typed)

    assert sentence in page.text
    assert attribute(page.field("Street and number"), "value") == "Strandvägen 1"
    assert "Rings before" in page.text
    assert not EndCustomer.objects.exists()


def test_a_persons_tax_number_is_fine_for_an_end_customer(sampa: Member, at_desk: Open) -> None:
    at_desk("/company/end-customers/new/", sampa).press("Add end customer", in_brazil(**{"Tax number": "39053344705"}))
    assert EndCustomer.objects.get().tax_number == "390.533.447-05"


def test_the_same_tax_number_is_listed_once_until_it_is_removed(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/end-customers/new/", cast.norrsken.buyer)
    page.press("Add end customer", FILLED_IN)

    again = page.press("Add end customer", FILLED_IN | {"Name": "Kusten AB"})
    assert "Hotel Kusten has this tax number and is on your list already." in again.text

    end_customers.remove(EndCustomer.objects.get(), by=cast.norrsken.buyer, now=NOON)
    page.press("Add end customer", FILLED_IN | {"Name": "Kusten AB"})
    assert EndCustomer.objects.present().get().name == "Kusten AB"


def test_another_company_may_have_the_same_end_customer(cast: Cast, at_desk: Open) -> None:
    make_end_customer(cast.fjord.buyer, "Hotel Kusten", tax_number="SE556703748501", country="SE")

    at_desk("/company/end-customers/new/", cast.norrsken.buyer).press("Add end customer", FILLED_IN)

    assert EndCustomer.objects.filter(tax_number="SE556703748501").count() == 2


def test_an_edit_that_is_wrong_keeps_what_was_typed(cast: Cast, at_desk: Open) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten")
    page = at_desk(customer.get_absolute_url(), cast.norrsken.buyer)

    page = page.press("Save", {"Tax number": "556703-7486", "Contact": "Eva"})

    assert "A digit of this VAT number is wrong" in page.text
    assert attribute(page.field("Tax number"), "value") == "556703-7486"
    customer.refresh_from_db()
    assert customer.contact == ""


def test_addresses_are_added_changed_and_removed(cast: Cast, at_desk: Open) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten")
    page = at_desk(customer.get_absolute_url(), cast.norrsken.buyer).follow("Add address")

    typed = {"Name of the place": "Toronto", "Street and number": "1 King St", "Postal code": "M5V 1L7"}
    page = page.press("Add address", typed | {"City": "Toronto", "Country": "Canada"})
    assert "Please choose one" in page.text
    page = page.press("Add address", {"Province, state or county": "Ontario"})
    assert "Toronto ON M5V 1L7" in page.text
    assert EndCustomerAddress.objects.get(label="Toronto").region == "ON"

    page = page.follow("Edit Toronto").press("Save address", {"Department or person": "Dock 4"})
    assert "Dock 4" in page.text

    page = page.press("Remove Toronto")
    assert "The address was removed." in page.text
    assert list(customer.addresses.values_list("label", flat=True)) == ["Office"]


def test_removing_asks_first(cast: Cast, at_desk: Open) -> None:
    customer = make_end_customer(cast.norrsken.buyer, "Hotel Kusten")

    question = at_desk(customer.get_absolute_url(), cast.norrsken.buyer).follow("Remove from the list")
    assert EndCustomer.objects.present().exists()
    listed = question.press("Remove end customer")

    assert "Hotel Kusten was removed from the list." in listed.text
    assert "No end customer is on your list yet." in listed.text
    assert visit(question.browser, customer.get_absolute_url()).status == 404
    assert EndCustomer.objects.get(pk=customer.pk).archived_at == NOON


def test_what_was_done_is_in_the_activity(cast: Cast, at_desk: Open) -> None:
    buyer = cast.norrsken.buyer
    customer = make_end_customer(buyer, "Hotel Kusten")
    end_customers.edit(customer, details("Kusten AB"), by=buyer, now=NOON)
    end_customers.edit(customer, details("Kusten AB"), by=buyer, now=NOON)
    end_customers.add_address(customer, a_place(), by=buyer, now=NOON)
    end_customers.remove(customer, by=buyer, now=NOON)

    assert list(Activity.objects.order_by("pk").values_list("kind", flat=True)) == [
        ActivityKind.END_CUSTOMER_ADDED,
        ActivityKind.END_CUSTOMER_EDITED,
        ActivityKind.END_CUSTOMER_EDITED,
        ActivityKind.END_CUSTOMER_REMOVED,
    ]
    page = at_desk("/company/activity/", cast.norrsken.admin)
    assert "Added the end customer Hotel Kusten" in page.text
    assert "Removed the end customer Kusten AB" in page.text


def test_what_is_gone_meanwhile_is_not_changed(cast: Cast) -> None:
    buyer = cast.norrsken.buyer
    customer = make_end_customer(buyer, "Hotel Kusten")
    place = customer.addresses.get()
    end_customers.remove_address(place, by=buyer, now=NOON)
    with pytest.raises(end_customers.Removed):
        end_customers.edit_address(place, a_place(city="Visby"), by=buyer, now=NOON)
    end_customers.remove(customer, by=buyer, now=NOON)
    for verb in (
        lambda: end_customers.edit(customer, details("Other"), by=buyer, now=NOON),
        lambda: end_customers.remove(customer, by=buyer, now=NOON),
        lambda: end_customers.add_address(customer, a_place(), by=buyer, now=NOON),
    ):
        with pytest.raises(end_customers.Removed):
            verb()


def test_an_address_is_found_only_below_its_own_end_customer(cast: Cast, at_desk: Open) -> None:
    mine, other = (make_end_customer(cast.norrsken.buyer, name) for name in ("Hotel Kusten", "Skolan"))
    theirs = make_end_customer(cast.fjord.buyer, "Fjordhotellet")
    browser = at_desk("/company/", cast.norrsken.buyer).browser
    for customer, place in ((mine, other), (mine, theirs), (theirs, theirs)):
        address = f"/company/end-customers/{customer.pk}/addresses/{place.addresses.get().pk}/"
        assert browser.get(address).status_code == 404
        assert browser.post(f"{address}removal/").status_code == 404
    assert EndCustomerAddress.objects.count() == 3
