"""An import killed -9 in the middle leaves nothing half done, and runs again (CAT-15)."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from catalog.models import Category, Listing, Manufacturer, PartNumber, Product

ROWS = 4000
pytestmark = pytest.mark.django_db(transaction=True)


def import_and_kill(path: Path, when: str) -> None:
    """Import as somebody does at a terminal; kill -9 as soon as this is said."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    ours = {
        "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
        "DATABASE_URL": database,
        "MAIL_DIRECTORY": str(path.parent),
    }
    command = [sys.executable, "manage.py", "import_products", str(path)]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=os.environ | ours, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert any(when in line for line in process.stderr)
        process.kill()
        assert process.wait() == -9


def test_nothing_is_half_done_and_the_import_runs_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "products.csv"
    rows = (f"A{n},Switch {n},Kestrel,Net > Switch,M{n}" for n in range(ROWS))
    path.write_text("\n".join(["sku,name,manufacturer,category,mpn", *rows]))

    for moment in ("rows read (", "rows read in"):  # while rows come in, and while they are written
        import_and_kill(path, moment)
        for model in (Product, Listing, PartNumber, Manufacturer, Category):
            assert not model.objects.exists()

    call_command("import_products", path, verbosity=0)
    assert f"{ROWS:,} rows: {ROWS:,} added" in capsys.readouterr().out
