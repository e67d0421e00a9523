"""Template tags of the staff's desk, the admin."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def labeled(cells: Iterable[str], headers: Iterable[Mapping[str, Any]]) -> list[SafeString]:
    """The cells of a row of an admin's list, each with the name of its column, for a phone where the row folds."""
    return [_with_label(str(cell), str(header["text"])) for cell, header in zip(cells, headers, strict=False)]


def _with_label(cell: str, name: str) -> SafeString:
    """A cell as the admin made it; the box that chooses the row has no name to be shown."""
    if "<input" in name or not name.strip():
        return mark_safe(cell)  # noqa: S308 - the admin's own, escaped there
    element = cell[:3]
    return mark_safe(f'{element} data-label="{escape(capfirst(name))}"{cell[3:]}')  # noqa: S308 - the same, and escaped
