"""Settings of the six markets, with each value's source where a FAQ gives it; the rest is ours."""

from datetime import time
from decimal import Decimal
from typing import Any

OURS: dict[str, Any] = {
    "subdivision": "",
    "visitors_see": "none",
    "taxes_included": False,
    "taxes_note": "",
    "cutoff": time(14),
    "bid_cutoff": time(13),
    "wrong_passwords": 5,
    "who_unlocks": "administrators",
    "staff_need_request": False,
    "staff_change_email": True,
    "password_least": 8,
    "password_most": 128,
    "dormant_user_days": 90,
    "access_review_days": 365,
    "stockist_countries": [],
    "minimum_purchases": None,
    "dormancy_months": None,
    "reactivation_fee": None,
    "processing_fee": None,
    "lapsed_loses": "web",
    "warning_days": [60, 30, 7],
    "suspension_days": 14,
    "grace_days": 10,
    "rma_days": 15,
    "reporting_hours": 24,
    "reporting_covers": "damage",
    "checks_at_door": False,
    "approved_at_once": ["wrong_product", "wrong_quantity"],
    "handling_percent": Decimal("10.00"),
    "end_customer_review_hours": 0,
    "import_rows": 100,
    "price_list_rows": 5000,
    "active_baskets": 100,
    "certificate_hours": 0,
    "sells_volume_licenses": True,
    "stuck_business_days": 2,
    "sends_einvoices": False,
    "application_hours": 48,
    "chat_topics": ["Orders and delivery", "Prices and quotes", "Returns", "Sign-in and users"],
}

MARKETS: dict[str, dict[str, Any]] = {
    "ca": {
        "name": "Canada",
        "country": "CA",
        "subdivision": "ON",
        "currency": "CAD",
        "time_zone": "America/Toronto",
        "languages": ["en", "fr"],  # CA FAQ
        "who_unlocks": "staff",  # CA FAQ
        "staff_need_request": True,  # CA FAQ
        "minimum_purchases": Decimal("10000.00"),  # CA FAQ
        "dormancy_months": 6,  # CA FAQ
        "reactivation_fee": Decimal("195.00"),  # CA FAQ
        "processing_fee": Decimal("195.00"),  # CA FAQ
        "lapsed_loses": "web_and_ordering",  # CA FAQ
        "return_address": "Tradecounter Returns\n55 Standish Court\nMississauga ON  L5R 4A1\nCanada",
        "seller": "Tradecounter Canada Inc.\n55 Standish Court\nMississauga ON  L5R 4A1\nCanada",
        "seller_tax_number": "GST/HST 000000000 RT0001",
        "payment_details": "EFT: 0003-00102 5550102",
    },
    "se": {
        "name": "Sweden",
        "country": "SE",
        "currency": "SEK",
        "time_zone": "Europe/Stockholm",
        "languages": ["sv", "en"],
        "stockist_countries": ["SE"],  # SE FAQ
        "staff_change_email": False,  # SE FAQ
        "sends_einvoices": True,
        "return_address": "Tradecounter Returer\nViaredsvägen 12\n504 64 Borås\nSweden",
        "seller": "Tradecounter Nordic AB\nLagergatan 2\n120 30 Stockholm\nSweden",
        "seller_tax_number": "SE556000000101",
        "payment_details": "Bankgiro: 555-0102\nIBAN: SE00 0000 0000 0000 0000 0000",
    },
    "no": {
        "name": "Norway",
        "country": "NO",
        "currency": "NOK",
        "time_zone": "Europe/Oslo",
        "languages": ["nb", "en"],
        "staff_change_email": False,  # SE FAQ
        "sells_volume_licenses": False,
        "sends_einvoices": True,
        "return_address": "Tradecounter Returer\nRosersbergsvägen 8\n195 95 Rosersberg\nSweden",
        "seller": "Tradecounter Norge AS\nLagerveien 2\n0581 Oslo\nNorway",
        "seller_tax_number": "NO 900 000 001 MVA",
        "payment_details": "Kontonummer: 0000 00 00000",
    },
    "nz": {
        "name": "New Zealand",
        "country": "NZ",
        "subdivision": "AUK",
        "currency": "NZD",
        "time_zone": "Pacific/Auckland",
        "languages": ["en"],
        "visitors_see": "retail",  # IMO FAQ
        "sells_volume_licenses": False,
        "return_address": "Tradecounter Returns\n14 Highbrook Drive\nEast Tāmaki, Auckland 2013\nNew Zealand",
        "seller": "Tradecounter New Zealand Ltd\n14 Highbrook Drive\nEast Tāmaki, Auckland 2013\nNew Zealand",
        "seller_tax_number": "GST 00-000-000",
        "payment_details": "Bank account: 00-0000-0000000-000",
    },
    "br": {
        "name": "Brazil",
        "country": "BR",
        "subdivision": "SP",
        "currency": "BRL",
        "time_zone": "America/Sao_Paulo",
        "languages": ["pt-br"],  # BR FAQ
        "taxes_included": True,
        "taxes_note": "ICMS, IPI, PIS and COFINS included",
        "reporting_hours": 7 * 24,  # BR FAQ
        "reporting_covers": "every_difference",  # BR FAQ
        "checks_at_door": True,  # BR FAQ
        "approved_at_once": ["refused_at_door"],
        "end_customer_review_hours": 24,  # BR FAQ
        "chat_topics": [
            "E-commerce: usuário e senha",
            "E-commerce: preço sob consulta",
            "Pedidos e entregas",
            "Devoluções",
        ],
        "return_address": "Tradecounter Devoluções\nAvenida Tamboré 1180\nBarueri, SP  06460-000\nBrasil",
        "seller": "Tradecounter do Brasil Ltda.\nAvenida Tamboré 1180\nBarueri, SP  06460-000\nBrasil",
        "seller_tax_number": "CNPJ 00.000.000/0000-00",
        "payment_details": "PIX: financeiro@distributor.example",
    },
    "us": {
        "name": "United States (Miami)",
        "country": "US",
        "subdivision": "FL",
        "currency": "USD",
        "time_zone": "America/New_York",
        "languages": ["en", "es"],
        "served_countries": ["US", "EC", "SV", "JM", "PA", "PE", "UY", "CL", "CR", "GT", "MX", "CO"],  # IX FAQ
        "password_most": 25,  # IX FAQ
        "certificate_hours": 24,  # IX FAQ
        "return_address": "Tradecounter Returns\n3505 NW 107th Avenue\nMiami, FL 33178\nUnited States",
        "seller": "Tradecounter Americas LLC\n3505 NW 107th Avenue\nMiami, FL 33178\nUnited States",
        "seller_tax_number": "EIN 00-0000000",
        "payment_details": "ACH: 000000000 5550102",
    },
}

# IX FAQ; none for the other countries that the market serves.
REGISTRATION_DOCUMENTS = {
    "CL": ["National ID copy", "RUT form"],
    "CR": ["National ID copy", "A sales invoice"],
    "GT": ["DPI", "Tax number"],
    "MX": ["Certificate of fiscal standing", "Legal representative's ID"],
    "CO": ["Chamber of commerce certificate", "RUT form"],
}

NUMBER_PREFIXES = {"order": "", "invoice": "F-", "credit_note": "C-", "shipment": "S-", "rma": "R-", "quote": "Q-"}
