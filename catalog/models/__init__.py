from catalog.models.bid import Bid, BidAcceptance, BidPrice
from catalog.models.certification import Certification
from catalog.models.chemical import ChemicalClass, ChemicalTaxRate
from catalog.models.count import CategoryCount, Dimension, MakerCount
from catalog.models.facet import SLOTS, Attribute, AttributeKind, CategoryFacet, FacetValue
from catalog.models.feed import FeedKind, FeedMail, PriceFeed
from catalog.models.file import DocumentKind, ProductDocument, ProductPicture
from catalog.models.imported import Import, ImportKind, ImportState, ImportStep
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
from catalog.models.unpriced import UnpricedCompany
from catalog.models.watch import Pace, Watch
from catalog.models.word import Shortening, Word

__all__ = [
    "SLOTS",
    "AgreedPrice",
    "Attribute",
    "AttributeKind",
    "Bid",
    "BidAcceptance",
    "BidPrice",
    "Category",
    "CategoryCount",
    "CategoryFacet",
    "Certification",
    "ChemicalClass",
    "ChemicalTaxRate",
    "CompanyPriceList",
    "Dimension",
    "DiscountGroup",
    "DocumentKind",
    "ExpectedDelivery",
    "FacetValue",
    "FeedKind",
    "FeedMail",
    "Import",
    "ImportKind",
    "ImportState",
    "ImportStep",
    "LifeCycle",
    "Listing",
    "MakerCount",
    "Manufacturer",
    "MovementKind",
    "OwnNumbersImport",
    "OwnPartNumber",
    "Pace",
    "PartNumber",
    "PartNumberKind",
    "PriceEntry",
    "PriceFactor",
    "PriceFeed",
    "PriceList",
    "PriceListEdition",
    "Product",
    "ProductDocument",
    "ProductKind",
    "ProductPicture",
    "Promotion",
    "PromotionPrice",
    "Shortening",
    "Stock",
    "StockMovement",
    "UnpricedCompany",
    "Watch",
    "Word",
]
