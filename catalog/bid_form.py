"""The form by which staff agree a BID with a company: its products typed or pasted with price and pieces (CAT-6)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Company
from catalog.bids import Agreed
from catalog.models import Bid, BidPrice
from catalog.typed_lines import line_refused, lines_of, parts_of, price_in, product_in, refuse
from common.money import from_minor

EXAMPLE = "7TC0041 1250.50 20"
MOST_PIECES = 999_999


class BidForm(forms.ModelForm[Bid]):
    """Each wrong line is told, and all that was typed stays."""

    prices = forms.CharField(
        label=gettext_lazy("Products"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "One product a line: SKU, MPN or GTIN, the price of one in the currency of the company's market, and how "
            "many pieces were agreed in all."
        ),
    )

    class Meta:
        model = Bid
        fields = ("number", "company", "end_customer", "valid_from", "valid_to", "terms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["prices"] = _as_typed(self.instance)

    @cached_property
    def company(self) -> Company | None:
        """A BID that is there stays its company's."""
        return self.instance.company if self.instance.pk else self.cleaned_data.get("company")

    def clean_terms(self) -> str:
        return str(self.cleaned_data["terms"]).replace("\r\n", "\n")

    def clean_prices(self) -> dict[int, Agreed]:
        """What is agreed, by product."""
        if self.company is None:
            return {}
        agreed: dict[int, Agreed] = {}
        wrong = []
        for number, line in lines_of(self.cleaned_data["prices"]):
            try:
                product_id, each = _read(line, self.company.market.currency)
                if product_id in agreed:
                    raise ValidationError(_("this product stands above already."))
                agreed[product_id] = each
            except ValidationError as refusal:
                wrong.append(line_refused(number, refusal))
        refuse(wrong)
        refuse(self._below_what_was_taken(agreed))
        return agreed

    def _below_what_was_taken(self, agreed: dict[int, Agreed]) -> list[str]:
        """Locks the rows until the end of the transaction, so that no order takes more meanwhile."""
        taken = BidPrice.objects.filter(bid=self.instance.pk, used__gt=0).select_related("product").order_by("pk")
        return [
            _("%(sku)s: orders took %(used)s already, fewer cannot be agreed.")
            % {"sku": row.product.sku, "used": row.used}
            for row in taken.select_for_update(of=("self",), no_key=True)
            if row.product_id not in agreed or agreed[row.product_id].quantity < row.used
        ]


def _read(line: str, currency: str) -> tuple[int, Agreed]:
    """Product, price and pieces of a line. Raises ValidationError."""
    parts = parts_of(line, 3)
    if len(parts) != 3:
        raise ValidationError(
            _("write a part number, a price and how many pieces, such as %(example)s.") % {"example": EXAMPLE}
        )
    pieces = parts[2]
    if not (pieces.isascii() and pieces.isdigit() and len(pieces) <= 9 and 0 < int(pieces) <= MOST_PIECES):
        raise ValidationError(_("%(typed)s is no number of pieces.") % {"typed": pieces})
    return product_in(parts[0]), Agreed(price_in(parts[1], currency), int(pieces))


def _as_typed(bid: Bid) -> str:
    """The products of a BID as its form takes them."""
    currency = bid.company.market.currency
    rows = bid.prices.order_by("product__sku").values_list("product__sku", "price_minor", "quantity")
    return "\n".join(f"{sku} {from_minor(minor, currency)} {quantity}" for sku, minor, quantity in rows)
