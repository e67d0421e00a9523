"""Numbers of rows, as forms and addresses name them."""

MOST_DIGITS = 18  # as many as every number of the database's has room for


def number_in(text: str) -> int | None:
    """The row's number that a text is; None where it is no number, or larger than any row's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
