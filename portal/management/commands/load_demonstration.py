import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalog.importing.reading import UnreadableTable
from catalog.models import Product
from orders.models import Order
from portal.demo import (
    applicants,
    catalog,
    end_customers,
    history,
    markets,
    own_numbers,
    people,
    product_files,
    reports,
    watches,
)


class Command(BaseCommand):
    help = "Load the demonstration: markets, people, catalog, half a year of trade. What is there already stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--catalog", type=Path, metavar="FILE", help="sell the products of this file, not made ones"
        )

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        if not catalog.is_loaded():
            self._load(options["catalog"], now)
        if not Order.objects.exists():
            self._step("own part numbers", lambda: own_numbers.load_own_numbers(now=now))
            self._step("half a year of trade", lambda: history.load_history(now=now))
            self._step("watches", lambda: watches.load_watches(now=now))
        self.stdout.write(
            f"The demonstration is loaded: {Product.objects.count():,} products, {Order.objects.count():,} orders."
        )

    def _load(self, file: Path | None, now: datetime) -> None:
        if file is not None and not file.is_file():
            raise CommandError(f"There is no file {file}")
        self._step("markets and people", lambda: people.load_people(markets.load_markets()))
        self._step("end customers", lambda: end_customers.load_end_customers(now=now))
        self._step("applicants", lambda: applicants.load_applicants(now=now))
        self._step("reports", reports.load_reports)
        try:
            self._step("catalog, prices, stock", lambda: catalog.load_catalog(file=file, now=now))
        except UnreadableTable as problem:
            raise CommandError(str(problem)) from problem
        if file is None:  # real products get no pictures made up
            self._step("pictures and data sheets", product_files.load_product_files)

    def _step(self, name: str, load: Callable[[], object]) -> None:
        started = time.monotonic()
        self.stdout.write(f"Loading {name} ... ", ending="")
        self.stdout.flush()
        load()
        self.stdout.write(f"{time.monotonic() - started:.1f} s")
