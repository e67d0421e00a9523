"""A storefront with one currency and one set of policies (MKT-1)."""

from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from markets import public_holidays
from markets.models.policies import ActivityPolicy, OrderingPolicy, ReturnsPolicy, SigningInPolicy
from markets.remembering import remembered

if TYPE_CHECKING:
    from markets.models.desk import ContactDesk
    from markets.models.warehouse import Warehouse

FALLBACK_LANGUAGE = "en"
MOST_MARKETS = 15


def known_time_zone(name: str) -> None:
    """Refuse a time zone that tzdata does not know."""
    if name not in available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone."), params={"zone": name})


class Market(OrderingPolicy, SigningInPolicy, ActivityPolicy, ReturnsPolicy, models.Model):
    """A storefront; every policy named in MKT-13 is a field, edited by staff and effective at once."""

    was_just_read = False  # set on the market of a request, whose version counts

    class VisitorsSee(models.TextChoices):
        NONE = "none", _("no price")
        RETAIL = "retail", _("the retail price")

    code = models.SlugField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=60)
    version = models.UUIDField(default=uuid4, editable=False)  # another one after any change: markets.remembering
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    stock_bit = models.PositiveSmallIntegerField(
        _("stock bit"),
        unique=True,
        validators=[MaxValueValidator(MOST_MARKETS - 1)],
        help_text=_("Place of this market in the bit mask of the catalog's stock; never changed once products exist."),
    )
    country = models.CharField(_("country"), max_length=2, help_text=_("ISO code of two letters."))
    subdivision = models.CharField(_("province or state"), max_length=3, blank=True, help_text=_("For its holidays."))
    currency = models.CharField(_("currency"), max_length=3)
    time_zone = models.CharField(_("time zone"), max_length=40, validators=[known_time_zone])
    languages = ArrayField(
        models.CharField(max_length=8), verbose_name=_("languages"), help_text=_("The first is the default.")
    )
    served_countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries of its applicants"), default=list, blank=True
    )
    visitors_see = models.CharField(_("visitors see"), max_length=10, choices=VisitorsSee, default=VisitorsSee.NONE)
    taxes_included = models.BooleanField(_("prices include taxes"), default=False)
    taxes_note = models.CharField(
        _("note on taxes"), max_length=120, blank=True, help_text=_("Names the taxes that prices include.")
    )
    return_address = models.TextField(_("return address"), blank=True)
    seller = models.TextField(
        _("seller"), blank=True, help_text=_("Name and address of who sells here, as documents print it.")
    )
    seller_tax_number = models.CharField(_("seller's tax number"), max_length=40, blank=True)
    payment_details = models.TextField(
        _("how to pay"), blank=True, help_text=_("Printed on invoices, one way on a line: “Bankgiro: 555-0102”.")
    )
    chat_topics = ArrayField(models.CharField(max_length=60), verbose_name=_("chat topics"), default=list, blank=True)

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ("position", "code")
        constraints = [
            models.CheckConstraint(condition=Q(stock_bit__lt=MOST_MARKETS), name="market_stock_bit_fits_mask"),
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="market_has_language"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="market_country_is_iso"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="market_currency_is_iso"),
            models.CheckConstraint(condition=Q(bid_cutoff__lte=F("cutoff")), name="market_bid_cutoff_not_after_cutoff"),
            models.CheckConstraint(condition=Q(wrong_passwords__gte=1), name="market_lockout_after_one_at_least"),
            models.CheckConstraint(
                condition=Q(password_least__gte=1, password_most__gte=F("password_least")),
                name="market_password_lengths_in_order",
            ),
            models.CheckConstraint(
                condition=Q(handling_percent__gte=0, handling_percent__lte=100), name="market_handling_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not public_holidays.is_known(self.country, self.subdivision):
            raise ValidationError({"country": _("No calendar of holidays is known for this place.")})
        if unknown := set(self.languages or ()) - {code for code, _name in settings.LANGUAGES}:
            raise ValidationError({"languages": _("Unknown: %(codes)s") % {"codes": ", ".join(sorted(unknown))}})
        if self.cutoff and self.bid_cutoff and self.bid_cutoff > self.cutoff:
            raise ValidationError({"bid_cutoff": _("This is later than the cutoff.")})
        if self.password_least and self.password_most and self.password_least > self.password_most:
            raise ValidationError({"password_least": _("This is more than the most characters.")})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def locale(self, language: str) -> str:
        """The Babel locale of a language in this country: sv in Sweden is sv_SE, en in Sweden en_SE."""
        return f"{language.split('-')[0]}_{self.country}"

    def offered_languages(self) -> list[str]:
        """This market's languages as far as their translation is complete; English where none is."""
        complete = set(settings.LANGUAGES_OFFERED)
        return [language for language in self.languages if language in complete] or [FALLBACK_LANGUAGE]

    def default_language(self) -> str:
        return self.offered_languages()[0]

    @cached_property
    def desks_with_hours(self) -> "list[ContactDesk]":
        """Its contact desks in order; the pages of one request ask for them once."""
        return remembered(self, "desks", lambda: list(self.desks.prefetch_related("spans")))

    def desk(self, kind: str) -> "ContactDesk | None":
        """The first desk of a kind (`ContactDesk.Kind`)."""
        return next((desk for desk in self.desks_with_hours if desk.kind == kind), None)

    @property
    def support_phone(self) -> str:
        """The phone of the support desk, for the header of every page (SUP-1b)."""
        desk = self.desk("support")
        return desk.phone if desk else ""

    @property
    def support_email(self) -> str:
        """The address of the support desk, for who does not know whom else to ask (ACC-16b, SE FAQ)."""
        desk = self.desk("support")
        return desk.email if desk else ""

    def warehouses_in_order(self) -> "list[Warehouse]":
        """Warehouses that serve this market, the preferred one first (MKT-10)."""
        return remembered(self, "warehouses", self._warehouses)

    def _warehouses(self) -> "list[Warehouse]":
        places = self.market_warehouses.select_related("warehouse").prefetch_related("warehouse__closing_days")
        return [place.warehouse for place in places]


class RegistrationDocument(models.Model):
    """A paper that applicants of a country hand in (MKT-11)."""

    market = models.ForeignKey(Market, models.CASCADE, related_name="registration_documents")
    country = models.CharField(_("country"), max_length=2)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("registration document")
        verbose_name_plural = _("registration documents")
        ordering = ("country", "position")
        constraints = [
            models.UniqueConstraint("market", "country", "name", name="registration_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.name}"
