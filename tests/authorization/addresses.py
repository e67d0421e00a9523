"""Every address that the live resolver answers."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def all_addresses() -> Iterator[str]:
    """Patterns as they are declared, "orders/<str:number>/"; the first page is the empty one."""
    yield from _below(get_resolver(), "")


def _below(resolver: URLResolver, start: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = start + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address
        else:
            yield from _below(pattern, address)


def is_of_admin(address: str) -> bool:
    return address.startswith("admin/")
