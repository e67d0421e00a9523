"""Pages as people use them: read the text, follow a link by its name, fill in fields by their labels, press a button.

A button that is not on the page cannot be pressed, so a test that presses it proves that it is there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import IO, Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.test.html import Element, parse_html

REDIRECTS = {301, 302, 303}
MOST_REDIRECTS = 10
OURS = {"", "testserver"}
WITHOUT_TEXT = {"script", "style", "template"}
SENT_AS_TYPED = {"text", "search", "hidden", "password", "email", "date", "number", "tel", ""}


class Page:
    """What the browser shows now."""

    def __init__(self, browser: Client, answer: HttpResponse, address: str) -> None:
        self.browser, self.answer, self.address = browser, answer, address
        self.root = parse_html(_without_doctype(answer.text))
        self.parents = {id(child): parent for parent in self._all() for child in _elements_of(parent)}

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        """What is written on it, spaces made one."""
        return said(self.root)

    @property
    def title(self) -> str:
        return said(next(self.find("h1")))

    def find(self, *names: str) -> Iterator[Element]:
        return (element for element in self._all() if element.name in names)

    def part(self, heading: str) -> str:
        """The text of the panel under a heading."""
        found = next(each for each in self.find("h2", "caption") if said(each).startswith(heading))
        return said(self._around(found, "section", "table", "aside"))

    def row(self, holding: str) -> str:
        """The text of the one row of a table in which this is written."""
        rows = [said(row) for row in self.find("tr") if holding in said(row)]
        assert len(rows) == 1, rows
        return rows[0]

    def buttons(self) -> list[str]:
        return [name_of(button) for button in self._buttons()]

    def links(self) -> list[str]:
        return [name_of(link) for link in self.find("a")]

    def follow(self, name: str, *, within: str = "") -> "Page":
        """Go where the link of this name leads; of several, the one in the row or panel where `within` is written."""
        links = [link for link in self.find("a") if name_of(link) == name and within in self._surroundings(link)]
        assert links, f"No link {name!r} among {self.links()}"
        meant = min(links, key=lambda link: len(self._surroundings(link))) if within else links[0]
        return visit(self.browser, urljoin(self.address, attribute(meant, "href")))

    def press(self, name: str, typed: Mapping[str, Any] | None = None, *, within: str = "") -> "Page":
        """Type into fields by their labels, then send the form that holds the button, hidden fields and all.

        A box is ticked with "yes", cleared with "no", an option chosen by its words, a file given as one; a form that
        is not made for files sends its name alone, as browsers do. Among buttons of one name,
        `within` is written in the row or panel of the one that is meant.
        """
        button = self.button(name, within)
        form = self.form_of(button)
        sent = filled_in(form, *self._elsewhere(form))
        for label, value in (typed or {}).items():
            field = self.field(label, form)
            takes_files = attribute(form, "enctype") == "multipart/form-data"
            chosen = _chosen(field, value, takes_files=takes_files)
            is_box = attribute(field, "type") == "checkbox"
            others = [each for each in sent.get(attribute(field, "name"), []) if is_box and each != chosen]
            sent[attribute(field, "name")] = others if is_box and value == "no" else [*others, chosen]
        if attribute(button, "name"):
            sent[attribute(button, "name")] = [attribute(button, "value")]
        action = attribute(button, "formaction") or attribute(form, "action")
        address = urljoin(self.address, action or self.address)
        if attribute(form, "method") != "post":
            return visit(self.browser, f"{address.split('?')[0]}?{urlencode(sent, doseq=True)}")
        return _arrived(self.browser, self.browser.post(address, sent), address)

    def field(self, label: str, form: Element | None = None) -> Element:
        """The field of a label, which may end in “(optional)”, or that is named without one to be seen."""
        within = [each for part in self._parts(form) for each in _below(part)]
        for each in within:
            if each.name in ("input", "select", "textarea") and attribute(each, "aria-label") == label:
                return each
        labels = [each for each in within if each.name == "label" and _is_named(each, label)]
        assert labels, f"No field {label!r}"
        inside = [each for each in _below(labels[0]) if each.name in ("input", "select", "textarea")]
        target = attribute(labels[0], "for")
        return inside[0] if inside else next(each for each in self._all() if attribute(each, "id") == target)

    def form_of(self, button: Element) -> Element:
        form = self._around(button, "form")
        assert form.name == "form", f"{name_of(button)!r} is in no form"
        return form

    def button(self, name: str, within: str) -> Element:
        """The one button of this name, in the row, panel or form where `within` is written."""
        named = [each for each in self._buttons() if name_of(each) == name or said(each) == name]
        near = [each for each in named if within in self._surroundings(each)]
        assert near, f"No button {name!r} among {self.buttons()}"
        return near[0]

    def _parts(self, form: Element | None) -> list[Element]:
        """A form with the fields elsewhere on the page that say they are its; without a form the whole page."""
        return [self.root] if form is None else [form, *self._elsewhere(form)]

    def _elsewhere(self, form: Element) -> list[Element]:
        name = attribute(form, "id")
        return [each for each in self.find("input", "select", "textarea") if name and attribute(each, "form") == name]

    def _buttons(self) -> list[Element]:
        """In the order of the page; the admin's own pages make them of inputs."""
        return [each for each in self.find("button", "input") if each.name == "button" or _is_submit(each)]

    def _surroundings(self, element: Element) -> str:
        return said(self._around(element, "tr", "section", "form"))

    def _around(self, element: Element, *names: str) -> Element:
        while element.name not in names and id(element) in self.parents:
            element = self.parents[id(element)]
        return element

    def _all(self) -> Iterator[Element]:
        return _below(self.root)


def visit(browser: Client, address: str) -> Page:
    """Open an address, and go where it leads."""
    return _arrived(browser, browser.get(address), address)


def _arrived(browser: Client, answer: Any, address: str) -> Page:
    """Go where an answer leads, as far as the door of another site."""
    for _redirect in range(MOST_REDIRECTS):
        if answer.status_code not in REDIRECTS:
            break
        address = urljoin(address, answer["Location"])
        if urlsplit(address).netloc not in OURS:
            break
        answer = browser.get(address)
    return Page(browser, answer, address)


def said(element: Element | str) -> str:
    """The text of an element and everything in it, every kind of space as one."""
    return re.sub(r"\s+([,.;:)])|\s+", lambda found: found.group(1) or " ", "".join(_texts(element))).strip()


def options_of(field: Element) -> list[str]:
    """The words of the options that a field offers."""
    return [said(each) for each in _below(field) if each.name == "option"]


def name_of(element: Element) -> str:
    return attribute(element, "aria-label") or (attribute(element, "value") if _is_submit(element) else said(element))


def _is_submit(element: Element) -> bool:
    return element.name == "input" and attribute(element, "type") == "submit"


def attribute(element: Element, name: str) -> str:
    return next((value or "" for key, value in element.attributes if key == name), "")


def has(element: Element, name: str) -> bool:
    return any(key == name for key, _value in element.attributes)


def _texts(element: Element | str) -> Iterator[str]:
    if isinstance(element, str):
        yield element
    elif element.name not in WITHOUT_TEXT:
        for child in element.children:
            yield from _texts(child)
            yield " "


def _elements_of(element: Element) -> list[Element]:
    return [child for child in element.children if isinstance(child, Element)]


def _below(element: Element) -> Iterator[Element]:
    yield element
    for child in _elements_of(element):
        yield from _below(child)


def filled_in(form: Element, *elsewhere: Element) -> dict[str, list[str | IO[bytes]]]:
    """What a browser sends of a form as it was drawn; of several boxes of one name each that is ticked."""
    sent: dict[str, list[str | IO[bytes]]] = {}
    for part in (form, *elsewhere):
        for name, value in _filled_in(part):
            sent.setdefault(name, []).append(value)
    return sent


def _filled_in(form: Element) -> Iterator[tuple[str, str]]:
    for field in _below(form):
        name, kind = attribute(field, "name"), attribute(field, "type")
        if not name:
            continue
        if field.name == "textarea":
            yield name, said(field)
        elif field.name == "select":
            options = [each for each in _below(field) if each.name == "option"]
            chosen = next((each for each in options if has(each, "selected")), next(iter(options), None))
            if chosen is not None:
                yield name, attribute(chosen, "value")
        elif field.name == "input" and has(field, "checked") and not has(field, "disabled"):
            yield name, attribute(field, "value") or "on"
        elif field.name == "input" and kind in SENT_AS_TYPED:
            yield name, attribute(field, "value")


def _chosen(field: Element, value: str | IO[bytes], *, takes_files: bool) -> str | IO[bytes]:
    if not isinstance(value, str):
        return value if takes_files and attribute(field, "type") == "file" else value.name
    if field.name == "select":
        option = next(each for each in _below(field) if each.name == "option" and value in said(each))
        return attribute(option, "value")
    if attribute(field, "type") in ("checkbox", "radio"):
        return attribute(field, "value") or "on"
    return value


def _is_named(label: Element, name: str) -> bool:
    written = said(label) or " ".join(attribute(each, "alt") for each in _below(label) if each.name == "img")
    return written == name or re.sub(r" \(.*\)$| \d+$", "", written) == name


def _without_doctype(page: str) -> str:
    return re.sub(r"^\s*<!DOCTYPE[^>]*>", "", page, flags=re.IGNORECASE)
