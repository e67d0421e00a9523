"""Small builders of what tests need; each makes one thing, with sense, and lets the test say what matters."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from django.contrib.postgres.search import SearchVector
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Value

from accounts import challenging, end_customers
from accounts.models import Address, ChallengeQuestion, Company, EndCustomer, Member, StandardQuestion, User
from accounts.privileges import Role
from catalog.models import (
    Category,
    CompanyPriceList,
    DiscountGroup,
    Listing,
    Manufacturer,
    MovementKind,
    PartNumber,
    PartNumberKind,
    PriceEntry,
    PriceList,
    PriceListEdition,
    Product,
    Stock,
    StockMovement,
)
from common.money import to_minor
from invoices.models import CreditAccount
from markets.models import Market, Warehouse

NOON = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)  # a Thursday, 12:00 in Stockholm, two hours before the cutoff
PASSWORD = "Demo-Portal-1"
ANSWER = "Misse"
_numbers = count(1)


def make_company(market: Market, name: str, *, limit: str = "1000000", country: str = "", **fields: object) -> Company:
    """A company with an address, a price list of its market and credit."""
    slug = name.lower().replace(" ", "-")
    company = Company.objects.create(
        market=market,
        name=name,
        slug=slug,
        customer_number=f"{market.code.upper()}{next(_numbers):05d}",
        country=country or market.country,
        **fields,
    )
    make_address(company, is_default=True, is_invoice_address=True)
    CreditAccount.objects.create(company=company, limit=Decimal(limit), terms_days=30)
    CompanyPriceList.objects.create(company=company, price_list=standard_edition(market).price_list)
    return company


def make_address(company: Company, label: str = "Office", **fields: object) -> Address:
    defaults = {
        "recipient": company.name,
        "street": "Storgatan 14",
        "postal_code": "903 26",
        "city": "Umeå" if company.country == "SE" else "Springfield",
        "country": company.country,
        "region": company.region,
    }
    return Address.objects.create(company=company, label=label, **(defaults | fields))


def make_end_customer(
    by: Member, name: str, *, now: datetime = NOON, place: str = "Office", **fields: object
) -> EndCustomer:
    """An end customer of the member's company with an address in its country, listed by the verb."""
    told = {field: str(fields.pop(field)) for field in list(fields) if field in end_customers.FIELDS}
    country = told.get("country", by.company.country)
    customer = end_customers.add(
        end_customers.Details(**{"name": name, "country": country} | told),
        a_place(label=place, country=country),
        by=by,
        now=now,
    )
    EndCustomer.objects.filter(pk=customer.pk).update(**fields)
    customer.refresh_from_db()
    return customer


def a_place(**changed: str) -> end_customers.Place:
    """A place of an end customer."""
    place = {"label": "Office", "street": "Strandvägen 1", "postal_code": "903 26", "city": "Umeå", "country": "SE"}
    return end_customers.Place(**place | changed)


def make_user(email: str, name: str = "", **fields: object) -> User:
    """A person who is set up and reads English, whatever language the market begins with."""
    given = {"language": "en", "set_up_at": NOON} | fields
    user = User(email=email, name=name or email.split("@")[0].title(), **given)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_challenge(user: User, answer: str = ANSWER) -> ChallengeQuestion:
    """The question what their first pet was called."""
    chosen = challenging.Chosen(answer, standard=StandardQuestion.FIRST_PET)
    return challenging.choose(user, chosen, now=NOON)


def make_member(company: Company, role: Role, *, user: User | None = None, **fields: object) -> Member:
    """A member with a role's privileges, signed in as <role>@<company>.example."""
    user = user or make_user(f"{ {Role.ADMINISTRATOR: 'admin'}.get(role, role.value) }@{company.slug}.example")
    member = Member(user=user, company=company, **fields)
    member.take_role(role)
    member.save()
    return Member.objects.ready_to_ask().get(pk=member.pk)


def standard_edition(market: Market) -> PriceListEdition:
    """The edition by which the market's companies buy in tests."""
    price_list, _ = PriceList.objects.get_or_create(market=market, code="standard", defaults={"name": "Standard"})
    edition, _ = PriceListEdition.objects.get_or_create(
        price_list=price_list, defaults={"validity": DateRange(date(2020, 1, 1), date(2031, 1, 1))}
    )
    return edition


def make_category(path: str = "Networking/Switches") -> Category:
    """A category by the names on its way, made where it is missing."""
    parent = None
    for level, name in enumerate(path.split("/"), start=1):
        slug = name.lower().replace(" ", "-")
        address = f"{parent.path}/{slug}" if parent else slug
        parent, _ = Category.objects.get_or_create(
            path=address, defaults={"parent": parent, "name": name, "slug": slug, "level": level}
        )
    assert parent is not None
    return parent


def make_product(
    name: str = "", *, manufacturer: str = "Kestrel", category: str = "Networking/Switches", **fields: object
) -> Product:
    """A product with its numbers and listing; without a price or stock until those are made."""
    number = next(_numbers)
    sku = str(fields.pop("sku", f"7TC{number:04d}"))
    mpn = str(fields.pop("mpn", f"KS-{number:05d}"))
    maker, _ = Manufacturer.objects.get_or_create(name=manufacturer, defaults={"slug": manufacturer.lower()})
    leaf = make_category(category)
    top = leaf
    while top.parent is not None:
        top = top.parent
    group, _ = DiscountGroup.objects.get_or_create(manufacturer=maker, category=top)
    product = Product.objects.create(
        sku=sku,
        mpn=mpn,
        name=name or f"{manufacturer} switch {number}",
        manufacturer=maker,
        category=leaf,
        group=group,
        **fields,
    )
    for kind, value in ((PartNumberKind.SKU, sku), (PartNumberKind.MPN, mpn), (PartNumberKind.GTIN, product.gtin)):
        norm = "".join(letter for letter in value.upper() if letter.isascii() and letter.isalnum())
        if norm:
            PartNumber.objects.create(product=product, kind=kind, norm=norm)
    middle = leaf.parent if leaf.level == 3 else leaf
    Listing.objects.create(
        product=product,
        c1=top.pk,
        c2=middle.pk if middle else leaf.pk,
        c3=leaf.pk,
        manufacturer_id=maker.pk,
        group_id=group.pk,
        popularity=number,
        doc=SearchVector(Value(f"{product.name} {maker.name} {sku} {mpn}"), config="simple"),
    )
    return product


def make_price(product: Product, market: Market, price: str, *, from_quantity: int = 1) -> PriceEntry:
    """A price of the product on the market's standard list."""
    return PriceEntry.objects.create(
        edition=standard_edition(market),
        product=product,
        min_quantity=from_quantity,
        price_minor=to_minor(Decimal(price), market.currency),
    )


def make_stock(product: Product, warehouse: Warehouse, on_hand: int) -> Stock:
    """Goods on a shelf, with the movement that put them there and the markets' stock bits."""
    stock = Stock.objects.create(product=product, warehouse=warehouse, on_hand=on_hand)
    if on_hand:
        StockMovement.objects.create(stock=stock, kind=MovementKind.COUNTED, on_hand=on_hand, reference="test", at=NOON)
        listing = product.listing
        for market in warehouse.markets.all():
            listing.in_stock |= 1 << market.stock_bit
        listing.save(update_fields=["in_stock"])
    return stock
