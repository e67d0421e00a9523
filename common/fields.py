"""Model fields that every document shares."""

from typing import Any

from django.db import models


class AmountField(models.DecimalField):
    """An amount of money in its document's currency: fourteen digits, two of them decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)
