"""What the import commands share: their arguments, and what they print at the end."""

import resource
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from catalog.importing.load import terminal
from catalog.importing.reading import Table, UnreadableTable, open_table
from catalog.importing.report import Reason, Report, Tally

FILES = """
FILE is .csv, .csv.gz or .xlsx with a header row; delimiter ( , ; | tab ), encoding (UTF-8, UTF-16, cp1252) and decimal
mark are recognized. Rows that cannot be taken are refused and reported; they never stop the rest. The import is one
transaction: it happens whole or, if it fails, not at all.
"""


class ImportCommand(BaseCommand):
    """A command that imports a file; `columns` is its help, `importer` its verb."""

    columns = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            **kwargs | {"formatter_class": RawDescriptionHelpFormatter, "epilog": FILES + self.columns},
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="do everything, say what came of it, keep nothing")
        parser.add_argument("--report", type=Path, metavar="CSV", help="write every refused or noted row to this file")

    def importer(self, table: Table, report: Report, *, is_dry_run: bool, out: IO[str] | None) -> Tally:
        raise NotImplementedError

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        out = terminal() if options["verbosity"] else None
        try:
            with Report(options["report"]) as report, open_table(options["file"]) as table:
                tally = self.importer(table, report, is_dry_run=options["dry_run"], out=out)
        except (UnreadableTable, OSError) as problem:
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


def _peak_megabytes() -> float:
    """Peak of this process; macOS counts bytes where Linux counts KiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
