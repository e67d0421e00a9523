"""A forgotten password: a link by mail, the challenge question, a new password (ACC-7; SE, IMO, IX FAQ).

Nothing here tells whether an address belongs to anybody, and nothing unlocks (ACC-6b).
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import ngettext

from accounts import challenging, notifying, passwords
from accounts.models import PasswordLink, User
from accounts.private_links import LinkVoid


class WrongAnswer(Exception):
    """The question was answered wrongly; `left` answers are left."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left

    def __str__(self) -> str:
        return ngettext(
            "This is not the answer. %(left)d try is left.",
            "This is not the answer. %(left)d tries are left.",
            self.left,
        ) % {"left": self.left}


# --- Asking for a link --------------------------------------------------------------------------------------------


@transaction.atomic
def send_link(*, email: str, username: str, language: str, now: datetime) -> None:
    """Mail a link for setting a new password to the enabled user with this address, where there is one.

    Who was assigned a user name has to give it too. For nobody the same is written and taken back, so that the
    time of the answer does not say whether somebody was found.
    """
    found = User.objects.filter(email=email, is_active=True).first()
    is_known = found is not None and (found.username or "").casefold() == username.casefold()
    user = found if found is not None and is_known else User(pk=0, email=email, language=language)
    before = transaction.savepoint_create()  # not a block: a worker is woken for nobody too
    _write(user, language, now)
    if is_known:
        transaction.savepoint_commit(before)
    else:
        transaction.savepoint_rollback(before)


def _write(user: User, language: str, now: datetime) -> None:
    """A link, with the notification that mails it; those which are too old go."""
    too_old = now - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    PasswordLink.objects.filter(user_id=user.pk, asked_at__lt=too_old).delete()
    link = PasswordLink.objects.create(user=user, asked_at=now)
    notifying.tell_user(
        user,
        key=f"password-link:{uuid.uuid4()}",
        template="accounts/password_link",
        facts={"link": link.pk},
        language=language,
        now=now,
    )


def address_of(link: PasswordLink) -> str:
    """Where a link leads, for its mail alone: made when that is written, never stored.

    A set password, a sign-in or a new address makes it void, and so do `PASSWORD_RESET_TIMEOUT` seconds.
    """
    names = {"uidb36": int_to_base36(link.pk), "key": _keys(link).make_token(link.user)}
    return f"{settings.PUBLIC_ADDRESS}{reverse('account_reset_password_from_key', kwargs=names)}"


# --- Following it -------------------------------------------------------------------------------------------------


def find(uid: str, key: str) -> PasswordLink:
    """The link of an address, if it still works; looking uses nothing up. Raises LinkVoid."""
    try:
        named = PasswordLink.objects.open().select_related("user").filter(pk=base36_to_int(uid))
    except ValueError as nonsense:
        raise LinkVoid from nonsense
    return _working(named.first(), key)


def asks_question(user: User) -> bool:
    """Whether the question is asked: of everybody but staff who have none, whose second factor is asked at sign-in."""
    return not user.is_staff or challenging.question_of(user) is not None


def answer(link: PasswordLink, text: str) -> None:
    """Check the answer to the user's question. Raises WrongAnswer, and LinkVoid once there were too many.

    A try is taken in the database before the answer is looked at, so that of many at once no more are looked at
    than are allowed; a right answer gives it back. The condition names the link's own column alone: joined with
    the user, it would stand in a subquery, which is not read again after waiting for another who took a try.
    """
    mine = PasswordLink.objects.filter(pk=link.pk)
    if not mine.filter(wrong_answers__lt=settings.WRONG_ANSWERS).update(wrong_answers=F("wrong_answers") + 1):
        raise LinkVoid
    question = challenging.question_of(link.user)
    if question is not None and challenging.is_right(question, text):
        mine.update(wrong_answers=F("wrong_answers") - 1)
        return
    left = settings.WRONG_ANSWERS - mine.values_list("wrong_answers", flat=True).get()
    if left <= 0:
        raise LinkVoid
    raise WrongAnswer(left)


@transaction.atomic
def set_password(uid: str, key: str, password: str, *, now: datetime) -> User:
    """Use a link up: the new password makes it and every other one void. Raises LinkVoid, ValidationError.

    Whoever was locked stays so (ACC-7).
    """
    user = User.objects.select_for_update().get(pk=find(uid, key).user_id)
    find(uid, key)  # again behind the lock: of two at once the second comes too late
    validate_password(password, user)
    passwords.set_password(user, password, now=now)
    user.password_links.all().delete()
    return user


def _keys(link: PasswordLink) -> PasswordResetTokenGenerator:
    """Makes and checks keys for one link alone."""
    keys = PasswordResetTokenGenerator()
    keys.key_salt = f"accounts.forgotten.{link.pk}"
    return keys


def _working(link: PasswordLink | None, key: str) -> PasswordLink:
    if link is None or not _keys(link).check_token(link.user, key):
        raise LinkVoid
    return link
