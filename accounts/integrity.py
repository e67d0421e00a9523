"""Whether everyone was told: no mail waits longer than it should (ACC-26)."""

from datetime import datetime, timedelta

from accounts.models import Notification

LONGEST_WAIT = timedelta(minutes=2)


def find(*, now: datetime) -> list[str]:
    """One sentence where mail is due for longer than two minutes, or was given up; an empty list is good."""
    found = []
    if late := Notification.objects.due(now - LONGEST_WAIT).count():
        found.append(f"{late} mails are due for more than two minutes")
    if lost := Notification.objects.filter(gave_up_at__isnull=False).exclude(error="no longer has access").count():
        found.append(f"{lost} mails were given up")
    return found
