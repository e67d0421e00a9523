"""Closed by default: a view of ours that says neither `@requires` nor `@public` stops the start."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from common.access import access_of


def every_view_says_who_may_open_it(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each view without a mark. The admin has its own gate and is left out."""
    return [
        Error(
            f"/{route} ({pattern.lookup_str}) says neither @requires(Privilege.X) nor @public.",
            hint="Mark the view: accounts.access.requires or common.access.public.",
            id="portal.E001",
        )
        for route, pattern in views_of(get_resolver().url_patterns)
        if access_of(pattern.callback) is None
    ]


def views_of(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address outside the admin with its pattern."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from views_of(pattern.url_patterns, route)
        else:
            yield route, pattern
