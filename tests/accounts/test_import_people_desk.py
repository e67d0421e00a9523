"""Staff import people for a company (ACC-15, ACC-15b)."""

import io

from openpyxl import load_workbook

from accounts.models import Activity, ActivityKind, Member, User
from tests.accounts.lists_of_people import ROLF, Open, csv_file, downloaded
from tests.cast import Cast
from tests.pressing import Page


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
