"""The network address from which a request came, for the trail of who did what (ACC-17)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

_address: ContextVar[str | None] = ContextVar("network_address", default=None)


@contextmanager
def remembered(request: HttpRequest) -> Iterator[None]:
    """Know the request's address inside the block, for what is recorded while it is answered."""
    token = _address.set(address_of(request))
    try:
        yield
    finally:
        _address.reset(token)


def current_address() -> str | None:
    """The address of the request that is being answered; None in tasks and commands."""
    return _address.get()


def address_of(request: HttpRequest) -> str | None:
    """The client's address, behind as many proxies as the settings trust; None where there is none."""
    with suppress(PermissionDenied):
        return str(get_adapter().get_client_ip(request))
    return None
