"""What of a page goes on one sheet of paper: whole rows, the first ones of each part."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One part of the page: how high each of its rows is, the weightiest first, and how much of
    the sheet it may have in any case, both in the same measure."""

    heights: Sequence[int]
    share: int


def rows_on_paper(parts: Sequence[PaperPart], total: int) -> list[int]:
    """How many rows of each part are printed on a sheet that is `total` high.

    Each part first gets what fits its share; what no part needs of its share goes to the others,
    the first of them first. A row is printed whole or not at all.
    """
    found = [_fitting(part, part.share) for part in parts]
    left = total - sum(_height(part, rows) for part, rows in zip(parts, found, strict=True))
    for index, part in enumerate(parts):
        before = _height(part, found[index])
        found[index] = _fitting(part, before + left)
        left -= _height(part, found[index]) - before
    return found


def _fitting(part: PaperPart, most: int) -> int:
    """How many of its first rows fit such a height."""
    rows = height = 0
    for one in part.heights:
        height += one
        if height > most:
            break
        rows += 1
    return rows


def _height(part: PaperPart, rows: int) -> int:
    return sum(part.heights[:rows])


def lines_of(width: int, room: int) -> int:
    """How many lines a text of a `width` takes in a `room`, both in half-width characters."""
    return max(1, -(-width // room))
