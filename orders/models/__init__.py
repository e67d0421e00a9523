from orders.models.order import Allocation, Hold, Order, OrderEvent, OrderLine, OrderTax, PlacementKey
from orders.models.shipment import Shipment, ShipmentLine

__all__ = [
    "Allocation",
    "Hold",
    "Order",
    "OrderEvent",
    "OrderLine",
    "OrderTax",
    "PlacementKey",
    "Shipment",
    "ShipmentLine",
]
