"""Real addresses of the table's rows, and what their forms send; for one's own things and for others'."""

import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client

from accounts.context import COMPANY
from accounts.models import (
    Address,
    CompanyCertification,
    CompanyContact,
    Download,
    EndCustomer,
    Member,
    Notification,
)
from accounts.sessions import SessionStore
from baskets.models import Basket
from catalog.models import OwnPartNumber
from tests.authorization.world import World
from tests.factories import a_place
from tests.orders.builders import choices_of, shown_to
from tests.staff import sign_in_with_factor

NOT_THERE = {"pk": 999_999_999, "address_pk": 999_999_999, "number": "NOT-99999", "key": UUID(int=0)}
PARTS: dict[str, type[Any]] = {
    "addresses": Address,
    "contacts": CompanyContact,
    "certifications": CompanyCertification,
}
SECOND: dict[type[Any], dict[str, object]] = {Address: {"is_default": False}}


def part_of(address: str) -> type[Any] | None:
    """Which rows of a company's profile an address names."""
    return next((model for word, model in PARTS.items() if f"company/{word}/<" in address), None)


def things_of(world: World, address: str, member: Member | None) -> dict[str, object]:
    """What an address of the table names when it is the person's own."""
    basket = world.baskets.get(member) if member else None  # type: ignore[arg-type]
    if "users/requests" in address:
        return {"pk": world.access_request.pk}
    if "feeds" in address or "downloads" in address:
        return made_files_of(world, member)
    if "company/users" in address:
        return {"pk": world.norrsken.support.pk, "key": world.people_import.key}
    if "notifications/addresses" in address:
        return {"pk": (world.mail_addresses.get(member) or world.colleagues_mail_address).pk}  # type: ignore[arg-type]
    if "documents" in address:
        return document_of(world)
    if "end-customers" in address:
        return numbers_of(world.end_customer)
    if "part-numbers" in address:
        own = OwnPartNumber.objects.filter(company=world.norrsken.company).first()
        kept = world.own_number_imports.get(member) or world.colleagues_own_numbers  # type: ignore[arg-type]
        # a form of this very address may have removed the number
        return {"pk": own.pk if own else NOT_THERE["pk"], "key": kept.key}
    if "apply" in address:
        return {"token": world.application_token}
    if part := part_of(address):
        own = part.objects.filter(company=world.norrsken.company, **SECOND.get(part, {})).last()
        return {"pk": own.pk} if own else NOT_THERE  # a form of this very address may have removed it
    number = world.invoice.number if "invoices" in address else world.order.number
    return {
        "pk": (basket or world.colleagues_basket).pk,
        "number": number,
        "path": "networking/switches",
        "sku": world.switch.sku,
        "uidb36": "1",
        "key": "set-password",
        "token": "1-0",
        "step": "question",
        "name": "none",
    }


def made_files_of(world: World, member: Member | None) -> dict[str, object]:
    """A download and the feed of one's own; a form of a download's very address may have removed it."""
    made = Download.objects.filter(member=member).first()
    token = world.feed_tokens.get(member, "1-0")  # type: ignore[arg-type]
    return {"pk": made.pk if made else world.colleagues_download.pk, "token": token}


def foreign_things(world: World, address: str) -> dict[str, object]:
    if "users/requests" in address:
        return {"pk": world.foreign_access_request.pk}
    if "downloads" in address:
        return {"pk": world.foreign_download.pk}
    if "company/users" in address:
        return {"pk": world.cast.fjord.buyer.pk, "key": world.foreign_people_import.key}
    if "notifications/addresses" in address:
        return {"pk": world.foreign_mail_address.pk}
    if "end-customers" in address:
        return numbers_of(world.foreign_end_customer)
    if "part-numbers" in address:
        own = OwnPartNumber.objects.filter(company=world.fjord).get()
        return {"pk": own.pk, "key": world.foreign_own_numbers.key}
    if "documents" in address:
        return document_of(world)  # of a product, which is nobody's
    if part := part_of(address):
        return {"pk": part.objects.filter(company=world.fjord).first().pk}
    number = world.foreign_invoice.number if "invoices" in address else world.foreign_order.number
    return {"pk": world.foreign_basket.pk, "number": number}


def colleagues_things(world: World, address: str) -> dict[str, object]:
    """What is a colleague's alone."""
    if "notifications/addresses" in address:
        return {"pk": world.colleagues_mail_address.pk}
    if "downloads" in address:
        return {"pk": world.colleagues_download.pk}
    return {"pk": world.colleagues_basket.pk, "key": world.colleagues_own_numbers.key}


def document_of(world: World) -> dict[str, object]:
    return {"sku": world.switch.sku, "pk": world.switch.documents.get().pk}


def numbers_of(customer: EndCustomer) -> dict[str, object]:
    return {"pk": customer.pk, "address_pk": customer.addresses.get().pk}


def real(address: str, things: dict[str, object]) -> str:
    """The pattern of an address with its parts filled in."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(things[part.group(1)]), address)


def body_for(world: World, address: str, member: Member | None) -> dict[str, object]:
    """What the form of the page sends, naming only what is the person's own."""
    company = (member or world.norrsken.buyer).company
    bodies: dict[str, dict[str, object]] = {
        "/market/": {"market": "no"},
        "/company/switch/": {"company": company.pk},
        "/profile/language/": {"language": "en"},
        "/profile/security/sessions/": {"session": "others"},
        "/price-feed/": {"kind": "csv", "mail": "daily"},
        "/watches/": {"sku": world.switch.sku, "stock": "on"},
        "/watches/removal/": {"sku": world.switch.sku},
        "/baskets/lines/": {"sku": world.switch.sku, "quantity": 1},
        "/baskets/numbers/": {"row-TOTAL_FORMS": 1, "row-INITIAL_FORMS": 0, "row-0-part": world.switch.sku},
    }
    if "part-numbers" in address:
        return {"number": "NIT-2", "product": world.dock.sku}
    if "end-customers" in address:
        return {"name": "Skolan", "seat": "SE", **asdict(a_place(label="Library"))}
    if address == "/baskets/<int:pk>/bids/" and member in world.baskets:
        return {"line": world.baskets[member].lines.get().pk, "bid": world.bid.pk}
    if address == "/checkout/<int:pk>/" and member in world.baskets:
        return checkout_body(member, world.baskets[member])
    return bodies.get(address, {})


def checkout_body(member: Member, basket: Basket, **changed: object) -> dict[str, object]:
    """The checkout form as its page shows it."""
    choices = choices_of(member)
    return {
        "ship_to": choices.ship_to.pk,
        "method": choices.method.pk,
        "deliveries": "partial",
        "key": uuid4(),
        "shown": shown_to(member, basket, choices).written(),
        "terms_version": settings.TERMS_OF_SALE_VERSION,
        "terms": "on",
    } | changed


def hostile_body(world: World, member: Member) -> dict[str, object]:
    """Everything that a form of ours may carry, naming what is Fjord Data's or a colleague's."""
    foreign_line, colleagues_line = world.foreign_basket.lines.get(), world.colleagues_basket.lines.get()
    foreign_address = world.fjord.addresses.first()
    basket = world.baskets.get(member) or world.colleagues_basket
    told = Notification.objects.filter(company=world.fjord).latest("pk")
    foreign_place = world.foreign_end_customer.addresses.get()
    return checkout_body(member, basket, ship_to=foreign_address.pk) | {
        "seat": "SE",
        "name": "Taken",
        "find": "a",
        "number": "NIT-3",
        "product": world.switch.sku,
        "label": f"e{foreign_place.pk}",
        "company": world.fjord.pk,
        "notification": told.pk,
        "up_to": told.pk,
        f"quantity-{foreign_line.pk}": 7,
        f"quantity-{colleagues_line.pk}": 7,
        "remove": foreign_line.pk,
        "basket": world.foreign_basket.pk,
        "owner": world.cast.fjord.buyer.pk,
        "sku": world.switch.sku,
        "quantity": 1,
        "row-TOTAL_FORMS": 1,
        "row-INITIAL_FORMS": 0,
        "row-0-part": world.switch.sku,
        "line": foreign_line.pk,
        "bid": world.foreign_bid.pk,
        "accept": "yes",
        "read": world.foreign_bid.mark,
        "as": world.cast.fjord.admin.user.email,
        "language": "en",
        "market": "no",
    }


def browser_of(member: Member | None) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.cookies.load({"market": "se", settings.LANGUAGE_COOKIE_NAME: "en"})
    if member and member.user.is_staff:
        sign_in_with_factor(browser, member.user)
    elif member:
        sign_in(browser, member)
    return browser


# what signing in wrote into a session, by member and password hash
SESSIONS: dict[tuple[int, str], dict[str, object]] = {}


def sign_in(browser: Client, member: Member) -> None:
    """Sign a member in once, and give every further browser a session like it: signing in takes as long as a page."""
    key = member.pk, member.user.get_session_auth_hash()
    if contents := SESSIONS.get(key):
        session = SessionStore()
        session.update(contents)
        session.save()
        browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    else:
        browser.force_login(member.user)
        SESSIONS[key] = dict(browser.session.items()) | {COMPANY: member.company_id}  # as the first page keeps it


@dataclass(frozen=True)
class Answer:
    """What came back, read to its end."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def outcome(self) -> str:
        """The status as the table writes it."""
        is_sent_to_sign_in = self.headers.get("Location", "").startswith("/login/?next=")
        return "login" if is_sent_to_sign_in else str(self.status)

    @property
    def page(self) -> str:
        """Its text without tokens and nonces, which differ between any two answers."""
        text = self.content.decode()
        return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', r'\1=""', text)

    def without(self, address: str) -> tuple[int, str, dict[str, str]]:
        """Everything that can be compared with the answer at another address."""

        def stripped(text: str) -> str:
            return text.replace(address, "/…/").replace(quote(address, safe=""), "/…/")

        headers = {
            name: stripped(re.sub(r"'nonce-[^']+'", "'nonce'", value))
            for name, value in self.headers.items()
            if name not in ("X-Request-ID", "Content-Length")
        }
        return self.status, stripped(self.page), headers


def ask(member: Member | None, method: str, address: str, body: dict[str, object] | None = None) -> Answer:
    """One request with a session of its own, so that signing out ends no other."""
    browser = browser_of(member)
    answer = browser.post(address, body or {}) if method == "POST" else browser.get(address)
    content = b"".join(answer) if answer.streaming else answer.content
    return Answer(answer.status_code, dict(answer.headers), content)


def expected_elsewhere(expected: str) -> str:
    """What a thing that is not one's own answers where one's own answers `expected`."""
    return expected if expected in ("login", "403", "405") else "404"
