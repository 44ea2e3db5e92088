"""Which indicators are parts of which: a whole, and one way to divide it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts, by indicator, all of one unit. A part can't exceed the whole.

    `complete`: the parts are all of it, so that they must add up. One whole may be divided in
    several ways (by source, by use).
    """

    whole: str
    parts: tuple[str, ...]
    complete: bool = False
