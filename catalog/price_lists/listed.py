"""Which list of the catalog a price list is of: a place and the query string of its page, found again by a worker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import TextChoices
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from catalog import search as searching
from catalog.finding import Scope, of_category, of_everything
from catalog.forgiving import found_or_forgiven
from catalog.lists import Selection, selection
from catalog.models import Category
from catalog.offers import Buyer
from catalog.promoting import running_now


class Place(TextChoices):
    CATALOG = "catalog"
    CATEGORY = "category"
    PROMOTIONS = "promotions"
    SEARCH = "search"


@dataclass(frozen=True)
class Listed:
    """A list: everything, a category, the promotions or a search, with what its address asks for."""

    place: Place
    path: str  # of the category
    query: str

    @classmethod
    def of(cls, place: Place, path: str, query: QueryDict) -> Self:
        """Of an address; which page of the list it shows does not matter."""
        kept = query.copy()
        for name in ("page", "size"):
            kept.pop(name, None)
        return cls(place, path, kept.urlencode())

    @classmethod
    def from_parameters(cls, parameters: dict[str, Any]) -> Self:
        return cls(Place(parameters["place"]), parameters["path"], parameters["query"])

    @property
    def parameters(self) -> dict[str, str]:
        return {"place": self.place.value, "path": self.path, "query": self.query}

    @property
    def asked(self) -> QueryDict:
        return QueryDict(self.query)

    @property
    def title(self) -> str:
        """What it is called in a list of files. Raises Http404."""
        match self.place:
            case Place.CATEGORY:
                return _("Price list, %(name)s") % {"name": self._category().name}
            case Place.SEARCH:
                return _("Price list, search for “%(text)s”") % {"text": self._searched}
            case Place.PROMOTIONS:
                return _("Price list, promotions")
        return _("Price list, whole catalog")

    @property
    def file_name(self) -> str:
        """The name of its file, without an ending."""
        return "-".join(["price-list", *([self.path.replace("/", "-")] if self.path else [self.place.value])])

    def selection(self, buyer: Buyer, *, now: datetime) -> Selection:
        """What it lists for a buyer now; a search that finds nothing forgives misspelt words, as its page does.

        Raises Http404 where the category is gone.
        """

        def find(scope: Scope) -> Selection:
            return selection(scope, self.asked, buyer, now=now)

        match self.place:
            case Place.CATEGORY:
                return find(of_category(self._category()))
            case Place.PROMOTIONS:
                return find(running_now(buyer, self.asked.get("promotion", ""), now=now).scope)
            case Place.SEARCH:
                text = self._searched
                return found_or_forgiven(text, searching.of_text(text, buyer.company), find)[0]
        return find(of_everything())

    @property
    def _searched(self) -> str:
        return searching.cleaned(self.asked.get("q", ""))

    def _category(self) -> Category:
        found = Category.objects.filter(path=self.path.replace("\0", "")).first()
        if found is None:
            raise Http404
        return found
