"""Finding products by part number or words (CAT-10): exact number, then its beginning, then words.

A company's own part numbers (CAT-11b) are found by that company alone; an exact one comes before all others.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from django.db import connection

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


def begins_a_number(start: str) -> bool:
    """Whether a normalized text is long enough to be looked up as the beginning of a number, and no word."""
    return len(start) >= LEAST_OF_BEGINNING and re.search(r"\d", start) is not None


def _numbers_beginning(text: str) -> list[int]:
    start = normalized(text)
    if not begins_a_number(start):
        return []
    begun = PartNumber.objects.filter(norm__gte=start, norm__lt=start + "\x7f")
    return list(begun.values_list("product_id", flat=True)[:MOST_BY_BEGINNING])


_EXACT_OR_BEGUN = f"""
SELECT 0 way, product_id, 0 place FROM catalog_ownpartnumber JOIN catalog_listing USING (product_id)
WHERE company_id = %(company)s AND norm = %(own)s AND is_listed
UNION ALL
SELECT 1, product_id, min(popularity) FROM catalog_partnumber JOIN catalog_listing USING (product_id)
WHERE norm = ANY(%(spellings)s) AND is_listed GROUP BY product_id
UNION ALL
(SELECT 2, product_id, 0 FROM catalog_ownpartnumber
 WHERE company_id = %(company)s AND %(begins_own)s AND norm >= %(own)s AND norm < %(own_end)s LIMIT {MOST_BY_BEGINNING})
UNION ALL
(SELECT 3, product_id, 0 FROM catalog_partnumber
 WHERE %(begins)s AND norm >= %(start)s AND norm < %(end)s LIMIT {MOST_BY_BEGINNING})
ORDER BY way, place"""  # noqa: S608 - made of constants


def exact_or_begun(text: str, company: Company | None = None) -> tuple[list[int], list[int]]:
    """What `products_numbered` and `numbers_beginning` find, in one query: people wait for it while they type."""
    own, start = own_normalized(text), normalized(text)
    params = {
        "company": company.pk if company else None,
        "own": own,
        "own_end": own + "\U0010ffff",
        "begins_own": len(own) >= LEAST_OF_BEGINNING,
        "spellings": list(spellings_of(start)),
        "start": start,
        "end": start + "\x7f",
        "begins": begins_a_number(start),
    }
    with connection.cursor() as cursor:
        cursor.execute(_EXACT_OR_BEGUN, params)
        found = cursor.fetchall()
    ways: list[list[int]] = [[id_ for way, id_, _ in found if way == asked] for asked in range(4)]
    return ways[0] or ways[1], list(dict.fromkeys([*ways[2], *ways[3]]))


def of_text(text: str, company: Company | None = None, *, exact: list[int] | None = None) -> Scope:
    """What a search is about: the products of this number, else those of its words. `exact` spares a query."""
    exact = products_numbered(text, company) if exact is None else exact
    return of_numbers(exact) if exact else of_words(text, company)


def of_words(text: str, company: Company | None = None, *, begun: Sequence[int] | None = None) -> Scope:
    """What a search finds that names no number exactly: numbers that begin so, and names with all its words.

    The last word need only be begun. Who made it and its numbers count as words too. `begun` spares their query.
    """
    begun = list(dict.fromkeys(numbers_beginning(text, company))) if begun is None else begun
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
