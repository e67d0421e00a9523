"""Queries that are written by hand: where SQL says more, or where building the query takes longer than its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model


def rows_from(sql: str, params: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@dataclass(frozen=True)
class Columns[M: Model]:
    """All columns of a model: how a query names them, and the instance that a row of them makes."""

    model: type[M]

    def sql(self, alias: str) -> str:
        return ", ".join(f'{alias}."{field.column}"' for field in self.model._meta.concrete_fields)

    def __len__(self) -> int:
        return len(self.model._meta.concrete_fields)

    def made_of(self, row: Sequence[Any]) -> M | None:
        """The instance; None where the row is that of an outer join which found nothing."""
        fields = self.model._meta.concrete_fields
        values = [
            field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
            for field, value in zip(fields, row, strict=True)
        ]
        made = self.model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)
        return made if made.pk is not None else None


def split(row: Sequence[Any], *lengths: int) -> list[Sequence[Any]]:
    """A row in pieces of these lengths, and what is left of it."""
    pieces, start = [], 0
    for length in lengths:
        pieces.append(row[start : start + length])
        start += length
    return [*pieces, row[start:]]
