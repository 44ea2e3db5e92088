"""What Siwei means to reach at the scale of a nation, each beside the least that it could cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from siwei.bench.first_page import first_page
from siwei.bench.measure import Compared, Timing
from siwei.bench.sets import Streamed, paged
from siwei.bench.visitors import visited

_MOST_MS = 300


@dataclass(frozen=True, slots=True)
class Aim:
    """`ours` and `floor` in one unit, milliseconds unless `what` names another; without a floor
    `ours` stands alone. `aim` says how many times the floor, or how much, is meant to be enough."""

    what: str
    ours: float
    floor: float | None
    aim: str

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.ours / self.floor


def aims(
    city: str,
    nation: Mapping[str, Timing],
    sets: Mapping[str, Streamed],
    copied: float,
    unchanged: Mapping[str, Compared],
) -> Iterator[Aim]:
    """`copied`: milliseconds in which the database alone hands out all actuals."""
    yield Aim("all actuals as JSON, against COPY", sets["actuals.json"].milliseconds, copied, "1 ×")
    pages = paged()
    yield Aim("the same page by page, against COPY", pages.whole, copied, "8 ×")
    yield Aim("its last full page, against its first", pages.last, pages.first, "the same")
    slowest = max(unchanged.items(), key=lambda one: one[1].ratio)
    yield Aim(
        f"304 against 200, at worst ({slowest[0]})",
        slowest[1].then.milliseconds,
        slowest[1].now.milliseconds,
        "0.1 ×",
    )
    page = first_page()
    yield Aim("the first page, nothing written since", page.unchanged, None, "60 ms")
    yield Aim("the first page, after an approval", page.approved, None, f"{_MOST_MS} ms")
    yield Aim("the first page, elements", page.elements, None, "6,000")
    beside = visited(city)
    yield Aim(
        "a call about one city beside four visitors, against alone",
        beside.beside,
        beside.alone,
        "3 ×",
    )
    for name in (
        "the page of one indicator",
        "the board of tasks",
        "what waits for everybody's reviewer",
    ):
        yield Aim(name, nation[name].milliseconds, None, f"{_MOST_MS} ms")
