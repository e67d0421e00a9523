"""A company keeps its own customers: add, edit, remove; staff refuse one while it is in review (ACC-20).

Whoever may place orders or manage quotes sees them, and changes them too: they are needed in the middle of an order,
and waiting for an administrator would send people back to the telephone. Each change is in the company's activity.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import notifying, recording
from accounts.access import PrivilegeMissing
from accounts.acting import Refused
from accounts.models import ActivityKind, EndCustomer, EndCustomerAddress, Member, NotificationKind, User
from accounts.models.end_customer import USED_BY

FIELDS = ("name", "contact", "email", "phone", "country", "tax_number", "notes")
REVIEWED = ("name", "country", "tax_number")  # staff have looked at these


class AlreadyListed(Refused):
    """The company has an end customer with this tax number."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("%(name)s has this tax number and is on your list already.") % {"name": self.name}


class Removed(Refused):
    """Somebody removed the end customer, or its address, meanwhile."""

    def __str__(self) -> str:
        return _("This end customer was removed meanwhile.")


class NotInReview(Refused):
    """Its review time is over, or it was refused already."""

    def __str__(self) -> str:
        return _("This end customer is not in review any more.")


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is told of an end customer; the tax number as `tax_numbers.checked_tax_number` keeps it."""

    name: str
    country: str
    contact: str = ""
    email: str = ""
    phone: str = ""
    tax_number: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is told of one of its addresses."""

    label: str
    street: str
    postal_code: str
    city: str
    country: str
    region: str = ""
    extra: str = ""
    attention: str = ""


@transaction.atomic
def add(details: Details, place: Place, *, by: Member, now: datetime) -> EndCustomer:
    """List an end customer with its first address; usable after the market's review time.

    Raises AlreadyListed, PrivilegeMissing.
    """
    _check_may(by)
    customer = EndCustomer(company=by.company, added_by=by, added_at=now)
    _take(customer, details)
    _begin_review(customer, by, now)
    _save(customer)
    EndCustomerAddress.objects.create(end_customer=customer, **asdict(place))
    _note(customer, ActivityKind.END_CUSTOMER_ADDED, by, now)
    return customer


@transaction.atomic
def edit(customer: EndCustomer, details: Details, *, by: Member, now: datetime) -> EndCustomer:
    """Change what is told of it; another name, country or tax number begins the review anew.

    Raises AlreadyListed, Removed, PrivilegeMissing.
    """
    customer = _locked(customer, by)
    changed = sorted(name for name in FIELDS if getattr(customer, name) != getattr(details, name))
    if not changed:
        return customer
    _take(customer, details)
    if set(changed) & set(REVIEWED):
        _begin_review(customer, by, now)
    _save(customer)
    _note(customer, ActivityKind.END_CUSTOMER_EDITED, by, now, fields=changed)
    return customer


@transaction.atomic
def remove(customer: EndCustomer, *, by: Member, now: datetime) -> EndCustomer:
    """Take it off the list; orders that were shipped to it keep it. Raises Removed, PrivilegeMissing."""
    customer = _locked(customer, by)
    customer.archived_at = now
    customer.save(update_fields=["archived_at"])
    _note(customer, ActivityKind.END_CUSTOMER_REMOVED, by, now)
    return customer


@transaction.atomic
def add_address(customer: EndCustomer, place: Place, *, by: Member, now: datetime) -> EndCustomerAddress:
    """Add one more place to which orders may ship. Raises Removed, PrivilegeMissing."""
    customer = _locked(customer, by)
    address = EndCustomerAddress.objects.create(end_customer=customer, **asdict(place))
    _note(customer, ActivityKind.END_CUSTOMER_EDITED, by, now, fields=["addresses"])
    return address


@transaction.atomic
def edit_address(address: EndCustomerAddress, place: Place, *, by: Member, now: datetime) -> None:
    """Change a place; orders placed before keep it as it was. Raises Removed, PrivilegeMissing."""
    customer = _locked(address.end_customer, by)
    changed = {name: value for name, value in asdict(place).items() if getattr(address, name) != value}
    if not changed:
        return
    if not customer.addresses.filter(pk=address.pk).update(**changed):
        raise Removed
    _note(customer, ActivityKind.END_CUSTOMER_EDITED, by, now, fields=["addresses"])


@transaction.atomic
def remove_address(address: EndCustomerAddress, *, by: Member, now: datetime) -> None:
    """Forget a place; orders keep what they copied. Raises Removed, PrivilegeMissing."""
    customer = _locked(address.end_customer, by)
    deleted, _models = customer.addresses.filter(pk=address.pk).delete()
    if deleted:
        _note(customer, ActivityKind.END_CUSTOMER_EDITED, by, now, fields=["addresses"])


@transaction.atomic
def refuse(customer: EndCustomer, *, reason: str, by: User, now: datetime) -> EndCustomer:
    """Staff refuse one within its review time, with a reason that is mailed to who added it.

    Raises NotInReview, Removed.
    """
    customer = EndCustomer.objects.locked().select_related("company__market").get(pk=customer.pk)
    if customer.archived_at:
        raise Removed
    if not EndCustomer.objects.in_review(now).filter(pk=customer.pk).exists():
        raise NotInReview
    customer.refused_at, customer.refused_by, customer.refusal = now, by, reason
    customer.save(update_fields=["refused_at", "refused_by", "refusal"])
    recording.note(
        customer.company,
        ActivityKind.END_CUSTOMER_REFUSED,
        by=by,
        facts={"name": customer.name, "reason": reason},
        now=now,
    )
    notifying.tell(
        _who_hears_of(customer),
        kind=NotificationKind.ACCOUNT,
        key=f"end-customer-refused:{customer.pk}:{now.isoformat()}",
        template="accounts/end_customer_refused",
        facts={"name": customer.name, "tax_number": customer.tax_number, "reason": reason},
        link=customer.get_absolute_url(),
        now=now,
    )
    return customer


def _who_hears_of(customer: EndCustomer) -> list[Member]:
    """Who added it while they may still use it; after that the company's administrators."""
    adder = Member.objects.ready_to_ask().get(pk=customer.added_by_id)
    if adder.has_access() and any(adder.may(privilege) for privilege in USED_BY):
        return [adder]
    return list(Member.objects.administrators().filter(company_id=customer.company_id).ready_to_ask())


def _check_may(by: Member) -> None:
    if not any(by.may(privilege) for privilege in USED_BY):
        raise PrivilegeMissing(USED_BY[0])


def _locked(customer: EndCustomer, by: Member) -> EndCustomer:
    _check_may(by)
    found = EndCustomer.objects.locked().filter(pk=customer.pk, company_id=by.company_id, archived_at=None).first()
    if found is None:
        raise Removed
    return found


def _take(customer: EndCustomer, details: Details) -> None:
    for name in FIELDS:
        setattr(customer, name, getattr(details, name))
    customer.bare_tax_number = "".join(letter for letter in details.tax_number if letter.isalnum())


def _begin_review(customer: EndCustomer, by: Member, now: datetime) -> None:
    customer.added_by = by
    customer.usable_from = now + timedelta(hours=by.company.market.end_customer_review_hours)
    customer.refused_at, customer.refused_by, customer.refusal = None, None, ""


def _save(customer: EndCustomer) -> None:
    """Save, though a colleague may list the same tax number at this very moment."""
    others = EndCustomer.objects.present().filter(company_id=customer.company_id, country=customer.country)
    same = others.filter(tax_number=customer.tax_number).exclude(pk=customer.pk)
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as taken:
        if (first := same.first()) is None:
            raise
        raise AlreadyListed(first.name) from taken


def _note(customer: EndCustomer, kind: ActivityKind, by: Member, now: datetime, **facts: object) -> None:
    recording.note(by.company, kind, by=by.user, facts={"name": customer.name, **facts}, now=now)
