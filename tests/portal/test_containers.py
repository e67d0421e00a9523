"""Dockerfile, docker-compose.yml and .env.example agree with what the settings read (PLT-2)."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.demo.run import commands

ROOT = Path(__file__).resolve().parent.parent.parent
NEVER_IN_PRODUCTION = {"DEBUG", "DEMONSTRATION"}
OURS = ("migrate", "web", "worker", "beat")


@pytest.fixture
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def read_by_settings() -> set[str]:
    """Every variable that production's settings ask for."""
    sources = [(ROOT / "portal" / "settings" / name).read_text() for name in ("base.py", "production.py", "reading.py")]
    asked = re.findall(r'(?:env\.\w+|flag)\(\s*"([A-Z_]+)"', "\n".join(sources))
    return set(asked) - NEVER_IN_PRODUCTION


def named_in_example() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_service_of_ours_gets_exactly_what_the_settings_read(compose: dict[str, Any]):
    assert "SECRET_KEY" in read_by_settings()
    for name in OURS:
        assert set(compose["services"][name]["environment"]) == read_by_settings(), name


def test_the_example_names_exactly_what_settings_and_containers_read(compose: dict[str, Any]):
    interpolated = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert interpolated <= named_in_example()
    assert named_in_example() == read_by_settings() | interpolated


def test_no_secret_is_written_down(compose: dict[str, Any]):
    for name in ("SECRET_KEY", "DATABASE_URL", "EMAIL_URL"):
        assert compose["services"]["web"]["environment"][name] == f"${{{name}:?}}"
    assert compose["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD:?}"


def test_what_production_needs_is_there(compose: dict[str, Any]):
    assert compose["services"].keys() == {*OURS, "postgres", "valkey", "proxy"}
    assert compose["services"]["postgres"]["image"] == "postgres:18"
    published = {name for name, service in compose["services"].items() if "ports" in service}
    assert published == {"proxy"}
    mounted = [
        volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])
    ]
    assert {name for name in mounted if not name.startswith(".")} == set(compose["volumes"])


def test_every_queue_has_a_worker_here_and_in_the_demonstration(compose: dict[str, Any], settings):
    queues = {queue.name for queue in settings.CELERY_TASK_QUEUES}
    for command in (compose["services"]["worker"]["command"], commands("127.0.0.1", 8000)["worker"]):
        assert set(command[command.index("--queues") + 1].split(",")) == queues
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["options"]["queue"] in queues


def test_the_image_runs_the_portal_as_an_ordinary_user():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["portal"]
    assert lines.index("USER portal") < next(i for i, line in enumerate(lines) if line.startswith("CMD"))
    assert not [line for line in lines[lines.index("USER portal") :] if line.startswith("RUN")]
    assert any("DJANGO_SETTINGS_MODULE=portal.settings.production" in line for line in lines)
    assert any("pip install --require-hashes -r requirements.lock" in line for line in lines)


def test_the_proxy_serves_the_hosts_that_the_portal_allows():
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    assert "{$ALLOWED_HOSTS} {" in text
    assert "reverse_proxy web:8000" in text
