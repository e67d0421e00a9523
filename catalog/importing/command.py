"""What the import commands share: their arguments, and what they print at the end."""

import resource
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.importing.kinds import Kind, Run
from catalog.importing.load import terminal
from catalog.importing.reading import open_table
from catalog.importing.recognizing import take_recognized
from catalog.importing.report import Reason, Report, Tally
from common.spreadsheets.reading import Unreadable

FILES = """
FILE is .csv, .csv.gz or .xlsx with a header row; delimiter ( , ; | tab ), encoding (UTF-8, UTF-16, cp1252) and decimal
mark are recognized. Rows that cannot be taken are refused and reported; they never stop the rest. The import is one
transaction: it happens whole or, if it fails, not at all.
"""


class ImportCommand(BaseCommand):
    """A command that imports a file of its kind."""

    kind: Kind

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            **kwargs | {"formatter_class": RawDescriptionHelpFormatter, "epilog": FILES + _columns_of(self.kind)},
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="do everything, say what came of it, keep nothing")
        parser.add_argument("--report", type=Path, metavar="CSV", help="write every refused or noted row to this file")

    def day(self, options: dict[str, Any]) -> date:
        """The day whose prices are meant."""
        return date.today()  # noqa: DTZ011  an edition begins at midnight where the staff sits

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        out = terminal() if options["verbosity"] else None
        run = Run(on=self.day(options), now=timezone.now(), is_dry_run=options["dry_run"], out=out)
        try:
            with Report(options["report"]) as report, open_table(options["file"]) as table:
                report.heads = take_recognized(table, self.kind).heads_by_column()
                tally = self.kind.take(table, report, run)
        except (Unreadable, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self._tell(tally, report, time.monotonic() - started)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was kept.")

    def _tell(self, tally: Tally, report: Report, seconds: float) -> None:
        write: Callable[[str], None] = self.stdout.write
        write(
            f"{tally.rows:,} rows: {tally.added:,} added, {tally.changed:,} changed, "
            f"{tally.unchanged:,} unchanged, {tally.refused:,} refused"
        )
        if not tally.added + tally.changed:
            write("Nothing changed.")
        if tally.same_mpns:
            write(f"{tally.same_mpns:,} pairs of manufacturer and MPN occur more than once; every row is kept.")
        self._tell_reasons("refused", report.refused)
        self._tell_reasons("noted", report.noted)
        write(
            f"{seconds:.1f} s, {tally.rows / max(seconds, 0.001):,.0f} rows/s, peak memory {_peak_megabytes():,.0f} MB"
        )

    def _tell_reasons(self, result: str, reasons: Counter[Reason]) -> None:
        for reason, times in reasons.most_common():
            self.stdout.write(f"  {result} {times:,}: {reason.label}")


def _columns_of(kind: Kind) -> str:
    lines = [f"  {column.name:<28}{column.about or column.label}" for column in kind.columns]
    needed = ", ".join(" or ".join(group) for group in kind.needs)
    return "\n".join(
        ["", "Columns, by these names or by usual ones; an empty cell says nothing:", *lines, f"Needed: {needed}.", ""]
    )


def _peak_megabytes() -> float:
    """Peak of this process; macOS counts bytes where Linux counts KiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
