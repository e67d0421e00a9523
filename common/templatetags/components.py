"""Template tags for the parts that pages are made of; how each looks is in static/css/components/."""

from typing import Any, Protocol

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

register = template.Library()


class Privileged(Protocol):
    """Whoever has privileges; the accounts' Member."""

    def may(self, privilege: Any) -> bool: ...


@register.filter
def may(member: Privileged | None, privilege: str) -> bool:
    """Whether a member has a privilege; a visitor has none."""
    return bool(member) and member.may(privilege)  # type: ignore[union-attr]


@register.simple_tag
def offered_languages() -> list[tuple[str, str]]:
    """Code and own name of each language that is complete."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in settings.LANGUAGES_OFFERED]


@register.simple_tag(takes_context=True)
def tab(context: template.Context, address: str, label: str) -> SafeString:
    """One entry of the thumb index, inked on every page below its address."""
    request = context.get("request")
    path = request.path if request else ""
    is_current = path == address if address == "/" else path.startswith(address)
    current = mark_safe(' aria-current="page"' if is_current else "")
    return format_html('<li><a href="{}"{}>{}</a></li>', address, current, label)


@register.simple_tag
def pressed(name: str, value: str, label: str, chosen: str) -> SafeString:
    """One button of a switch, pressed where it names what is chosen now."""
    return format_html(
        '<button class="button button-small" name="{}" value="{}" aria-pressed="{}">{}</button>',
        name,
        value,
        "true" if value == chosen else "false",
        label,
    )


@register.simple_tag
def status(kind: str, word: str) -> SafeString:
    """A state as a word; `status.css` gives the kind its shape and color."""
    return format_html('<span class="status" data-status="{}">{}</span>', kind, word)


class CellNode(template.Node):
    """A cell or head of a table that keeps its role and label when its row folds into a card."""

    def __init__(self, tag: str, start: str, label: FilterExpression | None, options: dict[str, FilterExpression], inner: NodeList) -> None:
        self.tag, self.start, self.label, self.options, self.nodelist = tag, start, label, options, inner

    def render(self, context: template.Context) -> SafeString:
        attributes = {name.replace("_", "-"): value.resolve(context) for name, value in self.options.items()}
        if self.label is not None:
            attributes["data-label"] = self.label.resolve(context)
        written = "".join(format_html(' {}="{}"', name, value) for name, value in attributes.items() if value)
        inner = self.nodelist.render(context).strip()
        return mark_safe(f"<{self.tag} {self.start}{written}>{inner}</{self.tag}>")  # noqa: S308 - each part is escaped above


def _cell(tag: str, start: str, *, has_label: bool) -> Any:
    def compile_cell(parser: Parser, token: Token) -> CellNode:
        name, *bits = token.split_contents()
        label = parser.compile_filter(bits.pop(0)) if has_label and bits and "=" not in bits[0] else None
        options = token_kwargs(bits, parser)
        if bits:
            raise template.TemplateSyntaxError(f"{name} takes a label and then name=value, not {bits[0]}")
        inner = parser.parse((f"end{name}",))
        parser.delete_first_token()
        return CellNode(tag, start, label, options, inner)

    return compile_cell


register.tag("column", _cell("th", 'role="columnheader" scope="col"', has_label=False))
register.tag("heading", _cell("th", 'role="rowheader" scope="row"', has_label=True))
register.tag("cell", _cell("td", 'role="cell"', has_label=True))
