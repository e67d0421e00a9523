"""`python -m portal.demo.prepare [--catalog FILE]` brings tables, data, texts and static files up to date."""

import argparse
import hashlib
import json
from collections import defaultdict
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from portal.translations import compile_all


def main() -> None:
    """Do what is not done yet; a second time changes nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalog", default="")
    catalog = parser.parse_args().catalog
    compile_all()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demonstration", *(["--catalog", catalog] if catalog else []))
    collect_static()
    (settings.VAR_DIR / "demo" / "accounts.json").write_text(json.dumps(accounts()))


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
    from accounts.models import Member, User  # noqa: PLC0415  models exist only after django.setup()

    people: dict[str, list[str]] = defaultdict(list)
    people["Staff (/admin/)"] = [user.email for user in User.objects.filter(is_staff=True).order_by("email")]
    members = Member.objects.select_related("user", "company__market")
    for member in members.order_by("company__market__name", "company__name", "pk"):
        people[f"{member.company.market.name}: {member.company.name}"].append(member.user.email)
    return people


if __name__ == "__main__":
    main()
