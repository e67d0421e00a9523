import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalog.importing.reading import UnreadableTable
from catalog.models import Product
from portal.demo import catalog, markets, people


class Command(BaseCommand):
    help = "Load the demonstration: markets, people, catalog. What is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--catalog", type=Path, metavar="FILE", help="sell the products of this file, not made ones"
        )

    def handle(self, **options: Any) -> None:
        if catalog.is_loaded():
            self.stdout.write(f"The demonstration is loaded: {Product.objects.count():,} products.")
            return
        file: Path | None = options["catalog"]
        if file is not None and not file.is_file():
            raise CommandError(f"There is no file {file}")
        now = timezone.now()
        self._step("markets and people", lambda: people.load_people(markets.load_markets()))
        try:
            self._step("catalog, prices, stock", lambda: catalog.load_catalog(file=file, now=now))
        except UnreadableTable as problem:
            raise CommandError(str(problem)) from problem

    def _step(self, name: str, load: Callable[[], object]) -> None:
        started = time.monotonic()
        self.stdout.write(f"Loading {name} ... ", ending="")
        self.stdout.flush()
        load()
        self.stdout.write(f"{time.monotonic() - started:.1f} s")
