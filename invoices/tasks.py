"""What is made after an invoice was issued; each task takes an id and is safe to run twice."""

from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from invoices import documents
from invoices.models import Invoice

RECENT = timedelta(days=1)


def render_soon(invoice_id: int, *, issued_at: datetime) -> None:
    """Ask the worker for the PDF; one issued long ago, in a history loaded today, waits for its first look."""
    if timezone.now() - issued_at < RECENT:
        render.delay(invoice_id)


@shared_task
def render(invoice_id: int) -> None:
    """Make and keep the PDF of an invoice where it is not there yet (INV-1)."""
    documents.kept_pdf(Invoice.objects.get(pk=invoice_id))
