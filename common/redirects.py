"""Where to go after a POST, or after signing in."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, *, otherwise: str = "/") -> str:
    """The page of ours that a form names as `next`; an address elsewhere is not followed."""
    address = request.POST.get("next", "")
    return address if is_ours(request, address) else otherwise


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is one of this portal; an empty one is not."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def asked_for(request: HttpRequest, *, otherwise: str = "/") -> str:
    """The page of ours that a form or an address names as `next`, where a step stands between."""
    address = request.POST.get("next") or request.GET.get("next", "")
    return address if is_ours(request, address) else otherwise


def came_from(request: HttpRequest) -> str:
    """Where to return after signing in: the page itself, or the one that the form was on (BAS-8)."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else way_back(request)
