"""Filters by the attributes that belong to a category: declared, typed, counted, ticked, ranged (CAT-11; SE FAQ)."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from catalog import counting, lists
from catalog.importing.counts import count_anew
from catalog.importing.facets import fill
from catalog.models import (
    Attribute,
    AttributeKind,
    Category,
    CategoryCount,
    CategoryFacet,
    Dimension,
    FacetValue,
    Product,
)
from tests.cast import Cast
from tests.catalog.files import import_file, write_csv
from tests.factories import make_price, make_stock
from tests.pressing import Page, filled_in, visit

MONITORS = "/catalog/displays/monitors/"
SignIn = Callable[[Member], Client]
PANELS = ("IPS", "IPS", "IPS", "VA", "VA", "TN")


@pytest.fixture
def monitors(cast: Cast, tmp_path: Path) -> list[Product]:
    """Twelve monitors of two makers: panel, colors, size, adjustable stand, resolution in two parts."""
    rows = []
    for number in range(12):
        attributes = {
            "panel_type": PANELS[number % 6],
            "color": ["BLACK"] if number % 2 else ["BLACK", "WHITE"],
            "screen_size": 21.5 + number,
            "stand": number % 3 == 0,
            "resolution": {"horizontal": [1920, 2560][number % 2], "vertical": 1080},
            "ean_text": f"text {number}",
        }
        rows.append(
            {
                "sku": f"1MO{number:04d}",
                "name": f"Monitor {number}",
                "manufacturer": ["Kestrel", "Merlin"][number % 2],
                "category_path": "Displays > Monitors",
                "attributes_json": json.dumps(attributes),
            }
        )
    import_file(write_csv(tmp_path / "monitors.csv", *rows))
    products = list(Product.objects.filter(sku__startswith="1MO").order_by("sku"))
    for product in products:
        make_price(product, cast.se, f"{1000 + product.pk % 100}.00")
    make_stock(products[0], cast.stockholm, 4)
    return products


@pytest.fixture
def page(cast: Cast, sign_in: SignIn, monitors: list[Product]) -> Callable[..., Page]:
    browser = sign_in(cast.norrsken.buyer)

    def opened(query: str = "") -> Page:
        return visit(browser, f"{MONITORS}{query}")

    return opened


def choices(page: Page) -> dict[str, list[str]]:
    """Legends of the facets with their choices and counts."""
    found = page.answer.context["list"].facets
    return {each.legend: [f"{tick.label} {tick.products}" for tick in each.ticks.shown] for each in found}


def names(page: Page) -> set[int]:
    return {int(row["name"].removeprefix("Monitor ")) for row in page.answer.context["list"].page.rows}


def test_a_category_declares_what_its_products_speak_of(monitors: list[Product]) -> None:
    category = Category.objects.get(path="displays/monitors")

    declared = {tuple(facet.attribute.path): facet.attribute.kind for facet in category.facets.all()}

    assert declared == {
        ("panel_type",): AttributeKind.TEXT,
        ("color",): AttributeKind.TEXT,
        ("screen_size",): AttributeKind.NUMBER,
        ("stand",): AttributeKind.TRUTH,
        ("resolution", "horizontal"): AttributeKind.NUMBER,
    }
    assert Attribute.objects.get(path=["screen_size"]).unit == "″"


def test_each_choice_stands_with_its_count_and_each_color_by_itself(page: Callable[..., Page]) -> None:
    assert choices(page()) == {
        "Color": ["BLACK 12", "WHITE 6"],
        "Panel type": ["IPS 6", "VA 4", "TN 2"],
        "Resolution: horizontal": ["1920 6", "2560 6"],
        "Screen size": [f"{21 + number},5 ″ 1" for number in range(12)],
        "Stand": ["No 8", "Yes 4"],
    }


def test_one_ticks_and_applies(page: Callable[..., Page]) -> None:
    found = page().press("Apply filters", {"VA 4": "yes"})

    assert names(found) == {3, 4, 9, 10}
    assert "a_panel-type=VA" in found.address
    assert choices(found)["Panel type"] == ["IPS 6", "VA 4", "TN 2"]
    assert choices(found)["Color"] == ["BLACK 4", "WHITE 2"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?a_panel-type=VA&a_panel-type=TN", {3, 4, 5, 9, 10, 11}),
        ("?a_color=WHITE", {0, 2, 4, 6, 8, 10}),
        ("?a_color=WHITE&a_panel-type=IPS", {0, 2, 6, 8}),
        ("?a_stand=true", {0, 3, 6, 9}),
        ("?a_screen-size=21.5", {0}),
        ("?a_screen-size_from=23&a_screen-size_to=25.5", {2, 3, 4}),
        ("?a_screen-size_from=31", {10, 11}),
        ("?a_resolution-horizontal=2560&m=merlin", {1, 3, 5, 7, 9, 11}),
        ("?a_panel-type=IPS&stock=1", {0}),
    ],
)
def test_filters(page: Callable[..., Page], query: str, expected: set[int]) -> None:
    found = page(query)

    assert names(found) == expected
    assert found.answer.context["list"].page.total == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        *("?a_panel-type=", "?a_nothing=1", "?a_stand=perhaps", "?a_screen-size=NaN", "?a_screen-size=1e999"),
        *("?a_screen-size={}", "?a_panel-type=%00", "?a_panel-type=" + "x" * 300),
    ],
)
def test_nonsense_in_the_address_filters_nothing(page: Callable[..., Page], query: str) -> None:
    assert len(names(page(query))) == 12


def test_a_value_that_nothing_has_finds_nothing_and_stays_ticked(page: Callable[..., Page]) -> None:
    found = page("?a_panel-type=OLED")

    assert names(found) == set()
    assert "OLED 0" in choices(found)["Panel type"]
    assert "Panel type: OLED remove" in found.text.replace("✕ ", "")


def test_a_chip_takes_its_filter_away(page: Callable[..., Page]) -> None:
    found = page("?a_panel-type=VA&a_panel-type=TN&a_screen-size_from=23")
    chips = {chip.label: chip.address for chip in found.answer.context["list"].chips}

    assert chips == {
        "Panel type: VA": "?a_panel-type=TN&a_screen-size_from=23",
        "Panel type: TN": "?a_panel-type=VA&a_screen-size_from=23",
        "Screen size from 23 ″": "?a_panel-type=VA&a_panel-type=TN",
    }
    assert found.answer.context["list"].without_filters == "?"


def test_what_is_no_number_is_said_beside_the_range_and_kept(page: Callable[..., Page]) -> None:
    found = page("?a_screen-size_from=wide&a_panel-type=VA")

    assert "Type a number such as 23,8." in found.text
    assert names(found) == {3, 4, 9, 10}
    assert found.answer.context["list"].ranges["a_screen-size_from"].value() == "wide"


def test_very_many_choices_are_sent_to_who_asks_for_them(
    page: Callable[..., Page], monitors: list[Product], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "CHOICES_AT_ONCE", 1)
    monkeypatch.setattr(lists, "CHOICES_FOLDED", 1)
    first = page("?a_color=WHITE")
    assert len(choices(first)["Panel type"]) == 1

    asked = first.press("2 more")

    assert len(choices(asked)["Panel type"]) == 3
    assert asked.answer.context["list"].query.getlist("a_color") == ["WHITE"]


def test_the_counts_of_a_large_category_stand_ready(page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same choices and numbers, whichever of the three ways they are counted."""
    queries = ("", "?m=merlin", "?stock=1", "?m=kestrel&stock=1")
    addresses = [f"{above}{query}" for above in (MONITORS, "/catalog/displays/") for query in queries]
    browser = page().browser

    def shown() -> list[object]:
        found = [visit(browser, address).answer.context for address in addresses]
        listed = [each["list"] for each in found]
        counts = [(each.counts.total, each.counts.in_stock, each.counts.all_products) for each in listed]
        makers = [
            {(tick.label, tick.products) for tick in each.manufacturers.shown if tick.products} for each in listed
        ]
        return [counts, makers, [choices_of(each) for each in listed], [each["branches"] for each in found]]

    live = shown()
    with connection.cursor() as cursor:
        count_anew(cursor)
    make_ready(monkeypatch)

    assert shown() == live
    CategoryCount.objects.filter(category__path="displays/monitors", dimension=Dimension.ALL).update(products=99)
    assert visit(browser, MONITORS).answer.context["list"].counts.total == 99  # so these are the ones that are read


def make_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every category for a large one."""
    for name in ("_IS_LARGE", "_BY_FACETS"):
        monkeypatch.setattr(counting, name, getattr(counting, name).replace(f">= {counting.LARGE}", ">= 1"))


def choices_of(found: object) -> dict[str, list[str]]:
    facets = found.facets  # type: ignore[attr-defined]
    return {each.legend: sorted(f"{tick.label} {tick.products}" for tick in each.ticks.shown) for each in facets}


def test_staff_choose_the_facets_of_a_category(admin_client: Client, monitors: list[Product]) -> None:
    category = Category.objects.get(path="displays/monitors")
    attribute = Attribute.objects.create(path=["resolution", "vertical"], kind="number", slug="lines", name="Lines")
    place = category.facets.count()
    sent = {f"facets-{place}-slot": "8", f"facets-{place}-attribute": str(attribute.pk)}
    address = f"/admin/catalog/category/{category.pk}/change/"
    page = visit(admin_client, address)

    admin_client.post(address, filled_in(page.form_of(page.button("Save", ""))) | sent)

    assert CategoryFacet.objects.get(attribute=attribute).slot == 8
    assert list(FacetValue.objects.filter(attribute=attribute).values_list("value", flat=True)) == [1080]


def test_a_list_costs_the_same_queries_however_many_facets_are_asked(page: Callable[..., Page]) -> None:
    browser = page().browser

    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"{MONITORS}{query}").status_code == 200
        return len(captured)

    assert queries("?a_panel-type=IPS&a_color=WHITE&a_stand=true") == queries("?a_panel-type=IPS")


def test_a_changed_value_moves_with_the_next_import(
    page: Callable[..., Page], monitors: list[Product], tmp_path: Path
) -> None:
    row = {"sku": "1MO0000", "name": "Monitor 0", "attributes_json": json.dumps({"panel_type": "OLED"})}
    import_file(write_csv(tmp_path / "again.csv", row | {"category_path": "Displays > Monitors"}))

    assert names(page("?a_panel-type=OLED")) == {0}
    assert choices(page())["Panel type"] == ["IPS 5", "VA 4", "TN 2", "OLED 1"]


def test_filling_a_category_anew_writes_what_its_products_say(page: Callable[..., Page]) -> None:
    category = Category.objects.get(path="displays/monitors")
    Product.objects.filter(sku="1MO0001").update(attributes={"panel_type": "Mini LED"})

    fill(category)

    assert names(page("?a_panel-type=Mini+LED")) == {1}


def test_the_price_list_holds_what_the_facets_leave(page: Callable[..., Page]) -> None:
    shown = page("?a_panel-type=IPS&a_color=WHITE&sort=price")
    file = shown.browser.get(f"{MONITORS}price-list.csv?a_panel-type=IPS&a_color=WHITE&sort=price")
    lines = list(csv.DictReader(b"".join(file).decode().splitlines()))
    assert [line["Name"] for line in lines] == [row["name"] for row in shown.answer.context["list"].page.rows]
    assert "Color: BLACK, WHITE" in lines[0]["Attributes"].split("; ")
