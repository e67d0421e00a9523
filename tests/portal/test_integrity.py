"""PLT-12b: what is stored twice is compared; a planted difference is found, by the command and by the clock."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Stock, StockMovement
from portal.tasks import check_integrity
from tests.cast import Cast, a_switch


def test_nothing_is_found_where_everything_adds_up(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    a_switch(cast, stockholm=5)
    call_command("check_integrity")
    assert "Everything adds up." in capsys.readouterr().out
    assert check_integrity() == 0


def test_stock_without_its_movement_is_found(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    switch = a_switch(cast, stockholm=5)
    StockMovement.objects.filter(stock=Stock.objects.get(product=switch, warehouse=cast.stockholm)).delete()
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert check_integrity() == 1
