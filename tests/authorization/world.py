"""Norrsken IT and Fjord Data, both with everything a company can have; Fjord Data's texts all hold a canary."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from accounts import applying, importing_people, inviting, mail_addresses, preferences
from accounts.acting import Actor
from accounts.models import (
    AccessRequest,
    AccessRequestState,
    Address,
    Application,
    ApplicationDocument,
    ApplicationEvent,
    Company,
    CompanyCertification,
    CompanyContact,
    Download,
    EndCustomer,
    EndCustomerAddress,
    MailAddress,
    Member,
    Notification,
    NotificationKind,
    PeopleImport,
    ServiceRemoval,
    StockistApproval,
    StockistReport,
)
from accounts.people_file import PeopleFile
from accounts.privileges import Privilege, Role
from baskets import filling
from baskets.models import Basket, BasketLine
from catalog import importing_own_numbers, own_numbers
from catalog.models import (
    AgreedPrice,
    Bid,
    CompanyPriceList,
    OwnNumbersImport,
    PriceEntry,
    PriceList,
    Product,
    ProductDocument,
    Promotion,
)
from catalog.own_numbers_file import OwnNumbersFile
from catalog.price_lists import feeding, making
from catalog.promoting import promote
from common.money import to_minor
from common.spreadsheets.reading import Row
from invoices import payments
from invoices.models import CreditAccount, Invoice
from markets.models import Market, NumberSeries
from orders import fulfilling, holds
from orders.models import Order
from tests.accounts.made_files import a_ready_download
from tests.cast import Cast, Staff, a_staff_user, a_switch, assemble
from tests.catalog.bids import accept, make_bid
from tests.factories import NOON, make_address, make_end_customer, make_member, make_user
from tests.orders.builders import a_parcel, an_order

CANARY = "qvxzj"
CANARY_PRICE = Decimal("48271.93")
PRICE = Decimal("3312.00")
TRACKING = "00373500489530012345"


@dataclass
class World:
    cast: Cast
    switch: Product
    dock: Product
    order: Order
    invoice: Invoice
    baskets: dict[Member, Basket]
    colleagues_basket: Basket
    foreign_order: Order
    foreign_invoice: Invoice
    foreign_basket: Basket
    mail_addresses: dict[Member, MailAddress]
    colleagues_mail_address: MailAddress
    foreign_mail_address: MailAddress
    people_import: PeopleImport
    foreign_people_import: PeopleImport
    own_number_imports: dict[Member, OwnNumbersImport]
    colleagues_own_numbers: OwnNumbersImport
    foreign_own_numbers: OwnNumbersImport
    feed_tokens: dict[Member, str]
    colleagues_download: Download
    foreign_download: Download
    end_customer: EndCustomer
    foreign_end_customer: EndCustomer
    access_request: AccessRequest
    foreign_access_request: AccessRequest
    application_token: str
    bid: Bid
    foreign_bid: Bid

    @property
    def norrsken(self) -> Staff:
        return self.cast.norrsken

    @property
    def fjord(self) -> Company:
        return self.cast.fjord.company

    @property
    def people(self) -> dict[str, Member | None]:
        """Who knocks at every address: nobody signed in, then one of each role."""
        staff = self.norrsken
        return {
            "visitor": None,
            "admin": staff.admin,
            "buyer": staff.buyer,
            "support": staff.support,
            "basic": staff.basic,
        }


def build() -> World:
    cast = assemble()
    for staff in (cast.norrsken, cast.lagerhuset, cast.fjord):
        for member in staff.everyone:
            member.user.language = "en"
            member.user.save()
    switch = a_switch(cast, stockholm=50, price=str(PRICE))
    ProductDocument.objects.create(
        product=switch, title="Terms", is_for_members=True, file="product-documents/terms", file_name="t.pdf", size=1
    )
    own_numbers.add(switch, f"{CANARY}-9", to=cast.fjord.company, by=Actor.administrator(cast.fjord.admin), now=NOON)
    own_numbers.add(switch, "NIT-1", to=cast.norrsken.company, by=Actor.administrator(cast.norrsken.buyer), now=NOON)
    foreign_order, foreign_basket = _fill_fjord(cast, switch)
    norrsken = cast.norrsken
    order = a_shipped_order(cast, norrsken.buyer, {switch: 2, a_switch(cast): 1}, TRACKING, po_number="PO-7719")
    colleague = make_member(norrsken.company, Role.BUYER, user=make_user("second@norrsken-it.example", language="en"))
    make_address(norrsken.company, "Warehouse")
    CompanyContact.objects.create(company=norrsken.company, label="Purchasing", name="Lena Ek", phone="+46 90 555 01")
    CompanyCertification.objects.create(company=norrsken.company, manufacturer="Kestrel", name="Silver partner")
    for member in norrsken.everyone:
        a_ready_download(member)
    shoppers = [member for member in norrsken.everyone if member.may(Privilege.KEEP_BASKETS)]
    return World(
        cast=cast,
        switch=switch,
        dock=a_switch(cast),
        order=order,
        invoice=Invoice.objects.get(company=norrsken.company),
        baskets={member: a_filled_basket(member, switch) for member in shoppers},
        colleagues_basket=a_filled_basket(colleague, switch),
        foreign_order=foreign_order,
        foreign_invoice=Invoice.objects.get(company=cast.fjord.company),
        foreign_basket=foreign_basket,
        mail_addresses={member: another_address_of(member, "norrsken-stock") for member in norrsken.everyone},
        colleagues_mail_address=another_address_of(colleague, "norrsken-stock"),
        foreign_mail_address=another_address_of(Member.objects.ready_to_ask().get(pk=cast.fjord.buyer.pk), CANARY),
        people_import=a_people_import(norrsken.admin, "nina@norrsken-it.example", "Nina Ny"),
        foreign_people_import=a_people_import(cast.fjord.admin, f"new@{CANARY}.example", f"{CANARY} new"),
        own_number_imports={
            member: an_own_numbers_import(member, "NIT") for member in (norrsken.admin, norrsken.buyer)
        },
        colleagues_own_numbers=an_own_numbers_import(colleague, "NIT"),
        foreign_own_numbers=an_own_numbers_import(cast.fjord.buyer, CANARY),
        feed_tokens={member: a_feed(member) for member in (norrsken.admin, norrsken.buyer)},
        colleagues_download=a_ready_download(colleague),
        foreign_download=a_foreign_download(cast.fjord.buyer),
        end_customer=make_end_customer(norrsken.buyer, "Hotel Kusten", tax_number="SE556703748501"),
        foreign_end_customer=EndCustomer.objects.get(company=cast.fjord.company),
        access_request=an_access_request(norrsken.company, "Rolf Dahl"),
        foreign_access_request=an_access_request(cast.fjord.company, CANARY),
        application_token=an_application(cast),
        bid=make_bid(norrsken.company, {switch: (str(PRICE), 10)}, terms="For one customer alone."),
        foreign_bid=Bid.objects.get(company=cast.fjord.company),
    )


def another_address_of(member: Member, domain: str) -> MailAddress:
    """An address that waits to be confirmed, chosen for shipments where the member gets any."""
    address = mail_addresses.add(member, f"stock-{member.pk}@{domain}.example", now=NOON)
    if member.may(Privilege.VIEW_ORDERS):
        wish = preferences.Wish(by_email=True, address=address.pk)
        preferences.change(member, {NotificationKind.SHIPMENT: wish})
    return address


def a_feed(member: Member) -> str:
    """The token of a price feed's address, with a file made."""
    token = feeding.make_address(member, language="en", now=NOON)
    assert making.make_next(lambda: NOON)
    return token


def a_foreign_download(member: Member) -> Download:
    """Two files of Fjord Data's, one of them of its price feed."""
    a_feed(member)
    made = a_ready_download(member, f"SKU\n{CANARY}\n".encode(), title=f"{CANARY} made")
    Download.objects.filter(member=member).update(title=f"{CANARY} made", file_name=f"{CANARY}.csv")
    told = Notification.objects.filter(user=member.user, kind=NotificationKind.DOWNLOAD)
    told.update(key=f"{CANARY}:download", link=f"/downloads/{CANARY}/", facts={"title": CANARY})
    return made


def an_access_request(company: Company, name: str) -> AccessRequest:
    company.refresh_from_db()
    return AccessRequest.objects.create(
        market=company.market,
        language="en",
        country=company.country,
        customer_number=company.customer_number[:20],
        email=f"{name.split()[0].lower()}@office.example",
        name=name,
        asked_at=NOON,
        state=AccessRequestState.WAITING,
        company=company,
    )


def an_application(cast: Cast) -> str:
    """Two: one by which Fjord Data became a customer, and one that asks for more; the token of the latter's page."""
    staff = a_staff_user("applications@distributor.example")
    texts = {
        name: f"{CANARY} {name}" for name in ("company_name", "street", "extra", "city", "business", "contact_name")
    }
    more = {"tax_number": CANARY, "postal_code": f"{CANARY}-9", "email": f"applied@{CANARY}.example", "phone": CANARY}
    common = {"language": "en", "country": "NO", "applied_at": NOON}
    theirs = Application.objects.create(
        market=cast.no,
        company=cast.fjord.company,
        state="approved",
        decided_at=NOON,
        decided_by=staff,
        reference=CANARY.upper(),
        website=f"{CANARY}.example",
        former_number=f"{CANARY}-old",
        papers_asked=[f"{CANARY} asked"],
        **texts,
        **more,
        **common,
    )
    ApplicationEvent.objects.create(application=theirs, kind="answered", at=NOON, text=f"{CANARY} answers")
    ApplicationDocument.objects.create(
        application=theirs,
        paper=f"{CANARY} paper",
        file=f"applications/{CANARY}",
        name=f"{CANARY}.pdf",
        content_type="application/pdf",
        size=1,
        sha256=CANARY,
        uploaded_at=NOON,
    )
    asked = Application.objects.create(market=cast.se, state="incomplete", papers_asked=["Register extract"], **common)
    ApplicationEvent.objects.create(application=asked, kind="more_asked", at=NOON, by=staff, text="Who owns it?")
    return applying.path_of(asked).split("/")[2]


def a_filled_basket(member: Member, product: Product) -> Basket:
    basket = filling.current_basket(member, now=NOON)
    filling.add(basket, product, 1, by=member, now=NOON)
    return basket


def a_people_import(admin: Member, email: str, name: str) -> PeopleImport:
    """A file of people of whom one is new and one no address, as its sender looks at it."""
    rows = [Row(2, [email, name, "Buyer"]), Row(3, [name, name, "Chief"])]
    file = PeopleFile(["E-mail address", "Name", "Role"], rows)
    by, company = Actor.administrator(admin), admin.company
    return importing_people.keep(file, company, name=f"{name}.csv", by=by, now=timezone.now())


def an_own_numbers_import(member: Member, start: str) -> OwnNumbersImport:
    """A file of own part numbers that name no product, as its sender looks at it."""
    file = OwnNumbersFile(["Own part number", "SKU"], [Row(2, [f"{start}-7", f"{start}-absent"])])
    by, name = Actor.administrator(member), f"{start}.csv"
    return importing_own_numbers.keep(file, member.company, name=name, by=by, now=timezone.now())


def a_shipped_order(
    cast: Cast, buyer: Member, quantities: dict[Product, int], tracking_number: str, **choices: object
) -> Order:
    """An order of which everything in stock is on the road and invoiced."""
    order = an_order(buyer, quantities, **choices)
    carrier = "PostNord" if buyer.company.country == "SE" else CANARY
    fulfilling.ship(
        a_parcel(order, cast.stockholm),
        carrier=carrier,
        tracking_number=tracking_number,
        serials={line.pk: [f"{CANARY}-1"] for line in order.shipments.get().lines.all()} if carrier == CANARY else {},
        by=a_staff_user(f"{uuid4()}@distributor.example"),
        now=NOON,
    )
    return Order.objects.get(pk=order.pk)


def _fill_fjord(cast: Cast, switch: Product) -> tuple[Order, Basket]:
    """Orders shipped and held, an invoice partly paid, baskets, agreements: each text with the canary in it."""
    fjord, no = cast.fjord.company, cast.no
    _name_everything_after_the_canary(cast.fjord)
    _price_apart(fjord, no, switch)
    buyer = Member.objects.ready_to_ask().get(pk=cast.fjord.buyer.pk)
    place = _list_an_end_customer(buyer)
    order = a_shipped_order(
        cast,
        buyer,
        {switch: 1},
        f"{CANARY}-track",
        po_number=f"{CANARY}-po",
        observations=f"{CANARY} observes",
        ship_to=place,
    )
    EndCustomer.objects.filter(company=fjord).update(refused_at=NOON, refusal=f"{CANARY} is unknown")
    payments.pay(Invoice.objects.get(company=fjord), Decimal("17.31"), reference=f"{CANARY}-payment", now=NOON)
    CreditAccount.objects.filter(company=fjord).update(is_stopped=True, stop_reason=f"{CANARY} is stopped")
    held = an_order(buyer, {switch: 1}, po_number=f"{CANARY}-po-2", observations=f"{CANARY} waits")
    holds.refuse(held, note=f"{CANARY} is refused", by=a_staff_user("desk@distributor.example"), now=NOON)
    basket = a_filled_basket(buyer, switch)
    Basket.objects.filter(company=fjord).update(name=f"{CANARY} basket")
    BasketLine.objects.filter(basket__company=fjord).update(note=f"{CANARY} note")
    inviting.invite(
        fjord,
        name=f"{CANARY} invited",
        email=f"invited@{CANARY}.example",
        username=f"{CANARY}.invited",
        privileges=frozenset(),
        by=Actor.administrator(cast.fjord.admin),
        now=NOON,
    )
    ServiceRemoval.objects.create(company=fjord, service=Privilege.USE_API, reason=f"{CANARY} lapsed")
    return order, basket


def _name_everything_after_the_canary(staff: Staff) -> None:
    company = staff.company
    Company.objects.filter(pk=company.pk).update(
        name=f"{CANARY} Data",
        slug=f"{CANARY}-data",
        customer_number=f"{CANARY}-customer",
        tax_number=f"{CANARY}-tax",
        registered_email=f"office@{CANARY}.example",
        resale_certificate=f"{CANARY}-certificate",
        quote_text=f"{CANARY} delivers",
    )
    texts = {name: f"{CANARY} {name}" for name in ("label", "recipient", "street", "extra", "city")}
    Address.objects.filter(company=company).update(**texts, postal_code=f"{CANARY}-1")
    elsewhere = {name: text for name, text in texts.items() if name != "label"} | {"postal_code": f"{CANARY}-2"}
    make_address(company, f"{CANARY} second", **elsewhere)
    StockistApproval.objects.create(company=company, number=f"{CANARY}-stockist", valid_from=date(2020, 1, 1))
    CompanyContact.objects.create(
        company=company,
        **{name: f"{CANARY} {name}" for name in ("label", "name", "phone")},
        email=f"c@{CANARY}.example",
    )
    CompanyCertification.objects.create(
        company=company, **{name: f"{CANARY} {name}" for name in ("manufacturer", "name", "number")}
    )
    StockistReport.objects.create(
        company=company,
        number=f"{CANARY}-report",
        decided_on=date(2026, 1, 1),
        proof_name=f"{CANARY}.pdf",
        proof_type="application/pdf",
        state="refused",
        reason=f"{CANARY} is unreadable",
        reported_by=staff.admin.user,
        reported_at=NOON,
        answered_by=staff.admin.user,
        answered_at=NOON,
    )
    for member in staff.everyone:
        user = member.user
        user.email, user.username = f"{member.role}@{CANARY}.example", f"{CANARY}.{member.role}"
        user.name, user.phone = f"{CANARY} {member.role}", f"{CANARY}-phone"
        user.save()
    for kind, letter in (("order", "O"), ("invoice", "F"), ("shipment", "S")):
        NumberSeries.objects.filter(market=company.market, kind=kind).update(prefix=f"{CANARY.upper()}{letter}-")


def _list_an_end_customer(buyer: Member) -> EndCustomerAddress:
    customer = make_end_customer(
        buyer,
        f"{CANARY} customer",
        contact=f"{CANARY} contact",
        email=f"customer@{CANARY}.example",
        phone=f"{CANARY}-phone",
        tax_number=f"{CANARY}-end-tax",
        notes=f"{CANARY} notes",
    )
    texts = {name: f"{CANARY} {name}" for name in ("label", "attention", "street", "extra", "city", "postal_code")}
    EndCustomerAddress.objects.filter(end_customer=customer).update(**texts)
    return EndCustomerAddress.objects.select_related("end_customer").get(end_customer=customer)


def _price_apart(fjord: Company, no: Market, switch: Product) -> None:
    """A price list, an agreed price, a BID and a promotion of its own, unusual to the last cent."""
    own = PriceList.objects.create(market=no, code=f"{CANARY}-list", name=f"{CANARY} list")
    CompanyPriceList.objects.filter(company=fjord).update(price_list=own)
    PriceEntry.objects.filter(product=switch, edition__price_list__market=no).update(
        price_minor=to_minor(CANARY_PRICE, no.currency)
    )
    AgreedPrice.objects.create(
        company=fjord,
        product=switch,
        price_minor=to_minor(CANARY_PRICE, no.currency),
        valid_from=date(2026, 1, 1),
        valid_to=date(2027, 12, 31),
    )
    bid = make_bid(
        fjord,
        {switch: (str(CANARY_PRICE), 9)},
        f"{CANARY}-bid",
        end_customer=f"{CANARY} deal",
        terms=f"{CANARY} terms",
    )
    accept(
        bid, Member.objects.ready_to_ask().get(user__in=fjord.members.values("user"), role=Role.BUYER, company=fjord)
    )
    promotion = Promotion(
        market=no, name=f"{CANARY} promotion", valid_from=date(2026, 1, 1), valid_to=date(2090, 12, 31)
    )
    promote(promotion, {switch.pk: to_minor(CANARY_PRICE, no.currency)}, [fjord])
