"""What a password must be: the market's policy (MKT-8), and no name or common word (ACC-5, IX FAQ).

One list of rules is checked on saving, shown as a list with ticks, and ticked while typing by
`static/js/password-rules.js`, which knows the same rules by their codes.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User

SHORTEST_PART = 4  # a shorter word of a name is refused only where it stands alone: Per in "Per-2044", not in "Super"
SHORTEST_NAME = 3
common_passwords = CommonPasswordValidator()


@dataclass(frozen=True)
class Rule:
    code: str
    text: str
    holds: Callable[[str], bool]


@dataclass(frozen=True)
class Checked:
    """A rule and whether a password keeps it; None where nothing was typed."""

    code: str
    text: str
    is_met: bool | None


class PasswordRules:
    """The rules for one user: the strictest of their companies' markets, for staff and for nobody the settings'."""

    def __init__(self, user: User | None) -> None:
        self.user = user if isinstance(user, User) else None

    @cached_property
    def lengths(self) -> tuple[int, int]:
        """Least and most characters."""
        least, most = settings.STAFF_PASSWORD_LENGTH
        if self.user is None or self.user.pk is None or self.user.is_staff:
            return least, most
        found = self.user.memberships.present().aggregate(
            least=Max("company__market__password_least"), most=Min("company__market__password_most")
        )
        least = found["least"] or least
        return least, max(least, found["most"] or most)

    @cached_property
    def names(self) -> list[str]:
        """Words that no password may hold, in plain small letters: names of the user and of their companies."""
        if self.user is None:
            return []
        texts = [self.user.name, self.user.username or ""]
        if self.user.pk is not None:
            texts += self.user.memberships.present().values_list("company__name", flat=True)
        words = [word for text in texts for word in (*_words(text), "".join(_words(text)))]
        return sorted({word for word in words if len(word) >= SHORTEST_NAME})

    @cached_property
    def all(self) -> list[Rule]:
        least, most = self.lengths
        length = _("%(least)d to %(most)d characters") % {"least": least, "most": most}
        return [
            Rule("length", length, lambda password: least <= len(password) <= most),
            Rule("letter", _("at least one letter"), lambda password: _has(password, "L")),
            Rule("capital", _("at least one capital letter"), lambda password: _has(password, "Lu")),
            Rule("digit", _("at least one digit"), lambda password: _has(password, "Nd")),
            Rule("name", _("not your name, nor your company's"), self._is_nameless),
            Rule("common", _("not one of the most common passwords"), _is_uncommon),
        ]

    def check(self, password: str) -> list[Checked]:
        """Every rule, with whether this password keeps it."""
        return [Checked(rule.code, rule.text, rule.holds(password) if password else None) for rule in self.all]

    def _is_nameless(self, password: str) -> bool:
        words = _words(password)
        squashed = "".join(words)
        return not any(name in squashed if len(name) >= SHORTEST_PART else name in words for name in self.names)


class PasswordRulesValidator:
    """Django's validator of new passwords, wherever one is set: by a link, on one's own page, in the admin."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` with a sentence for each rule that is broken."""
        broken = [rule for rule in PasswordRules(user).all if not rule.holds(password)]
        if broken:
            raise ValidationError(
                [
                    ValidationError(_("This rule is not kept: %(rule)s."), code=rule.code, params={"rule": rule.text})
                    for rule in broken
                ]
            )

    def get_help_text(self) -> str:
        """All rules that hold for everybody, in one sentence."""
        return _("A password has: %(rules)s.") % {"rules": "; ".join(rule.text for rule in PasswordRules(None).all)}


def _has(password: str, category: str) -> bool:
    return any(unicodedata.category(letter).startswith(category) for letter in password)


def _is_uncommon(password: str) -> bool:
    try:
        common_passwords.validate(password)
    except ValidationError:
        return False
    return True


def _words(text: str) -> list[str]:
    """The runs of letters of a text, small and without accents."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]+", plain.casefold())
