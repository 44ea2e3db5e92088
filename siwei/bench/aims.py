"""What Siwei means to reach at the scale of a nation, each beside the least that it could cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from siwei.bench.history import verified
from siwei.bench.kept_pages import FIRST_PAGE, ONE_INDICATOR, kept_page
from siwei.bench.lists import one_indicator
from siwei.bench.measure import Compared, Timing
from siwei.bench.plan_files import loads
from siwei.bench.sets import Streamed, paged
from siwei.bench.visitors import visited
from siwei.bench.writing import written

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
    lists = one_indicator()
    yield Aim("one indicator in every city, against SQL alone", lists.ours, lists.raw, "2 ×")
    yield Aim("the same, against a ModelSerializer", lists.ours, lists.plain, "0.5 ×")
    slowest = max(unchanged.items(), key=lambda one: one[1].ratio)
    yield Aim(
        f"304 against 200, at worst ({slowest[0]})",
        slowest[1].then.milliseconds,
        slowest[1].now.milliseconds,
        "0.1 ×",
    )
    page = kept_page(FIRST_PAGE, city)
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
    page = kept_page(ONE_INDICATOR, city)
    yield Aim(
        "the page of one indicator, nothing written since", page.unchanged, None, f"{_MOST_MS} ms"
    )
    yield Aim("the same, after an approval", page.approved, None, f"{_MOST_MS} ms")
    for name in ("the board of tasks", "what waits for everybody's reviewer"):
        yield Aim(name, nation[name].milliseconds, None, f"{_MOST_MS} ms")
    one = written(city)
    yield Aim("save, submit, approve, against three bare writes", one.ours, one.floor, "5 ×")
    chain = verified()
    yield Aim("verify_history, against the same hashes", chain.ours, chain.floor, "2 ×")


def aims_of_loading(plans: int) -> Iterator[Aim]:
    """Of a database that holds nothing."""
    with TemporaryDirectory() as folder:
        found = loads(Path(folder) / "fixtures", plans)
    floor = found.floor * 1000
    yield Aim(f"load_plans of {plans} plans, against reading", found.first * 1000, floor, "")
    yield Aim("the same, unchanged", found.unchanged * 1000, floor, "3,000 ms")
    yield Aim("the same, one changed", found.one_changed * 1000, floor, "4,000 ms")
