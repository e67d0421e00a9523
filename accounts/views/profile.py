"""One's own data: how one is called and reached, in which language, on which clock (ACC-16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import own_profile
from accounts.access import signed_in, user_of
from accounts.models import Member
from accounts.profile_forms import ProfileForm


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Look at what the portal knows of oneself, and change what one may."""
    user = user_of(request)
    member: Member | None = request.member  # type: ignore[attr-defined]
    form = ProfileForm(request.POST if request.method == "POST" else None, user=user, member=member)
    if request.method == "POST" and form.submit(now=timezone.now()):
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    who_changes_email = own_profile.who_changes_email(member) if member else ""
    return render(request, "accounts/profile.html", {"form": form, "who_changes_email": who_changes_email})
