"""People come in by a file: each row is looked at first, all good ones are done at once, none twice (ACC-15)."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts import administering, importing_people
from accounts.acting import Actor
from accounts.models import Activity, ActivityKind, Member, Notification, PeopleImport, User
from accounts.privileges import PRESETS, Privilege, Role
from tests.accounts.test_invite import add
from tests.cast import Cast
from tests.common.workbooks import xlsx
from tests.factories import make_member, make_user
from tests.pressing import Page, attribute, name_of, visit

Open = Callable[..., Page]
HEADS = "E-mail address,Name,User name,Role,State"
ROLF = "rolf@norrsken-it.example,Rolf Dahl,,Buyer,"


def file_of(content: bytes, name: str = "people.csv") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def csv_file(*rows: str, heads: str = HEADS) -> io.BytesIO:
    return file_of("\n".join([heads, *rows]).encode())


def show(at_desk: Open, cast: Cast, file: io.BytesIO, by: Member | None = None) -> Page:
    page = at_desk("/company/users/", by or cast.norrsken.admin).follow("Import")
    return page.press("Show what would change", {"File": file})


def rights_of(email: str) -> set[str]:
    return set(Member.objects.get(user__email=email).privileges)


def downloaded(page: Page, link: str) -> bytes:
    [address] = [attribute(each, "href") for each in page.find("a") if name_of(each) == link]
    return b"".join(page.browser.get(address))


def sheet_of(page: Page, kind: str) -> list[list[str]]:
    content = downloaded(page, f"Refused rows as {kind.upper()}")
    if kind == "xlsx":
        return [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(content)).active.values]
    return list(csv.reader(io.StringIO(content.decode())))


def test_three_people_with_one_button(cast: Cast, at_desk: Open) -> None:
    page = show(
        at_desk,
        cast,
        csv_file(ROLF, "basic@norrsken-it.example,Bo Ek,bo.ek,Support,", "support@norrsken-it.example,,,,Disabled"),
    )
    assert "1 to be invited · 2 to be changed · 0 unchanged · 0 refused" in page.text
    assert "Invite Will be invited as Buyer." in page.row("rolf@norrsken-it.example")
    assert "The name was Basic. The user name becomes bo.ek." in page.row("basic@norrsken-it.example")
    assert "The role was Basic and becomes Support." in page.row("basic@norrsken-it.example")
    assert "Change Will be disabled." in page.row("support@norrsken-it.example")
    assert not User.objects.filter(email="rolf@norrsken-it.example").exists()

    page = page.press("Import 3 people")

    assert "1 person was invited. 2 people were changed." in page.text
    rolf = Member.objects.get(user__email="rolf@norrsken-it.example")
    assert (rolf.is_invited, rolf.role, rolf.shown_name) == (True, Role.BUYER, "Rolf Dahl")
    basic = Member.objects.get(pk=cast.norrsken.basic.pk)
    assert (basic.user.name, basic.user.username, basic.role) == ("Bo Ek", "bo.ek", Role.SUPPORT)
    assert not Member.objects.get(pk=cast.norrsken.support.pk).is_enabled
    kinds = Activity.objects.exclude(kind=ActivityKind.SIGNED_IN).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        ActivityKind.USER_ADDED,
        ActivityKind.USER_EDITED,
        ActivityKind.RIGHTS_CHANGED,
        ActivityKind.USER_DISABLED,
    ]
    assert Notification.objects.filter(template="accounts/invitation").count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_export_comes_back_unchanged(cast: Cast, at_desk: Open, kind: str, language: str) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(username="lena.ek", name="=Lena; Ek")
    Member.objects.filter(pk=cast.norrsken.basic.pk).update(is_enabled=False)
    User.objects.filter(pk=cast.norrsken.support.user_id).update(locked_at=timezone.now())
    custom = make_member(cast.norrsken.company, Role.BASIC, user=make_user("custom@norrsken-it.example"))
    custom.tick(frozenset({"view_orders", "view_invoices"}))
    custom.save()
    add(cast, username="rolf.dahl")
    browser = at_desk("/company/users/", cast.norrsken.admin).browser
    User.objects.update(language=language)
    exported = b"".join(browser.get(f"/company/users/export.{kind}"))
    User.objects.update(language="en")

    page = show(at_desk, cast, file_of(exported, f"users.{kind}"))

    assert "0 to be invited · 0 to be changed · 6 unchanged · 0 refused" in page.text
    assert not [button for button in page.buttons() if button.startswith("Import")]


def test_an_xlsx_in_swedish_with_each_privilege(cast: Cast, at_desk: Open) -> None:
    content = xlsx(
        ["namn", "E-POSTADRESS", "Roll", "Se order", "use_api"],
        ["Rolf Dahl", "Rolf@Norrsken-IT.example", "Anpassad", "ja", 1],
        ["Eva Dahl", "eva@norrsken-it.example", "Inköpare", "", True],
    )

    page = show(at_desk, cast, file_of(content)).press("Import 2 people")

    assert "2 people were invited." in page.text
    assert rights_of("rolf@norrsken-it.example") == {"view_orders", "use_api"}
    assert rights_of("eva@norrsken-it.example") == set(PRESETS[Role.BUYER]) | {"use_api"}


def test_the_template_can_be_filled_in(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/users/import/", cast.norrsken.admin)
    [heads] = csv.reader(io.StringIO(downloaded(page, "Template as CSV").decode()))
    assert heads[:5] == ["Name", "E-mail address", "User name", "Role", "State"]
    assert heads[5:] == [str(each.label) for each in Privilege]
    sheet = load_workbook(io.BytesIO(downloaded(page, "Template as XLSX"))).active
    assert [cell.value for cell in sheet[1]] == heads

    shown = show(at_desk, cast, csv_file("Rolf,rolf@norrsken-it.example,,Basic,", heads=",".join(heads)))

    assert "1 to be invited" in shown.text


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


def test_pressing_twice_invites_nobody_twice(cast: Cast, at_desk: Open) -> None:
    page = show(at_desk, cast, csv_file(ROLF))
    page.press("Import 1 person")

    again = page.press("Import 1 person")

    assert "This file was imported already." in again.text
    assert Notification.objects.filter(template="accounts/invitation").count() == 1


def test_what_changed_meanwhile_is_shown_and_nothing_is_done(cast: Cast, at_desk: Open) -> None:
    page = show(at_desk, cast, csv_file(ROLF, "buyer@norrsken-it.example,,,Support,"))
    wish = administering.Wish(cast.norrsken.buyer.pk, frozenset(cast.norrsken.buyer.privileges), frozenset())
    by = Actor.administrator(cast.norrsken.admin)
    administering.change_rights(cast.norrsken.company, [wish], by=by, now=timezone.now())

    page = page.press("Import 2 people")

    assert "Nothing was imported: users were changed meanwhile" in page.text
    assert "The role was Custom and becomes Support." in page.row("buyer@norrsken-it.example")
    assert not User.objects.filter(email="rolf@norrsken-it.example").exists()
    assert "1 person was invited. 1 person was changed." in page.press("Import 2 people").text


def test_a_verb_that_refuses_a_row_undoes_all_of_them(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody in another company takes the user name behind the preview's back."""
    admin, now = cast.norrsken.admin, timezone.now()
    by = Actor.administrator(admin)
    file = importing_people.PeopleFile(
        ["email", "name", "username", "role"],
        [
            importing_people.Row(2, ["a@norrsken-it.example", "A", "", "buyer"]),
            importing_people.Row(3, ["b@norrsken-it.example", "B", "b.b", "buyer"]),
        ],
    )
    kept = importing_people.keep(file, admin.company, name="x", by=by, now=now)
    agreed = importing_people.preview_of(kept, by)
    User.objects.filter(pk=cast.fjord.buyer.user_id).update(username="B.B")
    monkeypatch.setattr(importing_people, "resolve", lambda *_: agreed)

    with pytest.raises(importing_people.RowRefused) as refused:
        importing_people.apply(kept, seen=agreed.digest(), by=by, now=now)

    assert str(refused.value) == "Nothing was imported. Row 3: This user name is taken."
    assert not User.objects.filter(email="a@norrsken-it.example").exists()


def test_a_file_is_kept_for_a_day(cast: Cast, at_desk: Open) -> None:
    page = show(at_desk, cast, csv_file(ROLF))
    PeopleImport.objects.update(sent_at=timezone.now() - timedelta(hours=24))

    assert "This file is no longer kept." in page.press("Import 1 person").text
    assert importing_people.forget_expired(now=timezone.now()) == 1
    assert page.browser.get(page.address).status_code == 404


def test_a_file_takes_the_place_of_the_one_before(cast: Cast, at_desk: Open) -> None:
    show(at_desk, cast, csv_file(ROLF))
    show(at_desk, cast, csv_file(ROLF))

    assert PeopleImport.objects.count() == 1


def test_a_colleagues_file_is_not_there(cast: Cast, at_desk: Open, second_admin: Member) -> None:
    page = show(at_desk, cast, csv_file(ROLF), second_admin)

    browser = at_desk("/company/users/", cast.norrsken.admin).browser

    assert [browser.get(f"{page.address}{end}").status_code for end in ("", "refused.csv")] == [404, 404]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This file is no spreadsheet."),
        (b"Name,Role\nRolf,Buyer", "The file has no column “E-mail address”."),
        (b"email,Name,E-postadress\na@b.example,A,c", "The file has the column “email” twice."),
        (b"email,Name\n", "The file names columns and nobody below them."),
        (b"email\n" + b"a@b.example\n" * 4, "The file has 4 rows, and an import takes at most 3."),
    ],
)
def test_a_file_that_is_no_list_of_people(cast: Cast, at_desk: Open, content: bytes, error: str) -> None:
    cast.se.import_rows = 3
    cast.se.save()

    page = show(at_desk, cast, file_of(content))

    assert error in page.text
    assert page.title == "Import users"
    assert not PeopleImport.objects.exists()


def test_no_file_at_all(cast: Cast, at_desk: Open) -> None:
    page = at_desk("/company/users/import/", cast.norrsken.admin).press("Show what would change")

    assert "This field is required." in page.text


def test_a_file_of_two_costs_as_many_queries_as_one_of_thirty(cast: Cast, at_desk: Open) -> None:
    def queries(count: int) -> int:
        rows = [f"p{number}@norrsken-it.example,P,p.{number},Buyer," for number in range(count)]
        page = show(at_desk, cast, csv_file("basic@norrsken-it.example,New,,Buyer,", *rows))
        with CaptureQueriesContext(connection) as asked:
            visit(page.browser, page.address)
        return len(asked)

    assert queries(1) == queries(30)


def test_who_was_invited_is_renamed(cast: Cast, at_desk: Open) -> None:
    add(cast)

    show(at_desk, cast, csv_file("rolf.dahl@norrsken-it.example,Rolf Dahlin,,,")).press("Import 1 person")

    assert "Rolf Dahlin" in at_desk("/company/users/", cast.norrsken.admin).text


class TestDesk:
    """Staff do it for a company, at the request of one of its administrators (ACC-15b)."""

    @staticmethod
    def show(cast: Cast, at_desk: Open, file: io.BytesIO) -> Page:
        page = at_desk(f"/admin/accounts/company/{cast.norrsken.company.pk}/change/").follow("Import users")
        return page.press("Show what would change", {"File:": file})

    def test_staff_import_people(self, cast: Cast, at_desk: Open) -> None:
        page = self.show(cast, at_desk, csv_file(ROLF, "buyer@norrsken-it.example,,,Basic,", "x,,,,"))
        assert "1 to be invited · 1 to be changed · 0 unchanged · 1 refused" in page.text

        page = page.press("Import 2 people", {"Asked for by:": "Admin"})

        assert "1 person was invited. 1 person was changed." in page.text
        trail = Activity.objects.filter(kind__in=[ActivityKind.USER_ADDED, ActivityKind.RIGHTS_CHANGED])
        assert {row.asked_by for row in trail} == {cast.norrsken.admin.user}
        assert b"Enter a valid" in downloaded(page, "Refused rows as CSV")

    def test_where_the_market_asks_for_it_a_request_is_needed(self, cast: Cast, at_desk: Open) -> None:
        cast.se.staff_need_request = True
        cast.se.save()

        page = self.show(cast, at_desk, csv_file(ROLF)).press("Import 1 person")

        assert "Choose the administrator who asks for this." in page.text
        assert not User.objects.filter(email="rolf@norrsken-it.example").exists()

    def test_no_import_leaves_a_company_without_an_administrator(
        self, cast: Cast, at_desk: Open, second_admin: Member
    ) -> None:
        one, both = "admin@norrsken-it.example,,,Buyer,", "second@norrsken-it.example,,,,Disabled"
        assert "1 to be changed" in self.show(cast, at_desk, csv_file(one)).text

        page = self.show(cast, at_desk, csv_file(one, both))

        assert "0 to be changed · 0 unchanged · 2 refused" in page.text
        assert "Nobody would be left who manages the company's users." in page.row(one.split(",")[0])

    def test_the_template(self, cast: Cast, at_desk: Open) -> None:
        page = at_desk(f"/admin/accounts/company/{cast.norrsken.company.pk}/users/import/")

        assert load_workbook(io.BytesIO(downloaded(page, "Template as XLSX"))).active["B1"].value == "E-mail address"
