"""The demonstration's own products: invented, believable, and the same for the same seed."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from stdnum import ean

from portal.demo.catalog_data.features import FEATURES, Feature
from portal.demo.catalog_data.kinds import KINDS, Kind
from portal.demo.catalog_data.manufacturers import MAKERS, Maker
from portal.demo.drawing import draw

SOURCE = "demonstration"
PRODUCTS = 20_000
MOST_VARIANTS = 14
ON_REQUEST = 0.03  # share of products that have no price anywhere
SKUS = 10 * 26 * 26 * 10_000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLUMNS = [
    *("sku", "mpn", "gtin", "manufacturer", "name", "description", "category_path", "attributes_json"),
    *("list_price", "currency", "weight_kg", "cn_code", "chemical_reduction", "kind", "license_program", "life_cycle"),
    *("successor_sku", "warranty_months", "is_returnable", "has_serial_numbers"),
    *("minimum_quantity", "order_multiple", "source", "source_id"),
]


@dataclass(frozen=True)
class Model:
    """What the variants of a model share; `generation` 1 is the first."""

    kind: Kind
    maker: Maker
    family: str
    number: int
    generation: int
    price: float
    grams: float
    reduction: int
    multiple: int
    minimum: int

    @property
    def title(self) -> str:
        generation = f" G{self.generation}" if self.generation > 1 else ""
        return f"{self.maker.name} {self.family} {self.number}{generation} {self.kind.noun}"

    def mpn(self, code: str) -> str:
        """A part number in the manufacturer's own way of writing them."""
        start = f"{self.family[0]}{self.number}"
        if self.generation > 1:
            start += f"G{self.generation}"
        style = (ord(self.maker.letters[0]) + ord(self.maker.letters[1])) % 4
        forms = ("{0}-{1}-{2}", "{0}{1}{2}", "{0}.{1}/{2}", "{0} {1}-{2}")
        return forms[style].format(self.maker.letters, start, code)


@dataclass(frozen=True)
class Variant:
    """A model with one value of each feature."""

    model: Model
    features: tuple[Feature, ...]
    places: tuple[int, ...]

    @property
    def values(self) -> list[str]:
        return [feature.values[place] for feature, place in zip(self.features, self.places, strict=True)]

    @property
    def name(self) -> str:
        named = [value for feature, value in zip(self.features, self.values, strict=True) if feature.named]
        return " ".join([self.model.title, *named])

    @property
    def code(self) -> str:
        return "".join(f"{'ABCDEFGHJK'[place]}" for place in self.places) or "A"

    def scaled(self, start: float, steps: list[float]) -> float:
        for step, place in zip(steps, self.places, strict=True):
            start *= 1 + step * place
        return start


def products(seed: int) -> Iterator[dict[str, str]]:
    """Yield about 20,000 products as rows of an import file."""
    random = Random(seed)
    numbers = itertools.count(1)
    taken: set[tuple[str, str, int]] = set()
    shares = [random.uniform(0.5, 1.8) for _ in KINDS]
    for kind, share in zip(KINDS, shares, strict=True):
        left = round(PRODUCTS * share / sum(shares))
        makers = [maker for maker in MAKERS if kind.department in maker.departments]
        while left > 0:
            rows = list(_model(random, kind, random.choice(makers), taken, numbers))
            left -= len(rows)
            yield from rows


def _model(
    random: Random, kind: Kind, maker: Maker, taken: set[tuple[str, str, int]], numbers: Iterator[int]
) -> Iterator[dict[str, str]]:
    """Yield the variants of a new model; one in eight also has a generation before it, which they succeed."""
    family = random.choice(maker.families)
    number = random.randrange(10, 100) * 10
    while (maker.letters, family[0], number) in taken:
        number = random.randrange(100, 10_000)
    taken.add((maker.letters, family[0], number))
    old = Model(
        kind=kind,
        maker=maker,
        family=family,
        number=number,
        generation=1,
        price=kind.price * random.uniform(0.75, 1.45),
        grams=kind.grams * random.uniform(0.85, 1.2),
        reduction=random.choices((0, 50, 95), (70, 20, 10))[0],
        multiple=random.choice((1, 5, 10, 10)) if "bulk" in kind.marks else 1,
        minimum=random.choice((2, 3, 5)) if random.random() < 0.01 else 1,
    )
    variants = _variants(random, old)
    if random.random() >= 0.125:
        for variant in variants:
            yield _row(random, variant, next(numbers), "discontinued" if random.random() < 0.005 else "active")
        return
    for variant in variants:
        new = Variant(_next_generation(old), variant.features, variant.places)
        successor = _row(random, new, next(numbers), "active")
        yield successor
        yield _row(random, variant, next(numbers), random.choice(("discontinued", "ending")), successor["sku"])


def _next_generation(old: Model) -> Model:
    return Model(**(vars(old) | {"generation": old.generation + 1, "price": old.price * 1.04}))


def _variants(random: Random, model: Model) -> list[Variant]:
    features = tuple(FEATURES[key] for key in model.kind.features)
    every = list(itertools.product(*(range(len(feature.values)) for feature in features)))
    chosen = random.sample(every, min(len(every), random.randint(4, MOST_VARIANTS)))
    return [Variant(model, features, places) for places in sorted(chosen)]


def _row(random: Random, variant: Variant, number: int, life_cycle: str, successor: str = "") -> dict[str, str]:
    model, kind = variant.model, variant.model.kind
    sku, goods = sku_of(number), not kind.marks & {"license", "cloud"}
    attributes = {feature.key: value for feature, value in zip(variant.features, variant.values, strict=True)}
    return {
        "sku": sku,
        "mpn": model.mpn(variant.code),
        "gtin": gtin_of(number) if goods and random.random() < 0.95 else "",
        "manufacturer": model.maker.name,
        "name": variant.name,
        "description": _description(variant),
        "category_path": kind.path,
        "attributes_json": json.dumps({"series": model.family, **attributes}),
        "list_price": "" if draw("on request", sku) < ON_REQUEST else _price(variant),
        "currency": "USD",
        "weight_kg": _weight(variant) if goods else "",
        "cn_code": kind.cn_code,
        "chemical_reduction": str(model.reduction) if goods else "",
        "kind": "goods" if goods else next(iter(kind.marks)),
        "license_program": f"{model.maker.name} Open License" if "license" in kind.marks else "",
        "life_cycle": life_cycle,
        "successor_sku": successor,
        "warranty_months": str((12, 24, 36)[ord(model.maker.letters[0]) % 3]) if goods else "",
        "is_returnable": "yes" if goods else "no",
        "has_serial_numbers": "yes" if "serial" in kind.marks else "no",
        "minimum_quantity": str(max(model.minimum, model.multiple)),
        "order_multiple": str(model.multiple),
        "source": SOURCE,
        "source_id": str(number),
    }


def sku_of(number: int) -> str:
    """Our own number of the shape 7TC0142, scattered so that neighbors do not look alike."""
    place = number * 2_654_437 % SKUS
    place, digits = divmod(place, 10_000)
    first, letters = divmod(place, 26 * 26)
    return f"{first}{LETTERS[letters // 26]}{LETTERS[letters % 26]}{digits:04d}"


def gtin_of(number: int) -> str:
    """A GTIN of the range that is for use inside a company, so that it is nobody's."""
    digits = f"29{number * 7_919 % 10**10:010d}"
    return digits + str(ean.calc_check_digit(digits))


def _price(variant: Variant) -> str:
    price = variant.scaled(variant.model.price, [feature.price_step for feature in variant.features])
    return f"{round(price) - 0.01:.2f}" if price >= 20 else f"{price:.2f}"


def _weight(variant: Variant) -> str:
    """Kilograms; a handful of products has none, as in life."""
    if draw("weightless", variant.name + variant.code) < 0.001:
        return ""
    grams = variant.scaled(variant.model.grams, [feature.weight_step for feature in variant.features])
    return f"{max(round(grams), 5) / 1000:.3f}"


def _description(variant: Variant) -> str:
    *most, last = variant.values or ["the usual"]
    told = f"{', '.join(most)} and {last}" if most else last
    noun = variant.model.kind.noun
    return f"{noun[0].upper()}{noun[1:]} of the {variant.model.family} series with {told}."
