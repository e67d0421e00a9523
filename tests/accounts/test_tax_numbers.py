"""Tax numbers: the true ones of each country as people type them, and the sentence for the others."""

import pytest
from django.core.exceptions import ValidationError

from accounts.tax_numbers import KINDS, MOST, checked_tax_number

TYPED = [
    ("SE", "SE556703748501", "SE556703748501"),
    ("SE", "se 556703-7485 01", "SE556703748501"),
    ("SE", "556703-7485", "SE556703748501"),
    ("NO", "NO 988 077 917 MVA", "988077917MVA"),
    ("NO", "988 077 917", "988077917"),
    ("NZ", "49091850", "49-091-850"),
    ("NZ", "GST 49-091-850", "49-091-850"),
    ("BR", "16727230000197", "16.727.230/0001-97"),
    ("BR", "CNPJ: 16.727.230/0001-97", "16.727.230/0001-97"),
    ("BR", "12.ABC.345/01DE-35", "12.ABC.345/01DE-35"),
    ("CA", "12302 6635", "123026635"),
    ("CA", "123026635 rt 0001", "123026635RT0001"),
    ("US", "911144442", "91-1144442"),
    ("US", "91-1144442", "91-1144442"),
    ("CL", "76086428-5", "76.086.428-5"),
    ("CL", "RUT 76.086.428-5", "76.086.428-5"),
    ("CO", "2131234321", "213.123.432-1"),
    ("CR", "3-101-999999", "3-101-999999"),
    ("CR", "3101999999", "3-101-999999"),
    ("EC", "1792060346-001", "1792060346001"),
    ("SV", "SV 0614-050707-104-8", "0614-050707-104-8"),
    ("GT", "576937-k", "576937-K"),
    ("GT", "NIT 7108-0", "7108-0"),
    ("JM", "001234567", "001-234-567"),
    ("JM", "TRN 001 234 567", "001-234-567"),
    ("MX", "MAB-930714-8T4", "MAB9307148T4"),
    ("MX", "gode 561231 gr8", "GODE561231GR8"),
    ("PA", "155596713-2-2015 DV 59", "155596713-2-2015 DV 59"),
    ("PA", "8-NT-1-13656 dv24", "8-NT-1-13656 DV 24"),
    ("PA", "8-442-445", "8-442-445"),
    ("PE", "20512333797", "20512333797"),
    ("UY", "21-100342-001-7", "211003420017"),
    ("DE", "DE 136 695 976", "DE136695976"),
    ("DE", "136695976", "DE136695976"),
    ("FI", "2077474-0", "FI20774740"),
    ("GR", "EL 094259216", "EL094259216"),
    ("GR", "094259216", "EL094259216"),
    ("FR", "FR 61 954 506 077", "FR61954506077"),
    ("GB", "GB 980 7806 84", "GB980780684"),
    ("JP", " 4-0100  1234 ", "4-0100 1234"),
]


@pytest.mark.parametrize(("country", "typed", "kept"), TYPED)
def test_a_true_number_is_kept_in_one_form_however_it_is_typed(country: str, typed: str, kept: str) -> None:
    assert checked_tax_number(country, typed) == kept
    assert checked_tax_number(country, kept) == kept


@pytest.mark.parametrize("country", sorted(KINDS))
def test_the_example_that_a_country_shows_is_itself_right(country: str) -> None:
    assert checked_tax_number(country, KINDS[country].example)


WRONG_DIGIT = [
    ("SE", "SE556703748601"),
    ("NO", "988077918"),
    ("NZ", "49-091-851"),
    ("BR", "16.727.230/0001-98"),
    ("CA", "123026636"),
    ("CL", "76086428-6"),
    ("CO", "2131234325"),
    ("EC", "1792060347001"),
    ("SV", "0614-050707-104-0"),
    ("GT", "8977112-0"),
    ("PE", "20512333798"),
    ("UY", "210303670014"),
    ("DE", "DE136695978"),
]


@pytest.mark.parametrize(("country", "typed"), WRONG_DIGIT)
def test_a_wrong_digit_is_said(country: str, typed: str) -> None:
    with pytest.raises(ValidationError, match=r"A digit of this .* is wrong"):
        checked_tax_number(country, typed)


INCOMPLETE = [(country, typed) for country in [*KINDS, "DE", "GR"] for typed in ("12", "hello", "X" * 300, "１２")]


@pytest.mark.parametrize(("country", "typed"), INCOMPLETE)
def test_what_is_no_number_is_told_how_one_looks(country: str, typed: str) -> None:
    with pytest.raises(ValidationError, match=r"looks like this|is wrong"):
        checked_tax_number(country, typed)


@pytest.mark.parametrize("typed", ["none", "", "1" * (MOST + 1)])
def test_elsewhere_it_is_taken_as_typed_but_has_digits_and_an_end(typed: str) -> None:
    with pytest.raises(ValidationError):
        checked_tax_number("JP", typed)


@pytest.mark.parametrize(("country", "typed"), [("BR", "390.533.447-05"), ("EC", "171430710-3"), ("CR", "3-0455-0175")])
def test_a_persons_number_is_taken_only_where_persons_are_meant(country: str, typed: str) -> None:
    with pytest.raises(ValidationError):
        checked_tax_number(country, typed)
    assert checked_tax_number(country, typed, or_of_person=True)
