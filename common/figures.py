"""Numbers in writing: digit for digit as printed, rounded, with their signs, as shares."""

from decimal import ROUND_HALF_EVEN, ROUND_UP, Decimal, getcontext

# The minus of numbers on a screen, as wide as their plus; a hyphen is too short.
MINUS = "\u2212"


def number(value: Decimal) -> str:
    """`value` as printed: 9.0 stays 9.0, never 9E+1; minus zero is zero."""
    return format(abs(value) if value == 0 else value, "f")


def with_minus(text: str) -> str:
    """A number in writing with the minus of numbers in place of a hyphen."""
    return text.replace("-", MINUS)


def sign_of(change: Decimal) -> str:
    """What stands before the size of a change: +, −, or ± where nothing changed."""
    return "+" if change > 0 else MINUS if change < 0 else "±"


def places(*values: Decimal) -> int:
    """The most decimals that any of `values` prints."""
    return max((max(0, -int(value.as_tuple().exponent)) for value in values), default=0)


def rounded(value: Decimal, digits: int) -> Decimal:
    """`value` to `digits` decimals, half to even; minus zero becomes zero.

    A number too long for that (of 28 digits) has no decimals left to round, and stays as it is.
    """
    if value and value.adjusted() + 1 + digits > getcontext().prec:
        return value
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN) + 0


def rounded_up(value: Decimal, digits: int) -> Decimal:
    """`value` to `digits` decimals, away from zero: what is needed is never said to be less.

    What lies behind the tenth decimal more is the noise of a computed power, not a need.
    """
    exact = rounded(value, digits + 10)
    if exact and exact.adjusted() + 1 + digits > getcontext().prec:
        return exact
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_UP) + 0


def percent(share: Decimal, digits: int = 1) -> str:
    """A share of one as a percentage: 0.0264 is 2.6%."""
    return f"{number(rounded(share * 100, digits))}%"
