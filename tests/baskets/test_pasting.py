"""Reading a pasted list of part numbers: nothing in it is lost (BAS-7b, CAT-10)."""

import pytest

from baskets.pasting import pasted_list


def rows(text: str) -> list[tuple[str, int]] | None:
    pasted = pasted_list(text)
    return [(row.part, row.quantity) for row in pasted.rows] if pasted else None


@pytest.mark.parametrize(
    "text",
    [
        "KS-24P 5 KS-48 2",
        "KS-24P, 5, KS-48, 2",
        "5 x KS-24P 2 x KS-48",
        "5x KS-24P, 2x KS-48",
        "KS-24P\t5\nKS-48\t2",
        "KS-24P 5; KS-48 2",
        "5 KS-24P\r\n2 × KS-48\r\n",
        "KS-24P x5\n\nKS-48 x2",
    ],
)
def test_a_number_and_its_quantity_stand_as_people_write_them(text: str):
    assert rows(text) == [("KS-24P", 5), ("KS-48", 2)]


def test_what_has_no_quantity_is_one():
    assert rows("KS-24P KS-48 3 KS-96") == [("KS-24P", 1), ("KS-48", 3), ("KS-96", 1)]
    assert rows("KS-24P\nKS-48") == [("KS-24P", 1), ("KS-48", 1)]


def test_a_number_on_a_line_of_its_own_may_hold_spaces():
    assert rows("EX4100 F 24T 2\nEX4100 F 48T") == [("EX4100 F 24T", 2), ("EX4100 F 48T", 1)]


def test_what_may_be_no_quantity_is_a_number():
    assert rows("KS-24P 12345678 4") == [("KS-24P", 1), ("12345678", 4)]
    assert rows("KS-24P 3 7 KS-48") == [("KS-24P", 3), ("7", 1), ("KS-48", 1)]


@pytest.mark.parametrize("text", ["", " ", ";\n;", "KS-24P", "KS-24P 5", "aruba 1930 switch", "x", "5", "\0"])
def test_one_number_and_words_are_no_list(text: str):
    assert rows(text) is None


def test_a_list_is_cut_at_a_hundred_and_says_so():
    pasted = pasted_list("\n".join(f"KS-{number}" for number in range(103)))

    assert pasted is not None
    assert (len(pasted.rows), pasted.left_out) == (100, 3)
