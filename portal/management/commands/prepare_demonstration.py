"""What `make demo` does before it serves."""

import hashlib
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Member, User
from portal.translations import compile_all


class Command(BaseCommand):
    help = "Bring tables, data, texts and static files of the demonstration up to date; a second time changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--catalog", default="", help="a file of products to sell instead of made ones")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This is not the demonstration (DEMONSTRATION=on).")
        compile_all()
        with ThreadPoolExecutor(1) as beside:
            collected = beside.submit(collect_static)  # mostly compression, which leaves Python to the data
            if tables_lag_behind():
                call_command("migrate", verbosity=0, interactive=False)
            call_command("load_demonstration", *(["--catalog", options["catalog"]] if options["catalog"] else []))
            collected.result()
        (settings.VAR_DIR / "demo" / "accounts.json").write_text(json.dumps(accounts()))


def tables_lag_behind() -> bool:
    """Whether a migration waits; asking is quicker than migrating nothing."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> None:
    """Hash and compress static files where any of them changed."""
    sources = sorted(path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*") if path.is_file())
    state = [f"{path}{path.stat().st_mtime_ns}" for path in sources] + [django.__version__]
    fingerprint = hashlib.sha256("\n".join(state).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    if not stamp.exists() or stamp.read_text() != fingerprint:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(fingerprint)


def accounts() -> dict[str, list[str]]:
    """Return who can sign in: the distributor's staff, then each company's people."""
    people: dict[str, list[str]] = defaultdict(list)
    people["Staff (/admin/)"] = [user.email for user in User.objects.filter(is_staff=True).order_by("email")]
    members = Member.objects.select_related("user", "company__market")
    for member in members.order_by("company__market__name", "company__name", "pk"):
        people[f"{member.company.market.name}: {member.company.name}"].append(member.user.email)
    return people
