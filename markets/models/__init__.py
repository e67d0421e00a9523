"""Tables of the markets, split by idea."""

from markets.models.desk import ContactDesk, OpeningSpan
from markets.models.freight import DeliveryTime, FreightRate, ShippingMethod
from markets.models.market import Market, RegistrationDocument
from markets.models.number import NumberSeries
from markets.models.policies import ReturnReason
from markets.models.tax import TaxRate
from markets.models.warehouse import ClosingDay, MarketWarehouse, Warehouse

__all__ = [
    "ClosingDay",
    "ContactDesk",
    "DeliveryTime",
    "FreightRate",
    "Market",
    "MarketWarehouse",
    "NumberSeries",
    "OpeningSpan",
    "RegistrationDocument",
    "ReturnReason",
    "ShippingMethod",
    "TaxRate",
    "Warehouse",
]
