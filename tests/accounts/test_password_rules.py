"""Which passwords are taken: the market's lengths, letters, names, common words; ticked on the pages (MKT-8, ACC-5)."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Member, User
from accounts.password_rules import PasswordRules
from accounts.privileges import Role
from tests.accounts.forgetting import answered, choose, link_for
from tests.cast import Cast, a_staff_user
from tests.factories import make_challenge, make_company, make_member, make_user
from tests.staff import sign_in_with_factor


@pytest.fixture
def in_miami(cast: Cast) -> User:
    company = make_company(cast.markets["us"], "Biscayne Components", region="FL")
    user = make_user("maria@biscayne-components.example", "María-José Nyström Per", language="en")
    make_member(company, Role.BUYER, user=user)
    make_challenge(user)
    return user


def broken(user: User | None, password: str) -> list[str]:
    return [rule.code for rule in PasswordRules(user).check(password) if not rule.is_met]


@pytest.mark.parametrize(
    ("password", "rules"),
    [
        ("Computer*12", []),
        ("KEYBOARD73", []),
        ("computer*12", ["capital"]),
        ("COMPUTER", ["digit", "common"]),
        ("COMPUTER12", ["common"]),
        ("Aa345678901234567890123456", ["length"]),
        ("Aa34567890123456789012345", []),
        ("Aa34567", ["length"]),
        ("Aa345678", []),
        ("1234567890", ["letter", "capital", "common"]),
        ("ÄPPLETRÄD٣", []),
        ("Maria*2044", ["name"]),
        ("xxMARÍAxx77", ["name"]),
        ("Jose-M-2044", ["name"]),
        ("N-y-s-t-r-o-m-9", ["name"]),
        ("My-Per-2044", ["name"]),
        ("Superb-2044", []),
        ("Biscayne*12", ["name"]),
        ("biscaYne1Components", ["name"]),
    ],
)
def test_the_examples_of_the_miami_portal(in_miami: User, password: str, rules: list[str]) -> None:
    assert broken(in_miami, password) == rules
    if rules:
        with pytest.raises(ValidationError) as refused:
            validate_password(password, in_miami)
        assert [error.code for error in refused.value.error_list] == rules
    else:
        validate_password(password, in_miami)


def test_elsewhere_128_characters_are_the_most(cast: Cast) -> None:
    user = cast.norrsken.buyer.user

    assert broken(user, "Aa3" + "x" * 125) == []
    assert broken(user, "Aa3" + "x" * 126) == ["length"]


def test_members_of_several_markets_keep_the_strictest(cast: Cast, in_miami: User) -> None:
    make_member(cast.norrsken.company, Role.BUYER, user=in_miami)
    cast.se.password_least = 12
    cast.se.save()

    assert PasswordRules(in_miami).lengths == (12, 25)
    assert broken(in_miami, "Norrsken-2044") == ["name"]


def test_staff_have_the_portals_lengths(db: None) -> None:
    assert PasswordRules(a_staff_user()).lengths == (8, 128)
    assert PasswordRules(None).lengths == (8, 128)


def marks(page: str) -> dict[str, str]:
    return dict(re.findall(r'<li data-rule="(\w+)" data-met="(\w*)"', page))


def test_the_page_lists_the_rules_open_before_anything_is_typed(in_miami: User) -> None:
    page = answered(link_for(in_miami.email)).answer.text

    assert "8 to 25 characters" in page
    assert marks(page) == dict.fromkeys(("length", "letter", "capital", "digit", "name", "common"), "")
    assert 'data-names="biscayne biscaynecomponents components jose maria mariajosenystromper nystrom per"' in page


def test_without_scripts_the_server_ticks_what_was_typed(in_miami: User) -> None:
    page = choose(answered(link_for(in_miami.email)), "computer*12").answer.text

    kept = dict.fromkeys(("length", "letter", "digit", "name", "common"), "true")
    assert marks(page) == kept | {"capital": "false"}
    assert "This rule is not kept: at least one capital letter." in page
    assert "computer*12" not in page


def test_the_admin_keeps_the_rules_of_the_users_market(in_miami: User, client: Client) -> None:
    sign_in_with_factor(client, a_staff_user())
    too_long = "Aa3" + "x" * 23
    fields = {"password1": too_long, "password2": too_long, "usable_password": "true"}

    answer = client.post(f"/admin/accounts/user/{in_miami.pk}/password/", fields)

    assert answer.status_code == 200
    assert "8 to 25 characters" in answer.content.decode()


def test_asking_costs_the_same_for_one_company_and_for_many(cast: Cast, django_assert_num_queries) -> None:
    member: Member = cast.norrsken.buyer
    with django_assert_num_queries(2):
        broken(member.user, "Winter-Light-26")
    for number in range(5):
        make_member(make_company(cast.se, f"Company {number}"), Role.BUYER, user=member.user)
    with django_assert_num_queries(2):
        broken(member.user, "Winter-Light-26")
