"""The company's activity as people read it: filtered, each row a sentence in the reader's language (ACC-17)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import company_changes
from accounts.factors import Way
from accounts.models import Activity, ActivityKind, Member
from accounts.models.activity import ActivityQuerySet
from accounts.people_forms import ActivityFilter
from accounts.privileges import Privilege, Role
from common.spreadsheets import Cell

SENTENCES = {
    ActivityKind.SIGNED_IN: gettext_lazy("Signed in"),
    ActivityKind.USER_ADDED: gettext_lazy("Added %(name)s (%(email)s) as %(role)s"),
    ActivityKind.INVITED_AGAIN: gettext_lazy("Sent the invitation of %(name)s again"),
    ActivityKind.JOINED: gettext_lazy("Accepted the invitation"),
    ActivityKind.USER_EDITED: gettext_lazy("Edited the details of %(name)s"),
    ActivityKind.EMAIL_CHANGED: gettext_lazy("Changed the e-mail address of %(name)s from %(old)s to %(new)s"),
    ActivityKind.RIGHTS_CHANGED: gettext_lazy("Changed what %(name)s may do, from %(before)s to %(after)s"),
    ActivityKind.USER_DISABLED: gettext_lazy("Disabled %(name)s"),
    ActivityKind.USER_ENABLED: gettext_lazy("Enabled %(name)s"),
    ActivityKind.USER_LOCKED: gettext_lazy("Locked %(name)s after too many wrong passwords"),
    ActivityKind.USER_UNLOCKED: gettext_lazy("Unlocked %(name)s"),
    ActivityKind.USER_DELETED: gettext_lazy("Deleted %(name)s (%(email)s)"),
    ActivityKind.PASSWORD_LINK_SENT: gettext_lazy("Sent %(name)s a link for a new password"),
    ActivityKind.PASSWORD_CHOSEN: gettext_lazy("Chose a password by the link"),
    ActivityKind.MAIL_ADDRESS_CONFIRMED: gettext_lazy("Confirmed %(email)s for the mails of %(name)s"),
    ActivityKind.MAIL_ADDRESS_REMOVED: gettext_lazy("Took %(email)s off the mails of %(name)s"),
    ActivityKind.FACTOR_ADDED: gettext_lazy("Set up a second factor: %(way)s"),
    ActivityKind.FACTOR_REMOVED: gettext_lazy("Removed a second factor: %(way)s"),
    ActivityKind.FACTOR_RESET: gettext_lazy("Reset the second factor of %(name)s"),
    ActivityKind.FACTOR_REQUIRED: gettext_lazy("Required a second factor of everybody"),
    ActivityKind.FACTOR_OPTIONAL: gettext_lazy("Required a second factor no longer"),
    ActivityKind.END_CUSTOMER_ADDED: gettext_lazy("Added the end customer %(name)s"),
    ActivityKind.END_CUSTOMER_EDITED: gettext_lazy("Edited the end customer %(name)s"),
    ActivityKind.END_CUSTOMER_REMOVED: gettext_lazy("Removed the end customer %(name)s"),
    ActivityKind.END_CUSTOMER_REFUSED: gettext_lazy("Refused the end customer %(name)s: %(reason)s"),
    ActivityKind.APPLICATION_APPROVED: gettext_lazy("Approved the application %(reference)s"),
    ActivityKind.ACCESS_ASKED: gettext_lazy("%(name)s (%(email)s) asked for access"),
    ActivityKind.ACCESS_DECLINED: gettext_lazy("Declined access for %(name)s (%(email)s)"),
    ActivityKind.SERVICE_REMOVED: gettext_lazy("Switched off “%(service)s” for the company: %(reason)s"),
    ActivityKind.SERVICE_RESTORED: gettext_lazy("Restored “%(service)s” for the company"),
    ActivityKind.STOCKIST_REPORTED: gettext_lazy("Reported the approval %(number)s as stockist"),
    ActivityKind.STOCKIST_CONFIRMED: gettext_lazy("Confirmed the approval %(number)s as stockist, %(period)s"),
    ActivityKind.STOCKIST_REFUSED: gettext_lazy("Refused the reported approval %(number)s as stockist: %(reason)s"),
    ActivityKind.ACCESS_REVIEWED: gettext_lazy("Finished the access review of %(count)s users"),
    ActivityKind.PART_NUMBER_ADDED: gettext_lazy("Gave %(sku)s the own part number %(number)s"),
    ActivityKind.PART_NUMBER_CHANGED: gettext_lazy(
        "Changed an own part number from %(old_number)s for %(old_sku)s to %(number)s for %(sku)s"
    ),
    ActivityKind.PART_NUMBER_REMOVED: gettext_lazy("Removed the own part number %(number)s of %(sku)s"),
    ActivityKind.PART_NUMBERS_IMPORTED: gettext_lazy("Imported own part numbers: %(added)s added, %(changed)s changed"),
    ActivityKind.BID_TERMS_ACCEPTED: gettext_lazy("Accepted the terms of BID %(number)s"),
    ActivityKind.FEED_ADDRESS_MADE: gettext_lazy("Made an address for their price feed"),
    ActivityKind.FEED_ADDRESS_RENEWED: gettext_lazy("Renewed the address of their price feed"),
    ActivityKind.FEED_ADDRESS_WITHDRAWN: gettext_lazy("Withdrew the address of the price feed of %(name)s"),
    ActivityKind.ORDER_PLACED: gettext_lazy("Placed order %(number)s"),
}


@dataclass(frozen=True)
class ActivityListing:
    """A filter that was asked for, and what a member sees through it."""

    form: ActivityFilter
    member: Member

    def rows(self) -> ActivityQuerySet:
        """Newest first; a filter with an error lists what its other fields say."""
        wanted: dict[str, Any] = self.form.cleaned_data
        rows = Activity.objects.visible_to(self.member).select_related("actor", "asked_by", "subject")
        if kind := wanted.get("kind"):
            rows = rows.filter(kind=kind)
        if person := wanted.get("person"):
            rows = rows.concerning(person.user_id)
        return rows.between(self._start(wanted.get("first")), self._start(wanted.get("last"), days=1))

    def _start(self, day: date | None, *, days: int = 0) -> datetime | None:
        """Midnight on the market's clock."""
        zone = self.member.company.market.zone
        return datetime.combine(day + timedelta(days=days), time.min, zone) if day else None


def listing_of(query: QueryDict, member: Member) -> ActivityListing:
    """The listing that a query string asks for."""
    form = ActivityFilter(query, member=member)
    form.is_valid()
    return ActivityListing(form, member)


def sentence_of(activity: Activity) -> str:
    """What was done, in the active language."""
    if activity.kind == ActivityKind.COMPANY_CHANGED:
        return company_changes.sentence_of(activity.facts)
    facts = company_changes.in_words(activity.facts)
    for name in ("role", "before", "after"):
        if facts.get(name) in Role:
            facts[name] = Role(facts[name]).label
    if facts.get("way") in Way:
        facts["way"] = Way(facts["way"]).label
    return str(SENTENCES[ActivityKind(activity.kind)]) % facts


def details_of(activity: Activity) -> list[str]:
    """What a change gave and took, one sentence each."""
    details = []
    if gained := labels_of(activity.facts.get("gained", [])):
        details.append(_("Gained: %(privileges)s") % {"privileges": gained})
    if lost := labels_of(activity.facts.get("lost", [])):
        details.append(_("Lost: %(privileges)s") % {"privileges": lost})
    return [*details, *company_changes.details_of(activity.facts)]


def labels_of(privileges: Iterable[str]) -> str:
    """Privileges as people read them, in one line."""
    return ", ".join(str(Privilege(each).label) for each in privileges if each in Privilege)


def actor_of(activity: Activity) -> str:
    """Who did it, and for staff at whose request."""
    if activity.actor is None:
        return _("The portal")
    if activity.asked_by is not None:
        return _("%(staff)s (staff), asked by %(administrator)s") % {
            "staff": activity.actor,
            "administrator": activity.asked_by,
        }
    return _("%(staff)s (staff)") % {"staff": activity.actor} if activity.actor.is_staff else str(activity.actor)


def export_heads() -> list[str]:
    return [_("Time"), _("Who"), _("Asked by"), _("Kind"), _("What"), _("Details"), _("Network address")]


def export_rows(listing: ActivityListing) -> Iterator[Sequence[Cell]]:
    """The listed rows, read in portions."""
    for activity in listing.rows().iterator(chunk_size=2000):
        yield [
            activity.at,
            str(activity.actor) if activity.actor else _("The portal"),
            str(activity.asked_by) if activity.asked_by else "",
            str(activity.get_kind_display()),
            sentence_of(activity),
            " ".join(details_of(activity)),
            activity.address or "",
        ]
