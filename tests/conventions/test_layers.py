"""The floors of the house hold, and the contract that says so bites."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = ROOT / "pyproject.toml"
FLOORS = ["portal", "orders", "baskets", "catalog", "invoices", "accounts", "markets", "common"]


def lint(directory: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(directory / "pyproject.toml")]
    return subprocess.run(
        [*command, "--no-cache"],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(directory)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty house with our floors and our contract."""
    shutil.copy(CONFIG, tmp_path)
    for floor in FLOORS:
        (tmp_path / floor).mkdir()
        (tmp_path / floor / "__init__.py").write_text("")
    return tmp_path


def test_no_import_of_ours_goes_up():
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout


def test_an_import_that_goes_down_is_fine(house: Path):
    (house / "orders" / "placing.py").write_text("import invoices\n")
    assert lint(house).returncode == 0


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("common", "markets"),
        ("accounts", "orders"),
        ("invoices", "orders"),
        ("catalog", "invoices"),
        ("invoices", "catalog"),
        ("orders", "portal"),
    ],
)
def test_an_import_up_or_sideways_is_red(house: Path, importer: str, imported: str):
    (house / importer / "planted.py").write_text(f"import {imported}\n")
    answer = lint(house)
    assert answer.returncode == 1
    assert f"{importer} is not allowed to import {imported}" in answer.stdout


def test_a_later_floor_is_held_as_soon_as_it_exists(house: Path):
    config = (house / "pyproject.toml").read_text()
    (house / "pyproject.toml").write_text(
        config.replace('"portal", "orders"', '"portal", "returns", "quotes", "orders"', 1)
    )
    for floor in ("returns", "quotes"):
        (house / floor).mkdir()
        (house / floor / "__init__.py").write_text("")
    assert lint(house).returncode == 0
    (house / "quotes" / "planted.py").write_text("import returns\n")
    assert lint(house).returncode == 1


def test_every_package_of_ours_stands_on_a_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["root_packages"])
