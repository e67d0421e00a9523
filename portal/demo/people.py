"""The demonstration's companies and everyone who signs in; loading again changes nothing that is there."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from accounts import challenging
from accounts.models import (
    Address,
    AgreedFreight,
    ChallengeQuestion,
    Company,
    CompanyCertification,
    CompanyContact,
    Member,
    StandardQuestion,
    StockistApproval,
    User,
)
from accounts.privileges import Role
from invoices.models import CreditAccount
from markets.models import Market, ShippingMethod
from portal.demo import ANSWER, PASSWORD
from portal.demo.codes import give_app
from portal.demo.market_data.companies import CONSULTANT, FIRMS, ROLES, STAFF, SUPERUSER, Firm

SUPPORT_DESK = "Support desk"
PRESET = {"admin": Role.ADMINISTRATOR, "buyer": Role.BUYER, "support": Role.SUPPORT, "basic": Role.BASIC}
SEES = {"catalog", "baskets"}
CHANGES = {
    "accounts": {
        "company", "user", "member", "address", "agreedfreight", "stockistapproval", "serviceremoval", "endcustomer",
        "application", "accessrequest",
        "companycontact", "companycertification", "stockistreport",
    },
    "catalog": {"import", "ownpartnumber"},
    "invoices": {"creditaccount"},
    "markets": {
        "market", "marketwarehouse", "contactdesk", "openingspan", "warehouse", "closingday", "shippingmethod",
        "freightrate", "deliverytime", "taxrate", "registrationdocument",
    },
    "orders": {"order", "shipment"},
}  # fmt: skip
# a new market needs number series and a bit of the stock; applications and requests come from outside
ADDS_NOT = {"market", "application", "accessrequest"}


@dataclass(frozen=True)
class Account:
    """A row of the sign-in page: a company and whom one may be there."""

    company: str
    note: str
    users: list[tuple[str, str]]


NEWCOMER = ("newcomer@norrsken-it.example", "Nils Modig", "norrsken-it")


def accounts_to_try() -> list[Account]:
    """Every account of the demonstration by company, with the word for each role."""
    accounts = [Account(firm.name, firm.note, [(role, _address(role, firm.slug)) for role in ROLES]) for firm in FIRMS]
    email, _name, slugs = CONSULTANT
    company_of_newcomer = next(firm.name for firm in FIRMS if firm.slug == NEWCOMER[2])
    both = " + ".join(firm.name for firm in FIRMS if firm.slug in slugs)
    return [
        *accounts,
        Account(company_of_newcomer, "Somebody new, at their first sign-in", [("newcomer", NEWCOMER[0])]),
        Account(both, "One person in two companies, who switches in the header", [("consultant", email)]),
        Account(
            "The distributor",
            "All markets. Staff, in the admin",
            [("staff", "staff@distributor.example"), ("super", SUPERUSER[0])],
        ),
    ]


@transaction.atomic
def load_people(markets: dict[str, Market]) -> None:
    """Load staff, companies with their addresses, credit and agreements, and their members."""
    password, answer = make_password(PASSWORD), make_password(challenging.folded(ANSWER))  # once: slow on purpose
    _load_staff(password)
    for firm in FIRMS:
        company = _load_company(firm, markets[firm.market])
        for role, name in zip(ROLES, firm.people, strict=True):
            _load_member(company, _user(_address(role, firm.slug), name, password), PRESET[role])
    email, name, slugs = CONSULTANT
    consultant = _user(email, name, password)
    for slug in slugs:
        _load_member(Company.objects.get(slug=slug), consultant, Role.BUYER)
    email, name, slug = NEWCOMER
    _load_member(Company.objects.get(slug=slug), _user(email, name, password, set_up_at=None), Role.BUYER)
    _load_questions(answer)


def _load_questions(answer: str) -> None:
    """Give everyone who is set up the same challenge question; the sign-in page tells its answer."""
    without = User.objects.filter(set_up_at__isnull=False, challenge=None)
    ChallengeQuestion.objects.bulk_create(
        ChallengeQuestion(user=user, standard=StandardQuestion.FIRST_PET, answer=answer, set_at=timezone.now())
        for user in without
    )


def _load_staff(password: str) -> None:
    group, _ = Group.objects.get_or_create(name=SUPPORT_DESK)
    group.permissions.set(_permissions_of_support())
    for email, (name, phone) in STAFF.items():
        user = _user(email, name, password, phone=phone, is_staff=True)
        user.groups.add(group)
        give_app(user)
    email, name, phone = SUPERUSER
    give_app(_user(email, name, password, phone=phone, is_staff=True, is_superuser=True))


def _permissions_of_support() -> list[Permission]:
    """To see everything of the trade, and to add and change what the desk is for; to delete nothing."""
    permissions = Permission.objects.select_related("content_type").filter(
        content_type__app_label__in=SEES | CHANGES.keys()
    )
    return [permission for permission in permissions if _is_for_support(permission)]


def _is_for_support(permission: Permission) -> bool:
    act = permission.codename.split("_")[0]
    changes = CHANGES.get(permission.content_type.app_label, set())
    model = permission.content_type.model
    may_write = act == "change" or (act == "add" and model not in ADDS_NOT)
    return act in ("view", "import") or (may_write and model in changes)


def _load_company(firm: Firm, market: Market) -> Company:
    seat = firm.places[0]
    company, _ = Company.objects.get_or_create(
        slug=firm.slug,
        defaults={
            "market": market,
            "name": firm.name,
            "customer_number": firm.customer_number,
            "tax_number": firm.tax_number,
            "registered_email": f"office@{firm.slug}.example",
            "country": seat.country,
            "region": seat.region,
            "resale_certificate": firm.resale_certificate,
            "resale_certificate_until": firm.resale_certificate_until,
            "account_manager": User.objects.get(email=firm.account_manager),
        },
    )
    CreditAccount.objects.get_or_create(
        company=company, defaults={"limit": Decimal(firm.limit), "terms_days": firm.terms_days}
    )
    _load_places(company, firm)
    _load_agreements(company, firm)
    _load_profile(company, firm)
    return company


def _load_profile(company: Company, firm: Firm) -> None:
    for label, name, phone, email in firm.contacts:
        CompanyContact.objects.get_or_create(
            company=company, label=label, defaults={"name": name, "phone": phone, "email": email}
        )
    now, manager = timezone.now(), company.account_manager
    for manufacturer, name, number, valid_until in firm.certifications:
        CompanyCertification.objects.get_or_create(
            company=company,
            manufacturer=manufacturer,
            name=name,
            defaults={"number": number, "valid_until": valid_until, "confirmed_at": now, "confirmed_by": manager},
        )
    if firm.quote_text and not company.quote_text:
        company.quote_text = firm.quote_text
        company.save(update_fields=["quote_text"])
    if firm.reviewed_days_ago is not None and company.access_reviewed_at is None:
        company.access_reviewed_at = now - timedelta(days=firm.reviewed_days_ago)
        company.save(update_fields=["access_reviewed_at"])


def _load_places(company: Company, firm: Firm) -> None:
    for number, place in enumerate(firm.places):
        Address.objects.get_or_create(
            company=company,
            label=place.label,
            defaults=place._asdict()
            | {"recipient": firm.name, "is_default": number == 0, "is_invoice_address": number == 0},
        )


def _load_agreements(company: Company, firm: Firm) -> None:
    if firm.stockist:
        number, valid_from, valid_to = firm.stockist
        StockistApproval.objects.get_or_create(
            company=company, number=number, defaults={"valid_from": valid_from, "valid_to": valid_to}
        )
    for code, amount in firm.agreed_freight.items():
        method = ShippingMethod.objects.get(market=company.market, code=code)
        AgreedFreight.objects.get_or_create(company=company, method=method, defaults={"amount": Decimal(amount)})


def _load_member(company: Company, user: User, role: Role) -> None:
    if not Member.objects.filter(company=company, user=user).exists():
        member = Member(company=company, user=user, joined_at=timezone.now())
        member.take_role(role)
        member.save()


def _user(email: str, name: str, password: str, **fields: object) -> User:
    given = {"name": name, "password": password, "set_up_at": timezone.now(), **fields}
    return User.objects.get_or_create(email=email, defaults=given)[0]


def _address(role: str, slug: str) -> str:
    return f"{role}@{slug}.example"
