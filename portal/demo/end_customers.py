"""A few end customers of the demonstration's companies, one of them still in review."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import end_customers
from accounts.end_customers import Details, Place
from accounts.models import EndCustomer, Member

LONG_AGO = timedelta(days=90)
JUST_NOW = timedelta(hours=3)
CUSTOMERS = [
    (
        "buyer@sampa-tecnologia.example", LONG_AGO,
        Details(name="Hotel Ipiranga", country="BR", tax_number="11.222.333/0001-81", contact="Renata Lopes",
                email="compras@hotel-ipiranga.example", phone="+55 11 5555 0187"),
        Place(label="Recepção", street="Rua Bom Pastor 820", postal_code="04203-000", city="São Paulo", region="SP",
              country="BR", attention="Compras"),
    ),
    (
        "buyer@sampa-tecnologia.example", LONG_AGO,
        Details(name="Clínica Vila Velha", country="BR", tax_number="11.444.777/0001-61", contact="Dr. Paulo Reis"),
        Place(label="Matriz", street="Rua Luciano das Neves 300", postal_code="29100-201", city="Vila Velha",
              region="ES", country="BR"),
    ),
    (
        "admin@sampa-tecnologia.example", JUST_NOW,
        Details(name="Escola Aurora", country="BR", tax_number="12.345.678/0001-95", contact="Marta Nunes",
                email="ti@escola-aurora.example", notes="Entregar só até 16h."),
        Place(label="Secretaria", street="Rua Augusta 1508", postal_code="01304-001", city="São Paulo", region="SP",
              country="BR"),
    ),
    (
        "buyer@norrsken-it.example", LONG_AGO,
        Details(name="Umeå Musikskola", country="SE", contact="Stina Berglund", phone="+46 90 555 0133"),
        Place(label="Expeditionen", street="Skolgatan 31", postal_code="903 25", city="Umeå", region="AC",
              country="SE"),
    ),
    (
        "buyer@maple-systems.example", LONG_AGO,
        Details(name="Harbour Dental", country="CA", contact="Grace Lim"),
        Place(label="Clinic", street="1055 West Hastings Street", postal_code="V6E 2E9", city="Vancouver",
              region="BC", country="CA"),
    ),
    (
        "buyer@biscayne-components.example", LONG_AGO,
        Details(name="Coral Marina", country="US", tax_number="91-1144442", contact="Joe Alvarez"),
        Place(label="Dock office", street="2400 South Bayshore Drive", postal_code="33133", city="Miami",
              region="FL", country="US"),
    ),
]  # fmt: skip


@transaction.atomic
def load_end_customers(*, now: datetime) -> None:
    """List them by the verb itself; loading again changes nothing that is there."""
    for email, ago, details, place in CUSTOMERS:
        by = Member.objects.ready_to_ask().get(user__email=email)
        if not EndCustomer.objects.filter(company=by.company, name=details.name).exists():
            end_customers.add(details, place, by=by, now=now - ago)
