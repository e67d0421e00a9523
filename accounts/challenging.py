"""The challenge question: chosen at the first sign-in, asked of whoever forgot their password (ACC-4, ACC-7)."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts import notifying
from accounts.models import ChallengeQuestion, User


@dataclass(frozen=True)
class Chosen:
    """A question with its answer as they were typed: a standard one, or one's own."""

    answer: str
    standard: str = ""
    own: str = ""


def question_of(user: User) -> ChallengeQuestion | None:
    return ChallengeQuestion.objects.filter(user=user).first()


@transaction.atomic
def choose(user: User, chosen: Chosen, *, now: datetime) -> ChallengeQuestion:
    """Keep a user's question and the hash of its answer; a mail tells who is set up that it was changed."""
    fields = {
        "standard": chosen.standard,
        "own": chosen.own,
        "answer": make_password(folded(chosen.answer)),
        "set_at": now,
    }
    question, is_first = ChallengeQuestion.objects.update_or_create(user=user, defaults=fields)
    if user.set_up_at is not None and not is_first:
        key = f"challenge-set:{user.pk}:{now.isoformat()}"
        notifying.tell_user(user, key=key, template="accounts/challenge_set", facts={"set_at": now}, now=now)
    return question


def is_right(question: ChallengeQuestion, answer: str) -> bool:
    """Whether this answers the question, however it is typed; computes one hash."""
    return check_password(folded(answer), question.answer)


def folded(answer: str) -> str:
    """An answer without case, spaces, accents and punctuation, which nobody remembers years later."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", answer).casefold())
    return "".join(letter for letter in plain if letter.isalnum())
