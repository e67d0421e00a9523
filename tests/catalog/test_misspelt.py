"""Searches that find nothing as typed: misspelt words are forgiven, then the rarest word is dropped (CAT-10)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Member
from catalog.importing.vocabulary import relearn
from catalog.models import Listing, Shortening, Word
from catalog.spelling import is_one_off
from catalog.tasks import relearn_words
from tests.cast import Cast
from tests.catalog.files import import_file, write_csv
from tests.catalog.test_category import skus, skus_on
from tests.factories import make_product


@pytest.fixture
def buyer(cast: Cast, sign_in: Callable[[Member], Client]) -> Client:
    return sign_in(cast.norrsken.buyer)


@pytest.mark.parametrize(
    "typed", ["kistrel", "kestrl", "kesstrel", "ketsrel", "KESTRLE", "xkestrel", "kestrelz", "estrel"]
)
def test_one_wrong_missing_extra_or_swapped_letter_is_forgiven(buyer: Client, typed: str):
    product = make_product("Kestrel dock", manufacturer="Merlin")
    make_product("Cable")
    relearn()

    assert skus_on(buyer, f"/search/?q={typed}+dock") == skus(product)
    assert skus_on(buyer, f"/search/?q=dock+{typed}") == skus(product)


def test_the_page_says_how_it_read_the_word(buyer: Client):
    make_product("Aruba switch")
    relearn()

    html = buyer.get("/search/?q=aruba+swtich").content.decode()

    assert "No product has these words as they are spelt." in html
    assert "“swtich” was read as: switch." in html


def test_words_inside_a_number_with_dashes_are_forgiven(buyer: Client):
    product = make_product("Wi-Fi-Router AX2")
    relearn()

    assert skus_on(buyer, "/search/?q=wi-fi-ruoter") == skus(product)


def test_words_with_letters_of_the_markets_languages_are_forgiven(buyer: Client):
    product = make_product("Skärmförlängning Ångström")
    relearn()

    assert skus_on(buyer, "/search/?q=ångstöm") == skus(product)
    assert skus_on(buyer, "/search/?q=skarmförlängning") == skus(product)


def test_a_word_of_four_letters_is_none_that_is_forgiven(buyer: Client):
    make_product("Dock", manufacturer="Merlin")
    relearn()

    assert skus_on(buyer, "/search/?q=dokk") == []


def test_what_is_spelt_as_some_word_but_finds_nothing_so_is_doubted_too(buyer: Client):
    product = make_product("Cable for the table")
    make_product("Label")
    relearn()

    assert skus_on(buyer, "/search/?q=label+table") == skus(product)


def test_words_that_are_known_are_not_widened_where_another_is_misspelt(buyer: Client):
    product = make_product("Label printer")
    make_product("Cable printer")
    relearn()

    assert skus_on(buyer, "/search/?q=label+prnter") == skus(product)


def test_without_a_hit_the_rarest_word_is_dropped_and_named(buyer: Client):
    docks = [make_product("Dock in gray"), make_product("Dock in gray")]
    make_product("Gray zeppelin")
    relearn()

    assert skus_on(buyer, "/search/?q=dock+zeppelin") == skus(*docks)
    html = buyer.get("/search/?q=dock+zeppelin").content.decode()
    assert "No product has all of these words. Found without: zeppelin." in html


def test_words_that_no_product_has_are_dropped_and_the_others_still_forgiven(buyer: Client):
    dock = make_product("Thunderbolt dock")
    relearn()

    assert skus_on(buyer, "/search/?q=quantum+flux+capacitor+thunderbotl+zeppelin+and+dock") == skus(dock)
    html = buyer.get("/search/?q=quantum+flux+thunderbotl+dock").content.decode()
    assert "Found without: quantum, flux." in html
    assert "“thunderbotl” was read as: thunderbolt." in html


def test_what_is_near_to_nothing_stays_without_a_hit(buyer: Client):
    make_product("Dock")
    relearn()

    assert "Nothing was found for “quantum toaster”" in buyer.get("/search/?q=quantum+toaster").content.decode()


def test_filters_of_what_was_forgiven_are_those_of_a_search(buyer: Client):
    make_product("Kestrel dock", manufacturer="Merlin")
    other = make_product("Kestrel dock", manufacturer="Osprey")
    relearn()

    assert skus_on(buyer, "/search/?q=ketsrel&m=osprey") == skus(other)


@pytest.mark.parametrize(
    "typed", ["a " * 100, "swtich' | !x", "\\swtich:*", "%(x)s swtich", "ſwitch", "İswtich", "'' ''"]
)
def test_nothing_typed_breaks_it(buyer: Client, typed: str):
    make_product("Aruba switch")
    relearn()

    assert buyer.get("/search/", {"q": typed}).status_code == 200


def test_products_that_are_not_listed_are_not_meant(buyer: Client):
    Listing.objects.filter(product=make_product("Aruba switch")).update(is_listed=False)
    relearn()

    assert "Nothing was found" in buyer.get("/search/?q=swtich").content.decode()


def test_it_takes_the_same_queries_whatever_is_typed(buyer: Client):
    make_product("Aruba switch")
    relearn()
    buyer.get("/search/?q=swtich")  # the first page of a session writes it

    def queries(typed: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            buyer.get("/search/", {"q": typed})
        return len(captured)

    assert queries("swtich") == queries("arubba swtich of quantum flux and zeppelins")


def test_an_import_learns_its_words_at_once(buyer: Client, tmp_path: Path):
    rows = [{"sku": f"1AB000{n}", "name": f"Zeppelin {n} Ångström"} for n in range(3)]
    import_file(write_csv(tmp_path / "products.csv", *rows))

    assert Word.objects.get(text="zeppelin").listings == 3
    assert skus_on(buyer, "/search/?q=zepelin+ångstrm+2") == ["1AB0002"]
    learnt = set(Word.objects.values_list("text", "listings"))
    relearn()
    assert set(Word.objects.values_list("text", "listings")) == learnt


def test_an_import_that_changes_a_name_learns_the_new_one(db: None, tmp_path: Path):
    import_file(write_csv(tmp_path / "products.csv", {"name": "Zeppelin"}, {"sku": "1AB0002", "name": "Zeppelin"}))
    import_file(write_csv(tmp_path / "products.csv", {"name": "Kestrel"}))

    assert set(Word.objects.filter(text__in=("kestrel", "zeppelin")).values_list("text", flat=True)) == {
        "kestrel",
        "zeppelin",
    }


def counted() -> dict[str, int]:
    return dict(Word.objects.filter(text__in=("kestrel", "zeppelin")).values_list("text", "listings"))


def test_the_night_counts_anew_and_forgets(db: None):
    first, second = make_product("Kestrel zeppelin"), make_product("Kestrel dock")
    relearn_words()
    assert counted() == {"kestrel": 2, "zeppelin": 1}
    Listing.objects.filter(product=first).delete()
    relearn_words()
    assert counted() == {"kestrel": 1}
    assert not Shortening.objects.filter(short="zepelin").exists()
    Listing.objects.filter(product=second).delete()
    relearn_words()
    assert not Word.objects.exists()
    assert not Shortening.objects.exists()


def test_numbers_of_single_products_are_no_words(db: None):
    make_product("Kestrel dock", sku="7TC99123", mpn="KS-99-1")
    relearn()

    assert not Word.objects.filter(text__regex=r"\d").exists()


LETTERS = st.text("abcde", min_size=5, max_size=9)


@given(word=LETTERS, data=st.data())
def test_every_slip_of_one_letter_is_one(word: str, data: st.DataObject):
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("xyz"))
    assert is_one_off(word[:place] + word[place + 1 :], word)
    assert is_one_off(word[:place] + letter + word[place:], word)
    assert is_one_off(word[:place] + letter + word[place + 1 :], word)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert swapped == word or is_one_off(swapped, word)
    assert not is_one_off(word, word)


@pytest.mark.parametrize("far", ["kstrl", "kestre", "kkestrelx", "kestler", "trelkes", "", "krestrle"])
def test_two_slips_are_too_many(far: str):
    assert not is_one_off(far, "kestrels")
