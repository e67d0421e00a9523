"""Where goods can go, whoever's place it is."""

from django.db import models

REGION_IS_PRINTED = {"BR", "CA", "MX", "US"}
CODE_IS_LAST = {"CA", "NZ", "US"}  # after the city and its region: Toronto ON M5V 1L7


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
        region = self.region if self.country in REGION_IS_PRINTED else ""
        place = [self.city, region]
        place.insert(len(place) if self.country in CODE_IS_LAST else 0, self.postal_code)
        lines = (*recipients, self.street, self.extra, " ".join(filter(None, place)), self.country)
        return [line for line in lines if line]
