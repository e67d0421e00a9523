"""A company's administrator runs its people: the matrix, one page a person, a button for each act (ACC-15)."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import administering, factors, inviting, locking, people, second_factor
from accounts.access import MemberRequest, requires
from accounts.acting import Actor, Refused
from accounts.models import AccessRequest, InvitationPurpose, Member
from accounts.people_forms import EmailForm, NewPersonForm, PersonForm, RightsForm
from accounts.privileges import PRESETS, Privilege, Role
from common.downloads import table
from common.paging import paginate

MANAGE = Privilege.MANAGE_USERS


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def users(request: MemberRequest) -> HttpResponse:
    """People down, privileges across: look, change many boxes, see what would change, save once."""
    if request.method == "POST":
        wishes = people.wishes_in(request.POST)
        if "show" in request.POST:
            return _matrix_page(request, wishes)
        try:
            changes = administering.change_rights(
                request.member.company, list(wishes.values()), by=_actor(request), now=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _matrix_page(request, wishes)
        _tell_changes(request, changes)
        return redirect(request.get_full_path())
    return _matrix_page(request, {})


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add a user: an invitation goes out; nobody types a password for somebody else (ACC-4)."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("name", "email", "username")}
        try:
            member = inviting.invite(
                request.member.company, privileges=form.wanted(), by=_actor(request), now=timezone.now(), **wanted
            )
        except administering.UserNameTaken as refusal:
            form.add_error("username", str(refusal))
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("An invitation went to %(email)s.") % {"email": member.user.email})
            return redirect("company:users")
    context = {"form": form, "presets": _presets(), "hours": settings.INVITATION_HOURS}
    return render(request, "accounts/person_new.html", context)


@requires(MANAGE)
@require_safe
def person(request: MemberRequest, pk: int) -> HttpResponse:
    return _person_page(request, _member(request, pk))


@requires(MANAGE)
@require_POST
def details(request: MemberRequest, pk: int) -> HttpResponse:
    """Save name, phone and user name."""
    member = _member(request, pk)
    form = PersonForm(request.POST, instance=member.user)
    if not form.is_valid():
        return _person_page(request, member, details_form=form)
    wanted = form.cleaned_data
    try:
        administering.edit(
            member,
            name=wanted["name"],
            phone=wanted["phone"],
            username=wanted["username"],
            by=_actor(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error("username" if isinstance(refusal, administering.UserNameTaken) else None, str(refusal))
        return _person_page(request, member, details_form=form)
    messages.success(request, _("Saved."))
    return redirect("company:person", pk)


@requires(MANAGE)
@require_POST
def rights(request: MemberRequest, pk: int) -> HttpResponse:
    """Save role and boxes of one person."""
    member = _member(request, pk)
    form = RightsForm(request.POST)
    form.is_valid()
    wish = administering.Wish(member.pk, form.was_drawn(), form.wanted())
    return _pressed(
        request,
        pk,
        lambda by: _tell_changes(
            request, administering.change_rights(member.company, [wish], by=by, now=timezone.now())
        ),
    )


@requires(MANAGE)
@require_POST
def email(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the address; both are told (ACC-16)."""
    member = _member(request, pk)
    form = EmailForm(request.POST)
    if form.is_valid():
        try:
            administering.change_email(member, form.cleaned_data["email"], by=_actor(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The address was changed. The old and the new one were told."))
            return redirect("company:person", pk)
    return _person_page(request, member, email_form=form)


@requires(MANAGE)
@require_POST
def invitation(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the invitation again; the link before is void."""
    member = _member(request, pk)

    def press(by: Actor) -> None:
        inviting.invite_again(member, by=by, now=timezone.now())
        messages.success(request, _("A new invitation went to %(email)s.") % {"email": member.user.email})

    return _pressed(request, pk, press, back_to_list="list" in request.POST)


@requires(MANAGE)
@require_POST
def password_link(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)

    def press(by: Actor) -> None:
        inviting.send_password_link(member, by=by, now=timezone.now())
        sentence = _("A link for a new password went to %(email)s. All sessions of %(name)s have ended.")
        messages.success(request, sentence % {"email": member.user.email, "name": member.shown_name})

    return _pressed(request, pk, press)


@requires(MANAGE)
@require_POST
def disabling(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)

    def press(by: Actor) -> None:
        administering.disable(member, by=by, now=timezone.now())
        messages.success(request, _("%(name)s is disabled.") % {"name": member.shown_name})

    return _pressed(request, pk, press)


@requires(MANAGE)
@require_POST
def enabling(request: MemberRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)

    def press(by: Actor) -> None:
        administering.enable(member, by=by, now=timezone.now())
        messages.success(request, _("%(name)s is enabled again.") % {"name": member.shown_name})

    return _pressed(request, pk, press)


@requires(MANAGE)
@require_POST
def unlocking(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a locked user sign in again, where the market leaves that to administrators (ACC-6)."""
    member = _member(request, pk)

    def press(_by: Actor) -> None:
        locking.unlock(member.user, by=request.member, now=timezone.now())
        messages.success(request, _("%(name)s can sign in again.") % {"name": member.shown_name})

    return _pressed(request, pk, press, back_to_list="list" in request.POST)


@requires(MANAGE)
@require_POST
def second_factor_reset(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a lost second factor away (ACC-8)."""
    member = _member(request, pk)

    def press(by: Actor) -> None:
        second_factor.reset(member, by=by, now=timezone.now())
        messages.success(request, _("%(name)s has no second factor any more.") % {"name": member.shown_name})

    return _pressed(request, pk, press)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first, then take the person out; their documents stay under their name."""
    member = _member(request, pk)
    if request.method != "POST":
        return render(request, "accounts/person_delete.html", {"member": member})

    def press(by: Actor) -> None:
        administering.delete(member, by=by, now=timezone.now())
        messages.success(request, _("%(name)s is deleted.") % {"name": member.shown_name})

    return _pressed(request, pk, press, back_to_list=True)


@requires(MANAGE)
@require_safe
def export(request: MemberRequest, kind: str) -> HttpResponseBase:
    """Whom the filter lists, as CSV or XLSX."""
    rows = people.export_rows(people.listing_of(request.GET, request.member))
    return table("users", kind, people.export_heads(), rows, title=_("Users"))


def _actor(request: MemberRequest) -> Actor:
    return Actor.administrator(request.member)


def _member(request: MemberRequest, pk: int) -> Member:
    return get_object_or_404(
        Member.objects.visible_to(request.member).present().ready_to_ask().prefetch_related("invitations"), pk=pk
    )


def _pressed(
    request: MemberRequest, pk: int, press: Callable[[Actor], None], *, back_to_list: bool = False
) -> HttpResponse:
    """Press a button, say what it did or why not, and come back."""
    try:
        press(_actor(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("company:users") if back_to_list else redirect("company:person", pk)


def _tell_changes(request: HttpRequest, changes: list[administering.RightsChange]) -> None:
    for change in changes:
        messages.success(request, people.sentence_of(change))
    if not changes:
        messages.info(request, _("Nothing was changed."))


def _matrix_page(request: MemberRequest, wishes: dict[int, administering.Wish]) -> HttpResponse:
    listing = people.listing_of(request.GET, request.member)
    query = request.GET.copy()
    query.pop("size", None)  # a form of more people would be larger than the server takes
    page = paginate(listing.people(), query)
    matrix = people.matrix_of(page.rows, request.member, wishes)
    changes = matrix.changes()
    context = {
        "listing": listing,
        "form": listing.form,
        "page": page,
        "matrix": matrix,
        "changes": [people.sentence_of(change) for change in changes],
        "save": ngettext("Save %(count)s change", "Save %(count)s changes", len(changes)) % {"count": len(changes)},
        "invited": [row.member for row in matrix.rows if row.member.state == "invited"],
        "locked": people.locked_colleagues(request.member),
        "asked_for_access": AccessRequest.objects.visible_to(request.member).waiting().count(),
        "presets": _presets(),
        "roles": Role.choices,
        "removals": request.member.company.service_removals.all(),
        "query": query.urlencode(),
    }
    return render(request, "accounts/people.html", context)


def _person_page(request: MemberRequest, member: Member, **forms: BaseForm) -> HttpResponse:
    is_own = member.pk == request.member.pk
    context: dict[str, Any] = {
        "member": member,
        "is_own": is_own,
        "details_form": PersonForm(instance=member.user, initial={"name": member.shown_name}),
        "rights_form": RightsForm(rights=frozenset(member.privileges)),
        "email_form": EmailForm(),
        "email_refusal": _why_no_email(request, member),
        "unlock_refusal": locking.refusal_of(member.user, by=request.member),
        "has_second_factor": not member.is_invited and factors.has_one(member.user),
        "invitation": next((each for each in member.invitations.all() if each.purpose == InvitationPurpose.JOIN), None),
        "presets": _presets(),
        "now": timezone.now(),
        **forms,
    }
    context["form"] = next(iter(forms.values()), None)  # its errors are summed up on top
    return render(request, "accounts/person.html", context)


def _why_no_email(request: MemberRequest, member: Member) -> str:
    if member.pk == request.member.pk:
        return _("Another administrator changes your address, or support.")
    try:
        administering.check_may_change_email(member, _actor(request))
    except Refused as refusal:
        return str(refusal)
    return ""


def _presets() -> str:
    """The boxes of each role, for the script that ticks them."""
    return json.dumps({role.value: sorted(PRESETS[role]) for role in Role if role in PRESETS})
