"""The second factor: what it holds back, how it is shown, set up and taken away (ACC-6, ACC-8)."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import hotp
from django_otp.plugins.otp_email.models import EmailDevice
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import factors, gate, locking, mailing, second_factor
from accounts.acting import Actor, OwnUser
from accounts.activities import sentence_of
from accounts.administering import OnlyByStaff
from accounts.factors import Way
from accounts.models import Activity, ActivityKind, Company, Member, User
from tests.authorization.addresses import all_addresses
from tests.cast import Cast, a_staff_user
from tests.factories import NOON, PASSWORD, make_user
from tests.pressing import Page, visit
from tests.staff import app_of, browser_of_staff, code_of, sign_in_with_factor

VERIFY = "/account/verify/"
FACTOR = "/profile/security/second-factor/"


@pytest.fixture(autouse=True)
def no_attempts_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def buyer(cast: Cast) -> User:
    """With an authenticator app."""
    user = cast.norrsken.buyer.user
    app_of(user)
    return user


def arrive(user: User, address: str = "/") -> tuple[Client, Page]:
    """A browser in which the user gave their password, and the page that they got."""
    browser = Client(headers={"accept-language": "en"})
    page = visit(browser, f"/login/?next={quote(address)}")
    return browser, page.press("Sign in", {"E-mail address or user name": user.email, "Password": PASSWORD})


def typed(page: Page, code: str) -> Page:
    return page.press("Sign in", {"Code": code})


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def mails_to(user: User) -> list[str]:
    mailing.send_due(now=timezone.now())
    return [f"{each.subject}\n{each.body}" for each in mail.outbox if each.to == [user.email]]


def wrong_code_of(user: User) -> str:
    return f"{(int(code_of(user)) + 1) % 1_000_000:06d}"


# --- The gate: a password alone opens nothing ---------------------------------------------------------------------

OPEN = {
    "account/verify/",
    "account/verify/code/",
    "account/passkey/begin/",
    "account/passkey/complete/",
    "logout/",
    "market/",
    "profile/language/",
    "healthz",
    "readyz",
}


def filled(pattern: str) -> str:
    """An address of this pattern; whatever stands in it does not exist."""
    address = pattern.replace("<uuid:key>", "00000000-0000-4000-8000-000000000000")
    return "/" + re.sub(r"<[^>]+>", "1", address).replace("^", "").replace("$", "")


@pytest.mark.parametrize("who", ["buyer", "staff"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_opens_no_address_of_the_portal(cast: Cast, who: str, method: str) -> None:
    user = a_staff_user() if who == "staff" else cast.norrsken.buyer.user
    app_of(user)
    browser = Client()
    browser.force_login(user)
    for pattern in all_addresses():
        if pattern in OPEN or "(?P" in pattern:
            continue
        address = filled(pattern)
        answer = getattr(browser, method)(address)
        assert (address, answer.status_code) == (address, 302)
        assert answer["Location"].startswith(VERIFY), address


def test_the_list_of_what_stays_open_is_short() -> None:
    named = {reverse(name).lstrip("/") for name in gate.CODE.open | gate.ALWAYS_OPEN | {gate.CODE.page}}
    assert named == OPEN


def test_no_page_before_the_code_knows_the_company(buyer: User) -> None:
    browser, page = arrive(buyer)

    for each in (page, visit(browser, "/nothing/here/")):
        assert "Norrsken" not in each.answer.text
        assert "Order by number" not in each.answer.text


def test_the_admin_asks_staff_for_a_code_at_its_own_door(db: None) -> None:
    staff = a_staff_user()
    app_of(staff)
    browser, page = arrive(staff, "/admin/")
    assert page.title == "One more step"
    assert browser.get("/admin/login/")["Location"].startswith(VERIFY)

    page = typed(page, code_of(staff))

    assert page.address == "/admin/"
    assert page.status == 200


def test_staff_without_a_second_factor_set_one_up_first(db: None) -> None:
    staff = a_staff_user()

    browser, page = arrive(staff, "/admin/")

    assert page.title == "Second factor"
    assert "Staff need a second factor." in page.text
    assert browser.get("/admin/").status_code == 302
    page = set_up_app(page.follow("Set up an authenticator app"))
    assert page.title == "Backup codes"
    assert page.follow("I have kept them").address == "/admin/"


def test_one_comes_back_to_where_one_was_going(buyer: User) -> None:
    _browser, page = arrive(buyer, "/orders/")

    assert typed(page, code_of(buyer)).address == "/orders/"


def test_an_address_elsewhere_is_not_followed(buyer: User) -> None:
    browser, _page = arrive(buyer)

    answer = browser.post(VERIFY, {"way": "app", "code": code_of(buyer), "next": "https://evil.example/"})

    assert answer["Location"] == "/"


def test_who_has_none_and_needs_none_is_asked_nothing(cast: Cast) -> None:
    _browser, page = arrive(cast.norrsken.buyer.user)

    assert "Hello, Buyer" in page.text


def test_a_device_that_was_taken_away_opens_nothing_any_more(buyer: User) -> None:
    browser = sign_in_with_factor(Client(), buyer)
    assert browser.get("/orders/").status_code == 200
    TOTPDevice.objects.filter(user=buyer).delete()
    app_of(buyer)

    assert browser.get("/orders/")["Location"].startswith(VERIFY)


def test_the_session_has_another_key_after_the_code_and_is_still_listed(buyer: User) -> None:
    browser, page = arrive(buyer)
    before = browser.session.session_key

    typed(page, code_of(buyer))

    assert browser.session.session_key != before
    assert buyer.sessions.get().session_key == browser.session.session_key


def test_the_company_hears_of_a_sign_in_when_it_is_complete(buyer: User) -> None:
    signed_in = Activity.objects.filter(kind=ActivityKind.SIGNED_IN, actor=buyer)
    _browser, page = arrive(buyer)
    assert not signed_in.exists()

    typed(page, code_of(buyer))

    assert signed_in.count() == 1


# --- Codes --------------------------------------------------------------------------------------------------------


def test_a_code_works_once(buyer: User) -> None:
    code = code_of(buyer)
    _browser, page = arrive(buyer)
    typed(page, code)

    _other, page = arrive(buyer)

    assert "This code is wrong, too old, or was used already." in typed(page, code).text


@pytest.mark.parametrize("code", ["", "abcdef", "12345678901234567890", "９９９９９９", "-1", "\x00"])
def test_nonsense_is_refused_beside_the_field(buyer: User, code: str) -> None:
    browser, _page = arrive(buyer)

    answer = browser.post(VERIFY, {"way": "app", "code": code})

    assert answer.status_code == 200
    assert browser.get("/orders/").status_code == 302


def test_after_a_wrong_code_the_next_one_waits_and_does_not_count(buyer: User) -> None:
    _browser, page = arrive(buyer)
    page = typed(page, wrong_code_of(buyer))

    page = typed(page, wrong_code_of(buyer))

    assert "Wait 1 second and try again." in page.text
    assert fresh(buyer).failed_logins == 1


def test_five_wrong_codes_lock_and_the_session_ends(buyer: User) -> None:
    browser, page = arrive(buyer)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _number in range(5):
            clock.shift(30)
            page = typed(page, wrong_code_of(buyer))

    assert page.title == "Your user is locked"
    assert fresh(buyer).is_locked
    assert browser.get("/orders/")["Location"].startswith("/login/")


def test_the_right_password_does_not_reset_the_count_before_the_code(buyer: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(1, 5):
            clock.shift(30)
            _browser, page = arrive(buyer)
            typed(page, wrong_code_of(buyer))
            assert fresh(buyer).failed_logins == number
        clock.shift(30)
        _browser, page = arrive(buyer)
        typed(page, code_of(buyer))

    assert fresh(buyer).failed_logins == 0


def test_twenty_wrong_codes_make_the_network_wait_and_lock_nobody_meanwhile(cast: Cast) -> None:
    from_elsewhere = cast.norrsken.support.user
    people = [make_user(f"person{number}@norrsken-it.example") for number in range(5)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for user in people:
            app_of(user)
            clock.shift(20)
            _browser, page = arrive(user)
            for _number in range(4):
                clock.shift(20)
                page = typed(page, wrong_code_of(user))
        app_of(from_elsewhere)
        browser = Client(headers={"accept-language": "en"})
        browser.force_login(from_elsewhere)

        page = typed(visit(browser, VERIFY), code_of(from_elsewhere))

    assert "too many attempts" in page.text
    assert fresh(from_elsewhere).failed_logins == 0
    assert not User.objects.filter(locked_at__isnull=False).exists()


def test_a_code_by_e_mail(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    EmailDevice.objects.create(user=user, name="E-mail")
    _browser, page = arrive(user)

    page = page.press("Send me a code")
    assert "A code is on its way" in page.text
    again = page.press("Send me a code")
    code = re.findall(r"^(\d{6})$", mails_to(user)[-1], re.MULTILINE)[0]

    assert "You can ask for another one in" in again.text
    assert len(mails_to(user)) == 1
    assert "Hello, Buyer" in typed(page, code).text


def test_a_code_by_e_mail_is_too_old_after_ten_minutes(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    EmailDevice.objects.create(user=user, name="E-mail")
    _browser, page = arrive(user)
    page = page.press("Send me a code")
    code = EmailDevice.objects.get().token

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = typed(page, code)
        told = mails_to(user)[-1]

    assert "This code is wrong, too old" in page.text
    assert code not in told
    assert "too old by now" in told


def test_a_backup_code_works_once_with_and_without_its_dash(buyer: User) -> None:
    first, second = second_factor.make_codes(buyer, now=timezone.now())[:2]
    for code, again in ((f"{first[:4]}-{first[4:]}".upper(), True), (second, False)):
        _browser, page = arrive(buyer)
        page = page.follow("Backup code")
        assert "Hello, Buyer" in typed(page, code).text
        if again:
            _browser, page = arrive(buyer)
            assert "used already" in typed(page.follow("Backup code"), code).text
            StaticDevice.objects.update(throttling_failure_count=0)
    assert factors.Factors.of(buyer).codes_left == 8


# --- Setting up ---------------------------------------------------------------------------------------------------


def set_up_app(page: Page) -> Page:
    """Type what an app shows that was given the secret of the page."""
    key = page.browser.session["new_app_key"]
    code = hotp(bytes.fromhex(key), int(timezone.now().timestamp()) // 30)
    return page.press("Set up", {"Code": f"{code:06d}"})


def test_set_up_an_app_from_ones_own_page(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    browser, _page = arrive(user)
    page = visit(browser, "/profile/security/").follow("Set up a second factor").follow("Set up an authenticator app")
    assert "<svg" in page.answer.text
    assert "style=" not in page.answer.text

    page = set_up_app(page)

    assert "They are shown this once." in page.text
    shown = re.findall(r"\b[a-z2-7]{4}-[a-z2-7]{4}\b", page.text)
    assert len(shown) == 10
    assert "They are shown this once." not in visit(browser, page.address).text
    assert visit(browser, "/orders/").status == 200
    assert "Set up a second factor: Authenticator app" in [
        sentence_of(row) for row in Activity.objects.filter(actor=user)
    ]
    assert any("A second factor was added to your account" in each for each in mails_to(user))
    _other, page = arrive(user)
    page = page.follow("Backup code")
    assert "Hello, Buyer" in typed(page, shown[0]).text


def test_a_wrong_code_sets_nothing_up_and_leaves_the_app_from_before(buyer: User) -> None:
    before = app_of(buyer).key
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    page = visit(browser, f"{FACTOR}app/").press("Set up", {"Code": "000000"})

    assert "This code is wrong" in page.text
    assert TOTPDevice.objects.get(user=buyer).key == before


def test_another_phone_takes_the_place_of_the_first(buyer: User) -> None:
    before = app_of(buyer).key
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)
    elsewhere = sign_in_with_factor(Client(), buyer)

    set_up_app(visit(browser, FACTOR).follow("Set up the app on another phone"))

    assert TOTPDevice.objects.get(user=buyer).key != before
    assert visit(browser, "/orders/").status == 200
    assert elsewhere.get("/orders/")["Location"].startswith(VERIFY)


def test_set_up_codes_by_e_mail(cast: Cast) -> None:
    user = cast.norrsken.buyer.user
    browser, _page = arrive(user)
    page = visit(browser, f"{FACTOR}email/")

    page = page.press("Send me a code")
    assert not factors.has_one(user)
    page = page.press("Set up", {"Code": EmailDevice.objects.get().token})

    assert page.title == "Backup codes"
    assert factors.Factors.of(user).ways == [Way.EMAIL, Way.BACKUP]


def test_a_session_that_is_not_fresh_is_asked_for_the_password_and_a_wrong_one_counts(buyer: User) -> None:
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = visit(browser, f"{FACTOR}app/")
        assert page.title == "Confirm that it is you"

        page = page.press("Continue", {"Current password": "wrong"})
        assert "This is not your current password." in page.text
        assert fresh(buyer).failed_logins == 1
        answer = browser.post(f"{FACTOR}removal/", {"way": "app"})
        assert answer["Location"].startswith("/profile/security/confirm/")
        assert factors.has_one(buyer)

        page = page.press("Continue", {"Current password": PASSWORD})
        assert page.title == "Set up an authenticator app"


def test_new_backup_codes_void_the_old(buyer: User) -> None:
    old = second_factor.make_codes(buyer, now=timezone.now())
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    page = visit(browser, FACTOR).follow("New codes").press("Make ten new codes")

    assert not set(old) & set(StaticDevice.objects.get().token_set.values_list("token", flat=True))
    assert "They are shown this once." in page.text
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(buyer, Way.BACKUP, old[0])


# --- Taking away --------------------------------------------------------------------------------------------------


def test_the_last_one_goes_with_its_backup_codes_where_none_is_needed(buyer: User) -> None:
    second_factor.make_codes(buyer, now=timezone.now())
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    page = visit(browser, FACTOR).press("Remove the authenticator app")

    assert "Removed. A mail tells you so." in page.text
    assert not StaticDevice.objects.exists()
    assert visit(browser, "/orders/").status == 200
    assert any("was removed from your account" in each for each in mails_to(buyer))


def test_the_last_one_stays_where_one_is_needed(db: None) -> None:
    staff = a_staff_user()
    browser = browser_of_staff(staff, headers={"accept-language": "en"})

    page = visit(browser, FACTOR).press("Remove the authenticator app")

    assert "set up another one before you remove this one" in page.text
    assert factors.has_one(staff)


def test_one_of_two_goes_and_the_session_stays_open(buyer: User) -> None:
    EmailDevice.objects.create(user=buyer, name="E-mail")
    browser = sign_in_with_factor(Client(headers={"accept-language": "en"}), buyer)

    visit(browser, FACTOR).press("Remove the authenticator app")

    assert browser.get("/orders/").status_code == 200


def test_an_administrator_resets_a_colleagues_second_factor(
    buyer: User, cast: Cast, at_desk: Callable[..., Page]
) -> None:
    theirs = sign_in_with_factor(Client(), buyer)
    second_factor.make_codes(buyer, now=timezone.now())
    page = at_desk(f"/company/users/{cast.norrsken.buyer.pk}/", cast.norrsken.admin)

    page = page.press("Reset second factor")

    assert "has no second factor any more" in page.text
    assert "Reset second factor" not in page.buttons()
    assert not factors.has_one(buyer)
    assert not StaticDevice.objects.exists()
    assert theirs.get("/orders/")["Location"].startswith("/login/")
    assert any("Your second factor was reset" in each for each in mails_to(buyer))
    noted = Activity.objects.get(kind=ActivityKind.FACTOR_RESET)
    assert (noted.subject, noted.actor) == (buyer, cast.norrsken.admin.user)


def test_nobody_resets_their_own_nor_a_person_of_several_companies(
    cast: Cast, consultant: tuple[Member, Member]
) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    for member in (consultant[0], cast.norrsken.admin):
        app_of(member.user)
    with pytest.raises(OnlyByStaff):
        second_factor.reset(consultant[0], by=by, now=NOON)
    with pytest.raises(OwnUser):
        second_factor.reset(cast.norrsken.admin, by=by, now=NOON)

    second_factor.reset(consultant[0], by=Actor.staff(a_staff_user()), now=NOON)

    assert not factors.has_one(consultant[0].user)


def test_staff_reset_a_member_at_the_desk(buyer: User, cast: Cast, at_desk: Callable[..., Page]) -> None:
    page = at_desk(f"/admin/accounts/member/{cast.norrsken.buyer.pk}/change/").press("Reset second factor")

    assert "has no second factor any more" in page.text
    assert Activity.objects.filter(kind=ActivityKind.FACTOR_RESET, subject=buyer).exists()


def test_superusers_reset_staff_and_ordinary_staff_do_not(db: None, at_desk: Callable[..., Page]) -> None:
    colleague = make_user("new@distributor.example", is_staff=True)
    app_of(colleague)
    with pytest.raises(second_factor.OnlyBySuperusers):
        second_factor.reset_user(colleague, by=make_user("other@distributor.example", is_staff=True), now=NOON)

    page = at_desk(f"/admin/accounts/user/{colleague.pk}/change/").press("Reset second factor")

    assert "has no second factor any more" in page.text
    assert not factors.has_one(colleague)


# --- Required by the company --------------------------------------------------------------------------------------


def test_a_company_asks_it_of_everybody_from_the_next_request_on(cast: Cast, at_desk: Callable[..., Page]) -> None:
    app_of(cast.norrsken.support.user)
    basic = Client()
    basic.force_login(cast.norrsken.basic.user)
    page = at_desk("/company/", cast.norrsken.admin).follow("Signing in")
    assert "3 of 4 have no second factor yet:" in page.text

    page.press("Save", {"Everybody needs a second factor": "yes"})

    assert Company.objects.get(pk=cast.norrsken.company.pk).requires_second_factor
    assert basic.get("/catalog/")["Location"].startswith(FACTOR)
    assert Activity.objects.filter(kind=ActivityKind.FACTOR_REQUIRED, actor=cast.norrsken.admin.user).exists()
    outsider = Client()
    outsider.force_login(cast.fjord.basic.user)
    assert outsider.get("/catalog/").status_code == 200


def test_who_has_to_set_one_up_reaches_only_the_pages_for_it(cast: Cast) -> None:
    second_factor.require(cast.norrsken.company, True, by=Actor.administrator(cast.norrsken.admin), now=NOON)
    browser, page = arrive(cast.norrsken.buyer.user, "/orders/")
    assert "Your company asks for a second factor." in page.text
    for pattern in all_addresses():
        if "(?P" in pattern or pattern in OPEN - {"account/verify/", "account/verify/code/", "account/passkey/begin/"}:
            continue
        address = filled(pattern)
        if address.startswith((FACTOR, "/profile/security/confirm/")):
            continue
        assert browser.get(address)["Location"].startswith(FACTOR), address

    page = set_up_app(page.follow("Set up an authenticator app"))

    assert page.follow("I have kept them").address == "/orders/"


def test_no_longer_required_lets_everybody_in_again(cast: Cast) -> None:
    by = Actor.administrator(cast.norrsken.admin)
    second_factor.require(cast.norrsken.company, True, by=by, now=NOON)
    second_factor.require(cast.norrsken.company, False, by=by, now=NOON)

    _browser, page = arrive(cast.norrsken.buyer.user)

    assert "Hello, Buyer" in page.text
    kinds = [row.kind for row in Activity.objects.filter(company=cast.norrsken.company, kind__startswith="factor")]
    assert sorted(kinds) == [ActivityKind.FACTOR_OPTIONAL, ActivityKind.FACTOR_REQUIRED]


def test_a_locked_user_is_not_unlocked_by_a_code(buyer: User) -> None:
    browser, page = arrive(buyer)
    locking.lock(buyer, now=timezone.now())

    page = typed(page, code_of(buyer))

    assert page.title == "Your user is locked"
    assert fresh(buyer).is_locked
    assert browser.get("/orders/")["Location"].startswith("/login/")
