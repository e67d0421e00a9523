"""Draining the outbox: each mail once, also with ten workers at once, and again later where it failed (ACC-26)."""

import hashlib
import logging
import smtplib
from datetime import datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, Engine

from accounts.models import NEEDED_FOR, Member, Notification, NotificationKind
from accounts.privileges import Privilege
from common import formats

logger = logging.getLogger(__name__)

MOST_A_RUN = 1000  # the next sweep goes on
LONGEST_PAUSE = timedelta(hours=2)
SERVER_IS_AWAY = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError)


class Outcome(Enum):
    NOTHING_DUE = auto()
    SENT = auto()
    PUT_OFF = auto()
    SERVER_AWAY = auto()


def send_due(*, now: datetime) -> int:
    """Send every mail that is due and return how many went out; stops where the mail server is away."""
    sent = 0
    for _run in range(MOST_A_RUN):
        outcome = send_next(now=now)
        if outcome in (Outcome.NOTHING_DUE, Outcome.SERVER_AWAY):
            break
        sent += outcome is Outcome.SENT
    return sent


@transaction.atomic
def send_next(*, now: datetime) -> Outcome:
    """Send the mail that waits longest and note it in the same transaction.

    The row stays locked meanwhile: others skip it. A process that is killed before the commit leaves it unsent, and
    it goes out again with the same Message-ID.
    """
    notification = (
        Notification.objects.due(now)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("user", "market", "company__market")
        .first()
    )
    if notification is None:
        return Outcome.NOTHING_DUE
    outcome = _try(notification, now)
    notification.save(update_fields=["sent_at", "attempts", "try_after", "gave_up_at", "error"])
    return outcome


def _try(notification: Notification, now: datetime) -> Outcome:
    notification.attempts += 1
    try:
        with transaction.atomic():
            message = message_for(notification)
        if message is None:
            notification.gave_up_at, notification.error = now, "no longer has access"
            return Outcome.PUT_OFF
        message.send()
    except Exception as error:
        logger.warning("mail %s put off: %s", notification.pk, error)
        notification.error = f"{type(error).__name__}: {error}"
        notification.try_after = now + pause_after(notification.attempts)
        if notification.attempts >= settings.MAIL_ATTEMPTS:
            notification.gave_up_at = now
        return Outcome.SERVER_AWAY if _is_server_away(error) else Outcome.PUT_OFF
    notification.sent_at, notification.error = now, ""
    return Outcome.SENT


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1, 2, 4 minutes and so on up to two hours."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


def message_for(notification: Notification) -> EmailMessage | None:
    """The mail in its receiver's language; None where they lost access since it was written."""
    member = _member_of(notification)
    user = notification.user
    if user and not user.is_active:
        return None
    if notification.company_id and (member is None or not _may_know(member, notification)):
        return None
    market = notification.company.market if notification.company else notification.market
    country = market.country if market else ""
    zone = (user and user.own_zone) or (market.zone if market else ZoneInfo(settings.TIME_ZONE))
    with formats.override(notification.language, country, zone):
        subject, body = texts_of(notification, member)
    return EmailMessage(subject, body, to=[notification.email], headers={"Message-ID": message_id(notification)})


def texts_of(notification: Notification, member: Member | None) -> tuple[str, str]:
    """Subject and body in the active language: the first line of the template, and the rest of it."""
    app, name = notification.template.split("/")
    facts = dict(notification.facts)
    if member is None or not member.may(Privilege.VIEW_PRICES):
        facts.pop("prices", None)
    context = facts | {
        "notification": notification,
        "company": notification.company,
        "recipient": notification.user,
        "address": settings.PUBLIC_ADDRESS + notification.link if notification.link else "",
    }
    # plain text: nothing is escaped
    text = Engine.get_default().get_template(f"{app}/emails/{name}.txt").render(Context(context, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def message_id(notification: Notification) -> str:
    """The same for each attempt, so that a mail server can drop a copy."""
    digest = hashlib.sha256(f"{notification.pk}:{notification.key}".encode()).hexdigest()[:32]
    return f"<{digest}@{settings.PUBLIC_ADDRESS.partition('://')[2].partition(':')[0]}>"


def _member_of(notification: Notification) -> Member | None:
    if notification.company is None or notification.user is None:
        return None
    return Member.objects.ready_to_ask().filter(user=notification.user, company=notification.company).first()


def _may_know(member: Member, notification: Notification) -> bool:
    """Whether the receiver has access, and what this kind asks for, at the moment of sending (ACC-13)."""
    needed = NEEDED_FOR.get(NotificationKind(notification.kind))
    return member.has_access() and (needed is None or member.may(needed))


def _is_server_away(error: Exception) -> bool:
    """Whether the next mail would fail in the same way: no connection, or the server takes nothing from us."""
    return isinstance(error, SERVER_IS_AWAY) or (
        isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    )
