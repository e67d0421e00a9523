"""`make demo` of a copy of the project: it serves, is killed -9, is soon up again, and kept its data."""

import http.cookiejar
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from django.conf import settings

pytestmark = pytest.mark.long

BUYER, PASSWORD = "buyer@norrsken-it.example", "Demo-Portal-1"
FIRST_START, NEXT_START = 600, 20  # seconds; ten on a machine that does nothing else
NOT_COPIED = shutil.ignore_patterns("var", ".venv", ".git", "__pycache__", ".*_cache")
OUTSIDE = {"DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "CATALOG", "HOST", "PORT"}


class Demonstration:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://localhost:{self.port}"

    def start(self, *, within: float) -> None:
        """Run it as `make demo` does and wait until its sign-in page is there."""
        environment = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        began = time.monotonic()
        with (self.folder / "output.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.demo.run"],
                cwd=self.folder,
                env=environment | {"PORT": str(self.port)},
                stdout=log,
                stderr=log,
            )
        while not self.serves():
            assert self.process.poll() is None, (self.folder / "output.log").read_text()
            assert time.monotonic() - began < within, (self.folder / "output.log").read_text()
            time.sleep(0.1)
        print(f"up after {time.monotonic() - began:.1f} s")  # noqa: T201 - what the closing note tells

    def serves(self) -> bool:
        try:
            with build_opener().open(f"{self.address}/login/", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9 of the one process that runs all the others."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(timeout=60) == 0


class Visitor:
    """A browser without a window: keeps cookies, sends forms with their token."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def reads(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=30) as answer:
            return answer.read().decode()

    def sends(self, path: str, *, form_on: str, **fields: str) -> str:
        token = first(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.reads(form_on))
        data = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        with self.opener.open(self.address + path, data, timeout=30) as answer:
            self.where = answer.url.removeprefix(self.address)
            return answer.read().decode()

    def signs_in(self) -> None:
        page = self.sends("/login/", form_on="/login/", login=BUYER, password=PASSWORD)
        assert "Norrsken IT" in page


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    """That of a copy of the project, so that no other one is touched."""
    folder = tmp_path / "copy"
    shutil.copytree(settings.BASE_DIR, folder, ignore=NOT_COPIED)
    running = Demonstration(folder)
    yield running
    running.stop()
    reset = [sys.executable, "-m", "portal.embedded", "--name", "demo", "--reset"]
    subprocess.run(reset, cwd=folder, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first(pattern: str, page: str) -> str:
    return re.findall(pattern, page)[0]


def orders_on(page: str) -> list[str]:
    return re.findall(r'href="/orders/(SE-\d+)/"', page)


def test_the_demonstration_survives_a_kill(demonstration: Demonstration):
    demonstration.start(within=FIRST_START)
    visitor = Visitor(demonstration.address)
    visitor.signs_in()
    orders = orders_on(visitor.reads("/orders/"))
    category = first(r'href="(/catalog/[^"]+/)"', visitor.reads("/catalog/"))
    sku = first(r'href="/products/([^"/]+)/"', visitor.reads(category))
    assert sku in visitor.sends("/baskets/lines/", form_on=f"/products/{sku}/", sku=sku, quantity="1")
    basket = visitor.where

    demonstration.kill()
    demonstration.start(within=NEXT_START)

    assert orders != []
    assert orders_on(visitor.reads("/orders/")) == orders
    assert sku in visitor.reads(basket)
