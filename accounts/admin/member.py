"""Members: a role fills the boxes, a box changed by hand makes it Custom (ACC-12)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.privileges import Privilege, Role


class MemberForm(forms.ModelForm[Member]):
    privileges = forms.MultipleChoiceField(
        label=_("Privileges"),
        choices=Privilege.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choosing another role fills the boxes as the role has them, unless boxes are changed too."),
    )

    class Meta:
        model = Member
        fields = ("user", "company", "role", "privileges", "is_enabled")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        role = cleaned.get("role")
        if role and role != Role.CUSTOM and "role" in self.changed_data and "privileges" not in self.changed_data:
            self.instance.take_role(Role(role))
        else:
            self.instance.tick(frozenset(cleaned.get("privileges", [])))
        return cleaned | {"role": self.instance.role, "privileges": self.instance.privileges}


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin[Member]):
    form = MemberForm
    list_display = ("user", "company", "role", "is_enabled")
    list_select_related = ("user", "company")
    list_filter = ("role", "is_enabled")
    search_fields = ("user__email", "user__name", "company__name")
    show_full_result_count = False
    autocomplete_fields = ("user", "company")

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> tuple[str, ...]:
        return () if obj is None else ("user", "company")

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        """Members are disabled: what they did stays under their name."""
        return False
