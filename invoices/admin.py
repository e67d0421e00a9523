"""The staff's desk for what is owed: invoices to look at, credit to set (ACC-23). No list counts all its rows."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common import formats
from common.pdf import PdfUnavailable
from invoices import documents
from invoices.models import CreditAccount, Invoice, InvoiceLine, InvoiceTax, LedgerEntry

ENTRIES_SHOWN = 50


class ForReading:
    """Rows that verbs write, and nobody by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LineInline(ForReading, admin.TabularInline[InvoiceLine, Invoice]):
    model = InvoiceLine
    fields = ("position", "kind", "sku", "name", "basis", "quantity", "unit_price", "amount", "serial_numbers")
    extra = 0


class TaxInline(ForReading, admin.TabularInline[InvoiceTax, Invoice]):
    model = InvoiceTax
    fields = ("name", "rate", "net", "amount")
    extra = 0


@admin.register(Invoice)
class InvoiceAdmin(ForReading, admin.ModelAdmin[Invoice]):
    list_display = ("number", "company", "issued_on", "due_on", "order_number", "currency", "gross", "paid", "pdf")
    list_filter = ("market", "kind")
    list_select_related = ("company",)
    search_fields = ("number", "order_number", "company__name", "company__customer_number")
    ordering = ("-issued_at", "-pk")
    show_full_result_count = False
    inlines = (LineInline, TaxInline)

    @admin.display(description="PDF")
    def pdf(self, invoice: Invoice) -> SafeString:
        return format_html('<a href="{}">PDF</a>', reverse("admin:invoices_invoice_pdf", args=[invoice.pk]))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.pdf_view)
        return [path("<int:pk>/pdf/", view, name="invoices_invoice_pdf"), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same PDF that the company gets."""
        invoice = get_object_or_404(Invoice.objects.select_related("market"), pk=pk)
        try:
            content = documents.invoice_pdf(invoice)
        except PdfUnavailable as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:invoices_invoice_changelist"))
        headers = {"Content-Disposition": f'attachment; filename="{invoice.number}.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


@admin.register(CreditAccount)
class CreditAccountAdmin(admin.ModelAdmin[CreditAccount]):
    """Limit, terms and stop are set here; what is owed and reserved moves by documents alone."""

    list_display = ("company", "limit", "balance", "reserved", "available", "terms_days", "is_stopped")
    list_filter = ("is_stopped", "company__market")
    list_select_related = ("company",)
    search_fields = ("company__name", "company__customer_number")
    ordering = ("company__name",)
    show_full_result_count = False
    raw_id_fields = ("company",)
    fields = (
        "company", "limit", "terms_days", "is_stopped", "stop_reason", "balance", "reserved", "available", "ledger",
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: CreditAccount | None = None) -> tuple[str, ...]:
        moved = ("balance", "reserved", "available", "ledger")
        return ("company", *moved) if obj else moved

    def has_delete_permission(self, request: HttpRequest, obj: CreditAccount | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: CreditAccount, form: forms.ModelForm[CreditAccount], change: bool
    ) -> None:
        """Write only what was changed: balance and reserved may have moved since the page was drawn."""
        obj.save(update_fields=form.changed_data) if change else obj.save()

    @admin.display(description=_("ledger"))
    def ledger(self, account: CreditAccount) -> SafeString:
        """The latest movements, the newest first."""
        latest = _latest_entries(account)
        rows = (
            (formats.moment(entry.at), entry.get_kind_display(), entry.reference, f"{entry.amount:+}")
            for entry in latest
        )
        return format_html(
            "<table>{}</table>",
            format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows),
        )


def _latest_entries(account: CreditAccount) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(account_id=account.pk).order_by("-at", "-pk")[:ENTRIES_SHOWN]
