"""What each row of a file of people would do: invite, change, nothing, or why not; nothing is done here (ACC-15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django import forms
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts import people_file
from accounts.acting import Actor, OwnUser
from accounts.administering import OnlyByStaff, UserNameTaken
from accounts.models import Company, Member, User
from accounts.people_file import PeopleFile
from accounts.people_forms import PersonForm
from accounts.people_lines import Line, Outcome, Preview
from accounts.privileges import PRESETS, Privilege, Role, role_of
from common.forms import MailAddressField


class PersonInFile(forms.Form):
    """Who somebody is, as the pages ask for it."""

    name = forms.CharField(max_length=150, required=False)
    email = MailAddressField()
    username = forms.CharField(max_length=60, required=False)

    clean_username = PersonForm.clean_username


@dataclass(frozen=True)
class Known:
    """What the database holds of everybody whom a file names, read in a fixed number of queries."""

    members: Mapping[str, Member]
    names: Mapping[str, str]
    elsewhere: frozenset[int]
    administrators: frozenset[int]

    def address_of_name(self, username: str) -> str:
        """Who has this user name, in any case of letters; empty where nobody has it."""
        return self.names.get(username.lower(), "")


def resolve(file: PeopleFile, company: Company, by: Actor) -> Preview:
    """What a file would do to a company's people as they are now."""
    rows = list(file.named_cells())
    too_wide = file.too_wide()
    known = _known(company, [cells for _number, cells in rows])
    lines: list[Line] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows:
        line = _line(number, cells, known, by)
        lines.append(line.refused(**_repeated(line, seen), **(_too_wide() if number in too_wide else {})))
    return Preview(_keeping_an_administrator(lines, known))


def _known(company: Company, rows: Sequence[Mapping[str, str]]) -> Known:
    addresses = {cells.get("email", "").lower() for cells in rows}
    names = {cells.get("username", "").lower() for cells in rows} - {""}
    users = User.objects.annotate(lower_name=Lower("username"))
    members = (
        Member.objects.present()
        .filter(company=company)
        .filter(Q(user__email__in=addresses) | Q(user__in=users.filter(lower_name__in=names)))
        .select_related("user")
        .prefetch_related("invitations")
    )
    by_address = {member.user.email: member for member in members}
    people_of_file = [member.user_id for member in by_address.values()]
    others = Member.objects.joined().filter(user__in=people_of_file).exclude(company=company)
    of_staff = [member.user_id for member in by_address.values() if member.user.is_staff]
    return Known(
        members=by_address,
        names=dict(users.filter(lower_name__in=names).values_list("lower_name", "email")),
        elsewhere=frozenset([*others.values_list("user_id", flat=True), *of_staff]),
        administrators=frozenset(company.members.administrators().values_list("pk", flat=True)),
    )


def _line(number: int, cells: Mapping[str, str], known: Known, by: Actor) -> Line:
    form = PersonInFile({name: cells.get(name, "") for name in ("name", "email", "username")})
    errors = {name: " ".join(map(str, messages)) for name, messages in form.errors.items()}
    email = form.cleaned_data.get("email", "")
    member = known.members.get(email)
    was = frozenset(member.privileges) if member else frozenset()
    line = Line(number, cells, email=email, member=member, was=was, rights=was, errors=errors)
    if errors:
        return line.refused(**_unknown_words(cells))
    line = _with_wishes(_with_details(line, form.cleaned_data))
    line = line.refused(**_name_trouble(form.cleaned_data, known), **_unknown_words(cells))
    if line.errors:
        return line
    return line.refused(**(_trouble_of_new(line) if member is None else _trouble_of_known(line, member, known, by)))


def _with_details(line: Line, wanted: Mapping[str, str]) -> Line:
    """Name and user name where they differ; an empty cell leaves them as they are."""
    name, username = wanted["name"], wanted["username"]
    if member := line.member:
        name = name if name != member.shown_name else ""
        username = username if username != (member.user.username or "") else ""
    return replace(line, name=name, username=username)


def _with_wishes(line: Line) -> Line:
    cells, member = line.cells, line.member
    boxes = {each.value: people_file.truth_of(cells.get(each.value, "")) for each in Privilege}
    said = {privilege: truth for privilege, truth in boxes.items() if truth is not None}
    enabled = people_file.is_enabled_in(cells.get("state", ""))
    is_now = member is None or (member.is_enabled and member.user.is_active)
    return replace(
        line,
        rights=_rights(people_file.role_of(cells.get("role", "")), said, line.was, is_new=member is None),
        is_enabled=enabled if enabled is not None and enabled != is_now else None,
    )


def _rights(role: Role | None, boxes: Mapping[str, bool], was: frozenset[str], *, is_new: bool) -> frozenset[str]:
    """The boxes that are meant: a new role fills them, unless they were changed by hand too (ACC-12).

    As in the matrix; and boxes that the file leaves out are those of the role, or stay as they are.
    """
    is_new_role = role in PRESETS and role != role_of(was)
    preset = frozenset(each.value for each in PRESETS[role]) if role in PRESETS and is_new_role else was
    if is_new_role and not is_new and all((privilege in was) == truth for privilege, truth in boxes.items()):
        return preset
    ticked = {privilege for privilege, truth in boxes.items() if truth}
    return frozenset(ticked | {privilege for privilege in preset if boxes.get(privilege, True)})


def _unknown_words(cells: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if cells.get("role") and people_file.role_of(cells["role"]) is None:
        errors["role"] = _("There is no such role. There are: %(roles)s.") % {
            "roles": ", ".join(str(each.label) for each in Role)
        }
    if cells.get("state") and people_file.is_enabled_in(cells["state"]) is None:
        errors["state"] = _("State: write Enabled or Disabled.")
    for privilege in Privilege:
        cell = cells.get(privilege.value, "")
        if cell and people_file.truth_of(cell) is None:
            errors[privilege.value] = _("%(column)s: write Yes or No.") % {"column": privilege.label}
    return errors


def _name_trouble(wanted: Mapping[str, str], known: Known) -> dict[str, str]:
    """A user name of somebody else; of a colleague, it is rather their address that somebody wants to change."""
    has_it = known.address_of_name(wanted["username"]) if wanted["username"] else ""
    if not has_it or has_it == wanted["email"]:
        return {}
    if has_it in known.members and wanted["email"] not in known.members:
        sentence = _("%(name)s has this user name and another address. An import changes no addresses.")
        return {"email": sentence % {"name": known.members[has_it].shown_name}}
    return {"username": str(UserNameTaken())}


def _trouble_of_new(line: Line) -> dict[str, str]:
    errors = {}
    if not line.name:
        errors["name"] = _("Somebody new needs a name.")
    if not line.rights:
        errors["role"] = _("Somebody new needs a role, or privileges.")
    if line.is_enabled is False:
        errors["state"] = _("Somebody new cannot be disabled. Leave the row out.")
    return errors


def _trouble_of_known(line: Line, member: Member, known: Known, by: Actor) -> dict[str, str]:
    errors = {}
    is_own = member.user_id == by.user.pk
    if is_own and line.rights != line.was:
        errors["role"] = str(OwnUser())
    if is_own and line.is_enabled is not None:
        errors["state"] = str(OwnUser())
    if line.is_enabled and not member.user.is_active:
        errors["state"] = str(OnlyByStaff())
    if not by.is_staff and not is_own and member.user_id in known.elsewhere:
        errors |= {name: str(OnlyByStaff()) for name in ("name", "username") if getattr(line, name)}
    return errors


def _too_wide() -> dict[str, str]:
    return {"row": _("The row has more cells than there are columns.")}


def _repeated(line: Line, seen: dict[tuple[str, str], int]) -> dict[str, str]:
    """What a row above has already; `seen` learns of this one."""
    errors = {}
    keys = {"email": line.email, "username": line.cells.get("username", "").lower()}
    for name, value in keys.items():
        first = seen.setdefault((name, value), line.number) if value else line.number
        if first != line.number:
            errors[name] = _("Row %(row)s has the same.") % {"row": first}
    return errors


def _keeping_an_administrator(lines: list[Line], known: Known) -> list[Line]:
    """Refuse the rows that together would leave nobody who manages users, though staff may do so one by one."""
    manages = Privilege.MANAGE_USERS
    losing, gaining = set(), set()
    for line in lines:
        if line.outcome != Outcome.CHANGE or line.member is None:
            continue
        is_in = line.is_enabled is not False and manages in line.rights
        if line.member.pk in known.administrators and not is_in:
            losing.add(line.member.pk)
        elif is_in and not line.member.is_invited and (line.is_enabled or line.member.is_enabled):
            gaining.add(line.member.pk)
    if not losing or known.administrators - losing or gaining:
        return lines
    sentence = _("Nobody would be left who manages the company's users.")
    return [line.refused(role=sentence) if line.member and line.member.pk in losing else line for line in lines]
