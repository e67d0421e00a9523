"""The category tree of an import: at most three levels, addressed by slugs, kept in order of names."""

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from catalog.importing.load import stage
from catalog.models import Category

MOST_LEVELS = 3
UNKNOWN = ["Other"]
NOT_A_PATH = {"promotions": "promotions-2"}  # /catalog/promotions/ is a page of its own (CAT-4c)
# Words in a category's path, from the leaf upward, and the drawing that stands for its products.
DRAWINGS = {
    "notebook": "notebook",
    "laptop": "notebook",
    "tablet": "notebook",
    "monitor": "monitor",
    "display": "monitor",
    "access point": "access-point",
    "wireless": "access-point",
    "memory": "memory",
    "ram": "memory",
    "drive": "drive",
    "storage": "drive",
    "ssd": "drive",
    "switch": "switch",
    "router": "switch",
    "network": "switch",
}


def stage_categories(cursor: CursorWrapper) -> None:
    """Give each path in the staging table its category on every level, made where it is new."""
    cursor.execute("SELECT DISTINCT category FROM staged_product")
    known = {category.path: category for category in Category.objects.all()}
    found = []
    for (names,) in cursor.fetchall():
        way = _way(names or UNKNOWN, known)
        levels = [category.pk for category in way]
        levels += [levels[-1]] * (MOST_LEVELS - len(levels))  # a shallow leaf stands on the deeper levels, too
        found.append((names, *levels))
    stage(cursor, "staged_category", "names text[], c1 int, c2 int, c3 int", found)
    _put_in_order(known)


def _way(names: list[str], known: dict[str, Category]) -> list[Category]:
    way: list[Category] = []
    for level, name in enumerate(names, start=1):
        slug = slugify(name)[:140] or "other"
        parent = way[-1] if way else None
        path = f"{parent.path}/{slug}" if parent else NOT_A_PATH.get(slug, slug)
        if path not in known:
            known[path] = Category.objects.create(
                parent=parent, name=name, slug=path.rpartition("/")[2], path=path, level=level, drawing=_drawing(names)
            )
        way.append(known[path])
    return way


def _drawing(names: list[str]) -> str:
    for name in reversed(names):
        for word, drawing in DRAWINGS.items():
            if word in name.lower():
                return drawing
    return "part"


def _put_in_order(known: dict[str, Category]) -> None:
    moved = []
    for position, path in enumerate(sorted(known, key=lambda path: path.split("/")), start=1):
        category = known[path]
        if category.position != position:
            category.position = position
            moved.append(category)
    Category.objects.bulk_update(moved, ["position"], batch_size=500)
