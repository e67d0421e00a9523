"""The staff's list of companies for which every product is on request (CAT-5)."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalog.for_reading import ForReading
from catalog.models import CompanyPriceList, UnpricedCompany


@admin.register(UnpricedCompany)
class UnpricedCompanyAdmin(ForReading, admin.ModelAdmin[UnpricedCompany]):
    """A row goes by itself as soon as one product has a price for the company."""

    list_display = ("company", "market", "found_at", "price_list")
    list_select_related = ("company__market", "company__price_list_choice__price_list")
    list_filter = ("company__market",)
    search_fields = ("company__name", "company__customer_number")
    show_full_result_count = False
    fields = ("company", "market", "found_at", "price_list")

    @admin.display(description=_("Market"))
    def market(self, unpriced: UnpricedCompany) -> str:
        return str(unpriced.company.market)

    @admin.display(description=_("Price list"))
    def price_list(self, unpriced: UnpricedCompany) -> SafeString:
        """The list that the company buys by, or where one is chosen for it."""
        chosen = CompanyPriceList.objects.filter(company=unpriced.company_id).select_related("price_list").first()
        if chosen is None:
            address = f"{reverse('admin:catalog_companypricelist_add')}?company={unpriced.company_id}"
            return format_html('<a href="{}">{}</a>', address, _("Choose a price list"))
        address = reverse("admin:catalog_pricelist_change", args=[chosen.price_list_id])
        return format_html('<a href="{}">{}</a>', address, chosen.price_list)
