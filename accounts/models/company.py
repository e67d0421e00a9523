"""A reseller company, its addresses and what was agreed with it."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models.postal import PostalAddress
from accounts.privileges import WEB_ACCESS, Privilege
from common.fields import AmountField
from common.indexes import searched
from common.uploads import RandomName

if TYPE_CHECKING:
    from psycopg.types.range import Range

    from accounts.models.member import User


class UserField(models.TextChoices):
    """Contact data of users that their company may keep to its administrators (ACC-16)."""

    NAME = "name", _("Name")
    PHONE = "phone", _("Phone")


class CompanyField(models.TextChoices):
    """Company data that the distributor may keep to its staff (ACC-19)."""

    NAME = "name", _("Legal name")
    TAX_NUMBER = "tax_number", _("Tax number")
    ADDRESSES = "addresses", _("Addresses")
    CONTACTS = "contacts", _("Contacts")
    CERTIFICATIONS = "certifications", _("Certifications")
    QUOTES = "quotes", _("Logo and text for quotes")


def blocked_at_first() -> list[str]:
    """Credit and the approval as stockist are always staff's; these can be left to the company (ACC-19)."""
    return [CompanyField.NAME, CompanyField.TAX_NUMBER]


class Company(models.Model):
    """A reseller: customer of the distributor, in exactly one market."""

    market = models.ForeignKey("markets.Market", models.PROTECT, related_name="companies")
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    customer_number = models.CharField(max_length=20, unique=True)
    tax_number = models.CharField(max_length=40, blank=True, help_text=_("VAT or tax registration number."))
    country = models.CharField(max_length=2, help_text=_("ISO 3166 code of the company's seat."))
    region = models.CharField(max_length=10, blank=True, help_text=_("Province or state of the seat."))
    language = models.CharField(max_length=10, blank=True, help_text=_("Language of its documents; else the market's."))
    registered_email = models.EmailField(
        _("registered e-mail address"),
        max_length=254,
        blank=True,
        help_text=_("Given when the company registered; people who ask for access have to know it (ACC-3)."),
    )
    resale_certificate = models.CharField(
        max_length=60,
        blank=True,
        help_text=_(
            "Number of the certificate that waives sales tax on resale (PST number, annual resale certificate)."
        ),
    )
    resale_certificate_until = models.DateField(null=True, blank=True, help_text=_("Last valid day; empty: no end."))
    agreed_cutoff = models.TimeField(null=True, blank=True, help_text=_("Replaces the market's cutoff (MKT-4)."))
    agreed_bid_cutoff = models.TimeField(
        null=True, blank=True, help_text=_("Replaces the market's cutoff for BID lines.")
    )
    account_manager = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_companies",
        limit_choices_to={"is_staff": True},
    )
    blocked_user_fields = ArrayField(
        models.CharField(max_length=20, choices=UserField),
        default=list,
        blank=True,
        help_text=_("What users do not change of themselves: an administrator or staff does (ACC-16)."),
    )
    requires_second_factor = models.BooleanField(
        default=False, help_text=_("Everybody in the company needs a second factor for signing in (ACC-8).")
    )
    blocked_fields = ArrayField(
        models.CharField(max_length=20, choices=CompanyField),
        default=blocked_at_first,
        blank=True,
        help_text=_("Company data that staff alone change; the rest is its administrators' (ACC-19)."),
    )
    quote_text = models.TextField(
        blank=True, max_length=2000, help_text=_("Printed on the company's quotes to its own customers.")
    )
    logo = models.FileField(
        max_length=200,
        blank=True,
        upload_to=RandomName("logos"),
        help_text=_("PNG or JPG, printed on the company's quotes."),
    )
    logo_type = models.CharField(max_length=20, blank=True, editable=False)
    access_reviewed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When its administrators last went through its users.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    # What a request read with its member; None where it is yet to be asked for.
    services_removed: frozenset[str] | None = None
    days_as_stockist: "tuple[Range[date], ...] | None" = None

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(fields=["name", "-id"], name="company_list"),
            *(searched(field, f"company_{field}_holds") for field in ("name", "customer_number", "slug")),
        ]

    def __str__(self) -> str:
        return self.name

    def is_blocked(self, field: str) -> bool:
        """Whether staff alone change this; one of `CompanyField` (ACC-19)."""
        return field in self.blocked_fields

    @property
    def staffs_labels(self) -> list[str]:
        """What staff alone change of this company, in words."""
        return [str(CompanyField(field).label) for field in self.blocked_fields]

    @property
    def blocked_labels(self) -> list[str]:
        """What its users do not change of themselves, in words."""
        return [str(UserField(field).label) for field in self.blocked_user_fields]

    @property
    def manager_in_charge(self) -> "User | None":
        """The account manager, while they work for the distributor; where there is none the sales desk is (ACC-19b)."""
        manager = self.account_manager
        return manager if manager is not None and manager.is_active else None

    def is_stockist(self, on: date) -> bool:
        """Whether the tax agency's approval, confirmed by staff, holds on this day (ACC-19c)."""
        if self.days_as_stockist is not None:
            return any(on in days for days in self.days_as_stockist)
        return any(approval.covers(on) for approval in self.stockist_approvals.all())

    def is_tax_waived(self, on: date) -> bool:
        """Whether a resale certificate holds on this day (FACTS 2)."""
        until = self.resale_certificate_until
        return bool(self.resale_certificate) and (until is None or on <= until)

    def removed_services(self) -> frozenset[str]:
        """Privileges that the distributor switched off for the whole company (ACC-14)."""
        if self.services_removed is not None:
            return self.services_removed
        return frozenset(removal.service for removal in self.service_removals.all())


class StockistApproval(models.Model):
    """An approval as stockist for the Swedish chemical tax, confirmed by staff (ACC-19c)."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="stockist_approvals")
    number = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text=_("Last valid day; empty: no end."))
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="stockist_approval_periods_do_not_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="stockist_approval_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def covers(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Address(PostalAddress):
    """A place of the company: where it receives goods, where invoices go."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=80)
    recipient = models.CharField(max_length=200)
    is_invoice_address = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = _("addresses")
        ordering: ClassVar = ["-is_default", "label"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(is_default=True), name="company_has_one_default_address"
            ),
            models.UniqueConstraint(
                fields=["company"], condition=Q(is_invoice_address=True), name="company_has_one_invoice_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.city}"

    def lines(self) -> list[str]:
        """The address as it is printed, without empty lines."""
        return self.printed_for(self.recipient)


class AgreedFreight(models.Model):
    """Freight agreed with a company for a shipping method, whatever the weight (MKT-10, SE FAQ)."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="agreed_freights")
    method = models.ForeignKey("markets.ShippingMethod", models.CASCADE, related_name="+")
    amount = AmountField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "method"], name="one_agreed_freight_per_method"),
            models.CheckConstraint(name="agreed_freight_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.method}"


class ServiceRemoval(models.Model):
    """A service that the distributor switched off for a whole company, with the reason its users see (ACC-14)."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="service_removals")
    service = models.CharField(max_length=30, choices=[(WEB_ACCESS, _("Web access")), *Privilege.choices])
    reason = models.CharField(max_length=300)
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["company", "service"], name="service_removed_once")]

    def __str__(self) -> str:
        return f"{self.company}: {self.service}"
