"""The six markets of the demonstration, as every test of this app finds them."""

import pytest

from markets.models import Market, NumberSeries, Warehouse
from portal.demo.markets import load_markets


@pytest.fixture
def markets(db) -> dict[str, Market]:
    return load_markets()


@pytest.fixture
def warehouses(markets) -> dict[str, Warehouse]:
    return {warehouse.code: warehouse for warehouse in Warehouse.objects.all()}


@pytest.fixture
def sweden(markets) -> Market:
    return markets["se"]


@pytest.fixture
def canada(markets) -> Market:
    return markets["ca"]


@pytest.fixture
def no_markets(db) -> None:
    """A fresh database, before anybody has loaded a market."""
    NumberSeries.objects.all().delete()
    Market.objects.all().delete()
