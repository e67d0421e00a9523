"""What products of a kind differ in: key of the attribute, its values, and how much each adds to price and weight."""

from typing import NamedTuple


class Feature(NamedTuple):
    """`named` says whether a value is part of the product's name; the later the value, the dearer and heavier."""

    key: str
    values: tuple[str, ...]
    named: bool = True
    price_step: float = 0.0
    weight_step: float = 0.0


def _of(key: str, values: str, *, named: bool = True, price: float = 0.0, weight: float = 0.0) -> Feature:
    return Feature(key, tuple(value.strip() for value in values.split("|")), named, price, weight)


COLORS = "black | white | silver | graphite | blue"

FEATURES: dict[str, Feature] = {
    "screen": _of("screen_size", '13.3" | 14" | 15.6" | 16" | 17.3"', price=0.07, weight=0.13),
    "tablet": _of("screen_size", '8.4" | 10.1" | 11" | 12.6"', price=0.18, weight=0.2),
    "phone": _of("screen_size", '5.8" | 6.1" | 6.5" | 6.7"', price=0.12, weight=0.08),
    "panel": _of("screen_size", '21.5" | 23.8" | 27" | 31.5" | 34"', price=0.32, weight=0.35),
    "wall": _of("screen_size", '43" | 55" | 65" | 75" | 86"', price=0.6, weight=0.55),
    "resolution": _of("resolution", "1920 x 1080 | 2560 x 1440 | 3840 x 2160", price=0.25),
    "refresh": _of("refresh_rate", "60 Hz | 75 Hz | 120 Hz | 165 Hz", named=False, price=0.06),
    "processor": _of("processor", "V3 5-core | V5 8-core | V7 12-core | V9 16-core", price=0.22),
    "memory": _of("memory", "8 GB | 16 GB | 32 GB | 64 GB", price=0.14),
    "module": _of("capacity", "8 GB | 16 GB | 32 GB | 48 GB | 64 GB", price=0.7),
    "speed": _of("speed", "4800 MT/s | 5600 MT/s | 6000 MT/s | 6400 MT/s", price=0.07),
    "disk": _of("storage", "256 GB SSD | 512 GB SSD | 1 TB SSD | 2 TB SSD", price=0.12),
    "flash": _of("capacity", "250 GB | 500 GB | 1 TB | 2 TB | 4 TB", price=0.6),
    "platter": _of("capacity", "2 TB | 4 TB | 8 TB | 12 TB | 18 TB | 24 TB", price=0.45, weight=0.02),
    "tape": _of("capacity", "6 TB | 12 TB | 18 TB", price=0.3),
    "bays": _of("bays", "2 bays | 4 bays | 6 bays | 8 bays | 12 bays", price=0.6, weight=0.6),
    "ports": _of("ports", "5 ports | 8 ports | 16 ports | 24 ports | 48 ports", price=0.55, weight=0.6),
    "hub": _of("ports", "4 ports | 7 ports | 10 ports", price=0.4, weight=0.5),
    "uplinks": _of("uplinks", "2 x SFP | 4 x SFP+ | 4 x SFP28", named=False, price=0.15),
    "poe": _of("poe", "without PoE | PoE+ | PoE++", price=0.22, weight=0.15),
    "radio": _of("wireless", "Wi-Fi 6 | Wi-Fi 6E | Wi-Fi 7", price=0.3),
    "throughput": _of("throughput", "1 Gbit/s | 5 Gbit/s | 10 Gbit/s | 40 Gbit/s", price=0.9, weight=0.3),
    "reach": _of("reach", "100 m | 550 m | 10 km | 40 km", price=0.5),
    "watts": _of("power", "450 W | 650 W | 850 W | 1000 W | 1200 W", price=0.22, weight=0.12),
    "va": _of("capacity", "650 VA | 1000 VA | 1500 VA | 3000 VA | 6000 VA", price=0.8, weight=0.9),
    "outlets": _of("outlets", "4 outlets | 6 outlets | 8 outlets | 24 outlets", price=0.5, weight=0.4),
    "plug": _of("plug", "Schuko | Type B | Type N | Type I", named=False),
    "length": _of("length", "0.5 m | 1 m | 2 m | 3 m | 5 m | 10 m", price=0.2, weight=0.45),
    "cores": _of("cores", "6 cores | 8 cores | 12 cores | 16 cores | 24 cores", price=0.5),
    "clock": _of("boost_clock", "4.4 GHz | 4.8 GHz | 5.2 GHz | 5.6 GHz", price=0.1),
    "video": _of("video_memory", "8 GB | 12 GB | 16 GB | 24 GB", price=0.5, weight=0.15),
    "form": _of("form_factor", "Mini-ITX | Micro-ATX | ATX | E-ATX", price=0.15, weight=0.12),
    "fan": _of("fan_size", "120 mm | 140 mm | 240 mm | 280 mm | 360 mm", price=0.25, weight=0.2),
    "pages": _of("print_speed", "22 ppm | 34 ppm | 45 ppm | 60 ppm", price=0.35, weight=0.2),
    "paper": _of("paper", "A4 | A3", price=0.7, weight=0.6),
    "duplex": _of("duplex", "single-sided | duplex", named=False, price=0.1),
    "yield": _of("yield", "1,500 pages | 3,000 pages | 7,500 pages | 15,000 pages", price=0.5, weight=0.25),
    "ink": _of("color", "black | cyan | magenta | yellow", price=0.02),
    "label": _of("print_width", "54 mm | 80 mm | 104 mm", price=0.3, weight=0.2),
    "layout": _of("layout", "US | Nordic | UK | Brazilian | French Canadian"),
    "link": _of("connection", "wired | 2.4 GHz | Bluetooth", price=0.25),
    "buttons": _of("buttons", "3 | 5 | 7 | 9", named=False, price=0.1),
    "angle": _of("field_of_view", "78° | 90° | 120°", price=0.2),
    "camera": _of("resolution", "1080p | 1440p | 4K", price=0.35),
    "lumens": _of("brightness", "3,200 lm | 4,500 lm | 6,000 lm", price=0.4, weight=0.2),
    "room": _of("room", "huddle room | medium room | boardroom", price=0.8, weight=0.5),
    "lines": _of("lines", "2 lines | 6 lines | 12 lines", price=0.4, weight=0.1),
    "driver": _of("driver", "30 mm | 40 mm | 50 mm", named=False, price=0.15),
    "wear": _of("wearing", "mono | stereo", price=0.15, weight=0.2),
    "docking": _of("displays", "one display | two displays | four displays", price=0.35, weight=0.15),
    "charger": _of("power", "45 W | 65 W | 100 W | 140 W", price=0.25, weight=0.2),
    "bag": _of("fits", '14" | 15.6" | 17.3"', price=0.12, weight=0.15),
    "arm": _of("arms", "one arm | two arms", price=0.6, weight=0.7),
    "units": _of("height", "6U | 12U | 24U | 42U", price=0.5, weight=0.8),
    "scan": _of("reads", "1D | 1D and 2D", price=0.4),
    "touch": _of("screen_size", '10.4" | 15" | 15.6" | 21.5"', price=0.3, weight=0.3),
    "drawer": _of("width", "330 mm | 410 mm | 460 mm", price=0.2, weight=0.2),
    "seats": _of("seats", "1 user | 5 users | 25 users | 100 users", price=2.2),
    "term": _of("term", "1 year | 3 years | 5 years", price=0.9),
    "edition": _of("edition", "Standard | Professional | Enterprise", price=0.8),
    "color": _of("color", COLORS, named=True),
    "shade": _of("color", COLORS, named=False),
}
