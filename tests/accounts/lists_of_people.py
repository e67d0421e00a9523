"""Lists of people as files, sent by an administrator who looks at what they would do."""

import csv
import io
from collections.abc import Callable

from openpyxl import load_workbook

from accounts.models import Member
from tests.cast import Cast
from tests.pressing import Page, attribute, name_of

Open = Callable[..., Page]
HEADS = "E-mail address,Name,User name,Role,State"
ROLF = "rolf@norrsken-it.example,Rolf Dahl,,Buyer,"


def file_of(content: bytes, name: str = "people.csv") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def csv_file(*rows: str, heads: str = HEADS) -> io.BytesIO:
    return file_of("\n".join([heads, *rows]).encode())


def show(at_desk: Open, cast: Cast, file: io.BytesIO, by: Member | None = None) -> Page:
    page = at_desk("/company/users/", by or cast.norrsken.admin).follow("Import")
    return page.press("Show what would change", {"File": file})


def rights_of(email: str) -> set[str]:
    return set(Member.objects.get(user__email=email).privileges)


def downloaded(page: Page, link: str) -> bytes:
    [address] = [attribute(each, "href") for each in page.find("a") if name_of(each) == link]
    return b"".join(page.browser.get(address))


def sheet_of(page: Page, kind: str) -> list[list[str]]:
    content = downloaded(page, f"Refused rows as {kind.upper()}")
    if kind == "xlsx":
        return [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(content)).active.values]
    return list(csv.reader(io.StringIO(content.decode())))
