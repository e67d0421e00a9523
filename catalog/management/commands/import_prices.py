from argparse import ArgumentParser
from datetime import date
from typing import Any

from catalog.importing.command import ImportCommand
from catalog.importing.kinds import PRICES


class Command(ImportCommand):
    help = "Import prices of price lists, with quantity breaks; what the file does not name stays as it is."
    kind = PRICES

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="day of the edition (default: today)")

    def day(self, options: dict[str, Any]) -> date:
        return options["on"] or super().day(options)
