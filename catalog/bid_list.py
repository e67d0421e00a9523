"""A company's BIDs as one list, a row for each product of one: searched, page by page, and as an export (CAT-6)."""

from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.db.models import OuterRef, Q, Subquery, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Member
from catalog.models import Bid, BidPrice, OwnPartNumber
from catalog.models.bid import BidPriceQuerySet
from catalog.search import LONGEST, cleaned, products_numbered
from common import formats
from common.money import from_minor
from common.spreadsheets import Cell


class When(TextChoices):
    """Which BIDs a list shows."""

    RUNNING = "", gettext_lazy("Valid now")
    COMING = "coming", gettext_lazy("Not begun yet")
    ENDED = "ended", gettext_lazy("Ended")
    ALL = "all", gettext_lazy("All")


class BidFilter(forms.Form):
    is_filter = True  # nothing in it is ever required, which needs no saying
    q = forms.CharField(
        label=gettext_lazy("BID, end customer or product"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    when = forms.ChoiceField(label=gettext_lazy("When"), choices=When, required=False)


def listed(query: QueryDict, member: Member, *, on: date) -> tuple[BidFilter, BidPriceQuerySet]:
    """The filter that a query string asks for, and the products with their BIDs that it leaves, by the BID's last day.

    None without the privilege to see prices. `own_number` is the company's number of the product.
    """
    form = BidFilter(query)
    form.is_valid()
    bids = Bid.objects.visible_to(member)
    match form.cleaned_data.get("when", When.RUNNING):
        case When.RUNNING:
            bids = bids.valid(on)
        case When.COMING:
            bids = bids.filter(valid_from__gt=on)
        case When.ENDED:
            bids = bids.filter(valid_to__lt=on)
    prices = BidPrice.objects.filter(bid__in=bids)
    if text := cleaned(form.cleaned_data.get("q") or ""):
        prices = prices.filter(_matches(text, member))
    own = OwnPartNumber.objects.filter(company=member.company, product=OuterRef("product"))
    prices = prices.with_acceptance().select_related("product__manufacturer")
    prices = prices.annotate(own_number=Subquery(own.values("number")[:1]))
    return form, prices.order_by("bid__valid_to", "bid__number", "product__sku", "pk")


def _matches(text: str, member: Member) -> Q:
    """In whose BID or name this text is, or whose number it is."""
    found = Q(bid__number__icontains=text) | Q(bid__end_customer__icontains=text) | Q(product__name__icontains=text)
    return found | Q(product__in=products_numbered(text, member.company))


def rows_of(prices: Sequence[BidPrice], currency: str, *, on: date) -> list[dict[str, object]]:
    """What the page shows of each."""
    return [
        {
            "bid": price.bid,
            "product": price.product,
            "own_number": price.own_number,  # type: ignore[attr-defined]
            "price": from_minor(price.price_minor, currency),
            "left": price.left,
            "quantity": price.quantity,
            "terms": terms_of(price),
            "status": status_of(price, on=on),
        }
        for price in prices
    ]


def terms_of(price: BidPrice) -> str:
    """How the company stands to the manufacturer's terms."""
    if not price.bid.terms:
        return _("none")
    return _("accepted") if price.is_accepted else _("to be accepted")


def status_of(price: BidPrice, *, on: date) -> tuple[str, str]:
    """Kind and words of whether one can buy at it on a day, and if not, why."""
    if on > price.bid.valid_to:
        return "out", _("ended")
    if on < price.bid.valid_from:
        return "expected", _("from %(day)s") % {"day": formats.day(price.bid.valid_from)}
    if not price.left:
        return "out", _("nothing left")
    return "in-stock", _("valid")


def export_heads() -> list[str]:
    """The columns of the export."""
    return [
        *(_("BID"), _("End customer"), _("SKU"), _("MPN"), _("Own part number"), _("Manufacturer"), _("Name")),
        *(_("BID price"), _("Currency"), _("Left"), _("Agreed"), _("First day"), _("Last day"), _("Terms")),
    ]


def export_rows(prices: BidPriceQuerySet, currency: str) -> Iterator[Sequence[Cell]]:
    """The listed products with their BIDs, read in portions."""
    for price in prices.iterator(chunk_size=2000):
        bid, product = price.bid, price.product
        yield [
            *(bid.number, bid.end_customer, product.sku, product.mpn, price.own_number or ""),  # type: ignore[attr-defined]
            *(product.manufacturer.name, product.name, from_minor(price.price_minor, currency), currency),
            *(price.left, price.quantity, bid.valid_from, bid.valid_to, terms_of(price)),
        ]
