"""What a company asks of its people for signing in (ACC-8)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import factors, second_factor
from accounts.access import MemberRequest, requires
from accounts.acting import Actor, Refused
from accounts.factor_forms import RequirementForm
from accounts.models import User
from accounts.privileges import Privilege


@requires(Privilege.MANAGE_USERS)
@require_http_methods(["GET", "HEAD", "POST"])
def security(request: MemberRequest) -> HttpResponse:
    """Require a second factor of everybody, or no longer; says who has none yet."""
    company = request.member.company
    if request.method == "POST":
        form = RequirementForm(request.POST)
        form.is_valid()
        try:
            second_factor.require(company, form.wanted(), by=Actor.administrator(request.member), now=timezone.now())
            messages.success(request, _("Saved. It holds from everybody's next request on."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("company:security")
    people = User.objects.filter(memberships__in=company.members.enabled())
    context = {
        "form": RequirementForm(initial={"is_required": company.requires_second_factor}),
        "everybody": people.count(),
        "without": factors.without_one(people).order_by("name"),
    }
    return render(request, "accounts/company_security.html", context)
