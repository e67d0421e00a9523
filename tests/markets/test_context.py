"""Which market and language a visitor is in (MKT-2)."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from common.formats import active_locale
from markets.context import MarketMiddleware, activate, markets
from markets.models import ContactDesk, Market


@pytest.fixture
def seen(rf):
    """Open a page with cookies, and tell its market, language, locale and time zone."""

    def see(**cookies: str) -> tuple[str | None, str | None, str, str]:
        found: list[tuple[str | None, str | None, str, str]] = []

        def page(request: HttpRequest) -> HttpResponse:
            code = request.market.code if request.market else None
            found.append((code, translation.get_language(), str(active_locale()), timezone.get_current_timezone_name()))
            return HttpResponse()

        request = rf.get("/")
        request.COOKIES.update(cookies)
        MarketMiddleware(page)(request)
        return found[0]

    return see


def test_a_visitor_starts_in_the_first_market(markets, seen):
    assert seen() == ("ca", "en", "en_CA", "America/Toronto")


def test_the_settings_may_name_another_first_market(markets, seen, settings):
    settings.DEFAULT_MARKET = "nz"
    assert seen() == ("nz", "en", "en_NZ", "Pacific/Auckland")


def test_the_cookies_choose_market_and_language(markets, seen):
    assert seen(market="se") == ("se", "sv", "sv_SE", "Europe/Stockholm")
    assert seen(market="se", django_language="en") == ("se", "en", "en_SE", "Europe/Stockholm")


@pytest.mark.parametrize("language", ["sv", "nb", "pt-br", "tlh", "\x00", ""])
def test_a_language_not_offered_falls_back(markets, seen, language):
    assert seen(market="br", django_language=language) == ("br", "en", "en", "America/Sao_Paulo")


@pytest.mark.parametrize("code", ["zz", "", "se'; --", "\x00"])
def test_a_damaged_cookie_does_no_harm(markets, seen, code):
    assert seen(market=code)[0] == "ca"


def test_without_any_market_pages_still_answer(no_markets, seen):
    assert seen(market="se", django_language="sv") == (None, "sv", "sv", "UTC")


def test_nothing_of_a_request_stays_for_the_next(markets, seen):
    before = translation.get_language()
    seen(market="se")
    assert (translation.get_language(), timezone.get_current_timezone_name()) == (before, "UTC")


def test_a_page_costs_one_query(markets, seen, django_assert_num_queries):
    seen(market="se")  # what the process remembers from now on
    with django_assert_num_queries(1):
        seen(market="se")


def test_a_member_is_given_the_market_of_the_company(sweden):
    with translation.override("en"), timezone.override("UTC"):
        activate(sweden, "nb")
        assert (translation.get_language(), str(active_locale())) == ("sv", "sv_SE")
        assert timezone.get_current_timezone_name() == "Europe/Stockholm"
        activate(Market(country="", languages=["en"], time_zone="UTC"), "en")


def test_the_foot_of_a_page_tells_whether_support_answers(sweden, rf, django_assert_num_queries):
    request = rf.get("/")
    request.market = sweden
    with django_assert_num_queries(0):
        hours = markets(request)["support_hours"]
    assert sweden.desk(ContactDesk.Kind.SUPPORT).name in hours()
    assert markets(rf.get("/"))["support_hours"]() == ""
