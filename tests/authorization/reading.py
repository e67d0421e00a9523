"""The text in what a browser or a mailbox received, whatever it came as."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader

from common.spreadsheets.delimited import delimiter_of
from tests.authorization.posting import Answer

SPACES = "\u00a0\u202f\u2009"
OWN_FIGURES = {"X-Request-ID", "Content-Length"}  # a length may read like an amount
FIGURE = re.compile(r"\d(?:[\d ,.'’\u00a0\u202f\u2009]*\d)?")


def text_of(answer: Answer) -> str:
    """Page, headers, PDF text, every part of a spreadsheet or archive."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name not in OWN_FIGURES)
    headers = re.sub(r"'nonce-[^']+'", "", headers)
    text = text_of_content(answer.content)
    if "text/csv" in headers:
        delimiter = delimiter_of(text.partition("\n")[0])
        text = "\n".join(cell for row in csv.reader(StringIO(text), delimiter=delimiter) for cell in row)
    return f"{headers}\n{text}"


def text_of_content(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            return "\n".join(f"{name}\n{text_of_content(archive.read(name))}" for name in archive.namelist())
    text = content.decode("utf-8-sig", errors="replace")
    return re.sub(r'(name="(?:csrfmiddlewaretoken|for_company)" value|nonce)="[^"]+"', "", text)  # drawn, and a key


def figures_in(text: str) -> set[str]:
    """The digits of every number, however its thousands and decimals are written: 3 312,00 is 331200."""
    return {re.sub(r"\D", "", figure) for figure in FIGURE.findall(text)}
