"""Links by which people choose their own password: when they are invited, and when an administrator sends a new one.

No mail ever holds a password. The link is signed when its mail is written, works once, and dies with the next one.
"""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import challenging, locking, notifying, passwords, recording
from accounts.acting import Actor, Refused, locked_company, locked_member, refuse_own
from accounts.administering import UserNameTaken, check_user_name
from accounts.models import ActivityKind, Company, Invitation, InvitationPurpose, Member, User
from accounts.private_links import LinkVoid, PrivateLinks
from accounts.privileges import Privilege
from markets.context import language_for

LINKS = PrivateLinks("accounts.inviting")


class AlreadyMember(Refused):
    """The company has a user with this address."""

    def __init__(self, member: Member) -> None:
        super().__init__(member)
        self.member = member

    def __str__(self) -> str:
        return _("Your company already has a user with this address.")


class NotInvited(Refused):
    """The user has joined already; what they may need is a new password link."""

    def __str__(self) -> str:
        return _("%(name)s has accepted the invitation already.") % {"name": self.name}

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotYetJoined(Refused):
    """Somebody who has not accepted the invitation needs that link, not one for a new password."""

    def __str__(self) -> str:
        return _("This user has not accepted the invitation yet. Send the invitation again instead.")


@transaction.atomic
def invite(
    company: Company, *, name: str, email: str, username: str, privileges: frozenset[str], by: Actor, now: datetime
) -> Member:
    """Add somebody to the company and mail them a link; they may do nothing before they follow it (ACC-4).

    Somebody who signs in for another company already keeps name, user name and password. Whoever was deleted before
    comes back as the same member. Raises AlreadyMember, UserNameTaken, RequestMissing, PrivilegeMissing.
    """
    company = locked_company(company.pk, by)
    user = User.objects.filter(email=email.lower()).first() or _new_user(email.lower(), name, username)
    member = Member.objects.filter(user=user, company=company).first() or Member(user=user, company=company)
    if member.pk and member.deleted_at is None:
        raise AlreadyMember(member)
    member.tick(privileges)
    member.is_invited, member.is_enabled, member.deleted_at = True, True, None
    member.save()
    _send(member, InvitationPurpose.JOIN, name, by, now)
    rights = {"role": member.role, "privileges": [each.value for each in Privilege if each in privileges]}
    _note(member, ActivityKind.USER_ADDED, by, now, name=name, email=user.email, **rights)
    return member


@transaction.atomic
def invite_again(member: Member, *, by: Actor, now: datetime) -> Invitation:
    """Mail a fresh invitation; the one before is void. Raises NotInvited, Gone, RequestMissing, PrivilegeMissing."""
    member = locked_member(member, by)
    if not member.is_invited:
        raise NotInvited(member.user.name)
    sent = member.invitations.filter(purpose=InvitationPurpose.JOIN).first()
    invitation = _send(member, InvitationPurpose.JOIN, sent.name if sent else member.user.name, by, now)
    _note(member, ActivityKind.INVITED_AGAIN, by, now, name=invitation.name)
    return invitation


@transaction.atomic
def send_password_link(member: Member, *, by: Actor, now: datetime) -> Invitation:
    """Mail a member a link for choosing a new password; the old one is void and their sessions end (ACC-7).

    Raises OwnUser, NotYetJoined, Gone, RequestMissing, PrivilegeMissing.
    """
    member = locked_member(member, by)
    refuse_own(member, by)
    if member.is_invited:
        raise NotYetJoined
    user = User.objects.select_for_update().get(pk=member.user_id)
    user.set_unusable_password()  # sessions are bound to the password
    user.save(update_fields=["password"])
    invitation = _send(member, InvitationPurpose.NEW_PASSWORD, user.name, by, now)
    _note(member, ActivityKind.PASSWORD_LINK_SENT, by, now, name=user.name)
    return invitation


def link_of(invitation: Invitation) -> str:
    """The address of the link, for the mail alone."""
    return settings.PUBLIC_ADDRESS + reverse("company:invitation", kwargs={"token": LINKS.token_of(invitation)})


def find(token: str, *, now: datetime) -> Invitation:
    """The invitation that a link leads to, if it still works. Raises LinkVoid."""
    named = Invitation.objects.select_related("member__company__market", "member__user").filter(LINKS.named(token))
    return _working(named.first(), now)


def sent_to(token: str) -> User | None:
    """Whom a link was sent to, also where it no longer works; None where we never signed it."""
    with suppress(LinkVoid):
        return User.objects.filter(memberships__invitations=LINKS.number_in(token)).first()
    return None


def asks_for_password(invitation: Invitation) -> bool:
    """Whether a password is to be chosen: not by somebody who joins one more company with the one they have."""
    is_new_password = invitation.purpose == InvitationPurpose.NEW_PASSWORD
    return is_new_password or not invitation.member.user.has_usable_password()


def offers_question(invitation: Invitation) -> bool:
    """Whether the link lets its user choose another challenge question: one that an administrator sent (ACC-7, IMO).

    Who has none yet is asked for it right after, as at every first sign-in.
    """
    is_new_password = invitation.purpose == InvitationPurpose.NEW_PASSWORD
    return is_new_password and challenging.question_of(invitation.member.user) is not None


@transaction.atomic
def accept(token: str, *, password: str | None, question: challenging.Chosen | None = None, now: datetime) -> Member:
    """Use a link: set the password where one is asked for, and another challenge question where one was chosen; join.

    Raises LinkVoid, ValidationError.
    """
    invitation = _working(Invitation.objects.locked().filter(LINKS.named(token)).first(), now)
    member = invitation.member
    if asks_for_password(invitation):
        _choose_password(invitation, password or "", now)
        if question is not None:
            challenging.choose(member.user, question, now=now)
        _note_own(member, ActivityKind.PASSWORD_CHOSEN, now)
    if member.is_invited:
        member.is_invited, member.joined_at = False, now
        member.save(update_fields=["is_invited", "joined_at"])
        _note_own(member, ActivityKind.JOINED, now)
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    return member


def _new_user(email: str, name: str, username: str) -> User:
    """A user without a password; somebody in another company may add the same person at this very moment."""
    check_user_name(username)
    fields = {"name": name, "username": username or None, "password": make_password(None)}
    try:
        return User.objects.get_or_create(email=email, defaults=fields)[0]
    except IntegrityError as taken:
        raise UserNameTaken from taken


def _choose_password(invitation: Invitation, password: str, now: datetime) -> None:
    """Set it and end the sessions from before; unlocks only where whoever sent the link may unlock (ACC-7)."""
    user = invitation.member.user
    password_validation.validate_password(password, user)
    passwords.set_password(user, password, now=now)
    sender = Member.objects.filter(user=invitation.sent_by, company=invitation.member.company).ready_to_ask().first()
    by = sender or invitation.sent_by
    if user.is_locked and locking.refusal_of(user, by=by) is None:
        locking.unlock(user, by=by, now=now)


def _working(invitation: Invitation | None, now: datetime) -> Invitation:
    if invitation is None or not invitation.is_open(now) or invitation.member.deleted_at is not None:
        raise LinkVoid
    if not (invitation.member.user.is_active and invitation.member.is_enabled):
        raise LinkVoid
    return invitation


def _send(member: Member, purpose: InvitationPurpose, name: str, by: Actor, now: datetime) -> Invitation:
    fresh = {
        "name": name,
        "key": uuid.uuid4(),
        "sent_at": now,
        "valid_until": now + timedelta(hours=settings.INVITATION_HOURS),
        "sent_by": by.user,
        "used_at": None,
    }
    invitation, _created = Invitation.objects.update_or_create(member=member, purpose=purpose, defaults=fresh)
    company = member.company
    notifying.tell_user(
        member.user,
        key=f"invitation:{invitation.key.hex}",
        template="accounts/invitation" if purpose == InvitationPurpose.JOIN else "accounts/password_by_administrator",
        facts={
            "invitation": invitation.pk,
            "name": name,
            "company_name": company.name,
            "by": by.user.name,
            "hours": settings.INVITATION_HOURS,
            "by_support": not company.members.administrators().able().exclude(pk=member.pk).exists(),
            "phone": company.market.support_phone,
        },
        language=language_for(company.market, member.user.language),
        now=now,
    )
    return invitation


def _note(member: Member, kind: ActivityKind, by: Actor, now: datetime, **facts: object) -> None:
    recording.note(member.company, kind, by=by.user, asked_by=by.asking_user, about=member.user, facts=facts, now=now)


def _note_own(member: Member, kind: ActivityKind, now: datetime) -> None:
    recording.note(member.company, kind, by=member.user, about=member.user, facts={"name": member.user.name}, now=now)
