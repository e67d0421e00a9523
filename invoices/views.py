"""The invoice portal: list, page, PDF, exports (INV-3)."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, requires
from accounts.privileges import Privilege
from common.downloads import download, table
from common.paging import paginate
from common.pdf import PdfUnavailable
from invoices import archives, documents
from invoices.contents import contents_of
from invoices.listing import Listing, export_heads, export_rows, listing_of, sees_amounts
from invoices.models import Invoice


@requires(Privilege.VIEW_INVOICES)
@require_safe
def invoices(request: MemberRequest) -> HttpResponse:
    listing = _listing(request)
    totals = listing.totals()
    page = paginate(listing.invoices(), request.GET, total=totals.count)
    context = {
        "listing": listing,
        "form": listing.form,
        "totals": totals,
        "page": page,
        "today": listing.on,
        "currency": request.member.company.market.currency,
        "sees_amounts": sees_amounts(request.member),
        "query": request.GET.urlencode(),
    }
    return render(request, "invoices/invoices.html", context)


@requires(Privilege.VIEW_INVOICES)
@require_safe
def export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """The invoices listed, as CSV or XLSX."""
    listing = _listing(request)
    return table("invoices", kind, export_heads(request.member), export_rows(listing), title=_("Invoices"))


@requires(Privilege.VIEW_INVOICES, Privilege.VIEW_PRICES)
@require_safe
def pdf_zip(request: MemberRequest) -> HttpResponseBase:
    """The PDFs of the ticked invoices; with none ticked, of all that the filter lists."""
    ticked = request.GET.getlist("number")
    chosen = Invoice.objects.visible_to(request.member).filter(number__in=ticked).order_by("issued_at", "pk")
    wanted = chosen if ticked else _listing(request).invoices()
    try:
        archives.check_size(wanted.count())
        many = wanted.select_related("market")
        return download(lambda file: archives.write_zip(file, many), "invoices.zip", "application/zip")
    except (archives.NoInvoices, archives.TooManyInvoices) as refusal:
        messages.error(request, str(refusal))
        return redirect(_list_with_filter(request))
    except PdfUnavailable as refusal:
        return _unavailable(request, refusal)


@requires(Privilege.VIEW_INVOICES)
@require_safe
def invoice(request: MemberRequest, number: str) -> HttpResponse:
    document = get_object_or_404(Invoice.objects.visible_to(request.member), number=number)
    context = {
        "invoice": document,
        "contents": contents_of(document),
        "today": _today(request),
        "sees_amounts": sees_amounts(request.member),
    }
    return render(request, "invoices/invoice.html", context)


@requires(Privilege.VIEW_INVOICES, Privilege.VIEW_PRICES)
@require_safe
def invoice_pdf(request: MemberRequest, number: str) -> HttpResponse:
    """The PDF, to be saved; shown by the browser itself with `?inline=1`."""
    document = get_object_or_404(Invoice.objects.visible_to(request.member).select_related("market"), number=number)
    try:
        content = documents.invoice_pdf(document)
    except PdfUnavailable as refusal:
        return _unavailable(request, refusal)
    how = "inline" if request.GET.get("inline") else "attachment"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{how}; filename="{document.number}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _listing(request: MemberRequest) -> Listing:
    return listing_of(request.GET, request.member, on=_today(request))


def _today(request: MemberRequest) -> date:
    return timezone.now().astimezone(request.member.company.market.zone).date()


def _list_with_filter(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("number", None)
    return f"{reverse('invoices:invoices')}?{query.urlencode()}" if query else reverse("invoices:invoices")


def _unavailable(request: HttpRequest, refusal: PdfUnavailable) -> HttpResponse:
    return render(request, "invoices/pdf_unavailable.html", {"refusal": refusal}, status=503)
