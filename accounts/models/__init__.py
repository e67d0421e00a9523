from accounts.models.activity import Activity, ActivityKind
from accounts.models.company import Address, AgreedFreight, Company, ServiceRemoval, StockistApproval, UserField
from accounts.models.end_customer import EndCustomer, EndCustomerAddress, EndCustomerState
from accounts.models.invitation import Invitation, InvitationPurpose
from accounts.models.member import Member, User
from accounts.models.notification import Notification, NotificationKind
from accounts.models.preference import Frequency, MailAddress, NotificationPreference
from accounts.models.session import UserSession

__all__ = [
    "Activity",
    "ActivityKind",
    "Address",
    "AgreedFreight",
    "Company",
    "EndCustomer",
    "EndCustomerAddress",
    "EndCustomerState",
    "Frequency",
    "Invitation",
    "InvitationPurpose",
    "MailAddress",
    "Member",
    "Notification",
    "NotificationKind",
    "NotificationPreference",
    "ServiceRemoval",
    "StockistApproval",
    "User",
    "UserField",
    "UserSession",
]
