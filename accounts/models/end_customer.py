"""The company's own customers, to whom its orders may ship (ACC-20)."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.company import Company
from accounts.models.member import AddressField, Member
from accounts.models.postal import PostalAddress
from accounts.privileges import Privilege

USED_BY = (Privilege.PLACE_ORDERS, Privilege.MANAGE_QUOTES)


class EndCustomerState(models.TextChoices):
    USABLE = "usable", pgettext_lazy("end customer", "Usable")
    IN_REVIEW = "in_review", pgettext_lazy("end customer", "In review")
    REFUSED = "refused", pgettext_lazy("end customer", "Refused")
    REMOVED = "removed", pgettext_lazy("end customer", "Removed")


class EndCustomerQuerySet(models.QuerySet["EndCustomer"]):
    def visible_to(self, member: Member) -> Self:
        """The company's own, for who orders or quotes for them; for nobody else."""
        if not any(member.may(privilege) for privilege in USED_BY):
            return self.none()
        return self.filter(company_id=member.company_id)

    def present(self) -> Self:
        """Everyone but those who were removed; their orders keep them."""
        return self.filter(archived_at=None)

    def usable(self, now: datetime) -> Self:
        return self.present().filter(refused_at=None, usable_from__lte=now)

    def in_review(self, now: datetime) -> Self:
        return self.present().filter(refused_at=None, usable_from__gt=now)

    def matching(self, text: str) -> Self:
        """Whose name, contact, e-mail address, city or tax number holds this text; dots in numbers do not matter."""
        bare = "".join(letter for letter in text if letter.isalnum())
        found = Q(name__icontains=text) | Q(contact__icontains=text) | Q(email__icontains=text)
        in_city = EndCustomerAddress.objects.filter(end_customer=OuterRef("pk"), city__icontains=text)
        found |= Q(tax_number__icontains=text) | Q(Exists(in_city))
        if len(bare) > 3 and any(letter.isdigit() for letter in bare):
            found |= Q(bare_tax_number__icontains=bare)
        return self.filter(found)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",), no_key=True)


class EndCustomer(models.Model):
    """A customer of a company. It is usable after the market's review time, unless staff refuse it before."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="end_customers")
    name = models.CharField(_("name"), max_length=200)
    contact = models.CharField(_("contact"), max_length=150, blank=True)
    email = AddressField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    bare_tax_number = models.CharField(max_length=40, blank=True, editable=False, help_text=_("Letters and digits."))
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"))
    usable_from = models.DateTimeField(_("usable from"), help_text=_("The end of its review."))
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    refused_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(_("reason of the refusal"), max_length=300, blank=True)
    archived_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = EndCustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("end customer")
        verbose_name_plural = _("end customers")
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["company", "name", "id"], name="end_customer_list")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "country", "tax_number"],
                condition=Q(archived_at=None) & ~Q(tax_number=""),
                name="end_customer_tax_number_once",
            ),
            models.CheckConstraint(
                name="end_customer_refused_with_reason",
                condition=Q(refused_at=None, refusal="") | (Q(refused_at__isnull=False) & ~Q(refusal="")),
            ),
            models.CheckConstraint(name="end_customer_usable_once_added", condition=Q(usable_from__gte=F("added_at"))),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("company:end_customer", args=[self.pk])

    def state_at(self, now: datetime) -> EndCustomerState:
        if self.archived_at:
            return EndCustomerState.REMOVED
        if self.refused_at:
            return EndCustomerState.REFUSED
        return EndCustomerState.USABLE if self.usable_from <= now else EndCustomerState.IN_REVIEW

    def is_usable(self, now: datetime) -> bool:
        return self.state_at(now) == EndCustomerState.USABLE


class EndCustomerAddressQuerySet(models.QuerySet["EndCustomerAddress"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(end_customer__in=EndCustomer.objects.visible_to(member))


class EndCustomerAddress(PostalAddress):
    """A place of an end customer. An order copies it, so it may change or go at any time."""

    end_customer = models.ForeignKey(EndCustomer, models.CASCADE, related_name="addresses")
    label = models.CharField(_("label"), max_length=80)
    attention = models.CharField(_("department or person"), max_length=150, blank=True)

    objects = EndCustomerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of an end customer")
        verbose_name_plural = _("addresses of end customers")
        ordering: ClassVar = ["label", "pk"]

    def __str__(self) -> str:
        return f"{self.end_customer}: {self.label}, {self.city}"

    def lines(self) -> list[str]:
        """The address as it is printed, the end customer's name first."""
        return self.printed_for(self.end_customer.name, self.attention)
