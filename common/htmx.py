"""Answers to htmx that take the place of the whole page."""

from django.http import HttpRequest, HttpResponse


def as_whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have htmx show this answer as the page itself; where a browser asked without htmx, it is already."""
    if getattr(request, "htmx", False):
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response
