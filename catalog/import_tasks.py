"""Imports from the staff's desk, run by a worker; the task may run twice, or ten times at once."""

from celery import shared_task
from django.utils import timezone

from catalog.importing import jobs


@shared_task(name="catalog.import_tasks.run_imports")
def run_imports() -> int:
    """Run the imports that wait, those too whose worker was killed; returns how many."""
    jobs.revive(now=timezone.now())
    done = 0
    while jobs.run_next(timezone.now):
        done += 1
    return done
