"""What runs by the clock and concerns the whole portal, or people in it whom it then tells something."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts import application_papers, downloads, importing_people, requesting_access, reviewing
from catalog import importing_own_numbers
from catalog.importing import jobs
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


@shared_task(name="portal.tasks.look_into_access_requests")
def look_into_access_requests() -> int:
    """Find the customers whom new requests for access name, and ask who can admit."""
    return requesting_access.look_into_all(now=timezone.now())


@shared_task(name="portal.tasks.discard_old_papers")
def discard_old_papers() -> int:
    """Delete files that were uploaded with an application which was never sent."""
    return application_papers.discard_old_drafts(now=timezone.now())


@shared_task(name="portal.tasks.forget_imports")
def forget_imports() -> int:
    """Delete the files of people, part numbers and catalogs that are no longer kept."""
    now = timezone.now()
    forgotten = importing_people.forget_expired(now=now) + importing_own_numbers.forget_expired(now=now)
    return forgotten + jobs.forget_left_alone(now=now)


@shared_task(name="portal.tasks.forget_downloads")
def forget_downloads() -> int:
    """Delete the files that were made for somebody and are no longer kept."""
    return downloads.forget_expired(now=timezone.now())


@shared_task(name="portal.tasks.remind_of_reviews")
def remind_of_reviews() -> int:
    """Tell administrators whose access review is due; a second run tells nobody again."""
    return reviewing.remind(now=timezone.now())
