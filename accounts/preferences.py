"""Which mails a member wants: per kind on or off, to which address, and reports daily or weekly (ACC-24).

Preferences belong to a member, not to a person: a kind concerns one company, and a person in two may want different
things there. Whatever is chosen, everything stays in the portal's own list. What concerns the account itself (links,
lockouts, passwords) is no kind to choose: it always goes to the person's own address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import Refused
from accounts.models import NEEDED_FOR, Frequency, Member, NotificationKind, NotificationPreference

Kind = NotificationKind

REPORTS = frozenset({Kind.BACKORDER_REPORT})

# What the portal sends, in words; a kind joins when something sends it.
TELLS = {
    Kind.ORDER_CONFIRMATION: gettext_lazy("An order of yours is placed, held, released or refused."),
    Kind.SHIPMENT: gettext_lazy("Something of an order of yours is on its way, with its tracking number."),
    Kind.BACKORDER: gettext_lazy("What an order of yours waits for has arrived, or is canceled."),
    Kind.BACKORDER_REPORT: gettext_lazy(
        "All that your company waits for, when it is expected and what moved. Nothing comes while nothing is awaited."
    ),
    Kind.STOCK_WATCH: gettext_lazy("A product that you watch came into stock, ran out, or is expected on another day."),
    Kind.PRICE_WATCH: gettext_lazy("The price of a product that you watch has changed."),
    Kind.PRICE_FEED: gettext_lazy("Your price feed is ready, as often as you chose on its page."),
}


class KindNotOffered(Refused):
    """A kind that the portal does not send, or not to somebody with these privileges."""

    def __str__(self) -> str:
        return _("Some of these mails are not yours to choose any more: your privileges were changed. Look again.")


class AddressGone(Refused):
    """The address that was chosen is none of the member's: it was removed meanwhile."""

    def __str__(self) -> str:
        return _("One of the addresses was removed meanwhile. Choose again.")


@dataclass(frozen=True)
class Wish:
    """What a member wants for one kind; `address` is the id of one of their other addresses, None their own."""

    by_email: bool
    frequency: str = Frequency.WEEKLY
    address: int | None = None


@dataclass(frozen=True)
class Delivery:
    """Whether a mail goes out now, and where to."""

    by_email: bool
    email: str


def kinds_for(member: Member) -> list[NotificationKind]:
    """The kinds that a member can get with the privileges they have now."""
    return [kind for kind in TELLS if member.may(NEEDED_FOR[kind])]


def preferences_of(member: Member) -> dict[NotificationKind, NotificationPreference]:
    """What a member wants for each kind they can get: what they chose, else as the portal begins."""
    chosen = {Kind(each.kind): each for each in member.preferences.all()}
    return {kind: chosen.get(kind) or NotificationPreference(member=member, kind=kind) for kind in kinds_for(member)}


@transaction.atomic
def change(member: Member, wishes: Mapping[NotificationKind, Wish]) -> None:
    """Keep what a member wants; kinds that are not named stay as they are.

    An address that waits to be confirmed may be chosen: until it is, mails go to their own. Raises KindNotOffered,
    AddressGone.
    """
    if not wishes.keys() <= set(kinds_for(member)):
        raise KindNotOffered
    wanted = {wish.address for wish in wishes.values() if wish.address is not None}
    theirs = member.mail_addresses.select_for_update().filter(pk__in=wanted).values_list("pk", flat=True)
    if set(theirs) != wanted:
        raise AddressGone
    NotificationPreference.objects.bulk_create(
        (
            NotificationPreference(
                member=member,
                kind=kind,
                by_email=wish.by_email,
                frequency=wish.frequency,
                address_id=wish.address,
            )
            for kind, wish in wishes.items()
        ),
        update_conflicts=True,
        unique_fields=["member", "kind"],
        update_fields=["by_email", "frequency", "address"],
    )


def deliveries_to(members: Sequence[Member], kind: NotificationKind) -> dict[int, Delivery]:
    """How each member gets a kind by mail now, by the member's id, in one query whatever their number."""
    chosen = _chosen_by(members, kind) if kind in TELLS else {}
    return {member.pk: _delivery(member, chosen.get(member.pk)) for member in members}


def at_frequency(members: Iterable[Member], kind: NotificationKind, frequency: Frequency) -> list[Member]:
    """Those of the members who may have a report and want it this often; by mail or in the portal's list alone."""
    allowed = [member for member in members if member.has_access() and member.may(NEEDED_FOR[kind])]
    chosen = _chosen_by(allowed, kind)
    as_begun = NotificationPreference(kind=kind)
    return [member for member in allowed if chosen.get(member.pk, as_begun).frequency == frequency]


def _chosen_by(members: Iterable[Member], kind: NotificationKind) -> dict[int, NotificationPreference]:
    rows = NotificationPreference.objects.filter(member__in=[member.pk for member in members], kind=kind)
    return {row.member_id: row for row in rows.select_related("address")}


def _delivery(member: Member, chosen: NotificationPreference | None) -> Delivery:
    if chosen is None:
        return Delivery(True, member.user.email)
    confirmed = chosen.address is not None and chosen.address.is_confirmed
    return Delivery(chosen.by_email, chosen.address.email if confirmed and chosen.address else member.user.email)
