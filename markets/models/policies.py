"""What a market decides, by subject; every field is a setting of MKT-13 that staff edit in the admin."""

from datetime import time
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def days_warned_ahead() -> list[int]:
    return [60, 30, 7]


class ReturnReason(models.TextChoices):
    """Why goods come back or are claimed (RET-2)."""

    LOST = "lost", _("Lost shipment")
    SHORT = "short", _("Short shipment")
    DAMAGED = "damaged", _("Damaged in transport")
    BILLING = "billing", _("Billing error")
    STOCK_BALANCING = "stock_balancing", _("Stock balancing")
    DEFECTIVE = "defective", _("Defective (DOA)")
    WRONG_PRODUCT = "wrong_product", _("Wrong product")
    WRONG_QUANTITY = "wrong_quantity", _("Wrong quantity")
    REFUSED_AT_DOOR = "refused_at_door", _("Refused at the door")


class SigningInPolicy(models.Model):
    """Passwords, lockout and who changes users (MKT-8, ACC-5, 6, 15b, 16)."""

    class Unlocks(models.TextChoices):
        ADMINISTRATORS = "administrators", _("The company's administrators, or staff")
        STAFF = "staff", _("Staff only, asked by an administrator")

    wrong_passwords = models.PositiveSmallIntegerField(
        _("wrong passwords until lockout"), default=5, validators=[MinValueValidator(1)]
    )
    who_unlocks = models.CharField(_("who unlocks"), max_length=20, choices=Unlocks, default=Unlocks.ADMINISTRATORS)
    staff_need_request = models.BooleanField(_("staff change users only at an administrator's request"), default=False)
    staff_change_email = models.BooleanField(_("staff change e-mail addresses"), default=True)
    password_least = models.PositiveSmallIntegerField(_("least characters of a password"), default=8)
    password_most = models.PositiveSmallIntegerField(_("most characters of a password"), default=128)
    dormant_user_days = models.PositiveSmallIntegerField(_("a user counts as dormant after, days"), default=90)
    access_review_days = models.PositiveSmallIntegerField(
        _("access review due every, days"), default=365, validators=[MinValueValidator(1)]
    )

    class Meta:
        abstract = True


class ActivityPolicy(models.Model):
    """What a company must do to stay a customer (MKT-7, ACC-20 to 22, INV-8); amounts in the market's currency."""

    class Loses(models.TextChoices):
        WEB = "web", _("web access")
        WEB_AND_ORDERING = "web_and_ordering", _("web access and ordering")

    minimum_purchases = models.DecimalField(
        _("minimum purchases a year"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    dormancy_months = models.PositiveSmallIntegerField(_("dormancy in months"), null=True, blank=True)
    reactivation_fee = models.DecimalField(
        _("reactivation fee before taxes"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    processing_fee = models.DecimalField(
        _("processing fee of a former customer before taxes"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    lapsed_loses = models.CharField(_("a lapsed company loses"), max_length=20, choices=Loses, default=Loses.WEB)
    warning_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("warned ahead, days"), default=days_warned_ahead, blank=True
    )
    suspension_days = models.PositiveSmallIntegerField(_("bad standing to suspension, days"), default=14)
    grace_days = models.PositiveSmallIntegerField(_("grace before credit hold, days"), default=10)
    application_hours = models.PositiveSmallIntegerField(_("applications answered within, hours"), default=48)
    end_customer_review_hours = models.PositiveSmallIntegerField(_("review time of end customers, hours"), default=0)
    stockist_countries = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("countries whose companies report an approval as stockist"),
        default=list,
        blank=True,
        help_text=_("ISO codes of two letters, with commas between."),
    )

    class Meta:
        abstract = True


class ReturnsPolicy(models.Model):
    """How long and in which way claims are taken (MKT-9, RET-3, 4, 9)."""

    class Covers(models.TextChoices):
        DAMAGE = "damage", _("damage in transport")
        EVERY_DIFFERENCE = "every_difference", _("every difference on delivery")

    rma_days = models.PositiveSmallIntegerField(_("RMA valid, days"), default=15)
    reporting_hours = models.PositiveSmallIntegerField(_("time for reporting, hours"), default=24)
    reporting_covers = models.CharField(
        _("what that time covers"), max_length=20, choices=Covers, default=Covers.DAMAGE
    )
    checks_at_door = models.BooleanField(_("goods are checked at the door"), default=False)
    approved_at_once = ArrayField(
        models.CharField(max_length=20, choices=ReturnReason),
        verbose_name=_("reasons approved at once"),
        default=list,
        blank=True,
    )
    handling_percent = models.DecimalField(
        _("handling charge, percent of the line's net"),
        max_digits=5,
        decimal_places=2,
        default=Decimal("10.00"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        abstract = True


class OrderingPolicy(models.Model):
    """Cutoffs, limits and licenses (MKT-4, CAT-8, BAS-1, BAS-7, ORD-10, 18b, 19, INV-11)."""

    cutoff = models.TimeField(_("cutoff"), default=time(14))
    bid_cutoff = models.TimeField(_("cutoff with BID lines"), default=time(13))
    reports_at = models.TimeField(
        _("reports at"), default=time(7, 0), help_text=_("Time of a business day from which its reports are sent.")
    )
    import_rows = models.PositiveIntegerField(_("rows of an import"), default=100)
    price_list_rows = models.PositiveIntegerField(
        _("rows of a price list made at once"),
        default=5000,
        validators=[MaxValueValidator(50_000)],
        help_text=_("Longer ones are made in the background and kept under Downloads."),
    )
    active_baskets = models.PositiveIntegerField(_("active baskets a user"), default=100)
    stuck_business_days = models.PositiveSmallIntegerField(_("order counts as stuck, business days"), default=2)
    certificate_hours = models.PositiveSmallIntegerField(_("hours until certificates"), default=0)
    sells_volume_licenses = models.BooleanField(_("sells volume licenses"), default=True)
    sends_einvoices = models.BooleanField(_("offers e-invoices"), default=False)

    class Meta:
        abstract = True
