"""House rules of the templates: nothing inline, every htmx link is a link, every form is protected."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR, "templates")
PAGES = sorted(TEMPLATES.rglob("*.html"))
TAG = re.compile(r"<(?P<name>[a-z][\w-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*'|<(?=\W))*)>")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


@pytest.fixture(params=PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def source(request: pytest.FixtureRequest) -> str:
    return re.sub(r"{#.*?#}", "", request.param.read_text())


def tags(source: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each element's name and attributes as they are written, template tags inside the values included."""
    for found in TAG.finditer(re.sub(r"\{%.*?%\}", lambda tag: tag[0].replace('"', "'"), source)):
        attributes = re.findall(r"([\w:@-]+)\s*=\s*(\"[^\"]*\"|'[^']*')", found["attributes"])
        yield found["name"], {name.lower(): value[1:-1] for name, value in attributes}


def test_nothing_has_a_style_of_its_own(source: str):
    assert "<style" not in source
    assert [name for name, attributes in tags(source) if "style" in attributes] == []


def test_no_script_stands_in_a_page(source: str):
    assert re.findall(r"<script\b[^>]*>\s*[^<\s]", source) == []
    handlers = [a for _, attributes in tags(source) for a in attributes if re.match(r"on[a-z]|hx-on", a)]
    assert handlers == []
    assert "javascript:" not in source


def test_what_htmx_fetches_is_a_link_to_the_same_address(source: str):
    for name, attributes in tags(source):
        if "hx-get" in attributes:
            assert name in {"a", "form"}
            assert attributes.get("href", attributes.get("action")) == attributes["hx-get"]


def test_what_htmx_posts_is_a_form_that_works_without_it(source: str):
    for name, attributes in tags(source):
        for verb in ("hx-post", "hx-put", "hx-patch", "hx-delete"):
            if verb in attributes:
                assert (name, verb) == ("form", "hx-post")
                assert attributes.get("action") == attributes["hx-post"]


def test_every_form_that_posts_is_protected(source: str):
    for form in FORM.findall(source):
        if re.match(r"<form\b[^>]*method=[\"']?post", form, re.IGNORECASE):
            assert "{% csrf_token %}" in form, form[:80]


def test_every_page_names_itself(source: str):
    if re.search(r"{% extends [\"'](base|bare)\.html", source):
        assert "{% block title %}" in source


def test_no_template_knows_a_color(source: str):
    assert re.findall(r"#[0-9a-fA-F]{6}\b|\boklch\(|\brgb\(", source) == []
