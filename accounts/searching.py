"""The staff's search among companies and people: quick however many there are, each word asked of an index."""

from django.db.models import Q, QuerySet
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy as _

from accounts.models import Activity, Company, Member, User

PEOPLE = _("Name, e-mail address or user name, any part of it of three letters or more.")


def members(rows: QuerySet[Member], text: str) -> QuerySet[Member]:
    """Members of whom each word is in the person or in their company."""
    for word in words_in(text):
        users, companies = users_with(word), companies_with(word)
        by_user = Member.objects.filter(user__in=users).values("pk")
        by_company = Member.objects.filter(company__in=companies).values("pk")
        rows = rows.filter(pk__in=by_user.union(by_company))
    return rows


def activities(rows: QuerySet[Activity], text: str) -> QuerySet[Activity]:
    """Activity in companies, by people or about people, in whom each word is."""
    for word in words_in(text):
        users, companies = users_with(word), companies_with(word)
        found = [
            Activity.objects.filter(company__in=companies),
            *(Activity.objects.filter(**{f"{role}__in": users}) for role in ("actor", "subject")),
        ]
        rows = rows.filter(pk__in=found[0].values("pk").union(*(each.values("pk") for each in found[1:])))
    return rows


def users_with(word: str) -> QuerySet[User]:
    return User.objects.filter(Q(email__icontains=word) | Q(name__icontains=word) | Q(username__icontains=word))


def companies_with(word: str) -> QuerySet[Company]:
    return Company.objects.filter(
        Q(name__icontains=word) | Q(customer_number__icontains=word) | Q(slug__icontains=word)
    )


def words_in(text: str) -> list[str]:
    """The words of a search, those in quotation marks as one, as the admin takes them."""
    words = []
    for part in smart_split(text):
        is_quoted = part.startswith(('"', "'")) and part[0] == part[-1] and len(part) > 1
        words.append(unescape_string_literal(part) if is_quoted else part)
    return words
