"""What people were told, and mails that were given up."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import notifying
from accounts.models import Notification


@admin.register(Notification)
class NotificationAdmin(admin.ModelAdmin[Notification]):
    list_display = ("key", "email", "kind", "created_at", "sent_at", "attempts", "gave_up_at")
    list_filter = ("kind", ("gave_up_at", admin.EmptyFieldListFilter))
    search_fields = ("email", "key")
    show_full_result_count = False
    list_select_related = ()
    actions = ("send_again",)

    @admin.action(description=_("Try to send again what was given up"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Notification]) -> None:
        count = notifying.send_again(chosen, now=timezone.now())
        sentence = ngettext("%d mail is tried again.", "%d mails are tried again.", count) % count
        self.message_user(request, sentence, messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False
