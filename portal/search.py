"""The one search field: products, and for those who may see them the company's orders and invoices (CAT-10)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Member
from accounts.privileges import Privilege
from baskets.pasting import pasted_list
from catalog import views as catalog
from catalog.lists import product_list
from catalog.offers import buyer_of
from catalog.search import cleaned, of_numbers, products_numbered, products_numbered_each
from catalog.suggesting import suggestions_for
from common.access import public
from portal.document_numbers import documents_begun, documents_numbered

MOST_SUGGESTIONS = 8
LEAST_KNOWN = 2  # numbers in a text that make it a list


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Lead to the document with exactly this number, unless a product has it; else search the catalog."""
    text = cleaned(request.GET.get("q", ""))
    member = _member(request)
    documents = documents_numbered(text, member)
    if documents and not products_numbered(text, member.company if member else None):
        return redirect(documents[0])
    return _pasted_list(request, member) or catalog.search(request)


@public
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the search field while somebody types. It asks for nothing that only whole pages show."""
    text, member = cleaned(request.GET.get("q", "")), _member(request)
    documents = documents_begun(text, member)
    most = MOST_SUGGESTIONS - len(documents)
    products = suggestions_for(text, buyer_of(request), most=most, now=timezone.now())
    context = {
        "documents": documents,
        "products": products,
        "count": len(documents) + len(products),
        "may_add": member is not None and member.may(Privilege.KEEP_BASKETS),
        "request": request,
        "csrf_token": get_token(request),
    }
    return HttpResponse(render_to_string("portal/suggestions.html", context))


def _pasted_list(request: HttpRequest, member: Member | None) -> HttpResponse | None:
    """The page of a list of part numbers, which offers to order them; None for any other text."""
    text, buyer = request.GET.get("q", ""), buyer_of(request)
    pasted = pasted_list(text)
    if pasted is None or products_numbered(cleaned(text), buyer.company):
        return None
    known = products_numbered_each({row.part for row in pasted.rows}, buyer.company)
    if len(known) < LEAST_KNOWN:
        return None
    ids = list(dict.fromkeys(id_ for row in pasted.rows for id_ in known.get(row.part, ())))
    context = {
        "pasted": pasted,
        "unknown": [row.part for row in pasted.rows if row.part not in known],
        "quick_order": _quick_order(text) if member and member.may(Privilege.KEEP_BASKETS) else "",
        "list": product_list(of_numbers(ids), request.GET, buyer, now=timezone.now()),
    }
    return render(request, "portal/part_numbers.html", context)


def _quick_order(text: str) -> str:
    """The page that adds by part number, with the rows of this list filled in; it is read there once more."""
    return f"{reverse('baskets:add_by_number')}?{urlencode({'list': text})}"


def _member(request: HttpRequest) -> Member | None:
    return getattr(request, "member", None)
