"""The vocabulary that forgives misspellings: imports learn what is new at once, the night counts everything anew."""

from django.db.backends.utils import CursorWrapper

from catalog.importing.load import one_transaction, vacuum
from catalog.spelling import SHORTEST

WRITTEN = ("catalog_word", "catalog_shortening")
EVERYTHING = "SELECT doc FROM catalog_listing WHERE is_listed"
# What is no number of a single product: in several listings, or with as many letters as a word that is corrected.
# Words with a hyphen or a point stand in the document by their parts too, and those are enough.
COUNT = r"""
CREATE TEMPORARY TABLE counted_word ON COMMIT DROP AS
SELECT word AS text, ndoc AS listings FROM ts_stat(%(documents)s)
WHERE length(word) <= 60 AND word !~ '[\x01-/:-@\[-`{-\x7f]'
  AND (ndoc > 1 OR length(translate(word, '0123456789', '')) >= %(shortest)s)
"""
FORGET = """
WITH gone AS (
    DELETE FROM catalog_word known WHERE NOT EXISTS (SELECT 1 FROM counted_word WHERE text = known.text) RETURNING id
)
DELETE FROM catalog_shortening USING gone WHERE word_id = gone.id
"""
RECOUNT = """
UPDATE catalog_word known SET listings = counted_word.listings FROM counted_word
WHERE counted_word.text = known.text AND counted_word.listings <> known.listings
"""
LEARN = """
WITH learnt AS (
    INSERT INTO catalog_word (text, listings) SELECT text, listings FROM counted_word
    ON CONFLICT (text) DO NOTHING RETURNING id, text
)
INSERT INTO catalog_shortening (short, word_id)
SELECT DISTINCT left(text, place - 1) || substr(text, place + 1), id
FROM learnt, generate_series(1, length(text)) AS place WHERE length(text) >= %(shortest)s
"""


def learn(cursor: CursorWrapper, documents: str) -> None:
    """Add the words of the documents that a query answers, as far as they are new."""
    _count(cursor, documents)
    cursor.execute(LEARN, {"shortest": SHORTEST})


def relearn() -> None:
    """Count the words of all listed products anew; those that no product has any longer are forgotten."""
    with one_transaction(is_dry_run=False) as cursor:
        _count(cursor, EVERYTHING)
        cursor.execute(FORGET)
        cursor.execute(RECOUNT)
        cursor.execute(LEARN, {"shortest": SHORTEST})
    vacuum(*WRITTEN)


def _count(cursor: CursorWrapper, documents: str) -> None:
    cursor.execute("DROP TABLE IF EXISTS counted_word")
    cursor.execute(COUNT, {"documents": documents, "shortest": SHORTEST})
    cursor.execute("ANALYZE counted_word")
