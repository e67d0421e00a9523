"""Texts are compiled without gettext on the machine."""

import gettext
import os
from pathlib import Path

from portal.translations import compile_all

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Basket"
msgstr "Varukorg"

#, fuzzy
msgid "Order"
msgstr "Beställning?"

msgid "%(n)s line"
msgid_plural "%(n)s lines"
msgstr[0] "%(n)s rad"
msgstr[1] "%(n)s rader"
"""


def test_what_is_translated_is_compiled_and_what_is_fuzzy_is_not(tmp_path: Path):
    source = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]
    texts = gettext.translation("django", tmp_path, ["sv"])
    assert texts.gettext("Basket") == "Varukorg"
    assert texts.gettext("Order") == "Order"
    assert texts.ngettext("%(n)s line", "%(n)s lines", 2) == "%(n)s rader"


def test_only_what_changed_is_compiled_again(tmp_path: Path):
    source = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    compile_all(tmp_path)
    assert compile_all(tmp_path) == []
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]
