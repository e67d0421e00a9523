"""Certifications that companies added: looked at, and confirmed before they count (ACC-19, CAT-7)."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import certifying
from accounts.access import user_of
from accounts.admin.only_looked_at import OnlyLookedAt
from accounts.models import CompanyCertification


@admin.register(CompanyCertification)
class CompanyCertificationAdmin(OnlyLookedAt, admin.ModelAdmin[CompanyCertification]):
    """They are changed on their company's page."""

    list_display = ("company", "manufacturer", "name", "number", "valid_until", "confirmed_at", "confirmed_by")
    list_select_related = ("company", "confirmed_by")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter),)
    search_fields = ("company__name", "company__customer_number", "manufacturer", "name", "number")
    show_full_result_count = False
    actions = ("confirm",)

    @admin.action(description=_("Confirm: they count from now on"), permissions=["change"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[CompanyCertification]) -> None:
        count = certifying.confirm(chosen, by=user_of(request), now=timezone.now())
        sentence = ngettext("%d certification is confirmed.", "%d certifications are confirmed.", count) % count
        self.message_user(request, sentence, messages.SUCCESS)
