from accounts.models.access_request import AccessRequest, AccessRequestState
from accounts.models.activity import Activity, ActivityKind
from accounts.models.application import (
    Application,
    ApplicationDocument,
    ApplicationEvent,
    ApplicationEventKind,
    ApplicationState,
)
from accounts.models.challenge import ChallengeQuestion, StandardQuestion
from accounts.models.company import (
    Address,
    AgreedFreight,
    Company,
    CompanyField,
    ServiceRemoval,
    StockistApproval,
    UserField,
)
from accounts.models.download import Download, DownloadFailure, DownloadKind, DownloadState
from accounts.models.end_customer import EndCustomer, EndCustomerAddress, EndCustomerState
from accounts.models.invitation import Invitation, InvitationPurpose
from accounts.models.member import Member, User
from accounts.models.notification import NEEDED_FOR, Notification, NotificationKind
from accounts.models.password_link import PasswordLink
from accounts.models.people_import import PeopleImport
from accounts.models.preference import Frequency, MailAddress, NotificationPreference
from accounts.models.profile import CompanyCertification, CompanyContact
from accounts.models.session import UserSession
from accounts.models.stockist import ReportState, StockistReport

__all__ = [
    "NEEDED_FOR",
    "AccessRequest",
    "AccessRequestState",
    "Activity",
    "ActivityKind",
    "Address",
    "AgreedFreight",
    "Application",
    "ApplicationDocument",
    "ApplicationEvent",
    "ApplicationEventKind",
    "ApplicationState",
    "ChallengeQuestion",
    "Company",
    "CompanyCertification",
    "CompanyContact",
    "CompanyField",
    "Download",
    "DownloadFailure",
    "DownloadKind",
    "DownloadState",
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
    "PasswordLink",
    "PeopleImport",
    "ReportState",
    "ServiceRemoval",
    "StandardQuestion",
    "StockistApproval",
    "StockistReport",
    "User",
    "UserField",
    "UserSession",
]
