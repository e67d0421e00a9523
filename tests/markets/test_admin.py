"""Staff edit every setting; a change is in the admin's log, and counters are for reading (MKT-1, MKT-12)."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.forms import Form
from django.test import RequestFactory

from markets import models
from markets.admin import MarketAdmin, NumberSeriesInline
from markets.models.policies import ActivityPolicy, OrderingPolicy, ReturnsPolicy, SigningInPolicy


def test_every_setting_is_on_the_form():
    shown = {name for _, options in MarketAdmin.fieldsets for name in options["fields"]}
    held = {field.name for field in models.Market._meta.fields if field.editable} - {"id"}
    policies = (ActivityPolicy, OrderingPolicy, ReturnsPolicy, SigningInPolicy)
    assert {field.name for policy in policies for field in policy._meta.get_fields()} <= held
    assert shown == held


def test_counters_are_for_reading(rf: RequestFactory):
    inline = NumberSeriesInline(models.Market, admin.site)
    assert set(inline.readonly_fields) == {"kind", "prefix", "last_number"}
    assert not inline.has_add_permission(rf.get("/"))


@pytest.mark.parametrize(
    "model", [models.Market, models.ContactDesk, models.Warehouse, models.TaxRate, models.ShippingMethod]
)
def test_staff_find_and_open_each(markets, admin_client, model):
    address = f"/admin/markets/{model._meta.model_name}/"
    assert admin_client.get(address, {"q": "a"}).status_code == 200
    assert admin_client.get(f"{address}{model.objects.first().pk}/change/").status_code == 200
    assert admin_client.get(f"{address}add/").status_code == 200


def test_a_change_holds_at_once_and_is_logged(sweden, admin_client):
    address = f"/admin/markets/market/{sweden.pk}/change/"
    page = admin_client.get(address)
    sent = posted(page.context["adminform"].form, [inline.formset for inline in page.context["inline_admin_formsets"]])
    answer = admin_client.post(address, sent | {"cutoff": "15:30:00"})
    assert answer.status_code == 302, answer.context["errors"]
    assert str(models.Market.objects.get(code="se").cutoff) == "15:30:00"
    assert "Cutoff" in LogEntry.objects.get().get_change_message()


def test_settings_that_do_not_fit_each_other_are_refused_in_words(sweden, admin_client):
    address = f"/admin/markets/market/{sweden.pk}/change/"
    page = admin_client.get(address)
    sent = posted(page.context["adminform"].form, [inline.formset for inline in page.context["inline_admin_formsets"]])

    late = admin_client.post(address, sent | {"bid_cutoff": "15:00:00"})
    long = admin_client.post(address, sent | {"password_least": "200"})

    assert late.context["adminform"].form.errors == {"bid_cutoff": ["This is later than the cutoff."]}
    assert long.context["adminform"].form.errors == {"password_least": ["This is more than the most characters."]}


def test_reasons_approved_at_once_are_ticked(sweden, admin_client):
    address = f"/admin/markets/market/{sweden.pk}/change/"
    page = admin_client.get(address)
    sent = posted(page.context["adminform"].form, [inline.formset for inline in page.context["inline_admin_formsets"]])

    answer = admin_client.post(address, sent | {"approved_at_once": ["lost", "short"]})

    assert answer.status_code == 302, answer.context["errors"]
    assert models.Market.objects.get(code="se").approved_at_once == ["lost", "short"]


def posted(form: Form, formsets: list) -> dict[str, str | list[str]]:
    """What a browser would send of an untouched form."""
    forms = [form, *(part for formset in formsets for part in (formset.management_form, *formset.forms))]
    fields = [(part[name].html_name, part[name].field.prepare_value(part[name].value()))
              for part in forms for name in part.fields]  # fmt: skip
    sent = {name: value for name, value in fields if value is not None and value is not False}
    return {name: value if isinstance(value, list) else str(value) for name, value in sent.items()}
