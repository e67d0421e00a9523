"""The time left until a cutoff, in words; JavaScript keeps it true while the page stays open (MKT-4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Company
from common import formats
from markets import calendar
from markets.models import Market

SOON = timedelta(minutes=30)


@dataclass(frozen=True)
class Cutoff:
    """The next cutoff of a company: `at` is the moment, `left` the time until then, `label` what follows it."""

    at: datetime
    now: datetime

    @property
    def left(self) -> str:
        return left_in_words(self.at, self.now)

    @property
    def label(self) -> str:
        time = formats.clock(self.at)
        day = timezone.localdate(self.at)  # of the reader's clock, as the time is
        if day == timezone.localdate(self.now):
            return _("to cutoff %(time)s") % {"time": time}
        return _("to cutoff %(day)s %(time)s") % {"day": formats.short_day(day), "time": time}

    @property
    def is_soon(self) -> bool:
        return self.at - self.now <= SOON


def cutoff_of(company: Company, market: Market, now: datetime) -> Cutoff | None:
    """The next cutoff at the market's preferred warehouse; None where nothing ships from anywhere."""
    warehouse = next(iter(market.warehouses_in_order()), None)
    if warehouse is None:
        return None
    return Cutoff(calendar.next_cutoff(market, warehouse, now, cutoff=company.agreed_cutoff), now)


def left_in_words(at: datetime, now: datetime) -> str:
    """Hours and minutes from now on, rounded down: 2 h 14 min."""
    minutes = max(0, int((at - now).total_seconds()) // 60)
    if minutes >= 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)s min") % {"minutes": minutes}


def day_in_words(day: date, today: date) -> str:
    """Today, tomorrow, or the date."""
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return formats.short_day(day)


def shipping_in_words(day: date, today: date, *, places: str = "") -> str:
    """When something ships and from where; a day that is over without it says so."""
    facts = {"day": day_in_words(day, today), "places": places}
    if day < today:
        return (
            _("Was promised for %(day)s, from %(places)s") % facts if places else _("Was promised for %(day)s") % facts
        )
    return _("Ships %(day)s from %(places)s") % facts if places else _("Ships %(day)s") % facts
