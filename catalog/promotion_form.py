"""The form by which staff make a promotion: its companies and prices as lists that one types or pastes (CAT-4c)."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Company
from catalog import promoting
from catalog.models import Promotion
from catalog.typed_lines import line_refused, lines_of, parts_of, price_in, product_in, refuse
from common import formats
from common.money import from_minor
from markets.models import Market

EXAMPLE = "7TC0041 1250.50"


class PromotionForm(forms.ModelForm[Promotion]):
    """A product with its price a line, and customer numbers; each wrong line is told, and all that was typed stays."""

    companies = forms.CharField(
        label=gettext_lazy("Companies"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Customer numbers, one a line. Empty: for every company of the market."),
    )
    prices = forms.CharField(
        label=gettext_lazy("Prices"),
        widget=forms.Textarea(attrs={"rows": 15}),
        help_text=gettext_lazy(
            "One product a line: SKU, MPN or GTIN, then the price of one in the market's currency; as "
            "pasted from a spreadsheet."
        ),
    )

    class Meta:
        model = Promotion
        fields = ("name", "market", "valid_from", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(_as_typed(self.instance))

    @cached_property
    def market(self) -> Market | None:
        """A promotion that is there stays in its market."""
        return self.instance.market if self.instance.pk else self.cleaned_data.get("market")

    def clean_companies(self) -> list[Company]:
        numbers = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["companies"].strip())))
        if numbers == [""] or self.market is None:
            return []
        found = {each.customer_number: each for each in self.market.companies.filter(customer_number__in=numbers)}
        refuse(
            _("No company of this market has the customer number %(number)s.") % {"number": number}
            for number in numbers
            if number not in found
        )
        return [found[number] for number in numbers]

    def clean_prices(self) -> dict[int, int]:
        """Minor units by product."""
        if self.market is None:
            return {}
        prices: dict[int, int] = {}
        wrong = []
        for number, line in lines_of(self.cleaned_data["prices"]):
            try:
                product_id, minor = _read(line, self.market.currency)
                if product_id in prices:
                    raise ValidationError(_("this product stands above already."))
                prices[product_id] = minor
            except ValidationError as refusal:
                wrong.append(line_refused(number, refusal))
        refuse(wrong)
        return prices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        market, first, last = self.market, cleaned.get("valid_from"), cleaned.get("valid_to")
        if self.errors or market is None or first is None or last is None or last < first:
            return cleaned
        meant = Promotion(pk=self.instance.pk, market=market, valid_from=first, valid_to=last)
        meeting = promoting.clashes(meant, cleaned["prices"], cleaned["companies"])
        try:
            refuse(
                _("%(sku)s is in the promotion “%(name)s” for the same companies until %(day)s.")
                % {"sku": clash.sku, "name": clash.other.name, "day": formats.day(clash.other.valid_to)}
                for clash in meeting
            )
        except ValidationError as refusal:
            self.add_error("prices", refusal)
        return cleaned


def _read(line: str, currency: str) -> tuple[int, int]:
    """Product and minor units of a line. Raises ValidationError."""
    parts = parts_of(line, 2)
    if len(parts) != 2:
        raise ValidationError(_("write a part number and a price, such as %(example)s.") % {"example": EXAMPLE})
    return product_in(parts[0]), price_in(parts[1], currency)


def _as_typed(promotion: Promotion) -> dict[str, str]:
    """Companies and prices of a promotion as its form takes them."""
    numbers = promotion.prices.exclude(company=None).values_list("company__customer_number", flat=True)
    prices = dict(promotion.prices.order_by("product__sku").values_list("product__sku", "price_minor"))
    currency = promotion.market.currency
    return {
        "companies": "\n".join(numbers.distinct().order_by("company__customer_number")),
        "prices": "\n".join(f"{sku} {from_minor(minor, currency)}" for sku, minor in prices.items()),
    }
