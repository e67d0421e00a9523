"""People who sign in."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import challenging, factors, locking, recording, searching, second_factor
from accounts.access import user_of
from accounts.acting import Actor, Refused
from accounts.models import ActivityKind, Member, User
from accounts.profile_forms import languages_for, time_zones_for

LOCKOUT = ("failed_logins", "locked_at", "unlock_asked_at")
FIRST_SIGN_IN = ("set_up_at", "must_choose_password", "challenge_question")
ONLY_BY_SUPERUSERS = ("is_staff", "is_superuser", "groups", "user_permissions")
OF_A_MEMBER = ("email", "username", "name", "phone")


def belongs_to_a_company(user: User) -> bool:
    return Member.objects.present().filter(user=user).exists()


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "username", "name")

    def clean_username(self) -> str | None:  # type: ignore[override]
        """Most have none; the constraint compares those that were assigned."""
        return self.cleaned_data["username"] or None


class ChangedUserForm(UserChangeForm):
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"language": languages_for(self.instance, None), "time_zone": time_zones_for(self.instance, None)}
        for name in choices.keys() & self.fields.keys():
            self.fields[name].choices = choices[name]  # type: ignore[attr-defined]


class LockedFilter(admin.SimpleListFilter):
    title = _("locked")
    parameter_name = "locked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(locked_at__isnull=self.value() == "no")


class MembershipInline(admin.TabularInline[Member, User]):
    model = Member
    extra = 0
    fields = readonly_fields = ("company", "role", "is_enabled", "is_invited")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    form = ChangedUserForm
    add_form = NewUserForm
    list_display = ("email", "name", "username", "companies", "is_active", "locked_at", "is_staff", "last_login")
    list_filter = (LockedFilter, "is_staff", "is_active")
    search_fields = ("email", "username", "name")
    search_help_text = searching.PEOPLE
    ordering = ("email",)
    show_full_result_count = False
    readonly_fields = ("last_login", "date_joined", *LOCKOUT, *FIRST_SIGN_IN)
    actions = ("unlock",)
    change_form_template = "admin/accounts/user/form.html"
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email", "username", "password")}),
        (_("Person"), {"fields": ("name", "phone", "language", "time_zone", "density", "theme")}),
        (_("Rights"), {"fields": ("is_active", *ONLY_BY_SUPERUSERS)}),
        (_("Times"), {"fields": ("last_login", "date_joined", *LOCKOUT)}),
        (_("First sign-in"), {"fields": FIRST_SIGN_IN}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": (*NewUserForm.Meta.fields, "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes staff. Who belongs to a company is changed there, with the company's trail."""
        fields = self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *ONLY_BY_SUPERUSERS)
        if obj is None or not belongs_to_a_company(obj):
            return fields
        return (*fields, *OF_A_MEMBER) if request.user.is_superuser else (*fields, *OF_A_MEMBER, "is_active")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Whoever may not set a password is shown none: members get a link, from the page of the member."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self._may_set_password(request, obj):
            return fieldsets
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "password"]})
            for name, options in fieldsets
        ]

    def _may_set_password(self, request: HttpRequest, user: User) -> bool:
        return request.user.is_superuser or not belongs_to_a_company(user)

    @admin.display(description=_("company"))
    def companies(self, user: User) -> str:
        return ", ".join(member.company.name for member in user.memberships.all() if not member.deleted_at) or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__company")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Members choose their own: the desk sends them a link instead. A superuser can, should all else fail."""
        user = self.get_object(request, id)
        if user is not None and not self._may_set_password(request, user):
            raise PermissionDenied
        answer = super().user_change_password(request, id, form_url)
        is_given = request.method == "POST" and answer.status_code == HTTPStatus.FOUND and user != request.user
        if user is not None and is_given:
            User.objects.filter(pk=user.pk).update(must_choose_password=True)
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A superuser who disables a person everywhere is in the activity of each company.

        Whoever gets a password from the desk chooses their own before all else (ACC-4).
        """
        if not change:
            obj.must_choose_password = obj.has_usable_password()
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            kind = ActivityKind.USER_ENABLED if obj.is_active else ActivityKind.USER_DISABLED
            by = user_of(request)
            for member in Member.objects.present().filter(user=obj).select_related("company"):
                recording.note(member.company, kind, by=by, about=obj, facts={"name": obj.name}, now=timezone.now())

    @admin.display(description=_("challenge question"))
    def challenge_question(self, user: User) -> str:
        """Whether there is one; what it asks is the user's own affair."""
        return gettext("Chosen") if challenging.question_of(user) else gettext("Not chosen yet")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Staff change people of companies and themselves; other staff are changed by a superuser."""
        is_above = obj is not None and obj.is_staff and obj != request.user and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Users are disabled: what they did stays under their name."""
        return False

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else ()

    @admin.action(description=_("Unlock"), permissions=["change"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            self._unlock(request, user)

    def get_urls(self) -> list[URLPattern]:
        buttons = {"unlocking": self.unlocking, "resetting": self.resetting}
        return [
            *(
                path(f"<int:pk>/{name}/", self.admin_site.admin_view(require_POST(view)), name=f"accounts_user_{name}")
                for name, view in buttons.items()
            ),
            *super().get_urls(),
        ]

    def unlocking(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The button of the user's page."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        self._unlock(request, user)
        return redirect("admin:accounts_user_change", pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        user = self.get_object(request, object_id)
        is_reset_here = user is not None and user != request.user and not belongs_to_a_company(user)
        can_reset = is_reset_here and user is not None and factors.has_one(user)
        of_companies = Member.objects.present().filter(user=user).select_related("company") if user else ()
        context = {"can_reset": can_reset, "of_companies": of_companies}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def resetting(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a second factor away that was lost; of people in companies on the member's page, with its trail."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user) or belongs_to_a_company(user):
            raise PermissionDenied
        try:
            second_factor.reset_user(user, by=user_of(request), now=timezone.now())
            sentence = gettext("%(name)s has no second factor any more.") % {"name": user}
            self.message_user(request, sentence, messages.SUCCESS)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return redirect("admin:accounts_user_change", pk)

    def _unlock(self, request: HttpRequest, user: User) -> None:
        """Press the verb and say what came of it; staff above are unlocked by a superuser."""
        try:
            if not self.has_change_permission(request, user):
                raise locking.NotAnAdministrator
            locking.unlock_at_desk(user, by=Actor.staff(user_of(request)), now=timezone.now())
            self.message_user(request, gettext("%(user)s can sign in again.") % {"user": user}, messages.SUCCESS)
        except locking.CannotUnlock as refusal:
            self.message_user(request, f"{user}: {refusal}", messages.ERROR)
