"""How a reseller in Chile becomes a customer and runs its own people. Each step begins where the last one ended."""

import re

from django.core import mail
from django.utils import timezone

from accounts import mailing
from accounts.models import User
from tests.browser.person import Person
from tests.common.files import a_pdf, a_picture

ADMINISTRATOR, BUYER = "camila@andes-redes.example", "diego@andes-redes.example"
PASSWORDS = {ADMINISTRATOR: "Winter-Light-26", BUYER: "Summer-Night-26"}
WRITTEN = {
    "Company, as registered": "Andes Redes SpA",
    "Website (optional)": "andes-redes.example",
    "What do you sell, and to whom?": "Networks for mining suppliers, planned and installed by ourselves.",
    "Street and number": "Avenida Apoquindo 3910",
    "Postal code": "7550000",
    "City": "Santiago",
    "Your name": "Camila Fuentes",
    "Your e-mail address": ADMINISTRATOR,
    "Your phone": "+56 2 5555 0140",
}
RUT, MISTYPED = "77345210-5", "77345210-4"
TAX_NUMBER = "Tax number: RUT"


def applies(person: Person) -> str:
    """From the landing page to the private page of the application; returns its reference."""
    comes_to_the_form(person)
    chooses_chile(person)
    errs_and_loses_nothing(person)
    return sends(person)


def comes_to_the_form(person: Person) -> None:
    """By the market's own choice at the top, and the question who applies."""
    person.opens("/apply/")
    person.chooses("Country", "United States (Miami)", part="banner")
    person.presses("Change", part="banner")
    assert person.where == "/apply/"
    person.looks("apply-who")
    person.ticks("It resells IT products to its own customers")
    person.ticks("No")
    person.presses("Continue")
    assert person.heading == "Become a customer"
    assert "Papers" not in person.text


def chooses_chile(person: Person) -> None:
    """The form follows at once where scripts run, and by its button where they do not (MKT-11b)."""
    person.fills("Company, as registered", WRITTEN["Company, as registered"])
    if person.with_scripts:
        with person.page.expect_navigation():
            person.chooses("Country", "Chile")
    else:
        person.chooses("Country", "Chile")
        person.presses("Change the form")
    assert person.value("Company, as registered") == WRITTEN["Company, as registered"]
    assert "National ID copy" in person.text
    assert "RUT form" in person.text
    person.looks("apply-chile")


def errs_and_loses_nothing(person: Person) -> None:
    for label, text in (WRITTEN | {TAX_NUMBER: MISTYPED}).items():
        person.fills(label, text)
    person.attaches("National ID copy", "cedula.jpg", a_picture())
    person.attaches("RUT form", "rut.pdf", a_pdf())
    person.presses("Send application")
    assert "A digit of this RUT is wrong." in person.text
    for label, text in (WRITTEN | {TAX_NUMBER: MISTYPED}).items():
        assert person.value(label) == text
    assert "Kept cedula.jpg" in person.text
    assert "Kept rut.pdf" in person.text
    person.looks("apply-mistake")


def sends(person: Person) -> str:
    person.fills(TAX_NUMBER, RUT)
    person.presses("Send application")
    reference = person.heading.removeprefix("Application ")
    assert "We have your application and are checking it" in person.text
    assert re.fullmatch(r"/apply/\d+-[^/]+/", person.where)
    assert mailed_to(ADMINISTRATOR, "/apply/") == person.where
    person.looks("application-sent")
    return reference


def is_approved(staff: Person, user: User, reference: str) -> None:
    """Staff find it in the admin and approve it by its button."""
    staff.opens("/admin/")
    staff.signs_in(user)
    staff.looks("desk")
    staff.follows("Applications")
    staff.looks("desk-applications")
    staff.follows(reference)
    assert "cedula.jpg" in staff.text
    staff.looks("desk-application")
    staff.presses("Approve")
    assert "Andes Redes SpA is a customer now" in staff.text
    staff.looks("desk-approved")


def comes_in(person: Person, email: str, album: str) -> None:
    """From the invitation in the mail through every step of the first sign-in to the dashboard."""
    person.opens(mailed_to(email, "/invitation/"))
    assert "Customer Support Miami" in person.page.get_by_role("contentinfo").inner_text()
    person.looks(f"{album}-1-invitation")
    person.fills("New password", PASSWORDS[email])
    person.fills("New password again", PASSWORDS[email])
    person.presses("Set password and sign in")
    assert person.heading == "Challenge question"
    person.chooses("Challenge question", "What was your first car?")
    person.fills("Answer", "Fiat 600")
    person.looks(f"{album}-2-question")
    person.presses("Save and continue")
    assert person.heading == "Profile"
    person.looks(f"{album}-3-profile")
    person.presses("Save and continue")
    assert person.heading == "Notifications"
    person.looks(f"{album}-4-notifications")
    person.presses("Save and enter")
    assert person.where == "/"
    person.looks(f"{album}-5-home")


def adds_a_buyer(administrator: Person) -> None:
    administrator.goes_to("Company")
    administrator.looks("company-users")
    administrator.follows("Add user")
    administrator.fills("Name", "Diego Rojas")
    administrator.fills("E-mail address", BUYER)
    administrator.chooses("Role", "Buyer")
    administrator.looks("company-add-user")
    administrator.presses("Send invitation")
    assert f"An invitation went to {BUYER}." in administrator.text
    administrator.looks("company-invited")


def locks_themself_out(buyer: Person) -> None:
    """The fifth wrong password in a row locks, and the right one does not help any more."""
    buyer.page.get_by_role("banner").locator("summary").filter(has_text="Diego Rojas").click()
    buyer.presses("Sign out", part="banner")
    buyer.opens("/login/")
    for _number in range(5):
        types(buyer, "Not-My-Password-1")
    buyer.looks("buyer-locked-wrong")
    types(buyer, PASSWORDS[BUYER])
    assert buyer.heading == "Your user is locked"
    assert "Camila" in buyer.text
    assert "Customer Support Miami" in buyer.page.get_by_role("contentinfo").inner_text()
    buyer.looks("buyer-locked")
    buyer.presses("Ask to be unlocked")
    buyer.looks("buyer-asked")


def unlocks_the_buyer(administrator: Person) -> None:
    """In at most three clicks from the dashboard."""
    administrator.opens("/")
    before = administrator.acts
    administrator.goes_to("Company")
    administrator.looks("company-locked")
    administrator.presses("Unlock Diego Rojas")
    assert administrator.acts - before <= 3
    assert "Diego Rojas can sign in again." in administrator.text
    administrator.looks("company-unlocked")


def is_back(buyer: Person) -> None:
    buyer.opens("/login/")
    types(buyer, PASSWORDS[BUYER])
    assert buyer.where == "/"
    assert "Hello, Diego" in buyer.heading


def types(buyer: Person, password: str) -> None:
    buyer.fills("E-mail address or user name", BUYER)
    buyer.fills("Password", password)
    buyer.presses("Sign in")


def mailed_to(email: str, to: str) -> str:
    """The newest address of a part of the portal that somebody got by mail."""
    mailing.send_due(now=timezone.now())
    texts = [str(each.body) for each in mail.outbox if each.to == [email]]
    found = re.findall(rf"http://localhost:8000({to}\S+)", "\n".join(texts))
    return str(found[-1])
