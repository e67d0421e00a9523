"""The staff's list of files that members had made: what became of each, nothing to change and nothing to read."""

from django.test import Client

from tests.accounts.made_files import a_ready_download
from tests.cast import Cast
from tests.pressing import visit


def test_staff_see_what_became_of_a_file_and_cannot_fetch_it(cast: Cast, admin_client: Client) -> None:
    made = a_ready_download(cast.norrsken.buyer)

    listed = visit(admin_client, "/admin/accounts/download/")
    page = listed.follow(made.title)

    assert "Ready" in listed.row(made.title)
    assert "Norrsken IT" in page.text
    assert "Save" not in page.buttons()
    assert made.file.name not in page.answer.text
