from catalog.models.chemical import ChemicalClass, ChemicalTaxRate
from catalog.models.listing import Listing, PartNumber, PartNumberKind
from catalog.models.own_number import OwnNumbersImport, OwnPartNumber
from catalog.models.price import (
    AgreedPrice,
    CompanyPriceList,
    PriceEntry,
    PriceFactor,
    PriceList,
    PriceListEdition,
)
from catalog.models.product import Category, DiscountGroup, LifeCycle, Manufacturer, Product, ProductKind
from catalog.models.promotion import Promotion, PromotionPrice
from catalog.models.stock import ExpectedDelivery, MovementKind, Stock, StockMovement
from catalog.models.watch import Pace, Watch
from catalog.models.word import Shortening, Word

__all__ = [
    "AgreedPrice",
    "Category",
    "ChemicalClass",
    "ChemicalTaxRate",
    "CompanyPriceList",
    "DiscountGroup",
    "ExpectedDelivery",
    "LifeCycle",
    "Listing",
    "Manufacturer",
    "MovementKind",
    "OwnNumbersImport",
    "OwnPartNumber",
    "Pace",
    "PartNumber",
    "PartNumberKind",
    "PriceEntry",
    "PriceFactor",
    "PriceList",
    "PriceListEdition",
    "Product",
    "ProductKind",
    "Promotion",
    "PromotionPrice",
    "Shortening",
    "Stock",
    "StockMovement",
    "Watch",
    "Word",
]
