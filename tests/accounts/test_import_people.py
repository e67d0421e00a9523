"""People come in by a file: each row is looked at first, all good ones are done at once, none twice (ACC-15)."""

import csv
import io
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
from common.spreadsheets.reading import Row
from tests.accounts.inviting import add
from tests.accounts.lists_of_people import ROLF, Open, csv_file, downloaded, file_of, rights_of, show
from tests.cast import Cast
from tests.common.workbooks import xlsx
from tests.factories import make_member, make_user
from tests.pressing import visit


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
            Row(2, ["a@norrsken-it.example", "A", "", "buyer"]),
            Row(3, ["b@norrsken-it.example", "B", "b.b", "buyer"]),
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
