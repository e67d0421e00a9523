"""The staff's page that explains a price: whose, of what, how many, on which day (CAT-4b)."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Company
from catalog.explaining import explain
from catalog.models import Product
from catalog.search import products_numbered

MOST_NAMED = 8
MOST_PIECES = 999_999


class CompanyForm(forms.Form):
    """A company as one reads it on a document."""

    company = forms.CharField(label=gettext_lazy("Customer number or name"), max_length=200)

    def clean_company(self) -> Company:
        typed = self.cleaned_data["company"]
        companies = Company.objects.select_related("market").order_by("name", "pk")
        found = list(companies.filter(Q(customer_number__iexact=typed) | Q(name__iexact=typed))[: MOST_NAMED + 1])
        found = found or list(companies.filter(name__icontains=typed)[: MOST_NAMED + 1])
        if not found:
            raise ValidationError(_("No company has this number or name."))
        if len(found) > 1:
            named = ", ".join(f"{each.name} ({each.customer_number})" for each in found[:MOST_NAMED])
            raise ValidationError(_("Several companies match: %(names)s."), params={"names": named})
        return found[0]


class WhyForm(CompanyForm):
    """What is asked; company and product as one reads them on a document."""

    product = forms.CharField(label=gettext_lazy("SKU, MPN or GTIN"), max_length=200)
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1, max_value=MOST_PIECES, initial=1)
    on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )

    def clean_product(self) -> Product:
        products = Product.objects.filter(pk__in=products_numbered(self.cleaned_data["product"])).order_by("sku")
        found = list(products.select_related("manufacturer")[: MOST_NAMED + 1])
        if not found:
            raise ValidationError(_("No product has this number."))
        if len(found) > 1:
            named = ", ".join(f"{each.sku} ({each.manufacturer})" for each in found[:MOST_NAMED])
            raise ValidationError(_("Several products have this number: %(names)s."), params={"names": named})
        return found[0]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not 2000 <= on.year <= 2100:
            raise ValidationError(_("Choose a day between 2000 and 2100."))
        return on


@permission_required("catalog.view_agreedprice", raise_exception=True)
@require_safe
def why_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask, and answer below; the question stands in the address, so that it can be passed on."""
    form = WhyForm(request.GET if "product" in request.GET and "company" in request.GET else None)
    if not form.is_bound:
        form.initial.update({name: request.GET[name] for name in ("company", "product") if name in request.GET})
    found = None
    if form.is_valid():
        asked = form.cleaned_data
        found = explain(asked["company"], asked["product"], quantity=asked["quantity"], on=asked["on"])
    return render(
        request,
        "admin/catalog/product/why.html",
        context | {"title": _("Why this price?"), "form": form, "found": found},
    )
