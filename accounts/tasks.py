"""Sending what the outbox holds; each task may run twice, or ten times at once."""

from celery import shared_task
from django.utils import timezone

from accounts import mailing


@shared_task(name="accounts.tasks.deliver")
def deliver() -> int:
    """Send what waits; woken by each commit that told somebody something."""
    return mailing.send_due(now=timezone.now())


@shared_task(name="accounts.tasks.sweep")
def sweep() -> int:
    """Send what no commit woke anyone for: the broker was down, a worker was killed, a retry is due."""
    return mailing.send_due(now=timezone.now())
