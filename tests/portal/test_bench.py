"""The made catalog of `make bench`: the same every time, and one that the import takes whole."""

from pathlib import Path

import pytest

from portal.bench import price_lists, products_file
from tests.cast import Cast, a_switch
from tests.catalog.files import import_file


def test_the_same_size_is_the_same_file(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        products_file.write(tmp_path / name, 200)

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.django_db
def test_the_import_takes_every_row_and_changes_one_in_ten(tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    products_file.write(file, 200)
    first, refused, _ = import_file(file)
    products_file.write(file, 200, dearer=10)

    again, _, _ = import_file(file)

    assert (first.added, refused) == (200, {})
    assert (again.added, again.changed) == (0, 20)


def test_the_price_list_of_everything_is_written_whole(cast: Cast) -> None:
    a_switch(cast)
    a_switch(cast)

    (name, _seconds, rows), _bare = price_lists.lines(cast.norrsken.buyer)

    assert (name, rows.split(",")[0]) == ("price list of everything, CSV", "2")
