from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve


def drawn(source: str, **context: Any) -> str:
    return Template("{% load components %}" + source).render(Context(context)).strip()


def test_a_cell_keeps_its_role_and_its_label_when_the_row_folds():
    assert drawn('{% cell "Total" class="num key" %} 1 250,00 {% endcell %}') == (
        '<td role="cell" class="num key" data-label="Total">1 250,00</td>'
    )


def test_a_cell_without_a_label_has_none():
    assert drawn('{% cell class="corner" %}x{% endcell %}') == '<td role="cell" class="corner">x</td>'


def test_the_heading_of_a_row_and_of_a_column():
    assert drawn('{% heading "Order" %}SE-1042{% endheading %}') == (
        '<th role="rowheader" scope="row" data-label="Order">SE-1042</th>'
    )
    assert drawn("{% column aria_sort=direction %}Price{% endcolumn %}", direction="ascending") == (
        '<th role="columnheader" scope="col" aria-sort="ascending">Price</th>'
    )


def test_an_empty_option_writes_no_attribute():
    assert drawn("{% column aria_sort=direction %}Price{% endcolumn %}", direction="") == (
        '<th role="columnheader" scope="col">Price</th>'
    )


def test_what_a_cell_holds_is_escaped():
    assert drawn("{% cell label %}{{ value }}{% endcell %}", label='"Top" & more', value="<script>") == (
        '<td role="cell" data-label="&quot;Top&quot; &amp; more">&lt;script&gt;</td>'
    )


def test_a_second_label_is_a_mistake_that_is_named():
    with pytest.raises(TemplateSyntaxError, match="cell takes a label and then name=value"):
        drawn('{% cell "One" "Two" %}{% endcell %}')


def test_a_status_is_a_word_whose_kind_the_style_sheet_knows():
    assert drawn('{% status "in-stock" word %}', word="Today & tomorrow") == (
        '<span class="status" data-status="in-stock">Today &amp; tomorrow</span>'
    )


def test_facts_and_totals_are_names_with_values():
    assert drawn('{% fact "Freight" %}<b>390,00</b>{% endfact %}') == (
        "<div><dt>Freight</dt><dd><b>390,00</b></dd></div>"
    )
    assert drawn('{% fact "Total" note="SEK" kind="total" %}{{ total }}{% endfact %}', total="<1") == (
        '<div class="total"><dt>Total<small>SEK</small></dt><dd>&lt;1</dd></div>'
    )


def test_the_trail_links_the_pages_above():
    assert drawn('{% trail "Baskets" "/baskets/" name "/baskets/7/" %}', name="A & B") == (
        '<nav class="trail" aria-label="Breadcrumb"><ol><li><a href="/baskets/">Baskets</a></li>'
        '<li><a href="/baskets/7/">A &amp; B</a></li></ol></nav>'
    )


@pytest.mark.parametrize(
    ("name", "path", "current"),
    [
        ("home", "/", "page"),
        ("home", "/orders/", ""),
        ("orders:orders", "/orders/", "page"),
        ("orders:orders", "/orders/SE-1042/", "true"),
        ("catalog:index", "/products/7HU6849/", "true"),
        ("catalog:index", "/search/", "true"),
        ("orders:orders", "/", ""),
    ],
)
def test_a_tab_is_current_on_every_page_of_its_app(name: str, path: str, current: str):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    others = "search" if name == "catalog:index" else ""  # composed by the portal, and the catalog's all the same
    tab = drawn('{% tab name "Name" others %}', name=name, others=others, request=request)
    assert tab.partition('aria-current="')[2].partition('"')[0] == current


def test_a_visitor_has_no_privilege():
    assert drawn('{{ member|may:"view_orders" }}', member=None) == "False"


class PartNumberForm(forms.Form):
    number = forms.CharField(label="Part number", help_text="SKU, MPN or GTIN")
    reference = forms.CharField(label="Reference", required=False)
    ships_complete = forms.BooleanField(label="Ship complete")


def test_an_error_stands_beside_its_field_and_is_tied_to_it():
    number = PartNumberForm({})["number"].as_field_group()
    assert '<label for="id_number">Part number</label>' in number
    assert '<small id="id_number_helptext">SKU, MPN or GTIN</small>' in number
    assert '<div class="error" id="id_number_error">This field is required. </div>' in number
    assert 'aria-invalid="true"' in number
    assert 'aria-describedby="id_number_helptext id_number_error"' in number


def test_an_optional_field_says_so():
    assert "(optional)" in PartNumberForm()["reference"].as_field_group()
    assert "(optional)" not in PartNumberForm()["number"].as_field_group()


def test_a_checkbox_stands_before_its_label():
    assert '<label class="tick" for="id_ships_complete"><input type="checkbox"' in (
        PartNumberForm()["ships_complete"].as_field_group()
    )


def test_the_error_summary_links_to_each_field():
    summary = render_to_string("components/error_summary.html", {"form": PartNumberForm({"number": "A1"})})
    assert '<a href="#id_ships_complete">Ship complete: This field is required.</a>' in summary
    assert "id_number" not in summary


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("components/error_summary.html", {"form": PartNumberForm()}).strip() == ""


@pytest.mark.parametrize("page", ["400.html", "403_csrf.html", "500.html"])
def test_the_page_of_a_failure_needs_nothing(page: str):
    assert "<h1>" in render_to_string(page)
