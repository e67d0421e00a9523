"""Sending what the outbox holds; each task may run twice, or ten times at once."""

from celery import shared_task
from django.utils import timezone

from accounts import importing_people, mailing, reviewing


@shared_task(name="accounts.tasks.deliver")
def deliver() -> int:
    """Send what waits; woken by each commit that told somebody something."""
    return mailing.send_due(now=timezone.now())


@shared_task(name="accounts.tasks.sweep")
def sweep() -> int:
    """Send what no commit woke anyone for: the broker was down, a worker was killed, a retry is due."""
    return mailing.send_due(now=timezone.now())


@shared_task(name="accounts.tasks.forget_imports")
def forget_imports() -> int:
    """Delete the files of people that are no longer kept."""
    return importing_people.forget_expired(now=timezone.now())


@shared_task(name="accounts.tasks.remind_of_reviews")
def remind_of_reviews() -> int:
    """Tell administrators whose access review is due; a second run tells nobody again."""
    return reviewing.remind(now=timezone.now())
