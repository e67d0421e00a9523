"""Template tags for the parts that pages are made of; how each looks is in static/css/components/.

A table that folds on a phone keeps its roles and labels:

    <table class="table fold" role="table">
      <thead role="rowgroup"><tr role="row">
        {% column %}Order{% endcolumn %}
        {% column class="num" %}Total{% endcolumn %}
      </tr></thead>
      <tbody role="rowgroup"><tr role="row">
        {% heading _("Order") %}SE-1042{% endheading %}
        {% cell _("Total") class="num key" %}1 250,00{% endcell %}
      </tr></tbody>
    </table>
"""

from typing import Any, Protocol

from django import template
from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

register = template.Library()


class Privileged(Protocol):
    """Whoever has privileges; the accounts' Member."""

    def may(self, privilege: Any) -> bool: ...


class Multilingual(Protocol):
    """Whatever is offered in some languages; the markets' Market."""

    def offered_languages(self) -> list[str]: ...


@register.simple_tag(takes_context=True)
def draw(context: template.Context, template_name: str, **values: Any) -> SafeString:
    """Rows by a Jinja template, which knows nothing but what it is given and `csrf_input`; for rows by the hundred."""
    token = context.get("csrf_token")
    field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) if token else ""
    drawn = engines["rows"].get_template(template_name).render(values | {"csrf_input": field})
    return mark_safe(drawn)  # noqa: S308 - escaped there


@register.filter
def may(member: Privileged | None, privilege: str) -> bool:
    """Whether a member has a privilege; a visitor has none."""
    return bool(member) and member.may(privilege)  # type: ignore[union-attr]


@register.simple_tag
def offered_languages(market: Multilingual | None = None) -> list[tuple[str, str]]:
    """Code and own name of each complete language, of a market's own where one is given."""
    codes = market.offered_languages() if market else settings.LANGUAGES_OFFERED
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in codes]


@register.simple_tag(takes_context=True)
def tab(context: template.Context, name: str, label: str, *others: str) -> SafeString:
    """One entry of the thumb index by the name of its page, inked there, on every page of its app and on others."""
    match = getattr(context.get("request"), "resolver_match", None)
    app = name.rpartition(":")[0]
    if match and match.view_name == name:
        pattern = '<li><a href="{}" aria-current="page">{}</a></li>'
    elif match and ((app and match.namespace == app) or match.view_name in others):
        pattern = '<li><a href="{}" aria-current="true">{}</a></li>'
    else:
        pattern = '<li><a href="{}">{}</a></li>'
    return format_html(pattern, reverse(name), label)


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


@register.simple_tag
def trail(*labels_and_addresses: str) -> SafeString:
    """Where a page stands: label and address of each page above it, from the top."""
    pairs = zip(labels_and_addresses[::2], labels_and_addresses[1::2], strict=True)
    steps = format_html_join("", '<li><a href="{}">{}</a></li>', ((address, label) for label, address in pairs))
    return format_html('<nav class="trail" aria-label="{}"><ol>{}</ol></nav>', _("Breadcrumb"), steps)


@register.simple_block_tag
def fact(content: str, label: str, note: str = "", kind: str = "") -> SafeString:
    """A name and its value, for `<dl class="facts">` and `<dl class="totals">` (whose last one is `kind="total"`)."""
    small = format_html("<small>{}</small>", note) if note else ""
    pattern = '<div class="{}"><dt>{}{}</dt><dd>{}</dd></div>' if kind else "<div>{}<dt>{}{}</dt><dd>{}</dd></div>"
    return format_html(pattern, kind, label, small, content)


class CellNode(template.Node):
    """A cell or head of a table that keeps its role and label when its row folds into a card."""

    def __init__(
        self,
        tag: str,
        start: str,
        label: FilterExpression | None,
        options: dict[str, FilterExpression],
        inner: NodeList,
    ) -> None:
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
