"""The demonstration's mailbox shows what was sent, and is nowhere else (PLT-1)."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import clear_url_caches, include, path

from portal import urls
from portal.demo.mailbox import EmailBackend, by_key, newest


@pytest.fixture
def mail(settings, tmp_path: Path) -> Path:
    settings.MAIL_DIRECTORY = tmp_path / "mail"
    letter = EmailMessage(
        "Order SE-1042 · received", "Hej!\n\nTotal 1 250,00 kr", "shop@example.com", ["a@example.com"]
    )
    letter.attach("invoice.pdf", b"%PDF-1.7", "application/pdf")
    assert EmailBackend().send_messages([letter]) == 1
    EmailBackend().send_messages([EmailMessage("Later", "…", "shop@example.com", ["b@example.com", "c@example.com"])])
    return settings.MAIL_DIRECTORY


@pytest.fixture
def demonstration(settings):
    """The site map as the demonstration has it."""
    settings.ROOT_URLCONF = type(
        "SiteMap", (), {"urlpatterns": [*urls.urlpatterns, path("", include("portal.demo.urls"))]}
    )
    clear_url_caches()
    yield
    clear_url_caches()


def test_what_was_sent_is_kept_newest_first(mail: Path):
    later, earlier = newest()
    assert (later.subject, later.to) == ("Later", "b@example.com, c@example.com")
    assert earlier.subject == "Order SE-1042 · received"
    assert "Total 1 250,00 kr" in earlier.text
    assert earlier.attachments == ["invoice.pdf"]
    assert by_key(earlier.key) == earlier
    assert by_key("../../etc/passwd") is None


def test_anyone_may_read_it_while_the_demonstration_runs(client: Client, db: None, mail: Path, demonstration):
    listed = client.get("/demo/mail/")
    assert "Order SE-1042 · received" in listed.text
    shown = client.get(f"/demo/mail/{newest()[1].key}/")
    assert "Total 1 250,00 kr" in shown.text
    assert client.get("/demo/mail/20260101-none/").status_code == 404


def test_the_address_does_not_exist_otherwise(client: Client, db: None, mail: Path):
    assert client.get("/demo/mail/").status_code == 404
