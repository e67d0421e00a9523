"""Which shortcuts stand on every page (ACC-25)."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import quick_links as links
from accounts.access import MemberRequest, requires
from accounts.models import Member

BUTTONS: dict[str, Callable[[Member, str], None]] = {
    "add": links.add,
    "remove": links.remove,
    "up": links.move_up,
}


@requires()
@require_http_methods(["GET", "HEAD", "POST"])
def quick_links(request: MemberRequest) -> HttpResponse:
    """Add, take off, put in order: each button does one thing at once."""
    if request.method == "POST":
        for name, press in BUTTONS.items():
            if code := request.POST.get(name):
                press(request.member, code)
        if "anew" in request.POST:
            links.begin_anew(request.member)
        return redirect("accounts:quick_links")
    context = {"chosen": links.chosen_by(request.member), "others": links.others_for(request.member)}
    return render(request, "accounts/quick_links.html", context)
