"""Input about oneself: how one is called and reached, and what is mailed (ACC-16, ACC-24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from babel.core import get_global
from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import get_language_info, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts import own_profile, preferences
from accounts.acting import Refused
from accounts.models import Frequency, MailAddress, Member, NotificationKind, User
from accounts.models.member import TIME_ZONES, Density, Theme
from accounts.preferences import REPORTS, TELLS, Wish
from common.forms import MailAddressField

AREAS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
OTHER_NAMES = get_global("zone_aliases")  # Asia/Calcutta is Asia/Kolkata
PLACES = sorted(zone for zone in TIME_ZONES if zone.split("/")[0] in AREAS and OTHER_NAMES.get(zone) not in TIME_ZONES)


class ProfileForm(forms.Form):
    """One's own data. What a company has blocked is shown to be read, with who changes it.

    `member` is who one is in the company one acts for; None for staff. Call `submit`, then `errors` say what is wrong.
    """

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("Of the portal and of your mails."))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("In which times are shown to you. What is promised is reckoned on the warehouse's clock."),
    )
    density = forms.ChoiceField(label=_("Rows"), choices=Density.choices)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)

    def __init__(self, data: Any = None, *, user: User, member: Member | None, **kwargs: Any) -> None:
        now = {name: getattr(user, name) for name in own_profile.FIELDS}
        super().__init__(data, initial=now | kwargs.pop("initial", {}), **kwargs)
        self.user, self.member = user, member
        self.fields["language"].choices = languages_for(user, member)  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = time_zones_for(user, member)  # type: ignore[attr-defined]
        for name, sentence in own_profile.blocked_fields(user).items():
            self.fields[name].widget.attrs["readonly"] = True
            self.fields[name].help_text = sentence

    def submit(self, *, now: datetime) -> bool:
        """Save what was typed; False where it is not valid or not theirs to change, said beside the field."""
        if not self.is_valid():
            return False
        try:
            own_profile.change(self.user, self.cleaned_data, member=self.member, now=now)
        except own_profile.FieldBlocked as refusal:
            self.add_error(refusal.field, str(refusal))
            return False
        return True


@dataclass(frozen=True)
class Row:
    """One kind of mail in the form: `frequency` for reports, `to` where there is an address to choose."""

    label: str
    tells: str
    by_email: BoundField
    frequency: BoundField | None
    to: BoundField | None


class PreferencesForm(forms.Form):
    """Which mails a member wants; only kinds that they can get. `drawn` are the kinds that the page showed."""

    drawn = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, member: Member, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.member = member
        self.kinds = preferences.preferences_of(member)
        self.addresses = list(member.mail_addresses.all())
        self.fields["drawn"].initial = ",".join(self.kinds)
        for kind, chosen in self.kinds.items():
            self.fields[f"{kind}-email"] = _named(
                forms.BooleanField(required=False, initial=chosen.by_email), gettext("E-mail: %(kind)s"), kind
            )
            if kind in REPORTS:
                frequency = forms.ChoiceField(required=False, choices=Frequency.choices, initial=chosen.frequency)
                self.fields[f"{kind}-frequency"] = _named(frequency, gettext("How often: %(kind)s"), kind)
            if self.addresses:
                to = forms.ChoiceField(required=False, choices=self._addresses(), initial=chosen.address_id or "")
                self.fields[f"{kind}-to"] = _named(to, gettext("To: %(kind)s"), kind)

    def rows(self) -> Iterator[Row]:
        for kind in self.kinds:
            yield Row(
                label=str(kind.label),
                tells=str(TELLS[kind]),
                by_email=self[f"{kind}-email"],
                frequency=self[f"{kind}-frequency"] if kind in REPORTS else None,
                to=self[f"{kind}-to"] if self.addresses else None,
            )

    def wishes(self) -> dict[NotificationKind, Wish]:
        """What was chosen for the kinds that the page showed. Raises KindNotOffered."""
        drawn = [kind for kind in self.cleaned_data["drawn"].split(",") if kind]
        if not set(drawn) <= {kind.value for kind in self.kinds}:
            raise preferences.KindNotOffered
        return {
            kind: Wish(
                by_email=self.cleaned_data[f"{kind}-email"],
                frequency=self.cleaned_data.get(f"{kind}-frequency") or chosen.frequency,
                address=int(self.cleaned_data.get(f"{kind}-to") or 0) or None,
            )
            for kind, chosen in self.kinds.items()
            if kind in drawn
        }

    def submit(self) -> bool:
        """Keep what was chosen; False where something of it cannot be chosen any more, with a sentence."""
        if not self.is_valid():
            return False
        try:
            preferences.change(self.member, self.wishes())
        except Refused as refusal:
            self.add_error(None, str(refusal))
            return False
        return True

    def _addresses(self) -> list[tuple[Any, str]]:
        return [("", self.member.user.email), *((each.pk, _written(each)) for each in self.addresses)]


class MailAddressForm(forms.Form):
    email = MailAddressField(label=_("Another e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


def _named(field: Any, pattern: str, kind: NotificationKind) -> Any:
    """Give a field in a table the label that its row and column amount to."""
    field.label = pattern % {"kind": kind.label}
    field.widget.attrs |= {"aria-label": field.label} | (
        {"class": "input"} if isinstance(field, forms.ChoiceField) else {}
    )
    return field


def _written(address: MailAddress) -> str:
    if address.is_confirmed:
        return address.email
    return gettext("%(email)s, waiting to be confirmed") % {"email": address.email}


def languages_for(user: User, member: Member | None) -> list[tuple[str, str]]:
    """Those of one's market in their own names, and the one that was chosen before."""
    codes = member.company.market.offered_languages() if member else settings.LANGUAGES_OFFERED
    kept = [user.language] if user.language and user.language not in codes else []
    named = [(code, get_language_info(code)["name_local"].capitalize()) for code in [*codes, *kept]]
    return [("", pgettext("language", "As the market has it")), *named]


def time_zones_for(user: User, member: Member | None) -> list[tuple[str, Any]]:
    """Places by continent, after the market's clock."""
    zone = member.company.market.time_zone if member else settings.TIME_ZONE
    places = PLACES if not user.time_zone or user.time_zone in PLACES else [*PLACES, user.time_zone]
    groups = groupby(places, key=lambda place: place.split("/")[0])
    first = gettext("As the market has it: %(place)s") % {"place": _place(zone)}
    return [
        ("", first),
        *((str(AREAS.get(area, area)), [(each, _place(each)) for each in group]) for area, group in groups),
    ]


def _place(zone: str) -> str:
    """Europe/Stockholm as people write it."""
    return ", ".join(reversed(zone.replace("_", " ").split("/")[1:])) or zone
