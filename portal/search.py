"""The one search field: products, and for those who may see them the company's orders and invoices (CAT-10)."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Member
from accounts.privileges import Privilege
from catalog import views as catalog
from catalog.offers import buyer_of
from catalog.search import cleaned, products_numbered
from catalog.suggesting import suggestions_for
from common.access import public
from portal.document_numbers import documents_begun, documents_numbered

MOST_SUGGESTIONS = 8


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Lead to the document with exactly this number, unless a product has it; else search the catalog."""
    text = cleaned(request.GET.get("q", ""))
    member = _member(request)
    documents = documents_numbered(text, member)
    if documents and not products_numbered(text, member.company if member else None):
        return redirect(documents[0])
    return catalog.search(request)


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


def _member(request: HttpRequest) -> Member | None:
    return getattr(request, "member", None)
