"""A long list as CSV, written by PostgreSQL itself: several times as many rows a second as cell by cell (CAT-16).

The same file as `write_csv` makes: the marks of the language, and no text that a spreadsheet takes for a formula. What
is copied is a query whose columns are cells: SQL made by `text` and `number`, or words of ours.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db import connection
from psycopg import ClientCursor

from common.spreadsheets.writing import FORMULA_STARTS, Marks, safe_text

_STARTS = ", ".join(str(ord(start)) for start in FORMULA_STARTS)


def text(sql: str) -> str:
    """A text as a cell: an apostrophe before what looks like a formula, nothing where it is empty."""
    return f"CASE WHEN ascii({sql}) IN ({_STARTS}) THEN '''' || {sql} ELSE nullif({sql}, '') END"


def number(sql: str, marks: Marks) -> str:
    """A number as a cell, its decimals after the language's mark; an amount below zero is no formula."""
    return f"{sql}::text" if marks.decimal == "." else f"replace({sql}::text, '.', '{marks.decimal}')"


def write_heads(file: IO[bytes], heads: Sequence[str], marks: Marks) -> None:
    """The first line, with the mark before it by which spreadsheets know the encoding."""
    line = io.StringIO()
    csv.writer(line, delimiter=marks.delimiter, lineterminator="\n").writerow([safe_text(head) for head in heads])
    file.write(f"{marks.begins_with}{line.getvalue()}".encode())


def copy_rows(file: IO[bytes], query: str, params: Mapping[str, Any], marks: Marks) -> int:
    """Write what a query answers, row by row as the server sends it; returns how many rows there were."""
    rows = 0
    with connection.cursor() as cursor:
        said = ClientCursor(cursor.connection).mogrify(query, params)  # COPY takes no parameters
        with cursor.copy(f"COPY ({said}) TO STDOUT (FORMAT csv, DELIMITER '{marks.delimiter}')") as copied:
            for row in copied:
                file.write(row)
                rows += 1
    return rows
