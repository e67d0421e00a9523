"""Where goods can go, whoever's place it is."""

from typing import Protocol

from django.db import models

REGION_IS_PRINTED = {"BR", "CA", "MX", "US"}
CODE_IS_LAST = {"CA", "NZ", "US"}  # after the city and its region: Toronto ON M5V 1L7


class Place(Protocol):
    """Whatever has the columns of an address."""

    street: str
    extra: str
    postal_code: str
    city: str
    region: str
    country: str


def printed_lines(place: Place, *recipients: str) -> list[str]:
    """An address as it is printed below these lines, without empty ones."""
    region = place.region if place.country in REGION_IS_PRINTED else ""
    town = [place.city, region]
    town.insert(len(town) if place.country in CODE_IS_LAST else 0, place.postal_code)
    lines = (*recipients, place.street, place.extra, " ".join(filter(None, town)), place.country)
    return [line for line in lines if line]


class PostalAddress(models.Model):
    """A place that the post finds; taxes and freight ask for its country and region."""

    street = models.CharField(max_length=200)
    extra = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=20)
    city = models.CharField(max_length=100)
    region = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2)

    class Meta:
        abstract = True

    def printed_for(self, *recipients: str) -> list[str]:
        """The address as it is printed below these lines, without empty ones."""
        return printed_lines(self, *recipients)
