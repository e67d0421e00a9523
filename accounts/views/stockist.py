"""A company in a country with stockists reports its approval, and reads what came of it (ACC-19c)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import stockists
from accounts.access import MemberRequest, requires
from accounts.acting import Actor, Refused
from accounts.company_forms import StockistForm
from accounts.models import StockistReport
from accounts.privileges import Privilege


@requires(Privilege.MANAGE_USERS)
@require_http_methods(["GET", "HEAD", "POST"])
def stockist(request: MemberRequest) -> HttpResponse:
    """The approvals on file, the reports with their answers, and the form for the next one."""
    company, now = request.member.company, timezone.now()
    if not stockists.takes_reports(company):
        raise Http404
    today = now.astimezone(company.market.zone).date()
    form = StockistForm(request.POST or None, request.FILES or None, today=today)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            stockists.report(
                company,
                number=wanted["number"],
                decided_on=wanted["decided_on"],
                proof=wanted["proof"],
                by=Actor.administrator(request.member),
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your report is with us. A mail tells you the answer."))
            return redirect("company:stockist")
    reports = StockistReport.objects.visible_to(request.member).select_related("reported_by", "approval")
    context = {
        "form": form,
        "reports": reports,
        "is_waiting": any(report.state == "waiting" for report in reports),
        "approvals": company.stockist_approvals.order_by("-valid_from"),
        "is_stockist": company.is_stockist(today),
        "today": today,
    }
    return render(request, "accounts/stockist.html", context)
