"""What concerns the whole portal and runs by the clock."""

import logging

from celery import shared_task
from django.utils import timezone

from common.database import snapshot
from portal import integrity

logger = logging.getLogger(__name__)


@shared_task(name="portal.tasks.check_integrity")
def check_integrity() -> int:
    """Compare what is stored twice and log each finding as an error; changes nothing, so it may run at any time."""
    with snapshot():
        found = integrity.find(now=timezone.now())
    for sentence in found:
        logger.error("does not add up: %s", sentence)
    return len(found)
