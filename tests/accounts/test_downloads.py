"""Files made in the background: asked for once, made once, found again after a kill, seen by their owner (PLT-4)."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django.fixtures import Settings

from accounts import downloads
from accounts.models import Download, DownloadFailure, DownloadState, Member, Notification
from accounts.privileges import Privilege
from portal.tasks import forget_downloads
from tests.accounts.made_files import PRICE_LIST, a_ready_download, ask
from tests.cast import Cast
from tests.factories import NOON
from tests.pressing import visit

MINUTE = timedelta(minutes=1)
LIST = "/downloads/"


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def buyer(cast: Cast) -> Member:
    return cast.norrsken.buyer


def finish(download: Download, content: bytes = b"SKU\nA-1\n") -> Download:
    downloads.finish(download, io.BytesIO(content), 1, now=NOON + MINUTE)
    download.refresh_from_db()
    return download


def test_what_was_asked_for_is_made_kept_and_told(buyer: Member, client: Client) -> None:
    asked = ask(buyer)
    assert asked.state == DownloadState.WAITING

    taken = downloads.take_next(PRICE_LIST, now=NOON)
    assert taken == asked
    downloads.show_progress(taken, 400, now=NOON)
    taken.refresh_from_db()
    assert (taken.state, taken.done, taken.total) == (DownloadState.RUNNING, 400, 1000)
    ready = finish(taken)

    assert (ready.state, ready.done, ready.total, ready.size) == (DownloadState.READY, 1, 1, 8)
    assert ready.expires_at == NOON + MINUTE + timedelta(days=7)
    told = Notification.objects.get(kind="download")
    assert (told.user, told.by_email, told.link) == (buyer.user, False, f"/downloads/{ready.pk}/")
    client.force_login(buyer.user)
    assert "Ready to download: Price list, whole catalog" in visit(client, "/notifications/").text


def test_the_same_is_not_made_twice_at_once(buyer: Member, cast: Cast) -> None:
    first = ask(buyer)
    assert ask(buyer) == first
    downloads.take_next(PRICE_LIST, now=NOON)
    assert ask(buyer) == first
    assert ask(buyer, place="search") != first
    assert ask(cast.norrsken.admin) != first
    finish(Download.objects.get(pk=first.pk))
    assert ask(buyer) != first


def test_nobody_has_more_made_than_is_good_for_all(buyer: Member, settings: Settings) -> None:
    settings.DOWNLOADS_AT_ONCE, settings.DOWNLOADS_KEPT = 1, 2
    finish_next(ask(buyer))
    ask(buyer)
    with pytest.raises(downloads.TooManyDownloads):
        ask(buyer, place="search")
    finish_next(Download.objects.unfinished().get())
    with pytest.raises(downloads.TooManyKept):
        ask(buyer)


def finish_next(asked: Download) -> None:
    taken = downloads.take_next(PRICE_LIST, now=NOON)
    assert taken == asked
    finish(taken)


def test_workers_are_left_for_mails_and_orders(buyer: Member, settings: Settings) -> None:
    settings.DOWNLOADS_MADE_AT_ONCE = 1
    ask(buyer)
    ask(buyer, place="search")
    assert downloads.take_next(PRICE_LIST, now=NOON)
    assert downloads.take_next(PRICE_LIST, now=NOON) is None


def test_what_fell_silent_is_begun_anew_by_another(buyer: Member) -> None:
    """A worker that was killed; and one that only slept finds out, and leaves nothing behind."""
    ask(buyer)
    slow = downloads.take_next(PRICE_LIST, now=NOON)
    assert slow
    assert downloads.revive(now=NOON + MINUTE) == 0
    assert downloads.revive(now=NOON + 3 * MINUTE) == 1
    assert Download.objects.get().state == DownloadState.WAITING
    with pytest.raises(downloads.Superseded):
        downloads.show_progress(slow, 10, now=NOON)

    other = downloads.take_next(PRICE_LIST, now=NOON + 3 * MINUTE)
    assert other
    assert (other.attempt, other.done) == (2, 0)
    with pytest.raises(downloads.Superseded):
        finish(slow)
    assert not default_storage.exists(str(slow.file.name))
    assert finish(other).is_ready


def test_a_sign_of_life_is_enough(buyer: Member) -> None:
    ask(buyer)
    taken = downloads.take_next(PRICE_LIST, now=NOON)
    assert taken
    downloads.show_progress(taken, 10, now=NOON + 3 * MINUTE)
    assert downloads.revive(now=NOON + 4 * MINUTE) == 0


def test_what_falls_silent_again_and_again_has_failed(buyer: Member, client: Client) -> None:
    asked = ask(buyer)
    for attempt in range(3):
        assert downloads.take_next(PRICE_LIST, now=NOON + attempt * 3 * MINUTE)
        downloads.revive(now=NOON + (attempt + 1) * 3 * MINUTE)

    asked.refresh_from_db()
    assert (asked.state, asked.failure) == (DownloadState.FAILED, DownloadFailure.INTERRUPTED)
    client.force_login(buyer.user)
    page = visit(client, asked.get_absolute_url())
    assert "It was interrupted several times. Please have it made again." in page.text
    assert Notification.objects.get().template == "accounts/download_failed"


def test_the_page_tells_how_far_it_is_and_cancels(buyer: Member, client: Client) -> None:
    asked = ask(buyer)
    client.force_login(buyer.user)
    assert "It begins within a minute." in visit(client, asked.get_absolute_url()).text
    taken = downloads.take_next(PRICE_LIST, now=NOON)
    assert taken
    downloads.show_progress(taken, 400, now=NOON)

    page = visit(client, asked.get_absolute_url())
    assert "400 of 1 000 rows" in page.text
    part = client.get(asked.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "run"}).text
    assert part.strip().startswith('<section class="panel panel-ground" id="run"')
    assert "<html" not in part
    page = page.press("Cancel")

    assert "Canceled: Price list, whole catalog" in page.text
    assert not Download.objects.exists()
    with pytest.raises(downloads.Superseded):
        finish(taken)
    assert not default_storage.exists(str(taken.file.name))


def test_the_file_is_its_owners(cast: Cast, buyer: Member, client: Client) -> None:
    ready = a_ready_download(buyer, b"SKU\nA-1\n")
    address = f"/downloads/{ready.pk}/file/"
    client.force_login(buyer.user)

    answer = client.get(address)
    assert b"".join(answer) == b"SKU\nA-1\n"
    assert answer["Content-Disposition"] == 'attachment; filename="price-list.csv"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    for other in (cast.norrsken.admin, cast.fjord.buyer):
        client.force_login(other.user)
        assert client.get(address).status_code == 404
        assert ready.title not in visit(client, LIST).text


def test_who_loses_a_privilege_that_is_in_a_file_no_longer_gets_it(buyer: Member, client: Client) -> None:
    ready = a_ready_download(buyer, needs=[Privilege.DOWNLOAD_PRICE_LISTS, Privilege.VIEW_PRICES])
    client.force_login(buyer.user)
    assert ready.title in visit(client, LIST).text
    buyer.tick(frozenset(buyer.privileges) - {Privilege.VIEW_PRICES})
    buyer.save()

    assert ready.title not in visit(client, LIST).text
    for address in (ready.get_absolute_url(), f"/downloads/{ready.pk}/file/"):
        assert client.get(address).status_code == 404


def test_it_is_deleted_by_its_owner_and_by_the_clock(buyer: Member, client: Client) -> None:
    first, second = a_ready_download(buyer), a_ready_download(buyer)
    client.force_login(buyer.user)
    visit(client, first.get_absolute_url()).press("Delete")
    assert list(Download.objects.all()) == [second]

    assert forget_downloads() == 0
    Download.objects.update(expires_at=NOON + MINUTE)
    assert client.get(f"/downloads/{second.pk}/file/").status_code == 404
    assert forget_downloads() == 1
    assert not Download.objects.exists()


def test_files_go_with_their_rows(buyer: Member, django_capture_on_commit_callbacks) -> None:
    ready = a_ready_download(buyer)
    assert default_storage.exists(str(ready.file.name))
    with django_capture_on_commit_callbacks(execute=True):
        downloads.remove(ready)
    assert not default_storage.exists(str(ready.file.name))
