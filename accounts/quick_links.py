"""Shortcuts that stand on every page: each member chooses which, and in which order (ACC-25).

A shortcut names its page by the name of its address, and the privilege without which it disappears at once. One whose
page does not exist yet is not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.privileges import Privilege


@dataclass(frozen=True)
class QuickLink:
    code: str
    label: Any
    page: str
    privilege: Privilege | None = None
    query: str = ""

    @property
    def address(self) -> str:
        return reverse(self.page) + self.query

    def is_open_to(self, member: Member) -> bool:
        return self.privilege is None or member.may(self.privilege)


LINKS = {
    link.code: link
    for link in (
        QuickLink("quick_order", _("Quick order"), "baskets:add_by_number", Privilege.KEEP_BASKETS),
        QuickLink("baskets", _("Baskets"), "baskets:mine", Privilege.KEEP_BASKETS),
        QuickLink("orders", _("Orders"), "orders:orders", Privilege.VIEW_ORDERS),
        QuickLink("waiting", _("Waiting for stock"), "orders:orders", Privilege.VIEW_ORDERS, "?status=waiting"),
        QuickLink("invoices", _("Invoice list"), "invoices:invoices", Privilege.VIEW_INVOICES),
        QuickLink("overdue", _("Overdue invoices"), "invoices:invoices", Privilege.VIEW_INVOICES, "?status=overdue"),
        QuickLink("add_user", _("Add user"), "company:new_person", Privilege.MANAGE_USERS),
        QuickLink("users", _("Users and privileges"), "company:users", Privilege.MANAGE_USERS),
        QuickLink("activity", _("Activity"), "company:activity", Privilege.MANAGE_USERS),
        QuickLink("catalog", _("Catalog"), "catalog:index"),
        QuickLink("notifications", _("Notifications"), "accounts:notifications"),
        QuickLink("company", _("Company profile"), "company:profile"),
    )
}
# Before anybody chose: of these, what their privileges open, so each role begins with others.
AT_FIRST = ("quick_order", "orders", "invoices", "add_user")


def chosen_by(member: Member) -> list[QuickLink]:
    """What stands on a member's pages now, in their order; asks the database nothing."""
    return [link for code in _codes(member) if (link := LINKS.get(code)) and link.is_open_to(member)]


def others_for(member: Member) -> list[QuickLink]:
    """What the member could add."""
    chosen = chosen_by(member)
    return [link for link in LINKS.values() if link.is_open_to(member) and link not in chosen]


def add(member: Member, code: str) -> None:
    """Put one more shortcut at the end."""
    _change(member, lambda codes, _open: codes if code in codes or code not in LINKS else [*codes, code])


def remove(member: Member, code: str) -> None:
    _change(member, lambda codes, _open: [each for each in codes if each != code])


def move_up(member: Member, code: str) -> None:
    """Change places with the shortcut before it; those that the member may not see now keep theirs."""
    _change(member, lambda codes, open_: _swapped(codes, open_, code))


def begin_anew(member: Member) -> None:
    """Forget what was chosen; the portal's own choice stands again."""
    Member.objects.filter(pk=member.pk).update(quick_links=None)


@transaction.atomic
def _change(member: Member, anew: Callable[[list[str], list[str]], list[str]]) -> None:
    """Write the list that follows from the one there is; two presses at once follow one another."""
    now = Member.objects.select_for_update(of=("self",)).ready_to_ask().get(pk=member.pk)
    now.quick_links = anew(_codes(now), [link.code for link in chosen_by(now)])
    now.save(update_fields=["quick_links"])


def _codes(member: Member) -> list[str]:
    return list(AT_FIRST) if member.quick_links is None else member.quick_links


def _swapped(codes: list[str], seen: list[str], code: str) -> list[str]:
    if code not in seen[1:]:
        return codes
    before = seen[seen.index(code) - 1]
    places = {code: before, before: code}
    return [places.get(each, each) for each in codes]
