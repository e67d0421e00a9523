"""People: a user signs in; a member is a user in a company, with privileges there."""

from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.company import Company
from accounts.privileges import PRESETS, WEB_ACCESS, Privilege, Role, role_of
from common.indexes import searched

if TYPE_CHECKING:
    from datetime import datetime

    from markets.models import Market

TIME_ZONES = available_timezones()  # read from some 600 files, so once


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class Theme(models.TextChoices):
    SYSTEM = "system", _("System")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class MemberState(models.TextChoices):
    ENABLED = "enabled", pgettext_lazy("user", "Enabled")
    INVITED = "invited", pgettext_lazy("user", "Invited")
    DISABLED = "disabled", pgettext_lazy("user", "Disabled")
    LOCKED = "locked", pgettext_lazy("user", "Locked")
    DELETED = "deleted", pgettext_lazy("user", "Deleted")


class AddressField(models.EmailField):
    """An e-mail address, kept and looked for in lower case."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user whose address is kept in lower case; without a password they cannot sign in."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=username)

    def signing_in_as(self, login: str) -> "User | None":
        """Who has this e-mail address or this user name; only an address has an @."""
        login = login.strip().lower()
        by_login = Q(email=login) if "@" in login else Q(Exact(Lower("username"), login))
        return self.filter(by_login).first()


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail address or by user name where one was assigned (ACC-4)."""

    email = AddressField(_("e-mail address"), max_length=254, unique=True)
    username = models.CharField(_("user name"), max_length=60, null=True, blank=True)
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    density = models.CharField(max_length=12, choices=Density, default=Density.COMFORTABLE)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(_("enabled"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    failed_logins = models.PositiveSmallIntegerField(_("wrong passwords in a row"), default=0)
    locked_at = models.DateTimeField(_("locked since"), null=True, blank=True)
    unlock_asked_at = models.DateTimeField(_("asked to be unlocked"), null=True, blank=True)
    must_choose_password = models.BooleanField(_("somebody else knows the password"), default=False)
    set_up_at = models.DateTimeField(_("set up"), null=True, blank=True)

    # What a request read with the user; see accounts.who_asks.
    memberships_read: "list[Member] | None" = None
    has_second_factor: bool | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes: ClassVar = [searched(field, f"user_{field}_holds") for field in ("email", "username", "name")]
        constraints: ClassVar = [
            models.CheckConstraint(name="user_email_in_lower_case", condition=Q(email=Lower("email"))),
            models.UniqueConstraint(
                Lower("username"), condition=Q(username__isnull=False), name="user_username_unique_in_any_case"
            ),
            models.CheckConstraint(
                name="user_username_is_no_address", condition=Q(username=None) | ~Q(username__contains="@")
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_locked(self) -> bool:
        """Whether too many wrong passwords in a row shut them out until somebody unlocks them (ACC-6)."""
        return self.locked_at is not None

    @property
    def own_zone(self) -> ZoneInfo | None:
        """The time zone the person chose, where they chose one."""
        return ZoneInfo(self.time_zone) if self.time_zone in TIME_ZONES else None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class MemberQuerySet(models.QuerySet["Member"]):
    def enabled(self) -> Self:
        """Members who may act now: enabled in the company, and as users; not those who have yet to join."""
        return self.joined().filter(is_enabled=True, user__is_active=True)

    def present(self) -> Self:
        """Everyone but those who were deleted, whose documents stay under their name (ACC-15)."""
        return self.filter(deleted_at=None)

    def joined(self) -> Self:
        """Who accepted their invitation and was not deleted: those who belong to the company, disabled ones too."""
        return self.present().filter(is_invited=False)

    def matching(self, text: str) -> Self:
        """Whose name, address or user name holds this text; the user name is not said of who has yet to join."""
        by_username = Q(user__username__icontains=text, is_invited=False)
        return self.filter(Q(user__name__icontains=text) | Q(user__email__icontains=text) | by_username)

    def with_privilege(self, privilege: Privilege) -> Self:
        return self.filter(privileges__contains=[privilege])

    def administrators(self) -> Self:
        """Enabled members who manage their company's users."""
        return self.enabled().with_privilege(Privilege.MANAGE_USERS)

    def able(self) -> Self:
        """Enabled members who are not locked out: whoever can answer when asked (ACC-6)."""
        return self.enabled().filter(user__locked_at=None)

    def visible_to(self, member: "Member") -> Self:
        return self.filter(company_id=member.company_id)

    def ready_to_ask(self) -> Self:
        """With everything that a request asks of its member, in a fixed number of queries."""
        return self.select_related("user", "company__market", "company__account_manager").prefetch_related(
            "company__service_removals", "company__stockist_approvals"
        )


class Member(models.Model):
    """A user in a company, with a role and its privileges."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    company = models.ForeignKey(Company, models.PROTECT, related_name="members")
    role = models.CharField(max_length=20, choices=Role, default=Role.BASIC)
    privileges = ArrayField(models.CharField(max_length=30, choices=Privilege), default=list, blank=True)
    is_enabled = models.BooleanField(default=True)
    is_invited = models.BooleanField(default=False, help_text=_("Added, and has not followed the invitation yet."))
    quick_links = ArrayField(
        models.CharField(max_length=20), null=True, blank=True, help_text=_("Shortcuts in order; empty: as at first.")
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    # What a request read with its member: how many notifications of each kind are not read yet.
    unread_by_kind: dict[str, int] | None = None

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "company"], name="user_is_member_of_a_company_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.company})"

    def clean(self) -> None:
        unknown = set(self.privileges) - set(Privilege)
        if unknown:
            raise ValidationError({"privileges": _("Unknown privilege.")})

    @property
    def shown_name(self) -> str:
        """What the company calls them: until they join, as they were invited, whoever they are elsewhere."""
        if self.is_invited:
            names = [each.name for each in self.invitations.all() if each.name]
            return names[0] if names else self.user.email
        return self.user.name or self.user.email

    @property
    def last_sign_in(self) -> "datetime | None":
        """When they came in last; not said of somebody who has yet to join."""
        return None if self.is_invited else self.user.last_login

    def take_role(self, role: Role) -> None:
        """Fill the boxes as the role's preset has them; does not save (ACC-12)."""
        self.role = role
        self.privileges = sorted(PRESETS[role])

    def tick(self, privileges: frozenset[str]) -> None:
        """Set the boxes one by one; the role becomes the preset they equal, else Custom; does not save."""
        self.privileges = sorted(privileges)
        self.role = role_of(privileges)

    def has_access(self) -> bool:
        """Whether they may use the portal for this company: both enabled, and web access not removed (ACC-14)."""
        may_act = self.is_enabled and not self.is_invited and self.deleted_at is None and self.user.is_active
        return may_act and WEB_ACCESS not in self.company.removed_services()

    @property
    def state(self) -> MemberState:
        """What the list of users says about them; a lockout is not said of somebody who has yet to join."""
        if self.deleted_at:
            return MemberState.DELETED
        if not (self.is_enabled and self.user.is_active):
            return MemberState.DISABLED
        if self.is_invited:
            return MemberState.INVITED
        return MemberState.LOCKED if self.user.is_locked else MemberState.ENABLED

    def may(self, *privileges: str) -> bool:
        """Whether all these boxes are ticked and the distributor left the services to the company (ACC-14)."""
        removed = self.company.removed_services()
        if WEB_ACCESS in removed:
            return False
        return all(privilege in self.privileges and privilege not in removed for privilege in privileges)

    @property
    def market(self) -> "Market":
        return self.company.market
