"""Finding products by part number or words (CAT-10): exact number, then its beginning, then words.

A company's own part numbers (CAT-11b) are found by that company alone; an exact one comes before all others.
"""

import re
from collections.abc import Collection, Iterator

from accounts.models import Company
from catalog.finding import Scope
from catalog.models import OwnPartNumber, PartNumber
from catalog.part_numbers import normalized, own_normalized

LONGEST = 200
MOST_BY_BEGINNING = 1000
LEAST_OF_BEGINNING = 3
GTIN_LENGTHS = range(11, 15)


def cleaned(text: str) -> str:
    """What was typed into the search field, as it is searched and shown again."""
    return " ".join(text.replace("\0", "").split())[:LONGEST]


def products_numbered(text: str, company: Company | None = None) -> list[int]:
    """Ids of listed products with exactly this number, dashes and spaces forgiven; several makers may share an MPN.

    The company's own number is the one product that it gave the number to, whatever else is numbered so.
    """
    if company and (own := _named_by(company, text)):
        return own
    spellings = list(spellings_of(normalized(text)))
    if not spellings:
        return []
    found = PartNumber.objects.filter(norm__in=spellings, product__listing__is_listed=True)
    return list(found.values_list("product_id", flat=True).distinct().order_by("product__listing__popularity"))


def products_numbered_each(texts: Collection[str], company: Company | None = None) -> dict[str, list[int]]:
    """For each of the texts that is a number what `products_numbered` finds; two queries for any number of texts."""
    spellings = {text: list(spellings_of(normalized(text))) for text in texts}
    norms = {norm for each in spellings.values() for norm in each}
    listed = PartNumber.objects.filter(norm__in=norms, product__listing__is_listed=True)
    found: dict[str, list[int]] = {}
    for norm, product in listed.values_list("norm", "product_id").order_by("product__listing__popularity"):
        found.setdefault(norm, []).append(product)
    own = _own_of(company, texts) if company else {}
    products = {
        text: own.get(own_normalized(text)) or list(dict.fromkeys(id_ for norm in each for id_ in found.get(norm, ())))
        for text, each in spellings.items()
    }
    return {text: ids for text, ids in products.items() if ids}


def _own_of(company: Company, texts: Collection[str]) -> dict[str, list[int]]:
    own = OwnPartNumber.objects.filter(company=company, product__listing__is_listed=True)
    named = own.filter(norm__in={own_normalized(text) for text in texts})
    return {norm: [product] for norm, product in named.values_list("norm", "product_id")}


def spellings_of(number: str) -> Iterator[str]:
    """How a normalized number may be kept: as it is, and a GTIN with its leading zeros or without.

    12, 13 and 14 digits are one.
    """
    if number:
        yield number
    if number.isdigit() and len(number) in GTIN_LENGTHS:
        yield from (number.lstrip("0").zfill(length) for length in (12, 13, 14) if len(number.lstrip("0")) <= length)


def _named_by(company: Company, text: str) -> list[int]:
    if not own_normalized(text):
        return []
    own = OwnPartNumber.objects.filter(company=company, product__listing__is_listed=True)
    return list(own.named(text).values_list("product_id", flat=True))


def numbers_beginning(text: str, company: Company | None = None) -> list[int]:
    """Ids of products one of whose numbers begins like this, the company's own first.

    A text without a digit is words, and begins no number but an own one.
    """
    return [*_own_beginning(company, text), *_numbers_beginning(text)]


def _own_beginning(company: Company | None, text: str) -> list[int]:
    start = own_normalized(text)
    if company is None or len(start) < LEAST_OF_BEGINNING:
        return []
    begun = OwnPartNumber.objects.filter(company=company).beginning(start)
    return list(begun.values_list("product_id", flat=True)[:MOST_BY_BEGINNING])


def _numbers_beginning(text: str) -> list[int]:
    start = normalized(text)
    if len(start) < LEAST_OF_BEGINNING or not re.search(r"\d", start):
        return []
    begun = PartNumber.objects.filter(norm__gte=start, norm__lt=start + "\x7f")
    return list(begun.values_list("product_id", flat=True)[:MOST_BY_BEGINNING])


def of_words(text: str, company: Company | None = None) -> Scope:
    """What a search finds that names no number exactly: numbers that begin so, and names with all its words.

    The last word need only be begun. Who made it and its numbers count as words too.
    """
    begun = list(dict.fromkeys(numbers_beginning(text, company)))
    *head, last = text.split() or [""]
    params = {"head": " ".join(head), "last": begun_word(last), "begun": begun}
    words = "l.doc @@ (plainto_tsquery('simple', %(head)s) && to_tsquery('simple', %(last)s))"
    if not begun:
        return Scope(words, params, is_search=True)
    return Scope(f"({words} OR l.product_id = ANY(%(begun)s::int[]))", params, is_search=True, first=begun)


def of_numbers(product_ids: list[int]) -> Scope:
    """These products and no others."""
    return Scope("l.product_id = ANY(%(ids)s::int[])", {"ids": product_ids}, is_search=True, first=product_ids)


def begun_word(word: str) -> str:
    """The word as a quoted tsquery term that matches what begins like it."""
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*" if quoted else ""
