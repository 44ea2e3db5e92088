"""Whole data sets, beside what the database alone needs to hand out the same as JSON."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from django.db import connection
from django.test import Client

from siwei.bench.measure import answer, seconds

ADDRESSES = (
    *(f"actuals.{extension}" for extension in ("json", "jsonl", "csv", "xlsx", "parquet")),
    *("targets.json", "assessments.json"),
)
REPEATS = 3
_MEGABYTE = 1024 * 1024
_STATUS = Path("/proc/self/statm")  # where it is Linux
_PAGE = 4096
# The public rows of actuals as JSON objects, put together by the database.
_JSON_OF_ACTUALS = """
SELECT {json_object}(
    'key', a.region_id || '.' || a.indicator_id || '.' || a.year, 'region', a.region_id,
    'indicator', a.indicator_id, 'year', a.year, 'base_year', a.base_year,
    'value', a.published_value, 'unit', i.unit_id, 'obs_status', a.published_obs_status,
    'state', 'approved', 'source', a.published_source, 'note', a.published_note, 'demo', a.demo,
    'version', a.published_version, 'updated_at', a.published_at, 'withdrawn', NULL)
FROM actuals_actual a JOIN plans_indicator i ON i.code = a.indicator_id
WHERE a.published_at IS NOT NULL
ORDER BY a.region_id, a.indicator_id, a.year, a.base_year"""


@dataclass(frozen=True, slots=True)
class Streamed:
    """The best time of a data set; of one read, how much was sent and by how much the process
    grew meanwhile (None where that can't be told)."""

    milliseconds: float
    megabytes: float
    grown: float | None


def streamed() -> dict[str, Streamed]:
    """Each data set as an anonymous caller gets it."""
    client = Client(headers={"host": "localhost"})
    return {address: _measured(client, address) for address in ADDRESSES}


@dataclass(frozen=True, slots=True)
class Paged:
    """Milliseconds of all pages one after the other, of an early one and of a late one."""

    whole: float
    first: float
    last: float


def paged() -> Paged:
    """All actuals as a list, a thousand a page, as who follows `next` gets them."""
    client = Client(headers={"host": "localhost"})
    times, address = [], "/api/v1/actuals/?page_size=1000"
    while address:
        begin = perf_counter()
        response = answer(client, address)
        times.append((perf_counter() - begin) * 1000)
        address = response.json()["next"]
    # A page that nobody read before, beside one of the same size.
    full = times[1:-1] or times
    return Paged(sum(times), min(full[:3]), min(full[-3:]))


def floor() -> float:
    """Milliseconds in which the database alone hands out the JSON of all actuals: `COPY` to a
    client of PostgreSQL, rows of SQLite."""
    return min(seconds(_copied) for _ in range(REPEATS)) * 1000


def _copied() -> None:
    is_sqlite = connection.vendor == "sqlite"
    sql = _JSON_OF_ACTUALS.format(json_object="json_object" if is_sqlite else "json_build_object")
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute(sql)
            while cursor.fetchmany(1000):
                pass
            return
        with cursor.copy(f"COPY ({sql}) TO STDOUT") as copy:
            for _part in copy:
                pass


def _measured(client: Client, address: str) -> Streamed:
    times = []
    for _ in range(REPEATS):
        begin, before, most, size = perf_counter(), _memory(), 0, 0
        for part in answer(client, f"/api/v1/datasets/{address}").streaming_content:
            size += len(part)
            most = max(most, _memory())
        times.append(perf_counter() - begin)
    grown = (most - before) / _MEGABYTE if _STATUS.exists() else None
    return Streamed(min(times) * 1000, size / _MEGABYTE, grown)


def _memory() -> int:
    """How many bytes of the process are in the memory."""
    return int(_STATUS.read_text().split()[1]) * _PAGE if _STATUS.exists() else 0
