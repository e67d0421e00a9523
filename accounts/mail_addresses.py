"""Other addresses for mails: added, confirmed by a link that works once, and taken off again (ACC-24).

Nothing but that link is sent to an address before whoever reads it has pressed the button behind it.
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import notifying, recording
from accounts.acting import Refused
from accounts.models import ActivityKind, MailAddress, Member, Notification, User
from accounts.private_links import LinkVoid, PrivateLinks
from markets.context import language_for

LINKS = PrivateLinks("accounts.mail_addresses")
TEMPLATE = "accounts/mail_address"
A_DAY = timedelta(days=1)


class OwnAddress(Refused):
    def __str__(self) -> str:
        return _("This is your own address. Mails go there anyway.")


class AddressThere(Refused):
    def __str__(self) -> str:
        return _("This address is in your list already.")


class TooManyAddresses(Refused):
    def __str__(self) -> str:
        number = settings.MAIL_ADDRESSES
        return ngettext(
            "You can have %(number)d other address. Remove it first.",
            "You can have %(number)d other addresses. Remove one first.",
            number,
        ) % {"number": number}


class TooManyLinks(Refused):
    def __str__(self) -> str:
        return _("Too many links were sent for you today. Try again tomorrow.")


class ConfirmedAlready(Refused):
    def __str__(self) -> str:
        return _("This address is confirmed already.")


@transaction.atomic
def add(member: Member, email: str, *, now: datetime) -> MailAddress:
    """Mail a link to another address of a member. Raises OwnAddress, AddressThere, TooManyAddresses, TooManyLinks."""
    user = User.objects.select_for_update().get(pk=member.user_id)
    email = email.lower()
    if email == user.email:
        raise OwnAddress
    theirs = list(member.mail_addresses.values_list("email", flat=True))
    if email in theirs:
        raise AddressThere
    if len(theirs) >= settings.MAIL_ADDRESSES:
        raise TooManyAddresses
    _check_links(user, now)
    address = MailAddress(member=member, email=email)
    return _send(address, now)


@transaction.atomic
def send_again(address: MailAddress, *, now: datetime) -> MailAddress:
    """Mail a fresh link; the one before is void. Raises ConfirmedAlready, TooManyLinks."""
    _check_links(User.objects.select_for_update().get(pk=address.member.user_id), now)
    address = MailAddress.objects.locked().get(pk=address.pk)
    if address.is_confirmed:
        raise ConfirmedAlready
    address.key = uuid.uuid4()
    return _send(address, now)


@transaction.atomic
def remove(address: MailAddress, *, now: datetime) -> None:
    """Take an address off: what was to go there goes to the member's own, also what waits to be sent."""
    found = MailAddress.objects.locked().filter(pk=address.pk).first()
    if found is None:
        return
    address, member, email = found, found.member, found.email
    waiting = Notification.objects.unsent().filter(user=member.user_id, email=email)
    waiting.filter(company=member.company_id).update(email=member.user.email)
    waiting.filter(template=TEMPLATE, facts__mail_address=address.pk).update(by_email=False)
    was_confirmed = address.is_confirmed
    address.delete()
    if was_confirmed:
        _note(member, ActivityKind.MAIL_ADDRESS_REMOVED, email, now)


def link_of(address: MailAddress) -> str:
    """The address of the link, for the mail alone."""
    return settings.PUBLIC_ADDRESS + reverse("accounts:mail_address", kwargs={"token": LINKS.token_of(address)})


def find(token: str, *, now: datetime) -> MailAddress:
    """The address that a link confirms, if it still works. Raises LinkVoid."""
    named = MailAddress.objects.select_related("member__company__market", "member__user")
    return _working(named.filter(LINKS.named(token)).first(), now)


@transaction.atomic
def confirm(token: str, *, now: datetime) -> MailAddress:
    """Use a link: from now on mails go there. Raises LinkVoid."""
    address = _working(MailAddress.objects.locked().filter(LINKS.named(token)).first(), now)
    address.confirmed_at = now
    address.save(update_fields=["confirmed_at"])
    _note(address.member, ActivityKind.MAIL_ADDRESS_CONFIRMED, address.email, now)
    return address


def _working(address: MailAddress | None, now: datetime) -> MailAddress:
    if address is None or not address.can_be_confirmed(now) or not address.member.has_access():
        raise LinkVoid
    return address


def _check_links(user: User, now: datetime) -> None:
    """Raises TooManyLinks: whoever adds and removes again and again mails strangers no more than this."""
    sent = Notification.objects.filter(user=user, template=TEMPLATE, created_at__gt=now - A_DAY).count()
    if sent >= settings.MAIL_ADDRESS_LINKS:
        raise TooManyLinks


def _send(address: MailAddress, now: datetime) -> MailAddress:
    address.sent_at, address.valid_until = now, now + timedelta(hours=settings.MAIL_ADDRESS_HOURS)
    address.save()
    member = address.member
    notifying.tell_user(
        member.user,
        key=f"mail-address:{address.key.hex}",
        template=TEMPLATE,
        facts={
            "mail_address": address.pk,
            "email": address.email,
            "company_name": member.company.name,
            "hours": settings.MAIL_ADDRESS_HOURS,
        },
        language=language_for(member.company.market, member.user.language),
        email=address.email,
        link=reverse("accounts:preferences"),
        now=now,
    )
    return address


def _note(member: Member, kind: ActivityKind, email: str, now: datetime) -> None:
    facts = {"name": member.user.name, "email": email}
    recording.note(member.company, kind, by=member.user, about=member.user, facts=facts, now=now)
