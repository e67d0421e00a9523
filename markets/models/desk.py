"""Contact desks and when they are open (MKT-1b)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from markets.models.market import Market


class ContactDesk(models.Model):
    """Whom to contact: name, ways to reach them, and the market whose holidays close them."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("Support")
        SALES = "sales", _("Sales")
        RETURNS = "returns", _("Returns")
        CANCELLATIONS = "cancellations", _("Cancellations")
        OTHER = "other", _("Other")

    market = models.ForeignKey(Market, models.CASCADE, related_name="desks", verbose_name=_("market"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    extension = models.CharField(_("extension"), max_length=12, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.TextField(_("postal address"), blank=True)

    class Meta:
        verbose_name = _("contact desk")
        verbose_name_plural = _("contact desks")
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint("market", "name", name="desk_name_once_in_market")]

    def __str__(self) -> str:
        return self.name


class SecondsOfDay(Func):
    template = "EXTRACT(epoch FROM %(expressions)s)::int"
    output_field = models.IntegerField()


class OpeningSpan(models.Model):
    """From one time to another of a weekday, in the market's time zone; a desk has any number of them."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    desk = models.ForeignKey(ContactDesk, models.CASCADE, related_name="spans", verbose_name=_("desk"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ("weekday", "opens")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="span_weekday_of_seven"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="span_opens_before_closes"),
            ExclusionConstraint(
                name="span_no_overlap",
                expressions=[
                    ("desk", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            SecondsOfDay(F("opens")),
                            SecondsOfDay(F("closes")),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
