"""Downloads as tests ask for and make them."""

import io
from collections.abc import Iterable

from accounts import downloads
from accounts.models import Download, DownloadKind, Member
from accounts.privileges import Privilege
from tests.factories import NOON

PRICE_LIST = DownloadKind.PRICE_LIST


def wanted(*, place: str = "catalog", needs: Iterable[Privilege] = (), title: str = "") -> downloads.Wanted:
    return downloads.Wanted(
        kind=PRICE_LIST,
        parameters={"place": place, "path": "", "query": "", "kind": "csv"},
        title=title or "Price list, whole catalog",
        file_name="price-list.csv",
        content_type="text/csv; charset=utf-8",
        needs=needs,
        total=1000,
    )


def ask(member: Member, *, place: str = "catalog") -> Download:
    return downloads.ask(wanted(place=place), by=member, language="en", now=NOON)


def a_ready_download(
    member: Member, content: bytes = b"SKU\n", *, needs: Iterable[Privilege] = (), title: str = ""
) -> Download:
    """A file of the member's, made and kept."""
    asked = downloads.ask(wanted(needs=needs, title=title), by=member, language="en", now=NOON)
    taken = downloads.take_next(PRICE_LIST, now=NOON)
    assert taken == asked
    downloads.finish(taken, io.BytesIO(content), content.count(b"\n") - 1, now=NOON)
    return Download.objects.get(pk=asked.pk)
