"""A company gives products numbers of its own: add, change, remove (CAT-11b).

Everyone in the company sees and searches them, as lists, orders and invoices print them to each of its people anyway.
Who places orders or manages the company's users changes them: a number that names the wrong product orders the wrong
product, so they are kept by those who answer for orders, and by administrators, who tidy up where ordering is switched
off. Staff change them for a company. Each change is in the company's activity.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import recording
from accounts.access import PrivilegeMissing
from accounts.acting import Actor, Refused
from accounts.models import ActivityKind, Company, Member
from accounts.privileges import Privilege
from catalog.models import OwnPartNumber, PartNumber, PartNumberKind, Product
from catalog.part_numbers import normalized, own_normalized
from common.database import tried_again

CHANGED_BY = (Privilege.PLACE_ORDERS, Privilege.MANAGE_USERS)


class NumberTaken(Refused):
    """The company calls another product so; dashes, spaces and case do not make another number."""

    def __init__(self, taken: OwnPartNumber) -> None:
        super().__init__(taken)
        self.taken = taken

    def __str__(self) -> str:
        facts = {"number": self.taken.number, "sku": self.taken.product.sku, "name": self.taken.product.name}
        return _("%(number)s is your number of %(sku)s, %(name)s.") % facts


class NumberedAlready(Refused):
    """The product has a number of the company's."""

    def __init__(self, has: OwnPartNumber) -> None:
        super().__init__(has)
        self.has = has

    def __str__(self) -> str:
        return _("%(sku)s has your number %(number)s already. Change that one.") % {
            "sku": self.has.product.sku,
            "number": self.has.number,
        }


class IsAnotherSku(Refused):
    """The number is the distributor's number of another product: whoever types that SKU would get this one."""

    def __init__(self, other: Product) -> None:
        super().__init__(other)
        self.other = other

    def __str__(self) -> str:
        facts = {"name": self.other.name, "sku": self.other.sku}
        return _("%(sku)s is our SKU of %(name)s. Whoever orders by that SKU would get another product.") % facts


class Removed(Refused):
    """A colleague removed the number meanwhile."""

    def __str__(self) -> str:
        return _("This own part number was removed meanwhile.")


@tried_again
@transaction.atomic
def add(product: Product, number: str, *, to: Company, by: Actor, now: datetime) -> OwnPartNumber:
    """Give a product the company's own number. Raises NumberTaken, NumberedAlready, IsAnotherSku, PrivilegeMissing."""
    company = locked_company(to.pk, by)
    own = OwnPartNumber(company=company)
    _set(own, product, number, now)
    _note(company, ActivityKind.PART_NUMBER_ADDED, by, now, sku=product.sku, number=own.number)
    return own


@tried_again
@transaction.atomic
def change(own: OwnPartNumber, product: Product, number: str, *, by: Actor, now: datetime) -> OwnPartNumber:
    """Give another number, or the number to another product; lines of orders keep what they printed.

    Raises as `add`, and Removed.
    """
    company, own = _locked(own, by)
    before = {"old_number": own.number, "old_sku": own.product.sku}
    if (own.number, own.product_id) != (number, product.pk):
        _set(own, product, number, now)
        _note(company, ActivityKind.PART_NUMBER_CHANGED, by, now, sku=product.sku, number=number, **before)
    return own


@tried_again
@transaction.atomic
def remove(own: OwnPartNumber, *, by: Actor, now: datetime) -> None:
    """Forget a number; lines of orders keep it. Raises Removed, PrivilegeMissing."""
    company, own = _locked(own, by)
    own.delete()
    _note(company, ActivityKind.PART_NUMBER_REMOVED, by, now, sku=own.product.sku, number=own.number)


def locked_company(company_id: int, by: Actor) -> Company:
    """The company's row, locked, so that of two changes at once the second sees the first; and the actor, asked again.

    Raises PrivilegeMissing; PermissionDenied where somebody is neither its member nor staff.
    """
    company = Company.objects.select_for_update(of=("self",), no_key=True).get(pk=company_id)
    if by.member is None:
        if not by.user.is_staff:
            raise PermissionDenied
        return company
    member = Member.objects.enabled().ready_to_ask().filter(pk=by.member.pk, company=company).first()
    if member is None or not may_change(member):
        raise PrivilegeMissing(*CHANGED_BY, one_is_enough=True)
    return company


def may_change(member: Member) -> bool:
    return any(member.may(privilege) for privilege in CHANGED_BY)


def sku_like(number: str, *, but: Product) -> Product | None:
    """Another product whose SKU reads like this number."""
    norm = normalized(number)
    if norm != own_normalized(number):
        return None
    named = PartNumber.objects.filter(kind=PartNumberKind.SKU, norm=norm).exclude(product=but)
    found = named.select_related("product").first()
    return found.product if found else None


def _locked(own: OwnPartNumber, by: Actor) -> tuple[Company, OwnPartNumber]:
    company = locked_company(own.company_id, by)
    found = OwnPartNumber.objects.filter(pk=own.pk, company=company).select_related("product").first()
    if found is None:
        raise Removed
    return company, found


def _set(own: OwnPartNumber, product: Product, number: str, now: datetime) -> None:
    others = OwnPartNumber.objects.filter(company=own.company).exclude(pk=own.pk).select_related("product")
    if taken := others.named(number).exclude(product=product).first():
        raise NumberTaken(taken)
    if has := others.filter(product=product).first():
        raise NumberedAlready(has)
    if other := sku_like(number, but=product):
        raise IsAnotherSku(other)
    own.product, own.number, own.norm, own.changed_at = product, number, own_normalized(number), now
    own.save()


def _note(company: Company, kind: ActivityKind, by: Actor, now: datetime, **facts: object) -> None:
    recording.note(company, kind, by=by.user, facts=facts, now=now)
