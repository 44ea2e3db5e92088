"""Whole numbers as an address, a header or a form carries them."""

# Whatever has so many digits fits the columns of every database: of a count, and of an id.
COUNT_DIGITS = 9
ID_DIGITS = 18


def is_digits(text: str) -> bool:
    """Whether `text` is 0 to 9 alone; to Python the digits of other scripts are numbers too."""
    return text.isascii() and text.isdigit()


def whole_number(text: str, *, digits: int = COUNT_DIGITS) -> int | None:
    """The number that `text` writes in at most `digits` digits; None for anything else."""
    return int(text) if is_digits(text) and len(text) <= digits else None
