"""Products come in as files have them: odd rows are taken or refused with a reason; a second run changes nothing."""

import pytest
from django.core.management import call_command
from django.db import connection

from catalog.importing import products as importing
from catalog.importing.reading import Row, Table, UnreadableTable
from catalog.importing.report import Report
from catalog.models import Category, Certification, Listing, Manufacturer, PartNumber, Product
from tests.catalog.files import PLAIN, import_file, report_of, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return tmp_path / "products.csv"


def take(path, *rows, **how):
    return import_file(write_csv(path, *rows, **how))


def test_a_row_becomes_a_product_with_its_numbers_and_listing(path):
    row = {
        "sku": "1AB0001",
        "mpn": "KS-H240/3B",
        "ean": "4710562242270",
        "list_price": "199.99",
        "currency": "USD",
        "weight_kg": "1.4509",
        "derived_cn_code": "8517 62",
        "category_path": "Networking > Switches > Managed > Layer 3",
        "attributes_json": '{"ports": 24}',
        "alt_part_numbers": "H240-B|0012345",
    }
    tally, refused, noted = take(path, row)
    assert (tally.added, tally.changed, tally.unchanged, refused, noted) == (1, 0, 0, {}, {})
    product = Product.objects.select_related("category", "manufacturer", "listing").get()
    assert (product.mpn, product.gtin, product.weight_grams) == ("KS-H240/3B", "4710562242270", 1450)
    assert (product.cn_code, product.attributes) == ("851762", {"ports": 24})
    assert product.category.path == "networking/switches/managed-layer-3"
    assert product.category.name == "Managed – Layer 3"
    assert set(product.part_numbers.values_list("kind", "norm")) == {
        (1, "1AB0001"),
        (2, "KSH2403B"),
        (3, "4710562242270"),
        (4, "H240B"),
        (4, "0012345"),
    }
    assert product.listing.base_minor == 19999
    assert product.listing.c3 == product.category_id


def test_a_second_run_changes_nothing(path):
    rows = [{"sku": f"1AB000{n}", "mpn": f"M{n}", "list_price": "10", "alt_part_numbers": "X|Y"} for n in range(9)]
    take(path, *rows)
    before = list(Product.objects.order_by("id").values()), set(PartNumber.objects.values_list("product", "norm"))
    tally, _, _ = import_file(path)
    assert (tally.added, tally.changed, tally.unchanged) == (0, 0, 9)
    assert before == (
        list(Product.objects.order_by("id").values()),
        set(PartNumber.objects.values_list("product", "norm")),
    )


def test_only_what_differs_is_changed(path):
    take(path, {"sku": "A1", "mpn": "OLD"}, {"sku": "A2", "mpn": "SAME"}, {"sku": "A3", "list_price": "5"})
    tally, _, _ = take(
        path, {"sku": "A1", "mpn": "NEW"}, {"sku": "A2", "mpn": "SAME"}, {"sku": "A3", "list_price": "6"}
    )
    assert (tally.added, tally.changed, tally.unchanged) == (0, 2, 1)
    assert set(PartNumber.objects.filter(kind=2).values_list("norm", flat=True)) == {"NEW", "SAME"}
    assert Listing.objects.get(product__sku="A3").base_minor == 600


def test_an_empty_cell_leaves_what_is_on_record_even_if_it_was_made_up(path):
    take(path, {"sku": "A1", "weight_kg": "", "list_price": ""})
    Product.objects.update(weight_grams=700, made=["price", "weight"])
    Listing.objects.update(base_minor=1234)
    assert import_file(path)[0].unchanged == 1
    assert import_file(write_csv(path, {"sku": "A1", "weight_kg": "0.9"}))[0].changed == 1
    product = Product.objects.get()
    assert (product.weight_grams, product.made, product.listing.base_minor) == (900, ["price"], 1234)


def test_awkward_numbers_stay_as_they_are(path):
    long = "X" * 160
    _, refused, noted = take(
        path,
        {"sku": "A1", "mpn": "24E40"},
        {"sku": "A2", "mpn": "0012345"},
        {"sku": "A3", "mpn": long},
        {"sku": "A4", "mpn": ""},
        {"sku": "A5", "mpn": "", "derived_mpn": "SURT20K"},
    )
    assert list(Product.objects.order_by("sku").values_list("mpn", flat=True)) == [
        "24E40",
        "0012345",
        long,
        "",
        "SURT20K",
    ]
    assert (refused, noted) == ({}, {"long_mpn": 1, "no_mpn": 1})


def test_what_is_wrong_with_a_value_is_noted_and_the_product_kept(path):
    _, refused, noted = take(
        path,
        {
            "mpn": "M1",
            "ean": "4710562242271",
            "weight_kg": "heavy",
            "list_price": "-3",
            "attributes_json": "[1]",
            "cn_code": "85x",
            "life_cycle": "forgotten",
            "minimum_quantity": "0",
        },
    )
    assert refused == {}
    assert noted == {"bad_gtin": 1, "bad_weight": 1, "bad_price": 1, "bad_json": 1, "bad_cn_code": 1, "bad_value": 2}
    product = Product.objects.get()
    assert (product.gtin, product.weight_grams, product.attributes, product.minimum_quantity) == ("", None, {}, 1)


def test_the_certification_that_a_product_needs(path):
    kestrel = Certification.objects.create(manufacturer="Kestrel", name="Gold")
    office = Certification.objects.create(manufacturer="Office", name="Export license")
    rows = [{"sku": "A1", "certification": "gold"}, {"sku": "A2", "certification": "Export license"}, {"sku": "A3"}]
    assert take(path, *rows)[1] == {}
    assert import_file(path)[0].unchanged == 3
    assert list(Product.objects.order_by("sku").values_list("needs", flat=True)) == [kestrel.pk, office.pk, None]

    _, refused, _ = take(
        path, {"sku": "A1"}, {"sku": "A2", "certification": "-"}, {"sku": "A3", "certification": "Iron"}
    )

    assert refused == {"unknown_certification": 1}
    assert list(Product.objects.order_by("sku").values_list("needs", flat=True)) == [kestrel.pk, None, None]


@pytest.mark.parametrize("column", ["sku", "ean"])
def test_a_number_written_as_a_power_of_ten_is_refused_with_row_and_column(path, column):
    _, refused, noted = take(path, {"mpn": "M1"} | {column: "4,71056E+12"}, {"sku": "A2", "mpn": "3.83E+12"})
    assert (refused, noted) == ({"power_of_ten": 1}, {"power_of_ten": 1})
    row = next(row for row in report_of(path) if row["result"] == "refused")
    assert (row["line"], row["column"], row["value"]) == ("2", column, "4,71056E+12")
    assert list(Product.objects.values_list("sku", flat=True)) == ["A2"]


def test_the_report_tells_of_every_row_that_did_something(path):
    take(path, {"sku": "A1", "mpn": "M"}, {"sku": "A2", "mpn": "N"})
    take(path, {"sku": "A1", "mpn": "M"}, {"sku": "A2", "mpn": "N2"}, {"sku": "A3", "mpn": "X"})
    told = {(row["line"], row["sku"], row["result"]) for row in report_of(path)}
    assert told == {("3", "A2", "changed"), ("4", "A3", "added")}


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": "\\u0000"}', '{"a": "\\ud800"}', "{", "[" * 100_000])
def test_json_that_the_database_would_refuse_is_left_out(path, text):
    assert take(path, {"mpn": "M1", "attributes_json": text})[2] == {"bad_json": 1}


def test_duplicates_of_manufacturer_and_mpn_are_counted_and_both_kept(path):
    tally, refused, noted = take(
        path,
        {"sku": "A1", "mpn": "M1"},
        {"sku": "A2", "mpn": "m1", "manufacturer": "KESTREL"},
        {"sku": "A3", "mpn": "M1"},
    )
    assert (tally.added, tally.same_mpns, refused, noted) == (3, 1, {}, {"same_mpn": 2})


def test_one_bad_row_never_stops_the_rest(path):
    write_csv(path, *({"sku": f"A{n}", "mpn": "M"} for n in range(4)))
    lines = path.read_text().splitlines()
    lines[2] = "A1,too few"
    lines[3:3] = ["A9,,,,,,,,,too many", ",no number,,,M", "A 8,with a blank,,,M", "A7,,,,M", "A0,the same again,,,M"]
    path.write_text("\n".join(lines))
    tally, refused, _ = import_file(path)
    assert refused == {"wrong_columns": 2, "no_sku": 1, "bad_sku": 1, "no_name": 1, "same_sku": 1}
    assert (tally.rows, tally.added, tally.refused) == (9, 3, 6)
    assert list(Product.objects.order_by("sku").values_list("sku", flat=True)) == ["A0", "A2", "A3"]
    told = {(row["line"], row["reason"]) for row in report_of(path) if row["result"] == "refused"}
    assert ("3", "The row has more or fewer cells than the header.") in told
    assert ("8", "An earlier row has the same SKU.") in told


def test_a_row_of_the_source_belongs_to_one_product(path):
    row = {"sku": "A1", "mpn": "M1", "source": "feed", "source_id": "7"}
    assert take(path, row, row | {"sku": "A2"})[1] == {"same_source_row": 1}
    assert take(path, row | {"sku": "A3"})[1] == {"same_source_row": 1}
    assert Product.objects.count() == 1


def test_spellings_of_a_manufacturer_are_folded_into_the_most_frequent_by_case_and_blanks_only(path):
    names = ["ASUS", "Asus", "ASUS", "A SUS", "Asusio", ""]
    _, _, noted = take(path, *({"sku": f"A{n}", "mpn": f"M{n}", "manufacturer": name} for n, name in enumerate(names)))
    assert set(Manufacturer.objects.values_list("name", flat=True)) == {"ASUS", "Asusio", "Unbranded"}
    assert noted == {"no_manufacturer": 1}


def test_the_tree_is_in_order_and_no_category_takes_the_address_of_promotions(path):
    paths = ["B > A", "B", "A > Z > Y > X", "Promotions", "A > Z", ""]
    take(path, *({"sku": f"A{n}", "mpn": f"M{n}", "category_path": path} for n, path in enumerate(paths)))
    found = list(Category.objects.order_by("position").values_list("path", "level"))
    assert found == [
        ("a", 1),
        ("a/z", 2),
        ("a/z/y-x", 3),
        ("b", 1),
        ("b/a", 2),
        ("other", 1),
        ("promotions-2", 1),
    ]


def test_successors_are_linked_whatever_the_order_of_rows(path):
    old = {"sku": "A1", "mpn": "M1", "life_cycle": "discontinued", "successor_sku": "A2"}
    _, _, noted = take(path, old, {"sku": "A2", "mpn": "M2", "successor_sku": "A9"})
    assert Product.objects.get(sku="A1").successor == Product.objects.get(sku="A2")
    assert noted == {"unknown_successor": 1}
    assert not Listing.objects.get(product__sku="A1").is_listed


def test_a_long_name_is_cut_and_broken_letters_are_noted(path):
    write_csv(path, {"mpn": "M1", "name": "N" * 301}, {"sku": "A2", "mpn": "M2", "name": "Alpenföhn å ä"})
    path.write_bytes(path.read_bytes() + b"A3,Kestrel \xff\x00,Kestrel,Net,M3\n")
    _, refused, noted = import_file(path)
    assert (refused, noted) == ({}, {"cut": 1, "broken_letters": 1})


def test_a_dry_run_says_the_same_and_keeps_nothing(path):
    write_csv(path, {"mpn": "M1", "ean": "1"})
    dry = import_file(path, is_dry_run=True)
    assert not Product.objects.exists()
    assert dry == import_file(path)


def test_an_import_that_breaks_off_leaves_nothing(path):
    def breaks_off():
        for n in range(3000):
            yield Row(n, PLAIN | {"sku": f"A{n}"})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Report() as report:
        importing.import_products(Table(list(PLAIN), breaks_off()), report)
    assert not Product.objects.exists()
    assert not Manufacturer.objects.exists()


def test_a_file_without_needed_columns_is_refused(path):
    path.write_text("number,title\n1,x\n")
    with pytest.raises(UnreadableTable, match="Columns are missing: sku"):
        import_file(path)


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_what_it_did(path, capsys, tmp_path):
    write_csv(path, {"mpn": "M1", "ean": "1"})
    report = tmp_path / "out.csv"
    call_command("import_products", path, report=report)
    told = capsys.readouterr().out
    assert "1 rows: 1 added, 0 changed, 0 unchanged, 0 refused" in told
    assert "noted 1: The check digit of the GTIN is wrong; it was left out." in told
    assert "1AB0001,noted,The check digit" in report.read_text(encoding="utf-8-sig")
    call_command("import_products", path)
    assert "Nothing changed." in capsys.readouterr().out


def test_the_whole_import_takes_the_same_number_of_statements_for_few_and_many_rows(path):
    write_csv(path, *({"sku": f"A{n}", "mpn": f"M{n}"} for n in range(2)))
    import_file(path)
    with connection.execute_wrapper(counting := Counting()):
        import_file(path)
    few, counting.times = counting.times, 0
    write_csv(path, *({"sku": f"A{n}", "mpn": f"M{n}"} for n in range(2, 300)))
    with connection.execute_wrapper(counting):
        import_file(path)
    assert counting.times == few


class Counting:
    times = 0

    def __call__(self, execute, sql, params, many, context):
        self.times += 1
        return execute(sql, params, many, context)
