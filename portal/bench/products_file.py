"""A product file of any length, as a manufacturer might send it: 300 categories, 200 makers, names made of few words.

The largest of the lowest categories holds about four products in a hundred, and the largest branch over a quarter.
"""

import csv
import json
import random
from pathlib import Path

SEED = 7
TOPS = ("Networking", "Computers", "Components", "Displays", "Storage", "Printing", "Power", "Cables", "Audio", "Racks")
MIDDLES = ("Enterprise", "Office", "Industrial", "Outdoor", "Compact", "Education")
LEAVES = ("Series", "Modules", "Kits", "Accessories", "Spares")
NOUNS = ("switch", "router", "notebook", "board", "panel", "drive", "printer", "adapter", "cable", "headset", "cabinet")
FEATURES = ("managed", "fanless", "rugged", "silent", "dual", "modular", "stackable", "wireless", "secure", "portable")
COLORS = ("black", "silver", "white", "gray", "blue")
MEMORY = (8, 16, 32, 64)
PORTS = (4, 8, 16, 24, 48)
GRADES = ("A", "B", "C", "D")
SYLLABLES = ("ka", "ro", "ve", "lin", "tor", "sa", "mi", "den", "fal", "zu", "per", "no", "gri", "sol", "bex", "tra")
MAKERS = 200
COLUMNS = (
    *("sku", "mpn", "ean", "manufacturer", "category_path", "name", "description", "attributes_json"),
    *("list_price", "weight_kg"),
)


def word(draw: random.Random, syllables: int) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(syllables))


def makers() -> list[str]:
    """Names of manufacturers, all different."""
    draw = random.Random(SEED)  # noqa: S311 - the same data every time
    names: dict[str, None] = {}
    while len(names) < MAKERS:
        names[word(draw, 3).capitalize()] = None
    return list(names)


def categories() -> list[str]:
    """The lowest categories, those with many products spread over the tree's beginning."""
    return [f"{top} > {middle} {top} > {middle} {top} {leaf}" for top in TOPS for middle in MIDDLES for leaf in LEAVES]


def write(path: Path, count: int, *, dearer: int = 0) -> None:
    """Write so many products; `dearer` changes the price of every so many-th, for an import that changes something."""
    names, places = makers(), categories()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number in range(count):
            draw = random.Random(SEED * 1_000_003 + number)  # noqa: S311 - the same data every time
            rows.writerow(_row(number, draw, names, places, dearer=dearer))


def sku_of(number: int) -> str:
    return f"9B{number:07d}"


def mpn_of(number: int) -> str:
    return f"{'KRZTVX'[number % 6]}{number * 7919 % 9_999_991:07d}-{number % 97}"


def _row(number: int, draw: random.Random, names: list[str], places: list[str], *, dearer: int) -> list[object]:
    place = places[int(len(places) * draw.random() ** 1.8)]
    maker = names[int(MAKERS * draw.random() ** 1.5)]
    noun, color, memory, ports = draw.choice(NOUNS), draw.choice(COLORS), draw.choice(MEMORY), draw.choice(PORTS)
    features = draw.sample(FEATURES, 2)
    model = f"{word(draw, 2).capitalize()}{draw.randrange(100, 999)}"
    price = round(10 ** (0.7 + 3 * draw.random()), 2) + (1 if dearer and number % dearer == 0 else 0)
    attributes = {
        "memory": memory,
        "ports": ports,
        "color": color,
        "grade": draw.choice(GRADES),
        "wattage": draw.randrange(5, 900),
        "features": sorted(features),
        "warranty_on_site": draw.random() < 0.3,
    }
    return [
        *(sku_of(number), mpn_of(number), "", maker, place),
        f"{maker} {model} {noun} {' '.join(features)} {memory}GB {ports} ports {color}",
        f"A {features[0]} {noun} of the {model} line.",
        *(json.dumps(attributes), f"{price:.2f}", f"{draw.randrange(50, 9000) / 1000:.3f}"),
    ]
