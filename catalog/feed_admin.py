"""The staff's list of price feeds: who fetches prices at an address, and the button that withdraws it (CAT-9)."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access import user_of
from catalog.for_reading import ForReading
from catalog.models import PriceFeed
from catalog.price_lists import feeding


@admin.register(PriceFeed)
class PriceFeedAdmin(ForReading, admin.ModelAdmin[PriceFeed]):
    """Addresses are kept as hashes alone, so that nobody here can fetch prices by one."""

    fields = ("member", "company", "kind", "mail", "address_made_at", "fetched_at", "asked_on", "mailed_on")
    list_display = ("member", "company", "kind", "mail", "address_made_at", "fetched_at")
    list_select_related = ("company", "member__user", "member__company")
    list_filter = ("company__market", ("address_made_at", admin.EmptyFieldListFilter), "mail")
    search_fields = ("company__name", "company__customer_number", "member__user__email")
    search_help_text = _("Company, customer number or e-mail address")
    show_full_result_count = False
    ordering = ("-address_made_at", "pk")
    actions = ("withdraw",)

    @admin.action(description=_("Withdraw the addresses: they answer nobody from now on"), permissions=["withdrawal"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[PriceFeed]) -> None:
        """Take addresses away that fell into the wrong hands; their members are told, and may make others."""
        by, now = user_of(request), timezone.now()
        count = sum(feeding.withdraw_address(feed.member, by=by, now=now) for feed in chosen.select_related("member"))
        sentence = ngettext("%d address is withdrawn.", "%d addresses are withdrawn.", count) % count
        self.message_user(request, sentence, messages.SUCCESS if count else messages.WARNING)

    def has_withdrawal_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.change_pricefeed")
