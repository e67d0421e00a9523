"""Telling people: once each, in their language, also when worker, broker or mail server are away (ACC-26, PLT-10)."""

import smtplib
from datetime import timedelta

import pytest
from celery import Celery, current_app
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from accounts import mailing, notifying, tasks
from accounts.models import Member, Notification, User
from accounts.privileges import Role
from tests.accounts.outbox import tell
from tests.cast import Cast
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("probe")


def test_each_is_told_once_whatever_is_repeated(cast: Cast) -> None:
    for _again in range(3):
        tell(cast.norrsken.admin, cast.norrsken.buyer)
    assert mailing.send_due(now=NOON) == 2
    assert mailing.send_due(now=NOON + timedelta(hours=1)) == 0

    assert sorted(message.to[0] for message in mail.outbox) == [
        "admin@norrsken-it.example",
        "buyer@norrsken-it.example",
    ]
    assert set(Notification.objects.values_list("sent_at", flat=True)) == {NOON}


def test_a_mail_says_what_it_has_to_unescaped_and_in_the_markets_format(cast: Cast) -> None:
    tell(cast.norrsken.buyer)
    mailing.send_due(now=NOON)

    [message] = mail.outbox
    assert message.subject == "Kestrel <24> is here & waits"
    assert "http://localhost:8000/orders/SE-O1/" in message.body
    assert "1\xa0234,50\xa0kr" in message.body


def test_the_receivers_language_decides_not_the_senders(cast: Cast) -> None:
    User.objects.filter(pk=cast.norrsken.buyer.user_id).update(language="en")
    User.objects.filter(pk=cast.norrsken.admin.user_id).update(language="sv")
    tell(*Member.objects.ready_to_ask().filter(pk__in=[cast.norrsken.buyer.pk, cast.norrsken.admin.pk]))
    mailing.send_due(now=NOON)

    bodies = {message.to[0].split("@")[0]: message.body for message in mail.outbox}
    assert "19 Nov 2026" in bodies["buyer"]
    assert "19 nov. 2026" in bodies["admin"]


def test_support_reads_no_price_in_any_mail(cast: Cast) -> None:
    tell(cast.norrsken.support)
    mailing.send_due(now=NOON)

    assert "234" not in mail.outbox[0].body
    assert "prices" not in Notification.objects.get().facts


def test_who_lost_the_right_to_prices_before_the_mail_went_out_reads_none(cast: Cast) -> None:
    tell(cast.norrsken.buyer)
    cast.norrsken.buyer.take_role(Role.SUPPORT)
    cast.norrsken.buyer.save()
    mailing.send_due(now=NOON)

    assert "234" not in mail.outbox[0].body


def test_who_lost_access_is_told_nothing(cast: Cast) -> None:
    tell(cast.norrsken.buyer, cast.norrsken.admin)
    Member.objects.filter(pk=cast.norrsken.buyer.pk).update(is_enabled=False)
    User.objects.filter(pk=cast.norrsken.admin.user_id).update(is_active=False)

    assert mailing.send_due(now=NOON) == 0
    assert mail.outbox == []
    tell(*Member.objects.ready_to_ask().filter(pk=cast.norrsken.buyer.pk), key="probe:2")
    assert not Notification.objects.filter(key="probe:2").exists()


def test_what_is_rolled_back_is_not_told(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as wakes, transaction.atomic():
        tell(cast.norrsken.buyer)
        transaction.set_rollback(True)

    assert wakes == []
    assert not Notification.objects.exists()


def test_history_is_listed_and_not_mailed(cast: Cast) -> None:
    with notifying.without_mail():
        tell(cast.norrsken.buyer)

    assert mailing.send_due(now=NOON) == 0
    assert Notification.objects.visible_to(cast.norrsken.buyer).count() == 1


def test_a_dead_broker_keeps_nobody_from_telling(
    cast: Cast, settings, django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = Celery("dead", broker="redis://127.0.0.1:9/0", set_as_current=False)
    dead.conf.update(broker_transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS, task_publish_retry=False)
    monkeypatch.setattr(type(tasks.deliver._get_current_object()), "_app", dead)
    with django_capture_on_commit_callbacks(execute=True) as wakes:
        tell(cast.norrsken.buyer)

    assert len(wakes) == 1
    assert tasks.sweep() == 1


class ServerAway(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


class NobodyThere(EmailBackend):
    """Refuses the buyer alone."""

    def send_messages(self, messages):
        if messages[0].to == ["buyer@norrsken-it.example"]:
            raise smtplib.SMTPRecipientsRefused({"buyer@norrsken-it.example": (550, b"unknown")})
        return super().send_messages(messages)


def use_backend(settings, backend: type[EmailBackend]) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{backend.__module__}.{backend.__qualname__}"}}


def test_a_mail_server_that_was_down_gets_the_mail_later_once(cast: Cast, settings) -> None:
    tell(cast.norrsken.buyer)
    works = settings.MAILERS
    use_backend(settings, ServerAway)
    assert mailing.send_due(now=NOON) == 0
    row = Notification.objects.get()
    assert (row.attempts, row.sent_at, row.try_after) == (1, None, NOON + timedelta(minutes=1))
    assert "no mail server" in row.error

    settings.MAILERS = works
    assert mailing.send_due(now=NOON + timedelta(seconds=59)) == 0
    assert mailing.send_due(now=NOON + timedelta(minutes=1)) == 1
    assert mailing.send_due(now=NOON + timedelta(days=1)) == 0
    assert len(mail.outbox) == 1


def test_one_mailbox_that_refuses_does_not_keep_the_others_waiting(cast: Cast, settings) -> None:
    tell(cast.norrsken.buyer, cast.norrsken.admin)
    use_backend(settings, NobodyThere)

    assert mailing.send_due(now=NOON) == 1
    assert [message.to for message in mail.outbox] == [["admin@norrsken-it.example"]]


def test_a_mail_is_given_up_after_so_many_failures_and_staff_start_it_anew(cast: Cast, settings) -> None:
    settings.MAIL_ATTEMPTS = 3
    tell(cast.norrsken.buyer)
    works = settings.MAILERS
    use_backend(settings, NobodyThere)
    for hour in range(5):
        mailing.send_due(now=NOON + timedelta(hours=hour))
    row = Notification.objects.get()
    assert (row.attempts, row.gave_up_at) == (3, NOON + timedelta(hours=2))

    settings.MAILERS = works
    assert notifying.send_again(Notification.objects.all(), now=NOON) == 1
    assert mailing.send_due(now=NOON) == 1


def test_pauses_grow_to_two_hours() -> None:
    minutes = [mailing.pause_after(attempts) // timedelta(minutes=1) for attempts in (1, 2, 3, 7, 8, 30)]
    assert minutes == [1, 2, 4, 64, 120, 120]


def test_a_template_that_fails_puts_off_its_own_mail_alone(cast: Cast) -> None:
    tell(cast.norrsken.buyer, cast.norrsken.admin)
    Notification.objects.filter(user=cast.norrsken.buyer.user).update(template="accounts/absent")

    assert mailing.send_due(now=NOON) == 1
    assert "TemplateDoesNotExist" in Notification.objects.get(sent_at=None).error


def test_each_attempt_carries_the_same_message_id(cast: Cast) -> None:
    tell(cast.norrsken.buyer)
    [row] = Notification.objects.all()

    first, second = (mailing.message_for(row) for _attempt in range(2))

    assert first is not None and second is not None  # noqa: PT018
    assert first.message()["Message-ID"] == second.message()["Message-ID"]
    assert first.message()["Message-ID"].endswith("@localhost>")


def test_both_tasks_are_in_the_mail_queue_and_the_sweep_runs_each_minute(settings) -> None:
    for task in (tasks.deliver, tasks.sweep):
        assert current_app.amqp.router.route({}, task.name)["queue"].name == "mail"
    assert [
        entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == tasks.sweep.name
    ] == [60.0]
