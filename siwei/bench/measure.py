"""What is measured: the reads that people wait for, each with its queries."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.actuals.selectors.completeness import completeness
from indicators.assessments.selectors.assessments import overview
from indicators.assessments.selectors.comparison import comparison
from indicators.assessments.selectors.published_promises import published_promises
from indicators.assessments.selectors.series import of_region
from indicators.plans.models import Indicator, PlanIndicator
from siwei.bench.nation import SINCE, THEN
from siwei.bench.work import CLERK, PROVINCE_REVIEWER, REVIEWER

TODAY = date(2026, 11, 20)
YEAR = 2026
# Nothing of the nation was written later than this.
LATER = date(2026, 11, 1)
REPEATS = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """The best time of a read (what else the machine does isn't counted), and its queries."""

    milliseconds: float
    queries: int


Read = Callable[[], object]


def reads(city: str) -> dict[str, Read]:
    """Each read by what people call it, all of one year unless it says otherwise.

    Of one city it is always the same one. Needs the people of `siwei.bench.work`.
    """
    client = Client(headers={"host": "localhost"})
    everything = PlanIndicator.objects.all()

    def api(address: str) -> Read:
        return lambda: answer(client, f"/api/v1/{address}")

    return {
        "overview, all cities": lambda: overview(year=YEAR, today=TODAY),
        "overview, one province": lambda: overview(
            year=YEAR, today=TODAY, scope=everything.filter(region__parent=f"{city[:2]}0000")
        ),
        "the first page, all cities": lambda: answer(client, f"/?year={YEAR}"),
        "the first page, one province": lambda: answer(
            client, f"/?year={YEAR}&province={city[:2]}0000"
        ),
        "a city's row of the first page": lambda: answer(
            client, f"/cities/{city}/verdicts/?year={YEAR}"
        ),
        "the page of one city": lambda: answer(client, f"/cities/{city}/?year={YEAR}"),
        "the page of one indicator": lambda: answer(client, f"/indicators/fall_a/?year={YEAR}"),
        "one city, all years": lambda: [one.points() for one in of_region(city, today=TODAY)],
        "comparison, all cities": lambda: comparison(
            indicator=Indicator.objects.get(code="fall_a"),
            year=YEAR,
            scope=everything,
            today=TODAY,
        ),
        "completeness, all cities": lambda: completeness(
            scope=everything, intervals=[(YEAR, YEAR)], today=TODAY
        )[:],
        "the board of tasks": lambda: answer(client, "/tasks/"),
        "what waits for everybody's reviewer": _page("/review/", REVIEWER),
        "what waits for a province's reviewer": _page("/review/", PROVINCE_REVIEWER),
        "a clerk's own work": _page("/mine/", CLERK),
        "API: assessments of one city": api(f"assessments/?region={city}&year={YEAR}"),
        "API: a page of 100 assessments": api("assessments/"),
        "API: actuals of one city": api(f"actuals/?region={city}&year={YEAR}"),
        "API: actuals of one province": api(f"actuals/?region={city[:2]}0000&year={YEAR}"),
        "API: a page of 100 actuals": api("actuals/"),
        "API: the same without a count": api("actuals/?count=false"),
        "API: nothing changed since": api(f"actuals/?updated_since={LATER.isoformat()}"),
    }


def _page(address: str, username: str) -> Read:
    """A page that somebody reads, once they have logged in."""
    client = Client(headers={"host": "localhost"})

    def read() -> None:
        if not client.cookies:
            client.force_login(User.objects.get(username=username))
        answer(client, address)

    return read


def _of_the_past(city: str) -> dict[str, str]:
    """What takes `as_of`: the address by what people call it."""
    province = f"{city[:2]}0000"
    return {
        "the first page, all cities": f"/?year={YEAR}",
        "the first page, one province": f"/?year={YEAR}&province={province}",
        # With its last changes since one day, so that both list as many.
        "the page of one city": f"/cities/{city}/?year={YEAR}&since={SINCE.isoformat()}",
        "the page of changes": f"/changes/?since={SINCE.isoformat()}",
        "the page of one indicator": f"/indicators/fall_a/?year={YEAR}",
        "the page that compares": f"/compare/?indicator=fall_a&year={YEAR}",
        "API: assessments of one city": f"/api/v1/assessments/?region={city}&year={YEAR}",
        "API: a page of 100 assessments": "/api/v1/assessments/",
        "API: comparison, all cities": f"/api/v1/comparison/?indicator=fall_a&year={YEAR}",
        "API: completeness of one city": f"/api/v1/completeness/?region={city}",
        "API: actuals of one city": f"/api/v1/actuals/?region={city}&year={YEAR}",
        "API: a page of 100 actuals": "/api/v1/actuals/",
        "API: a page of 100 targets": "/api/v1/targets/",
    }


@dataclass(frozen=True, slots=True)
class Compared:
    """An answer beside another one of the same address."""

    now: Timing
    then: Timing

    @property
    def ratio(self) -> float:
        return self.then.milliseconds / self.now.milliseconds


def past_beside_now(city: str) -> dict[str, Compared]:
    """Each of today beside the same one of a day before (`nation.THEN`)."""
    client = Client(headers={"host": "localhost"})
    found = {}
    for name, address in _of_the_past(city).items():
        then = f"{address}{'&' if '?' in address else '?'}as_of={THEN.isoformat()}"
        found[name] = _in_turn(*(partial(answer, client, one) for one in (address, then)))
    return found


def unchanged_beside_whole(city: str) -> dict[str, Compared]:
    """Lists of the API, and what they cost whoever has the answer already (304)."""
    client = Client(headers={"host": "localhost"})
    found = {}
    for name, address in _lists(city).items():
        etag = answer(client, address).headers["ETag"]
        known = {"If-None-Match": etag}
        whole, unchanged = partial(answer, client, address), partial(answer, client, address, known)
        found[name] = _in_turn(whole, unchanged)
    return found


def _lists(city: str) -> dict[str, str]:
    """Short ones and long ones: the address by what people call it."""
    return {
        "one region": f"/api/v1/regions/{city}/",
        "departments of one city": f"/api/v1/departments/?region={city}",
        "a page of 100 regions": "/api/v1/regions/",
        "a page of 100 targets": "/api/v1/targets/",
        "a page of 1000 targets": "/api/v1/targets/?page_size=1000",
        "actuals of one city": f"/api/v1/actuals/?region={city}&year={YEAR}",
        "a page of 100 actuals": "/api/v1/actuals/",
        "assessments of one city": f"/api/v1/assessments/?region={city}&year={YEAR}",
        "a page of 100 assessments": "/api/v1/assessments/",
        "comparison, all cities": f"/api/v1/comparison/?indicator=fall_a&year={YEAR}",
    }


def best_in_turn(*reads: Read) -> list[float]:
    """The best time of each in milliseconds, by turns, so that what else the machine does meets all
    alike."""
    times = [[seconds(read) for read in reads] for _ in range(REPEATS)]
    return [min(each) * 1000 for each in zip(*times, strict=True)]


def _in_turn(*reads: Read) -> Compared:
    queries = [_queries(read) for read in reads]
    return Compared(*map(Timing, best_in_turn(*reads), queries))


def timings(city: str, names: Collection[str] | None = None) -> dict[str, Timing]:
    """Each read timed, or only those of `names`."""
    return {
        name: _timed(read) for name, read in reads(city).items() if names is None or name in names
    }


def microseconds_per_assessment() -> float:
    """Of the pure rule, for the cells of one year that are in the database."""
    published = published_promises(PlanIndicator.objects.all(), year=YEAR)
    times = []
    for _ in range(REPEATS):
        begin = perf_counter()
        for row in published.rows:
            published.assess(row, YEAR, last_over=YEAR - 1)
        times.append(perf_counter() - begin)
    return min(times) / len(published.rows) * 1e6


def _timed(read: Read) -> Timing:
    number = _queries(read)
    times: Sequence[float] = [seconds(read) for _ in range(REPEATS)]
    return Timing(min(times) * 1000, number)


def _queries(read: Read) -> int:
    with CaptureQueriesContext(connection) as queries:
        read()
    return len(queries)  # now: the next request empties the log


def seconds(read: Read) -> float:
    """How long it takes once."""
    begin = perf_counter()
    read()
    return perf_counter() - begin


def answer(client: Client, address: str, headers: Mapping[str, str] | None = None) -> Any:
    """The response of the API or a page, 304 where `headers` name what the caller has.

    Raises `RuntimeError` where it is another one: an error takes no time and measures nothing.
    """
    response = client.get(address, secure=True, headers=headers)
    if response.status_code != (304 if headers else 200):
        raise RuntimeError(f"{address}: {response.status_code}")
    return response
