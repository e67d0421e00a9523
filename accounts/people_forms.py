"""Input about a company's people: who they are, what they may do, and how their lists are filtered."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ActivityKind, Member, User
from accounts.models.member import MemberState
from accounts.privileges import PRESETS, Privilege, Role, role_of
from common.forms import DayField, MailAddressField

# The matrix groups the privileges by what they are for.
GROUPS: tuple[tuple[Any, tuple[Privilege, ...]], ...] = (
    (
        pgettext_lazy("privileges", "Look"),
        (Privilege.VIEW_PRICES, Privilege.VIEW_STOCK, Privilege.DOWNLOAD_PRICE_LISTS),
    ),
    (
        pgettext_lazy("privileges", "Buy"),
        (
            Privilege.KEEP_BASKETS,
            Privilege.SHARE_BASKETS,
            Privilege.PLACE_ORDERS,
            Privilege.VIEW_ORDERS,
            Privilege.MANAGE_QUOTES,
            Privilege.REQUEST_RETURNS,
        ),
    ),
    (pgettext_lazy("privileges", "Money"), (Privilege.VIEW_INVOICES, Privilege.VIEW_STATEMENTS)),
    (pgettext_lazy("privileges", "More"), (Privilege.VIEW_LICENSES, Privilege.USE_API)),
    (pgettext_lazy("privileges", "Run"), (Privilege.APPROVE_ORDERS, Privilege.MANAGE_USERS)),
)


def wanted_rights(role: str, ticked: frozenset[str], *, was: frozenset[str]) -> frozenset[str]:
    """The boxes that are meant: those of a newly chosen role, unless boxes were changed by hand too (ACC-12)."""
    if role in PRESETS and role != role_of(was) and ticked == was:
        return frozenset(PRESETS[role])
    return ticked


class RightsForm(forms.Form):
    """A role that fills the boxes, and the boxes; `was` is what they were when the page was drawn."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_("A role fills the boxes. A box changed by hand makes the role Custom."),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rights: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = role_of(rights)
        self.fields["role"].widget.attrs["data-role"] = True
        self.fields["was"].initial = ",".join(sorted(rights))
        for privilege in Privilege:
            self.fields[privilege.value] = forms.BooleanField(
                label=privilege.label,
                required=False,
                initial=privilege in rights,
                widget=forms.CheckboxInput(attrs={"data-privilege": privilege.value}),
            )

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The boxes, group by group."""
        for label, privileges in GROUPS:
            yield label, [self[privilege.value] for privilege in privileges]

    def was_drawn(self) -> frozenset[str]:
        return boxes_in(self.cleaned_data.get("was", ""))

    def wanted(self) -> frozenset[str]:
        ticked = frozenset(privilege.value for privilege in Privilege if self.cleaned_data.get(privilege.value))
        return wanted_rights(self.cleaned_data.get("role", ""), ticked, was=self.was_drawn())


def boxes_in(text: str) -> frozenset[str]:
    """Privileges as a hidden field names them; what is none of ours is left out."""
    return frozenset(text.split(",")) & frozenset(privilege.value for privilege in Privilege)


class PersonForm(forms.ModelForm[User]):
    """What a person is called, and how one reaches them."""

    class Meta:
        model = User
        fields = ("name", "phone", "username")
        labels = {"username": _("User name")}
        help_texts = {"username": _("To sign in with instead of the address. Most people need none.")}

    def clean_username(self) -> str:
        """Uniqueness is the verb's to say; here only that it is no address."""
        username = self.cleaned_data["username"] or ""
        if "@" in username:
            raise forms.ValidationError(_("A user name holds no @."))
        return str(username)

    def _post_clean(self) -> None:
        """Write nothing into the user: the verb does, behind the company's lock."""


class NewPersonForm(RightsForm):
    """Somebody to invite; without a role chosen they are Basic."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = MailAddressField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        required=False,
        help_text=_("To sign in with instead of the address. Most people need none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, rights=frozenset(PRESETS[Role.BASIC]), **kwargs)
        self.fields["role"].help_text = _("A role fills the boxes. Boxes changed by hand count, whatever the role.")

    clean_username = PersonForm.clean_username


class EmailForm(forms.Form):
    email = MailAddressField(label=_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class PeopleFilter(forms.Form):
    """The filter of the list of users; it stands in the address."""

    is_filter = True

    q = forms.CharField(
        label=_("Name, address or user name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((each.value, each.label) for each in MemberState if each != MemberState.DELETED)],
    )

    use_required_attribute = False


class PersonChoice(forms.ModelChoiceField[Member]):
    def label_from_instance(self, member: Member) -> str:
        return member.shown_name


class ActivityFilter(forms.Form):
    """The filter of the activity list; it stands in the address."""

    is_filter = True

    person = PersonChoice(label=_("Person"), queryset=Member.objects.none(), required=False, empty_label=_("All"))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ActivityKind.choices])
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("to"), required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.visible_to(member).select_related("user").prefetch_related("invitations")
        self.fields["person"].queryset = people.order_by("user__name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day is before the first one."))
        return cleaned
