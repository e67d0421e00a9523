"""What each row of a list of people asks for, and what is wrong with it (ACC-12, ACC-15)."""

import pytest

from accounts.models import User
from accounts.privileges import PRESETS, Role
from tests.accounts.lists_of_people import HEADS, ROLF, Open, csv_file, file_of, rights_of, sheet_of, show
from tests.cast import Cast
from tests.common.workbooks import xlsx
from tests.factories import make_member, make_user


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("rolf at norrsken,Rolf,,Buyer,", "Enter a valid email address."),
        (",Rolf,,Buyer,", "This field is required."),
        ("rolf@norrsken-it.example,,,Buyer,", "Somebody new needs a name."),
        ("rolf@norrsken-it.example,Rolf,,,", "Somebody new needs a role, or privileges."),
        ("rolf@norrsken-it.example,Rolf,,Custom,", "Somebody new needs a role, or privileges."),
        ("rolf@norrsken-it.example,Rolf,,Chief,", "There is no such role."),
        ("rolf@norrsken-it.example,Rolf,,Buyer,Asleep", "State: write Enabled or Disabled."),
        ("rolf@norrsken-it.example,Rolf,,Buyer,Disabled", "Somebody new cannot be disabled."),
        ("rolf@norrsken-it.example,Rolf,r@x,Buyer,", "A user name holds no @."),
        ("rolf@norrsken-it.example,Rolf,TAKEN.Elsewhere,Buyer,", "This user name is taken."),
        ("basic@norrsken-it.example,,taken.elsewhere,,", "This user name is taken."),
        ("new@norrsken-it.example,Lena,lena.ek,Buyer,", "has this user name and another address."),
        ("basic@norrsken-it.example,,lena.ek,,", "This user name is taken."),
        ("admin@norrsken-it.example,,,Buyer,", "You cannot do this to your own user."),
        ("admin@norrsken-it.example,,,,Disabled", "You cannot do this to your own user."),
        ("consultant@norrsken-it.example,Other,,,", "Only the distributor's staff change this for this user."),
        ("off@norrsken-it.example,,,,Enabled", "Only the distributor's staff change this for this user."),
        ("buyer@norrsken-it.example,,,,,too many", "The row has more cells than there are columns."),
        (f"{'x' * 160}@norrsken-it.example,{'y' * 151},,Buyer,", "Ensure this value has at most 150 characters"),
    ],
)
@pytest.mark.usefixtures("consultant")
def test_what_is_wrong_stands_in_the_row(cast: Cast, at_desk: Open, row: str, error: str) -> None:
    User.objects.filter(pk=cast.fjord.buyer.user_id).update(username="taken.elsewhere")
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(username="lena.ek")
    off = make_member(cast.norrsken.company, Role.BASIC, user=make_user("off@norrsken-it.example"))
    User.objects.filter(pk=off.user_id).update(is_active=False)

    page = show(at_desk, cast, csv_file(row))

    assert "1 refused" in page.text
    assert error in page.row("Refused")
    assert not [button for button in page.buttons() if button.startswith("Import")]


def test_a_privilege_that_is_neither_yes_nor_no(cast: Cast, at_desk: Open) -> None:
    page = show(at_desk, cast, csv_file("buyer@norrsken-it.example,maybe", heads="email,Use the API"))

    assert "Use the API: write Yes or No." in page.row("buyer@norrsken-it.example")


def test_an_address_or_user_name_twice_in_the_file(cast: Cast, at_desk: Open) -> None:
    page = show(
        at_desk,
        cast,
        csv_file(ROLF, "ROLF@norrsken-it.example,Rolf,,Basic,", "a@b.example,A,x.y,Basic,", "c@b.example,C,X.Y,Basic,"),
    )

    assert "2 to be invited · 0 to be changed · 0 unchanged · 2 refused" in page.text
    assert "Row 2 has the same." in page.row("ROLF@norrsken-it.example")
    assert "Row 4 has the same." in page.row("c@b.example")


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"Role": "Support"}, PRESETS[Role.SUPPORT]),
        ({"Role": "Basic", "Use the API": "No"}, PRESETS[Role.BASIC]),
        ({"Role": "Basic", "Use the API": "Yes"}, {*PRESETS[Role.BASIC], "use_api"}),
        ({"Role": "Buyer", "View invoices": "no"}, PRESETS[Role.BUYER] - {"view_invoices"}),
        ({"Use the API": "x"}, {*PRESETS[Role.BUYER], "use_api"}),
        ({"Role": "Custom"}, PRESETS[Role.BUYER]),
        ({"Role": ""}, PRESETS[Role.BUYER]),
    ],
)
def test_role_and_boxes_together(cast: Cast, at_desk: Open, cells: dict[str, str], wanted: set[str]) -> None:
    row = ",".join(["buyer@norrsken-it.example", *cells.values()])
    page = show(at_desk, cast, csv_file(row, heads=",".join(["email", *cells])))
    if "Import 1 person" in page.buttons():
        page.press("Import 1 person")

    assert rights_of("buyer@norrsken-it.example") == set(wanted)


def test_a_new_role_over_all_boxes_as_they_were_fills_them(cast: Cast, at_desk: Open) -> None:
    """Somebody changes one cell of the export and sends it back."""
    browser = at_desk("/company/users/", cast.norrsken.admin).browser
    exported = b"".join(browser.get("/company/users/export.csv")).decode()
    assert exported.count(",Buyer,Enabled") == 1

    show(at_desk, cast, file_of(exported.replace(",Buyer,Enabled", ",Support,Enabled").encode())).press(
        "Import 1 person"
    )

    assert rights_of("buyer@norrsken-it.example") == set(PRESETS[Role.SUPPORT])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_refused_rows_come_as_a_file_that_is_mended_and_sent_again(cast: Cast, at_desk: Open, kind: str) -> None:
    page = show(at_desk, cast, csv_file(ROLF, "eva,Eva,,Buyer,", heads=HEADS + ",Shoe size")).press("Import 1 person")
    assert page.title == "What the import did"
    assert "1 person was invited." in page.text
    assert "These rows were refused and left out." in page.text
    assert "people.csv: 1 refused" in page.text
    assert "rolf" not in page.text
    assert "unchanged" not in page.text.lower()
    assert not [button for button in page.buttons() if button.startswith("Import")]

    heads, *rows = sheet_of(page, kind)

    assert heads == ["E-mail address", "Name", "User name", "Role", "State", "Shoe size", "Error"]
    assert rows == [["eva", "Eva", "", "Buyer", "", "", "Enter a valid email address."]]
    mended = xlsx(heads, ["eva@norrsken-it.example", *rows[0][1:]])
    again = show(at_desk, cast, file_of(mended))
    assert "Columns that are not used: Shoe size" in again.text
    assert "1 person was invited." in again.press("Import 1 person").text
