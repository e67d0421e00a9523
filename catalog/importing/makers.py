"""Manufacturers by their many spellings: only case and blanks are folded, the rest is for people to decide."""

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from catalog.importing.load import stage
from catalog.models import Manufacturer

UNKNOWN = "Unbranded"
ALIASES = {"wd": "Western Digital"}


def folded(name: str) -> str:
    """Return what two spellings of one manufacturer have in common."""
    return "".join(name.casefold().split())


def stage_makers(cursor: CursorWrapper) -> None:
    """Give each spelling in the staging table a manufacturer, named by its most frequent spelling where it is new."""
    cursor.execute("SELECT manufacturer, count(*) FROM staged_product GROUP BY 1 ORDER BY 2 DESC, 1")
    spellings = [spelling for spelling, _ in cursor.fetchall()]
    known = {folded(maker.name): maker.pk for maker in Manufacturer.objects.order_by("-pk")}
    slugs = set(Manufacturer.objects.values_list("slug", flat=True))
    found = []
    for spelling in spellings:
        name = ALIASES.get(folded(spelling), spelling or UNKNOWN)
        if folded(name) not in known:
            slug = free_slug(name, slugs, "maker")
            known[folded(name)] = Manufacturer.objects.create(name=name, slug=slug).pk
        found.append((spelling, known[folded(name)]))
    stage(cursor, "staged_maker", "spelling text, id int", found)


def free_slug(name: str, taken: set[str], fallback: str) -> str:
    """Return a slug that is not taken yet, and take it."""
    start = slugify(name)[:120] or fallback
    slug, number = start, 1
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    taken.add(slug)
    return slug
