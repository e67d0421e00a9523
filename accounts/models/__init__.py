from accounts.models.activity import Activity, ActivityKind
from accounts.models.company import Address, AgreedFreight, Company, ServiceRemoval, StockistApproval, UserField
from accounts.models.invitation import Invitation, InvitationPurpose
from accounts.models.member import Member, User
from accounts.models.notification import Notification, NotificationKind
from accounts.models.people_import import PeopleImport
from accounts.models.preference import Frequency, MailAddress, NotificationPreference
from accounts.models.session import UserSession

__all__ = [
    "Activity",
    "ActivityKind",
    "Address",
    "AgreedFreight",
    "Company",
    "Frequency",
    "Invitation",
    "InvitationPurpose",
    "MailAddress",
    "Member",
    "Notification",
    "NotificationKind",
    "NotificationPreference",
    "PeopleImport",
    "ServiceRemoval",
    "StockistApproval",
    "User",
    "UserField",
    "UserSession",
]
