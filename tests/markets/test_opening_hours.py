"""Desks by the clock and holidays of their market (MKT-1b): SE 08:30-12:00, 13:00-17:00."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from common import formats
from markets import opening_hours
from markets.models import ContactDesk, OpeningSpan

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def support(sweden) -> ContactDesk:
    return sweden.desk(ContactDesk.Kind.SUPPORT)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-11-18T08:29:59", False),
        ("2026-11-18T08:30:00", True),
        ("2026-11-18T12:00:00", False),  # lunch
        ("2026-11-18T13:00:00", True),
        ("2026-11-18T17:00:00", False),
        ("2026-11-21T10:00:00", False),  # Saturday
        ("2026-06-19T10:00:00", False),  # Midsummer Eve
    ],
)
def test_open_within_its_spans(support, now, is_open):
    assert opening_hours.is_open(support, at(now)) is is_open


def test_hours_of_today(support):
    spans = opening_hours.hours_today(support, at("2026-11-18T20:00:00"))
    assert [(span.opens, span.closes) for span in spans] == [(time(8, 30), time(12)), (time(13), time(17))]
    assert opening_hours.hours_today(support, at("2026-12-24T10:00:00")) == []


def test_the_words_tell_until_when(support):
    with formats.override("en", "SE", STOCKHOLM):
        assert opening_hours.in_words(support, at("2026-11-18T10:00:00")) == "Customer Support Sweden open until 12:00"
        assert (
            opening_hours.in_words(support, at("2026-11-20T17:00:00"))
            == "Customer Support Sweden closed until Mon 23 Nov, 08:30"
        )


def test_a_desk_without_hours_promises_none(sweden):
    desk = ContactDesk.objects.create(market=sweden, kind=ContactDesk.Kind.OTHER, name="Front door")
    assert opening_hours.opens_at(desk, at("2026-11-18T10:00:00")) is None
    assert opening_hours.in_words(desk, at("2026-11-18T10:00:00")) == ""


@pytest.mark.parametrize(("opens", "closes"), [(time(11), time(14)), (time(18), time(17))])
def test_spans_of_a_day_never_overlap_and_end_after_they_begin(support, opens, closes):
    with pytest.raises(IntegrityError):
        OpeningSpan.objects.create(desk=support, weekday=0, opens=opens, closes=closes)
