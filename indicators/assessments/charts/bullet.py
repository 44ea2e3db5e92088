"""A bullet: last year and this year beside the limit, as plain coordinates.

The limit stands at the same place in every bullet, and what keeps it always at the left of that,
whichever direction is the good one: a column of them is read at a glance. The scale is each
indicator's own: only sides and distances to the limit can be compared, never two indicators.
"""

from dataclasses import dataclass
from decimal import Decimal

# The limit, and how far a mark can stand at either side of it.
WIDTH, HEIGHT = 132, 18
LIMIT_X = 84
KEPT_ROOM, BEYOND_ROOM = 78, 42
# However near all marks are: this share of the limit is the room of the kept side at the least;
# however far: the whole limit at the most. What is farther stands at the end, as an arrow.
_NEAREST, _FARTHEST = Decimal("0.02"), Decimal(1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A value: where it stands, and whether it is farther away than the picture reaches."""

    x: float
    value: Decimal
    is_cut: bool
    is_kept: bool

    @property
    def points(self) -> str:
        """The arrow of a value that is farther away, as an SVG point list."""
        tip, back = (-5, 2) if self.is_kept else (5, -2)
        middle = HEIGHT / 2
        return f"{self.x + tip},{middle} {self.x + back},{middle - 5} {self.x + back},{middle + 5}"


@dataclass(frozen=True, slots=True)
class Bullet:
    """What the picture consists of. `is_estimate`: the limit is not the plan's own word.

    Whoever hears it gets the numbers: the words are the template's.
    """

    is_estimate: bool
    last: Tick | None
    this: Tick | None
    limit_x: int = LIMIT_X
    kept_x: int = LIMIT_X - KEPT_ROOM
    beyond_x: int = LIMIT_X + BEYOND_ROOM
    width: int = WIDTH
    height: int = HEIGHT


def bullet(
    *,
    limit: Decimal,
    is_ceiling: bool,
    is_estimate: bool,
    last: Decimal | None,
    this: Decimal | None,
) -> Bullet:
    """The picture of `last` and `this` year's value beside `limit`, the last value allowed."""
    gaps = [_gap(value, limit, is_ceiling) for value in (last, this) if value is not None]
    per_value = _scale(gaps, abs(limit))

    def tick(value: Decimal | None) -> Tick | None:
        if value is None:
            return None
        gap = _gap(value, limit, is_ceiling)
        is_kept = gap >= 0
        room = KEPT_ROOM if is_kept else BEYOND_ROOM
        wanted = float(abs(gap) * per_value)
        away = min(wanted, float(room))
        x = round(LIMIT_X - away if is_kept else LIMIT_X + away, 1)
        return Tick(x, value, wanted > room + 0.05, is_kept)

    return Bullet(is_estimate, tick(last), tick(this))


def _gap(value: Decimal, limit: Decimal, is_ceiling: bool) -> Decimal:
    """How far `value` is on the kept side; negative beyond the limit."""
    return limit - value if is_ceiling else value - limit


def _scale(gaps: list[Decimal], size: Decimal) -> Decimal:
    """How many units of the picture a unit of value is: so many that the farthest mark fits."""
    needed = max(
        (abs(gap) / (KEPT_ROOM if gap >= 0 else BEYOND_ROOM) for gap in gaps), default=Decimal(0)
    )
    if size:
        needed = min(max(needed, size * _NEAREST / KEPT_ROOM), size * _FARTHEST / KEPT_ROOM)
    return 1 / needed if needed else Decimal(0)
