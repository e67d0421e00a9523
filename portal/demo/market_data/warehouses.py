"""Warehouses, the order in which each market asks them for stock, and days that only they are closed."""

from datetime import date

# code: name, city, region, country, subdivision of its holidays, time zone
WAREHOUSES: dict[str, tuple[str, str, str, str, str, str]] = {
    "MIS": ("Mississauga", "Mississauga", "Ontario", "CA", "ON", "America/Toronto"),
    "VAN": ("Vancouver", "Vancouver", "British Columbia", "CA", "BC", "America/Vancouver"),
    "STO": ("Stockholm", "Rosersberg", "Stockholm", "SE", "", "Europe/Stockholm"),
    "BOR": ("Borås", "Borås", "Västra Götaland", "SE", "", "Europe/Stockholm"),
    "STR": ("Straubing", "Straubing", "Bayern", "DE", "BY", "Europe/Berlin"),
    "AKL": ("Auckland", "Auckland", "Auckland", "NZ", "AUK", "Pacific/Auckland"),
    "SAO": ("São Paulo", "Barueri", "São Paulo", "BR", "SP", "America/Sao_Paulo"),
    "VIX": ("Espírito Santo", "Serra", "Espírito Santo", "BR", "ES", "America/Sao_Paulo"),
    "MIA": ("Miami", "Miami", "Florida", "US", "FL", "America/New_York"),
}

IN_ORDER = {
    "ca": ["MIS", "VAN"],
    "se": ["STO", "BOR"],  # SE FAQ
    "no": ["STO", "STR"],  # SE FAQ
    "nz": ["AKL"],
    "br": ["SAO", "VIX"],  # BR FAQ
    "us": ["MIA"],
}

CLOSING_DAYS = [("SAO", date(year, 1, 25), "Aniversário de São Paulo") for year in range(2025, 2031)]
