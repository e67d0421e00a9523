"""What the clock does for orders; each task may run twice, or ten times at once."""

from celery import shared_task
from django.utils import timezone

from orders import backorder_report, backorders


@shared_task(name="orders.tasks.allocate_arrived")
def allocate_arrived() -> int:
    """Give goods that arrived to the orders that wait for them."""
    return backorders.allocate_arrived(now=timezone.now())


@shared_task(name="orders.tasks.cancel_expired")
def cancel_expired() -> int:
    """Cancel what is still waited for after the last date for backorders."""
    return backorders.cancel_expired(now=timezone.now())


@shared_task(name="orders.tasks.refresh_expected")
def refresh_expected() -> int:
    """Keep the expected days of backorders true."""
    return backorders.refresh_expected(now=timezone.now())


@shared_task(name="orders.tasks.report_backorders")
def report_backorders() -> int:
    """Report to each company what it waits for, daily or weekly as its people want it."""
    return backorder_report.send_reports(now=timezone.now())
