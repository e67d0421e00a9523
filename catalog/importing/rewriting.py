"""Writing most listing rows at once: without indexes, put in order, the indexes built anew; several times faster."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper

ORDER = "listing_popular"
INDEXES = """
SELECT relname, pg_get_indexdef(oid) FROM pg_class
WHERE oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'catalog_listing'::regclass AND NOT indisprimary)
ORDER BY relname <> %s, relname
"""


@contextmanager
def rewriting_listing(cursor: CursorWrapper) -> Iterator[None]:
    """Let the block write listing rows without their indexes; nobody else can read them until the transaction ends.

    Afterwards the rows stand in order of popularity, which a search for words counts on.
    """
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(INDEXES, [ORDER])
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET LOCAL maintenance_work_mem = '128MB'")
    for name, definition in indexes:
        cursor.execute(definition)
        if name == ORDER:
            cursor.execute(f"CLUSTER catalog_listing USING {ORDER}")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
