"""A process killed -9 between an order's commit and its mail: the next sweep sends the mail (ACC-26)."""

import contextlib
import email
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import Member, Notification
from catalog.models import Product
from orders.models import Order
from tests.cast import a_switch, assemble

pytestmark = pytest.mark.django_db(transaction=True)

START = "import django; django.setup()"
ORDER = """
    import time
    from django.db import transaction
    from django.utils import timezone
    from accounts.models import Member
    from catalog.models import Product
    from tests.orders.builders import an_order

    def committed():
        print("committed", flush=True)
        time.sleep(60)

    with transaction.atomic():
        transaction.on_commit(committed)
        member = Member.objects.ready_to_ask().get(pk={member})
        an_order(member, {{Product.objects.get(pk={product}): 2}}, now=timezone.now())
"""
SWEEP = """
    from accounts.tasks import sweep
    print(sweep(), sweep())
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def start(mail: Path) -> Iterator[Start]:
    """Return a function that runs a program in a process of its own on the database of the test."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    ours = {"DJANGO_SETTINGS_MODULE": "tests.processes.settings", "DATABASE_URL": database, "MAIL_DIRECTORY": str(mail)}
    with contextlib.ExitStack() as running:

        def started(program: str, **environment: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-c", f"{START}\n{textwrap.dedent(program)}"],
                cwd=settings.BASE_DIR,
                env=os.environ | ours | environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            running.enter_context(process)
            running.callback(process.kill)
            return process

        yield started


def kill_when_it_says(process: subprocess.Popen[str], word: str) -> None:
    """kill -9 at that very moment."""
    assert process.stdout.readline() == f"{word}\n"
    process.kill()
    assert process.wait() == -9


def sweep_twice(start: Start) -> list[int]:
    """Sweep twice as a worker does that was started anew; returns how many mails went out each time."""
    process = start(SWEEP)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    return [int(count) for count in said.split()]


def sent(mail: Path) -> list[Message]:
    return [email.message_from_bytes(path.read_bytes()) for path in sorted(mail.glob("*.eml"))]


def assemble_with_goods() -> tuple[Member, Product]:
    cast = assemble()
    return cast.norrsken.buyer, a_switch(cast, stockholm=5)


def order_and_die(start: Start, buyer: Member, product: Product) -> Order:
    """The server places an order and is killed after its commit, before anyone is told."""
    kill_when_it_says(start(ORDER.format(member=buyer.pk, product=product.pk)), "committed")
    return Order.objects.get()


def test_the_mail_of_a_killed_server_is_sent_once(start: Start, mail: Path):
    buyer, product = assemble_with_goods()
    order = order_and_die(start, buyer, product)
    assert sent(mail) == []

    assert sweep_twice(start) == [1, 0]

    (message,) = sent(mail)
    assert message["To"] == buyer.user.email
    assert order.number in str(message["Subject"])
    assert Notification.objects.unsent().count() == 0


def test_a_worker_killed_after_the_server_took_the_mail_repeats_it_once_under_the_same_id(start: Start, mail: Path):
    """Nobody can know that the mail server took it: it goes out again, and the receiver's server sees one id."""
    order_and_die(start, *assemble_with_goods())
    stuck = start(SWEEP, MAIL_BACKEND="tests.processes.stuck_mail.EmailBackend")
    kill_when_it_says(stuck, "accepted")

    assert sweep_twice(start) == [1, 0]

    first, second = sent(mail)
    assert first["Message-ID"] == second["Message-ID"]
