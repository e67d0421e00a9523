"""Compare what is stored twice: stock with movements, orders with allocations, credit with ledger, numbers, outbox."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.database import snapshot
from portal import integrity


class Command(BaseCommand):
    help = "Compare stock, orders, credit, documents, numbers and outbox; ends with 1 where anything does not add up."

    def handle(self, *args: Any, **options: Any) -> None:
        with snapshot():
            found = integrity.find(now=timezone.now())
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} things do not add up")
        self.stdout.write("Everything adds up.")
