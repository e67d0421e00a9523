"""Signing people in to partner sites with the portal's credential, for one company of theirs (ACC-9).

A code and its tokens are bound to the company that the session was in. What they tell is read anew each time, and
whoever lost access meanwhile gets nothing more: the next request of the partner is refused (ACC-14).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, User
from accounts.privileges import Privilege
from markets.context import language_for

SCOPES = ["openid", "profile", "email", "company"]
_company: ContextVar[int | None] = ContextVar("sign_on_company", default=None)


class OpenIDAdapter(DefaultOIDCAdapter):
    """What partners learn of a person, and of whom they learn nothing."""

    scope_display = {
        "openid": _("Who you are here: a number that stays the same"),
        "profile": _("Your name and language"),
        "email": _("Your e-mail address"),
        "company": _("Your company, its customer number and market, and what you may do there"),
    }

    def get_issuer(self) -> str:
        return f"{settings.PUBLIC_ADDRESS}/oidc"

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:
        user = super().get_user_by_sub(client, sub)
        return user if user is not None and member_of(user, _company.get()) else None

    def get_claims(
        self,
        purpose: str,
        user: User,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        member = member_of(user, _company.get())
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        return claims | (claims_of(member, frozenset(scopes)) if member else {})


def claims_of(member: Member, scopes: frozenset[str]) -> dict[str, Any]:
    """What the scopes tell of a member, as it is now."""
    user, company = member.user, member.company
    told: dict[str, dict[str, Any]] = {
        "profile": {"name": user.name, "locale": language_for(company.market, user.language)},
        "email": {"email": user.email, "email_verified": True},
        "company": {
            "company": {
                "id": company.pk,
                "customer_number": company.customer_number,
                "name": company.name,
                "market": company.market.code,
            },
            "privileges": [privilege.value for privilege in Privilege if member.may(privilege)],
        },
    }
    return {name: value for scope in told if scope in scopes for name, value in told[scope].items()}


def member_of(user: User | None, company_id: int | None) -> Member | None:
    """The person in that company, as long as they may sign in and have access there."""
    if user is None or company_id is None or user.is_locked:
        return None
    member = Member.objects.present().ready_to_ask().filter(user=user, company_id=company_id).first()
    return member if member is not None and member.has_access() and not member.user.is_locked else None


@contextmanager
def in_company(company_id: int | None) -> Iterator[None]:
    """Answer for this company inside the block."""
    token = _company.set(company_id)
    try:
        yield
    finally:
        _company.reset(token)


# --- Which company a code and a token are for ---------------------------------------------------------------------


def bind_code(code: str, company_id: int) -> None:
    """Remember for which company a code was given, as long as it is good."""
    cache.set(_of_code(code), company_id, settings.IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN)


def company_of_code(code: str) -> int | None:
    company_id: int | None = cache.get(_of_code(code))
    return company_id


def bind_tokens(values: Iterable[str], company_id: int) -> None:
    for token in Token.objects.filter(hash__in=[_hash(value) for value in values]):
        token.data = (token.data or {}) | {"company": company_id}
        token.save(update_fields=["data"])


def token_of(kind: str, value: str) -> Token | None:
    token: Token | None = Token.objects.lookup(kind, value)
    return token


def company_of(token: Token | None) -> int | None:
    """The company of a token whose owner still has access there; a token without one is deleted."""
    if token is None:
        return None
    company_id: int | None = (token.data or {}).get("company")
    if member_of(token.user, company_id) is None:
        token.delete()
        return None
    return company_id


def is_partner(address: str) -> bool:
    """Whether an address is on a site that the settings name."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" in settings.PARTNER_SITES


def _hash(value: str) -> str:
    return str(OpenIDAdapter().hash_token(value))


def _of_code(code: str) -> str:
    return f"sign-on-company:{_hash(code)}"
