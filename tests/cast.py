"""The people and companies of every test: Norrsken IT, and Fjord Data next door with data of its own."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Company, Member, StockistApproval
from accounts.privileges import Role
from catalog.models import ChemicalClass, ChemicalTaxRate, Product
from markets.models import Market, Warehouse
from markets.remembering import current_markets
from portal.demo.markets import load_markets
from tests.factories import make_company, make_member, make_price, make_product, make_stock, make_user


@dataclass
class Staff:
    """A company with one member of each role."""

    company: Company
    admin: Member
    buyer: Member
    support: Member
    basic: Member

    @property
    def everyone(self) -> tuple[Member, ...]:
        return self.admin, self.buyer, self.support, self.basic


@dataclass
class Cast:
    markets: dict[str, Market]
    stockholm: Warehouse
    boras: Warehouse
    norrsken: Staff
    lagerhuset: Staff
    fjord: Staff

    @property
    def se(self) -> Market:
        return self.markets["se"]

    @property
    def no(self) -> Market:
        return self.markets["no"]


def assemble_staff(company: Company) -> Staff:
    roles = (Role.ADMINISTRATOR, Role.BUYER, Role.SUPPORT, Role.BASIC)
    return Staff(company, *(make_member(company, role) for role in roles))


def remember_markets() -> None:
    """Ask for what a process remembers of markets, so that no test counts queries that only a first page makes."""
    for market in current_markets(Market):
        market.desk("support")
        market.warehouses_in_order()


def assemble() -> Cast:
    """Norrsken IT (pays the chemical tax), Lagerhuset Elektronik (stockist), Fjord Data (Norway: the outsider)."""
    # A test of transactions empties the database behind it.
    markets = {market.code: market for market in Market.objects.all()} or load_markets()
    remember_markets()
    se, no = markets["se"], markets["no"]
    stockholm, boras = se.warehouses_in_order()[:2]
    norrsken = assemble_staff(make_company(se, "Norrsken IT", tax_number="SE556703748501"))
    lagerhuset = make_company(se, "Lagerhuset Elektronik", tax_number="SE556016068001")
    StockistApproval.objects.create(company=lagerhuset, number="L-2044", valid_from=date(2020, 1, 1))
    fjord = assemble_staff(make_company(no, "Fjord Data", tax_number="988077917"))
    for valid_from, per_kilo, cap in (
        (date(2025, 1, 1), "179.38", "548.21"),
        (date(2026, 1, 1), "180.71", "552.27"),
    ):
        ChemicalTaxRate.objects.create(
            group=ChemicalClass.ELECTRONICS, valid_from=valid_from, per_kilo=per_kilo, cap=cap
        )
    ChemicalTaxRate.objects.create(
        group=ChemicalClass.WHITE_GOODS, valid_from=date(2026, 1, 1), per_kilo="12.42", cap="552.27"
    )
    return Cast(markets, stockholm, boras, norrsken, assemble_staff(lagerhuset), fjord)


def a_switch(cast: Cast, *, price: str = "3312.00", stockholm: int = 0, boras: int = 0, **fields: object) -> Product:
    """A taxed switch of 3.49 kg, priced in Sweden and Norway, with stock as told."""
    defaults: dict[str, object] = {"cn_code": "85176200", "weight_grams": 3490}
    product = make_product(**(defaults | fields))  # type: ignore[arg-type]
    make_price(product, cast.se, price)
    make_price(product, cast.no, price)
    make_stock(product, cast.stockholm, stockholm)
    make_stock(product, cast.boras, boras)
    return product


def a_staff_user(email: str = "staff@distributor.example"):
    return make_user(email, "Sam Staff", is_staff=True, is_superuser=True)
