"""Two of the demonstration's companies number some of what they buy most themselves (CAT-11b)."""

from datetime import datetime

from accounts.acting import Actor
from accounts.models import Member
from catalog import importing_own_numbers
from catalog.models import Listing
from catalog.own_numbers_file import OwnNumbersFile
from common.spreadsheets.reading import Row

NUMBERED = {"buyer@norrsken-it.example": "NIT-{:05d}", "buyer@sampa-tecnologia.example": "ST {:05d}/A"}
POPULAR, EVERY = 1200, 8


def load_own_numbers(*, now: datetime) -> None:
    """Import them as a buyer does; loading again changes nothing that is there."""
    for email, style in NUMBERED.items():
        by = Member.objects.ready_to_ask().get(user__email=email)
        if not by.company.own_part_numbers.exists():
            _import(by, style, now)


def _import(by: Member, style: str, now: datetime) -> None:
    popular = Listing.objects.filter(is_listed=True).order_by("popularity")
    skus = list(popular.values_list("product__sku", flat=True)[:POPULAR:EVERY])
    rows = [Row(number, [style.format(10_000 + 7 * number), sku]) for number, sku in enumerate(skus, start=2)]
    file, actor = OwnNumbersFile(["number", "sku"], rows), Actor.administrator(by)
    kept = importing_own_numbers.keep(file, by.company, name="numbers.csv", by=actor, now=now)
    agreed = importing_own_numbers.preview_of(kept)
    importing_own_numbers.apply(kept, seen=agreed.digest(), by=actor, now=now)
