"""Fill an empty database with a catalog of one size and print what it costs."""

import io
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import django
from django.core.management import call_command

django.setup()

from accounts.models import Member  # noqa: E402 - needs the settings
from catalog.importing.products import import_products  # noqa: E402 - needs the settings
from catalog.importing.reading import open_table  # noqa: E402
from catalog.importing.report import Report, Tally  # noqa: E402
from portal.bench import pages, price_lists, products_file, trade  # noqa: E402
from portal.bench.measuring import Measured, measure_bare, memory_mb, plain_copy  # noqa: E402


def main(size: int, *, again: bool) -> None:
    """Import the products, load the trade beside them, open the pages; `again` only opens the pages."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    say(f"## {size:,} products\n")
    buyers = trade.buyers() if again else _filled(size)
    bare = measure_bare()
    _pages([bare, *pages.measured(buyers)], bare)
    say(f"Memory of this process afterwards: {memory_mb():.0f} MB\n")
    _table(("what", "seconds", "rows"), [_line(*line) for line in price_lists.lines(buyers[0])])


def _filled(size: int) -> list[Member]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "products.csv"
        products_file.write(file, size)
        lines = [_import(file, "first import")]
        lines.append(("plain COPY of its rows into such tables", *plain_copy()))
        lines.append(_import(file, "import again, nothing changed"))
        products_file.write(file, size, dearer=10)
        lines.append(_import(file, "import again, one in ten changed"))
    started = time.perf_counter()
    buyers = trade.load_trade()
    lines.append(("prices, companies, stock (made by statements)", time.perf_counter() - started, ""))
    _table(("what", "seconds", "rows"), [_line(*line) for line in lines])
    return buyers


def _line(name: str, seconds: float, rows: str) -> tuple[str, str, str]:
    return name, f"{seconds:.1f}", rows


def _import(file: Path, name: str) -> tuple[str, float, str]:
    started = time.perf_counter()
    with Report(None) as report, open_table(file) as table:
        tally: Tally = import_products(table, report, out=io.StringIO())
    told = f"{tally.added:,} added, {tally.changed:,} changed, {tally.refused:,} refused"
    return name, time.perf_counter() - started, told


def _pages(found: Iterable[Measured], bare: Measured) -> None:
    rows = [
        (
            each.name,
            f"{each.goal:g}" if each.goal else "–",
            f"{each.p50:.1f}",
            f"{each.p95:.1f}",
            each.most_queries,
            f"{each.sql_p50:.1f}",
            f"{each.p50 / each.sql_p50:.1f}" if each.sql_p50 else "–",
            f"{each.p50 / bare.p50:.0f}",
        )
        for each in found
    ]
    _table(("page", "goal, ms", "p50, ms", "p95, ms", "queries", "SQL, ms", "× SQL", "× bare"), rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    for row in (heads, ["---"] * len(heads), *rows):
        say(f"| {' | '.join(str(cell) for cell in row)} |")
    say("")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), again="--again" in sys.argv)
