"""The facets of a category: what its lists are filtered by beside manufacturer, stock and price (CAT-11).

The address names a facet by its slug: `a_panel-type=IPS`, more than one means any of them; `a_length_from=200` and
`a_length_to=300` are a range of numbers. What is no facet of the category, or cannot be read, filters nothing.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.models import AttributeKind, Category
from common import formats
from common.reading import rows_from

PREFIX = "a_"
FROM, TO = "_from", "_to"
MOST_ASKED = 50
LONGEST = 100
_BEFORE_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Facet:
    """An attribute in the slot where the category's listings keep it."""

    slot: int
    attribute_id: int
    slug: str
    name: str
    kind: str
    unit: str

    @property
    def field(self) -> str:
        """Its name in addresses."""
        return f"{PREFIX}{self.slug}"

    def label_of(self, value: object) -> str:
        """A value as people read it, with its unit."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, (int, float, Decimal)):
            return f"{formats.figure(Decimal(str(value)))} {self.unit}".rstrip()
        return str(value)


@dataclass(frozen=True)
class Asked:
    """What the address asks of a facet: any of some values, written as JSON, and a range of numbers."""

    facet: Facet
    values: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    numbers: tuple[int, ...] = ()

    @property
    def is_range(self) -> bool:
        return self.low is not None or self.high is not None


def in_words(*names: str) -> str:
    """The source's names as a person reads them: memory, ram_type is "Memory: ram type"."""
    words = ": ".join(" ".join(_BEFORE_CAPITAL.sub(" ", name).replace("_", " ").split()) for name in names)
    return words[:1].upper() + words[1:]


_FACETS = """
SELECT f.slot, a.id, a.slug, a.name, a.kind, a.unit FROM catalog_categoryfacet f
JOIN catalog_attribute a ON a.id = f.attribute_id WHERE f.category_id = %s ORDER BY f.slot
"""


def facets_of(category: Category | None) -> tuple[Facet, ...]:
    """The facets that a category declares, in one query."""
    if category is None:
        return ()
    return tuple(Facet(*row) for row in rows_from(_FACETS, [category.pk]))


def asked_of(query: QueryDict, facets: Sequence[Facet], ranges: Mapping[str, Decimal | None]) -> tuple[Asked, ...]:
    """What an address asks for, with the numbers of the values that answer it; one query where it asks anything.

    `ranges` are the ends of ranges as the form of the filters read them, by field.
    """
    asked = []
    for facet in facets:
        values = (_json(text, facet.kind) for text in query.getlist(facet.field)[:MOST_ASKED])
        known = tuple(dict.fromkeys(value for value in values if value))
        low, high = ranges.get(f"{facet.field}{FROM}"), ranges.get(f"{facet.field}{TO}")
        if known or low is not None or high is not None:
            asked.append(Asked(facet, known, low, high))
    return _numbered(asked) if asked else ()


def options_of(rows: Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Values to choose from with how many products have them: of a list of several, each of them by itself."""
    counts: dict[str, int] = {}
    for value, products in rows:
        for each in value if isinstance(value, list) else [value]:
            key = json.dumps(each)
            counts[key] = counts.get(key, 0) + products
    return [(json.loads(key), products) for key, products in counts.items()]


def text_of(value: object) -> str:
    """A value as the address writes it."""
    return value if isinstance(value, str) else json.dumps(value)


_MATCHES = """
SELECT asked.place, array_agg(known.number)
FROM unnest(%(attributes)s::int[], %(values)s::text[], %(lows)s::numeric[], %(highs)s::numeric[])
  WITH ORDINALITY asked(attribute_id, any_of, low, high, place)
JOIN catalog_facetvalue known USING (attribute_id)
WHERE (asked.any_of IS NULL OR EXISTS (
    SELECT FROM jsonb_array_elements(asked.any_of::jsonb) one WHERE known.value @> one))
  AND (coalesce(asked.low, asked.high) IS NULL OR CASE WHEN jsonb_typeof(known.value) = 'number'
    THEN known.value::text::numeric BETWEEN coalesce(asked.low, '-infinity') AND coalesce(asked.high, 'infinity') END)
GROUP BY asked.place
"""


def _numbered(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    params: dict[str, Any] = {
        "attributes": [each.facet.attribute_id for each in asked],
        "values": [f"[{','.join(each.values)}]" if each.values else None for each in asked],
        "lows": [each.low for each in asked],
        "highs": [each.high for each in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MATCHES, params)
        found = dict(cursor.fetchall())
    return tuple(
        Asked(each.facet, each.values, each.low, each.high, tuple(sorted(found.get(place, ()))))
        for place, each in enumerate(asked, start=1)
    )


def _json(text: str, kind: str) -> str:
    """What the address says as JSON; empty where a facet of this kind has no such value."""
    text = text.replace("\0", "")
    if not text or len(text) > LONGEST:
        return ""
    if kind == AttributeKind.TEXT:
        return json.dumps(text, ensure_ascii=False)
    try:
        value = json.loads(text)
    except ValueError:
        return ""
    is_truth = isinstance(value, bool)
    is_number = isinstance(value, (int, float)) and not is_truth and abs(value) < 1e15
    return json.dumps(value) if is_truth == (kind == AttributeKind.TRUTH) and (is_truth or is_number) else ""
