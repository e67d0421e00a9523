"""A price list is exactly what is listed, all pages of it, for whoever asks: CSV and XLSX (CAT-8, ACC-13)."""

import csv
import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.acting import Actor
from accounts.models import Download, Member
from accounts.privileges import Privilege
from catalog import own_numbers, tasks
from catalog.finding import of_category
from catalog.lists import product_list
from catalog.models import ExpectedDelivery, Product
from catalog.offers import Buyer
from catalog.price_lists import making, writing
from catalog.products import attributes_in_words
from common import formats
from common.spreadsheets.writing import FORMULA_STARTS
from tests.cast import Cast, a_switch
from tests.catalog.promotions import make_promotion
from tests.factories import NOON, make_category, make_product, make_stock
from tests.pressing import Page, attribute, name_of, visit

SWITCHES = "/catalog/networking/switches/"
FILE = f"{SWITCHES}price-list.csv"
SignIn = Callable[[Member], Client]
Table = list[dict[str, str]]


@pytest.fixture
def buyer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.norrsken.buyer)


def content_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return b"".join(answer)


def table_in(content: bytes) -> Table:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def leads(page: Page, name: str) -> list[str]:
    """Where the links of this name lead."""
    return [urljoin(page.address, attribute(link, "href")) for link in page.find("a") if name_of(link) == name]


def table_at(client: Client, address: str) -> Table:
    return table_in(content_of(client, address))


def sheet_in(content: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


ATTRIBUTES: dict[str, object] = {
    "power_over_ethernet": True,
    "fan": False,
    "ports": 24,
    "depth_mm": 230.50,
    "screenSize": "27″",
    "_odd  name_": "a, b",
    "colors": ["black", "grey", 7, 1.5, True],
    "memory": {"ram_type": "DDR5", "sizeGb": 16, "ecc": False},
    "thin": 0.049,
    "round": 2.0,
    "empty": "",
    "none": [],
    "nothing": None,
}


def test_it_says_of_a_product_what_its_row_says(cast: Cast, buyer: Client):
    switch = a_switch(
        cast,
        name="Kestrel 24",
        stockholm=620,
        boras=4,
        attributes=ATTRIBUTES,
    )
    by = Actor.administrator(cast.norrsken.buyer)
    own_numbers.add(switch, "NIT-1", to=cast.norrsken.company, by=by, now=NOON)
    with formats.override("en", "SE", cast.se.zone):
        (row,) = product_list(
            of_category(make_category()), QueryDict(), Buyer.of(cast.norrsken.buyer), now=timezone.now()
        ).page.rows

    (line,) = table_at(buyer, FILE)

    switch.refresh_from_db()
    with formats.override("en", "SE", cast.se.zone):
        words = [f"{name}: {value}" for name, value in attributes_in_words(switch)]
    assert sorted(line.pop("Attributes").split("; ")) == words
    assert line == {
        "Category": "Networking",
        "Subcategory": "Switches",
        "Manufacturer": "Kestrel",
        "Name": "Kestrel 24",
        "SKU": switch.sku,
        "MPN": switch.mpn,
        "Own part number": "NIT-1",
        "Own price": "3312.00",
        "Currency": "SEK",
        "Chemical tax": "552.27",
        "Stockholm": "over 500",
        "Borås": "4",
        "Ships": row["ships"],
    }


def test_every_row_of_every_page_is_in_the_file_in_the_same_order(cast: Cast, sign_in: SignIn):
    """For filters and orders drawn by lot."""
    draw = random.Random(20261122)
    fill_shelves(cast, draw)
    buyer = cast.norrsken.buyer
    for _round in range(6):
        query = draw_query(draw)
        browser = sign_in(buyer)
        rows = rows_on_all_pages(cast, buyer, query)
        assert [list_cells(row) for row in rows] == [
            file_cells(line) for line in table_at(browser, f"{FILE}?{query}")
        ], query


def fill_shelves(cast: Cast, draw: random.Random) -> None:
    today = timezone.now().astimezone(cast.se.zone).date()
    for number in range(24):
        life = {"life_cycle": "discontinued"} if number % 9 == 8 else {}
        stock = draw.choice([0, 0, 3, 501])
        switch = a_switch(
            cast,
            name=f"Switch {draw.randrange(9)}",
            manufacturer=draw.choice(["Kestrel", "Merlin", "Osprey"]),
            price=f"{draw.randrange(100, 900)}.50",
            stockholm=stock if number % 2 else 0,
            boras=stock,
            weight_grams=draw.choice([None, 120, 3490]),
            cn_code=draw.choice(["", "8471 30", "85176200", "84501111"]),
            chemical_reduction=draw.choice([0, 50, 95]),
            **life,
        )
        if number % 3 == 0:
            day = today + timedelta(days=draw.randrange(300))
            quantity = draw.choice([12, 1200])
            ExpectedDelivery.objects.create(product=switch, warehouse=cast.boras, expected_on=day, quantity=quantity)
        if number % 5 == 0:
            make_promotion(cast.se, {switch: "99.99"}, name=str(number), first=today, last=today)
    make_product("Without a price")


def draw_query(draw: random.Random) -> str:
    parts = [f"sort={draw.choice(['relevance', 'price', '-price', 'name', 'stock'])}", "page=2"]
    parts += [f"m={maker}" for maker in draw.sample(["kestrel", "merlin", "osprey"], draw.randrange(3))]
    parts += draw.choice([[], ["stock=1"], ["price_from=200", "price_to=700"]])
    return "&".join(parts)


def rows_on_all_pages(cast: Cast, member: Member, query: str) -> list[dict]:
    rows: list[dict] = []
    asked = QueryDict(query).copy()
    with formats.override("en", "SE", cast.se.zone):
        for number in (1, 2, 3):
            asked["page"] = str(number)
            page = product_list(of_category(make_category()), asked, Buyer.of(member), now=timezone.now()).page
            if page.number == number:
                rows += page.rows
    return rows


def list_cells(row: dict) -> tuple[object, ...]:
    tax = "Weight not known" if row["lacks_weight"] else plain(row["chemical_tax"])
    stock = [plain(place["available"]) or "0" for place in row["stock"]]
    price = "Price on request" if row["is_on_request"] else plain(row["price"])
    return row["sku"], row["name"], row["mpn"], price, tax, stock, row["ships"].replace("\u00a0", " ")


def file_cells(line: dict[str, str]) -> tuple[object, ...]:
    stock = [line["Stockholm"], line["Borås"]]
    ships = line["Ships"].replace("\u00a0", " ")
    return line["SKU"], line["Name"], line["MPN"], line["Own price"], line["Chemical tax"], stock, ships


def plain(written: str) -> str:
    """A number as the page writes it, as a file does."""
    return written if written.startswith("over") else written.replace("\u00a0", "").replace(",", ".").strip("–")


def test_the_sheet_holds_the_same_with_numbers_as_numbers(cast: Cast, buyer: Client):
    a_switch(cast, price="3312.00", stockholm=4)
    a_switch(cast, stockholm=620, weight_grams=None)
    make_product()
    lines = table_at(buyer, FILE)

    heads, *rows = sheet_in(content_of(buyer, f"{SWITCHES}price-list.xlsx"))

    assert heads == list(lines[0])
    assert [[as_in_csv(cell) for cell in row] for row in rows] == [list(line.values()) for line in lines]
    assert rows[0][heads.index("Own price")] == 3312
    assert rows[0][heads.index("Stockholm")] == 4


def as_in_csv(cell: object) -> str:
    if isinstance(cell, float):
        return f"{Decimal(str(cell)):.2f}"
    return "3312.00" if cell == 3312 else "" if cell is None else str(cell)


def test_no_text_becomes_a_formula(cast: Cast, buyer: Client):
    products = {start: a_switch(cast, name=f"{start}1+1", mpn=f"{start}A") for start in FORMULA_STARTS}
    names = {line["SKU"]: (line["Name"], line["MPN"]) for line in table_at(buyer, FILE)}
    assert names == {each.sku: (f"'{start}1+1", f"'{start}A") for start, each in products.items()}
    _heads, *rows = sheet_in(content_of(buyer, f"{SWITCHES}price-list.xlsx"))
    assert all(str(row[3]).startswith("'") for row in rows)


def test_swedish_spreadsheets_open_it_right(cast: Cast, buyer: Client):
    member = cast.norrsken.buyer
    member.user.language = "sv"
    member.user.save()
    a_switch(cast, name='Switch; "24"', price="3312.50")

    content = content_of(buyer, FILE)

    assert content.startswith(b"\xef\xbb\xbfKategori;")
    (line,) = table_in(content)
    assert (line["Namn"], "3312,50" in line.values()) == ('Switch; "24"', True)


def test_amounts_have_as_many_decimals_as_the_currency(cast: Cast, sign_in: SignIn):
    switch = a_switch(cast)
    cast.se.currency = "CLP"
    cast.se.save()
    make_promotion(cast.se, {switch: "990"}, first=date(2020, 1, 1), last=date(2030, 1, 1))
    (line,) = table_at(sign_in(cast.lagerhuset.buyer), FILE)
    assert (line["Own price"], line["Currency"]) == ("990", "CLP")


@pytest.mark.parametrize(
    ("missing", "columns"),
    [("view_prices", {"Own price", "Currency", "Chemical tax"}), ("view_stock", {"Stockholm", "Borås", "Ships"})],
)
def test_what_one_may_not_see_is_no_column(cast: Cast, buyer: Client, missing: str, columns: set[str]):
    member = cast.norrsken.buyer
    a_switch(cast, price="3312.00", stockholm=4)
    heads = set(table_at(buyer, FILE)[0])
    member.tick(frozenset(member.privileges) - {missing})
    member.save()
    content = content_of(buyer, f"{FILE}?sort=price&stock=1")
    assert heads - set(table_in(content)[0]) == columns
    assert b"3312" not in content or missing != "view_prices"


def test_a_stockist_and_other_countries_have_no_chemical_tax(cast: Cast, sign_in: SignIn):
    a_switch(cast)
    for member in (cast.lagerhuset.buyer, cast.fjord.buyer):
        assert "Chemical tax" not in table_at(sign_in(member), FILE)[0]


def test_each_company_has_its_own_prices(cast: Cast, buyer: Client, sign_in: SignIn):
    switch, today = a_switch(cast, price="500.00"), timezone.now().astimezone(cast.se.zone).date()
    make_promotion(cast.se, {switch: "400.00"}, companies=[cast.lagerhuset.company], first=today, last=today)
    assert table_at(buyer, FILE)[0]["Own price"] == "500.00"
    assert table_at(sign_in(cast.lagerhuset.buyer), FILE)[0]["Own price"] == "400.00"


def test_every_list_with_filters_has_it(cast: Cast, buyer: Client):
    kestrel, merlin = a_switch(cast, name="Alpha"), a_switch(cast, manufacturer="Merlin", name="Alpha too")
    today = timezone.now().astimezone(cast.se.zone).date()
    promotion = make_promotion(cast.se, {kestrel: "9.00"}, first=today, last=today)
    make_promotion(cast.se, {merlin: "9.00"}, name="Other", first=today, last=today)
    addresses = {
        "/catalog/": [kestrel, merlin],
        f"{SWITCHES}?m=merlin&sort=name": [merlin],
        "/search/?q=alpha&m=kestrel": [kestrel],
        f"/catalog/promotions/?promotion={promotion.pk}": [kestrel],
    }
    for address, products in addresses.items():
        links = leads(visit(buyer, address), "Download price list (CSV)")
        assert [line["SKU"] for line in table_at(buyer, links[0])] == [product.sku for product in products], address


def test_who_may_not_is_not_offered_it(cast: Cast, sign_in: SignIn):
    a_switch(cast)
    assert "Download" not in " ".join(visit(sign_in(cast.norrsken.basic), SWITCHES).links())


def test_a_short_list_takes_the_same_queries_whatever_its_length(cast: Cast, buyer: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            content_of(buyer, FILE)
        return len(captured)

    a_switch(cast)
    queries()
    before = queries()
    for _product in range(8):
        a_switch(cast)
    assert queries() == before


class TestLong:
    """Longer than the market makes at once."""

    @pytest.fixture(autouse=True)
    def market(self, cast: Cast, settings, tmp_path) -> None:
        cast.se.price_list_rows = 2
        cast.se.save()
        settings.MEDIA_ROOT = tmp_path

    @pytest.fixture
    def shelf(self, cast: Cast) -> list[Product]:
        return [a_switch(cast, stockholm=4) for _number in range(3)]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_it_is_made_in_the_background(self, cast: Cast, shelf: list[Product], buyer: Client, kind: str):
        page = visit(buyer, f"{SWITCHES}?m=kestrel").follow(f"Download price list ({kind.upper()})")
        assert "Up to 2 rows are made at once." in page.text
        page = page.press("Make the file")
        assert "It begins within a minute." in page.text

        assert tasks.make_price_lists() == 1

        page = visit(buyer, page.address)
        assert "3 rows" in page.text
        content = content_of(buyer, leads(page, "Download the file")[0])
        skus = [product.sku for product in shelf]
        if kind == "csv":
            assert [line["SKU"] for line in table_in(content)] == skus
        else:
            assert [row[4] for row in sheet_in(content)] == ["SKU", *skus]
        assert "Price list, Switches" in visit(buyer, "/downloads/").text

    def test_it_is_the_file_that_a_short_list_gives_at_once(self, cast: Cast, shelf: list[Product], buyer: Client):
        page = visit(buyer, f"{FILE}?sort=-price").press("Make the file")
        tasks.make_price_lists()
        made = content_of(buyer, leads(visit(buyer, page.address), "Download the file")[0])
        cast.se.price_list_rows = 9
        cast.se.save()
        assert made == content_of(buyer, f"{FILE}?sort=-price")

    def test_two_presses_make_one(self, cast: Cast, shelf: list[Product], buyer: Client):
        pages = [visit(buyer, FILE).press("Make the file") for _press in range(2)]
        assert pages[0].address == pages[1].address
        assert Download.objects.count() == 1

    def test_looking_at_the_address_makes_nothing(self, shelf: list[Product], buyer: Client):
        visit(buyer, FILE)
        assert not Download.objects.exists()

    def test_rights_are_asked_again_when_it_is_made(self, cast: Cast, shelf: list[Product], buyer: Client):
        member = cast.norrsken.buyer
        visit(buyer, FILE).press("Make the file")
        member.tick(frozenset(member.privileges) - {Privilege.DOWNLOAD_PRICE_LISTS})
        member.save()
        tasks.make_price_lists()
        assert Download.objects.get().failure == "not_allowed"

    def test_a_category_that_is_gone_is_said(self, shelf: list[Product], buyer: Client):
        page = visit(buyer, FILE).press("Make the file")
        Download.objects.update(parameters={"place": "category", "path": "gone", "query": "", "kind": "csv"})
        tasks.make_price_lists()
        assert "What it is about is no longer there." in visit(buyer, page.address).text

    def test_more_rows_than_a_sheet_takes_are_said_before(
        self, shelf: list[Product], buyer: Client, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(making, "XLSX_ROWS", 2)
        page = visit(buyer, f"{SWITCHES}price-list.xlsx?m=kestrel")
        assert "A sheet of XLSX takes" in page.text
        assert page.buttons().count("Make the file") == 0
        assert leads(page, "As CSV") == [f"{FILE}?m=kestrel"]
        buyer.post(f"{SWITCHES}price-list.xlsx")
        assert not Download.objects.exists()

    def test_it_comes_whole_in_batches_and_tells_how_far_it_is(
        self, cast: Cast, shelf: list[Product], buyer: Client, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(writing, "AT_A_TIME", {"csv": 2})
        monkeypatch.setattr(making, "SECONDS_BETWEEN_SIGNS", 0)
        page = visit(buyer, FILE).press("Make the file")
        tasks.make_price_lists()
        lines = table_in(content_of(buyer, leads(visit(buyer, page.address), "Download the file")[0]))
        assert [line["SKU"] for line in lines] == [product.sku for product in shelf]


def test_stock_elsewhere_is_not_the_markets(cast: Cast, buyer: Client):
    switch = a_switch(cast)
    make_stock(switch, cast.markets["nz"].warehouses_in_order()[0], 9)
    (line,) = table_at(buyer, FILE)
    assert (line["Stockholm"], line["Ships"]) == ("0", "Out of stock")
