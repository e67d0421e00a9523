"""When a contact desk is open: its spans of the weekday in the market's time zone, closed on holidays (MKT-1b)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from common import formats
from markets.calendar import is_holiday
from markets.models import ContactDesk, OpeningSpan

DAYS_AHEAD = 14


def hours_today(desk: ContactDesk, now: datetime) -> list[OpeningSpan]:
    """The desk's spans of the market's today, the earliest first; none on a holiday."""
    today = now.astimezone(desk.market.zone).date()
    if is_holiday(desk.market, None, today):
        return []
    return [span for span in desk.spans.all() if span.weekday == today.weekday()]


def closes_at(desk: ContactDesk, now: datetime) -> datetime | None:
    """When the desk that is open now closes; None where it is closed."""
    local = now.astimezone(desk.market.zone)
    for span in hours_today(desk, now):
        if span.opens <= local.time() < span.closes:
            return datetime.combine(local.date(), span.closes, tzinfo=desk.market.zone)
    return None


def is_open(desk: ContactDesk, now: datetime) -> bool:
    """Whether somebody answers now; the closing time itself is too late."""
    return closes_at(desk, now) is not None


def opens_at(desk: ContactDesk, now: datetime) -> datetime | None:
    """When the desk opens next, within two weeks; None where it has no hours on record."""
    zone = desk.market.zone
    for ahead in range(DAYS_AHEAD + 1):
        day = now.astimezone(zone).date() + timedelta(days=ahead)
        for span in hours_today(desk, datetime.combine(day, datetime.min.time(), tzinfo=zone)):
            opens = datetime.combine(day, span.opens, tzinfo=zone)
            if opens > now:
                return opens
    return None


def in_words(desk: ContactDesk, now: datetime) -> str:
    """One sentence on the desk's hours for the foot of a page, times in the active time zone."""
    if closes := closes_at(desk, now):
        return _("%(desk)s open until %(time)s") % {"desk": desk.name, "time": formats.clock(closes)}
    if opens := opens_at(desk, now):
        return _("%(desk)s closed until %(day)s, %(time)s") % {
            "desk": desk.name,
            "day": formats.short_day(opens),
            "time": formats.clock(opens),
        }
    return ""
