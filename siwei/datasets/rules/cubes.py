"""Observations as a cube: each dimension with the codes that occur, each cell with its place.

A cube is made in memory, and programs that read JSON-stat lay out every cell of it, the empty ones
too: it has a limit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import prod

from indicators.actuals.rules.enums import ObsStatus
from siwei.datasets.rules.designs import Design
from siwei.datasets.rules.observations import Observation, decimals_of, number

# So many cells a cube may have, the empty ones counted, and so many that are filled: these take
# some 60 MB.
MOST_CELLS = 1_000_000
MOST_FILLED = 200_000


class TooManyCellsError(Exception):
    """The cube would have more cells than it may, or more of them filled."""


@dataclass(slots=True)
class Cell:
    """What stands in one cell; `value` is written as JSON writes it, "" where it is missing."""

    key: tuple[int, ...]
    value: str
    status: ObsStatus
    state: str
    demo: bool


@dataclass(slots=True)
class Cube:
    """`codes`: of each dimension, by its name, every code that occurs, with its place among them.

    `decimals` and `units` are those of each category of the metric, one unit each; `updated` is
    when the newest observation was, None where none says it.
    """

    codes: dict[str, dict[str, int]]
    cells: list[Cell] = field(default_factory=list)
    decimals: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    updated: str | None = None

    @property
    def size(self) -> list[int]:
        return [len(codes) for codes in self.codes.values()]

    def placed(self) -> Iterator[tuple[int, Cell]]:
        """Each cell with its place: the last dimension varies fastest. In no order."""
        steps = [prod(self.size[at + 1 :]) for at in range(len(self.codes))]
        order = [_sorted_places(codes) for codes in self.codes.values()]
        for cell in self.cells:
            places = zip(cell.key, order, steps, strict=True)
            yield sum(moved[code] * step for code, moved, step in places), cell

    def ordered_codes(self) -> Mapping[str, list[str]]:
        return {name: sorted(codes) for name, codes in self.codes.items()}


def _sorted_places(codes: Mapping[str, int]) -> list[int]:
    """Where each code goes that was met in another order than that of the alphabet."""
    moved = [0] * len(codes)
    for place, code in enumerate(sorted(codes)):
        moved[codes[code]] = place
    return moved


def cube_of(design: Design, observations: Iterable[Observation], usual: Mapping[str, str]) -> Cube:
    """The cube of all observations. `usual`: the code of each indicator's own unit.

    What is in another unit is a category of its own, `total_water_use.10_000_M3`: JSON-stat knows
    one unit of each. Raises `TooManyCellsError` as soon as there are too many.
    """
    cube = Cube({one.name: {} for one in design.dimensions})
    dimensions = list(cube.codes.values())
    metric = design.position(design.metric)
    for one in observations:
        indicator = one.key[metric]
        if one.unit != usual.get(indicator):
            indicator = f"{indicator}.{one.unit}"
        key = (*one.key[:metric], indicator, *one.key[metric + 1 :])
        before = sum(map(len, dimensions))
        places = tuple(
            codes.setdefault(code, len(codes)) for codes, code in zip(dimensions, key, strict=True)
        )
        value = "" if one.value is None else number(one.value)
        cube.cells.append(Cell(places, value, one.status, one.state, one.demo))
        grown = sum(map(len, dimensions)) != before
        if len(cube.cells) > MOST_FILLED or (grown and prod(cube.size) > MOST_CELLS):
            raise TooManyCellsError
        _note(cube, indicator, one)
    return cube


def _note(cube: Cube, indicator: str, one: Observation) -> None:
    """Keep what is said of the whole: decimals and unit of an indicator, the newest time."""
    cube.decimals[indicator] = max(cube.decimals.get(indicator, 0), decimals_of(one.value))
    cube.units[indicator] = one.unit
    if one.updated_at is not None and (cube.updated is None or one.updated_at > cube.updated):
        cube.updated = one.updated_at
