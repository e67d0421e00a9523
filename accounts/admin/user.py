"""People who sign in."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, User

ONLY_BY_SUPERUSERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "username", "name")

    def clean_username(self) -> str | None:  # type: ignore[override]
        """Most have none; the constraint compares those that were assigned."""
        return self.cleaned_data["username"] or None


class ChangedUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}


class MembershipInline(admin.TabularInline[Member, User]):
    model = Member
    extra = 0
    fields = ("company", "role", "is_enabled")
    readonly_fields = ("company", "role")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    form = ChangedUserForm
    add_form = NewUserForm
    list_display = ("email", "name", "username", "is_active", "is_staff", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "username", "name")
    ordering = ("email",)
    show_full_result_count = False
    readonly_fields = ("last_login", "date_joined")
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email", "username", "password")}),
        (_("Person"), {"fields": ("name", "phone", "language", "time_zone", "density", "theme")}),
        (_("Rights"), {"fields": ("is_active", *ONLY_BY_SUPERUSERS)}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": (*NewUserForm.Meta.fields, "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes staff."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *ONLY_BY_SUPERUSERS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Staff change people of companies and themselves; other staff are changed by a superuser."""
        is_above = obj is not None and obj.is_staff and obj != request.user and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Users are disabled: what they did stays under their name."""
        return False

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else ()
