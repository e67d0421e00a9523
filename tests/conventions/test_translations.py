"""Every text of ours is translated into every language that is offered; nothing fuzzy, nothing left over."""

import re
from ast import literal_eval
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CODE = ("portal", "markets", "accounts", "catalog", "invoices", "baskets", "orders", "common")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
TEXT_LANGUAGES = [code for code in settings.LANGUAGES_OFFERED if code != "en"]


LITERAL = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
IN_TEMPLATES = re.compile(rf"\b(?:gettext|ngettext|_)\({LITERAL}|\b(?:pgettext|npgettext)\({LITERAL},\s*{LITERAL}")


def texts() -> Iterator[tuple[str | None, str]]:
    """Context and (singular) text of everything marked for translation."""
    for path in (path for app in CODE for path in (ROOT / app).rglob("*.py")):
        for _line, text, _comments, context in extract("python", BytesIO(path.read_bytes()), KEYWORDS):
            singular = text[0] if isinstance(text, tuple) else text
            if singular:
                yield context, singular
    for path in (path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt", ".jinja")):
        for plain, context, text in IN_TEMPLATES.findall(templatize(path.read_text())):
            yield (literal_eval(context) if context else None), literal_eval(text or plain)


@pytest.mark.parametrize("language", TEXT_LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    translated = {
        (message.context, message.id[0] if isinstance(message.id, tuple) else message.id)
        for message in catalog
        if message.id and not message.fuzzy and all(message.string if message.pluralizable else [message.string])
    }
    wanted = set(texts())
    assert wanted - translated == set()
    assert translated - wanted == set(), "left over: run make messages"


@pytest.mark.parametrize("language", TEXT_LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    assert [str(error) for message in catalog for error in message.check(catalog)] == []
