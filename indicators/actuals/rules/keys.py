"""The public key of an actual: region, indicator, year, and for a reduction its base year."""

import re
from dataclasses import dataclass

_KEY = re.compile(
    r"(?P<region>[0-9]{6})\.(?P<indicator>[a-z][a-z_]*)"
    r"\.(?:(?P<base>[1-9][0-9]{3})-)?(?P<year>[1-9][0-9]{3})"
)


@dataclass(frozen=True, slots=True, order=True)
class ActualKey:
    """`140300.total_water_use.2025`, or `140300.gdp_water_intensity_reduction.2020-2025`."""

    region: str
    indicator: str
    year: int
    base_year: int | None = None

    def __str__(self) -> str:
        period = f"{self.year}" if self.base_year is None else f"{self.base_year}-{self.year}"
        return f"{self.region}.{self.indicator}.{period}"


def is_key(text: str) -> bool:
    """Whether `text` spells a key, of a value that may or may not be there."""
    return _KEY.fullmatch(text) is not None


def parse_key(text: str) -> ActualKey:
    """The key that `text` spells. Raises `ValueError` for anything else."""
    match = _KEY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    base = match["base"]
    return ActualKey(
        match["region"], match["indicator"], int(match["year"]), int(base) if base else None
    )
