"""What the clock and imports do for the catalog; each task may run twice, or ten times at once."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts import downloads
from catalog import unpriced, watching
from catalog.importing import counts, vocabulary
from catalog.price_lists import feeding, making

logger = logging.getLogger(__name__)


@shared_task(name="catalog.tasks.tell_of_stock")
def tell_of_stock() -> int:
    """Tell who watches products at once what came into stock, ran out, or is expected on another day."""
    return watching.tell_of_stock(now=timezone.now())


@shared_task(name="catalog.tasks.tell_of_prices")
def tell_of_prices() -> int:
    """Tell who watches products at once whose own price changed, also because a day began."""
    return watching.tell_of_prices(now=timezone.now())


@shared_task(name="catalog.tasks.send_watch_digests")
def send_watch_digests() -> int:
    """Tell once a day who wants it so."""
    return watching.send_digests(now=timezone.now())


@shared_task(name="catalog.tasks.relearn_words")
def relearn_words() -> None:
    """Count the words by which misspellings are forgiven anew."""
    vocabulary.relearn()


@shared_task(name="catalog.tasks.recount")
def recount() -> None:
    """Count the products of large categories anew, whose stock changed."""
    counts.recount()


@shared_task(name="catalog.tasks.find_unpriced")
def find_unpriced() -> int:
    """Tell staff of companies for which every product is on request."""
    return unpriced.look(now=timezone.now())


@shared_task(name="catalog.tasks.make_price_lists")
def make_price_lists() -> int:
    """Make the price lists that wait, those too whose worker was killed; returns how many."""
    downloads.revive(now=timezone.now())
    made = 0
    while making.make_next(timezone.now):
        made += 1
    return made


@shared_task(name="catalog.tasks.ask_for_feeds")
def ask_for_feeds() -> int:
    """Ask at night for the files of price feeds, and have them made; returns how many."""
    asked = feeding.ask_due(now=timezone.now())
    if asked:
        wake(make_price_lists)
    return asked


def wake(task: object) -> None:
    """Ask a worker to run a task now. A dead broker is no error: the clock runs it soon (PLT-10)."""
    try:
        task.delay()  # type: ignore[attr-defined]
    except Exception as error:
        logger.warning("nobody was woken after an import: %s", error)
