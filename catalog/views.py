"""Browse, promotions, search, product, and what the chemical tax is."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Member
from catalog import search as searching
from catalog.chemical_tax import rates_on
from catalog.counting import branches_of
from catalog.finding import of_category
from catalog.forgiving import found_or_forgiven
from catalog.lists import product_list
from catalog.models import Category, Product
from catalog.offers import buyer_of
from catalog.products import paths_above, product_page
from catalog.promoting import running_now
from common.access import public
from common.reading import Columns, rows_from


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    tops = Category.objects.filter(level=1).prefetch_related("children")
    return render(request, "catalog/index.html", {"tops": tops})


@public
@require_safe
def category(request: HttpRequest, path: str) -> HttpResponse:
    trail, current, children = around(path)
    buyer = buyer_of(request)
    scope = of_category(current)
    found = product_list(scope, request.GET, buyer, now=timezone.now())
    products = branches_of(current, scope, found.wanted, buyer, found.terms) if children else {}
    context = {
        "category": current,
        "trail": trail,
        "branches": [(child, products.get(child.pk, 0)) for child in children],
        "list": found,
    }
    return render(request, "catalog/category.html", context)


_CATEGORIES = Columns(Category)
_AROUND = f"""
SELECT {_CATEGORIES.sql("near")} FROM catalog_category near
WHERE path = ANY(%(paths)s) OR parent_id = (SELECT id FROM catalog_category WHERE path = %(path)s)
ORDER BY level, position, path
"""  # noqa: S608 - names of columns


def around(path: str) -> tuple[list[Category], Category, list[Category]]:
    """The categories above an address, its own and those right below, in one query. Raises Http404."""
    rows = rows_from(_AROUND, {"paths": paths_above(path), "path": path})
    found = {category.path: category for row in rows if (category := _CATEGORIES.made_of(row))}
    current = found.pop(path, None)
    if current is None:
        raise Http404
    above = [category for category in found.values() if category.level < current.level]
    return above, current, [category for category in found.values() if category.level > current.level]


@public
@require_safe
def promotions(request: HttpRequest) -> HttpResponse:
    """What runs now for whoever looks, all of it or one promotion's products (CAT-4c)."""
    buyer, now = buyer_of(request), timezone.now()
    running = running_now(buyer, request.GET.get("promotion", ""), now=now)
    found = product_list(running.scope, request.GET, buyer, now=now)
    context = {"running": running.all, "chosen": running.chosen, "list": found}
    return render(request, "catalog/promotions.html", context)


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = searching.cleaned(request.GET.get("q", ""))
    buyer = buyer_of(request)
    exact = searching.products_numbered(text, buyer.company)
    if len(exact) == 1:
        return redirect(Product.objects.get(pk=exact[0]))
    scope = searching.of_text(text, buyer.company, exact=exact)
    find = partial(product_list, query=request.GET, buyer=buyer, now=timezone.now())
    found, forgiven = found_or_forgiven(text, scope, find)
    context = {"text": text, "shares_number": bool(exact), "forgiven": forgiven, "list": found}
    return render(request, "catalog/search.html", context)


@public
@require_safe
def product(request: HttpRequest, sku: str) -> HttpResponse:
    products = Product.objects.select_related("manufacturer", "category", "successor", "listing").exclude(listing=None)
    found = get_object_or_404(products, sku=sku)
    context = {
        "page": product_page(found, buyer_of(request), now=timezone.now()),
        "documents": found.documents.visible_to(getattr(request, "member", None)),
        "administrators": administrators_of(request),
    }
    return render(request, "catalog/product.html", context)


def administrators_of(request: HttpRequest) -> Callable[[], str]:
    """Names of whom to ask for a missing privilege; a function, so that only a page which says it asks for them."""

    def names() -> str:
        member: Member = request.member  # type: ignore[attr-defined]
        administrators = Member.objects.visible_to(member).administrators().select_related("user")
        return ", ".join(str(administrator.user) for administrator in administrators)

    return names


@public
@require_safe
def chemical_tax(request: HttpRequest) -> HttpResponse:
    rates = rates_on(timezone.localdate())
    return render(request, "catalog/chemical_tax.html", {"rates": sorted(rates.values(), key=lambda rate: rate.cap)})
