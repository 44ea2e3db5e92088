"""One value on its way to the public, beside the least that three writes could cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from common.records.rules.doors import BY_PAGE, by_command
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.writing import write, write_as_siwei
from siwei.bench.work import CLERK, REVIEWER

_INDICATOR, _YEAR = "ceiling_a", 2025
_TIMES = 15
_FLOOR = "bench_floor"
_TABLE = f"""CREATE TABLE {_FLOOR} (record_id bigint, number int, action varchar(10),
    content text, previous_hash varchar(64), hash varchar(64))"""


@dataclass(frozen=True, slots=True)
class Written:
    """Milliseconds: of save, submit and approve, and of three times one locked row, one row of a
    history, one changed row, one commit."""

    ours: float
    floor: float


def written(city: str) -> Written:
    """A value of `city` that somebody types anew again and again, in turn with the floor."""
    key = ActualKey(city, _INDICATOR, _YEAR)
    with _table():
        times = [(approved_anew(city), _floor(key)) for _ in range(_TIMES)]
    ours, floors = zip(*times, strict=True)
    return Written(min(ours) * 1000, min(floors) * 1000)


def approved_anew(city: str) -> float:
    """A value of `city` is taken away, saved, submitted and approved; the seconds of the last
    three."""
    key = ActualKey(city, _INDICATOR, _YEAR)
    actual = Actual.objects.filter(region=key.region, indicator=key.indicator)
    now = actual.get(year=key.year)
    removal = Change(key, Action.REMOVE, now.version)
    write_as_siwei(changes=[removal], now=timezone.now(), door=by_command("bench"))
    typed = Entry(
        str(actual.get(year=key.year - 1).printed_value), source="公报", explanation="核对"
    )
    clerk, reviewer = (User.objects.get(username=name) for name in (CLERK, REVIEWER))

    def do(actor: User, action: Action, version: int | None, entry: Entry | None = None) -> int:
        change = Change(key, action, version, entry)
        [outcome] = write(
            changes=[change], actor=actor, now=timezone.now(), door=BY_PAGE, all_or_nothing=True
        )
        return outcome.stored.version

    begin = perf_counter()
    version = do(clerk, Action.SAVE, None, typed)
    version = do(clerk, Action.SUBMIT, version)
    do(reviewer, Action.APPROVE, version)
    return perf_counter() - begin


def _floor(key: ActualKey) -> float:
    lock = "" if connection.vendor == "sqlite" else " FOR UPDATE"
    begin = perf_counter()
    for number in range(3):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM records_record WHERE kind = 'actual' AND key = %s{lock}",
                [str(key)],
            )
            [pk] = cursor.fetchone()
            cursor.execute(
                f"INSERT INTO {_FLOOR} VALUES (%s, %s, 'save', %s, %s, %s)",
                [pk, number, '{"value": "9.51"}', "0" * 64, "1" * 64],
            )
            # As it is: of what is there the history goes on telling the truth.
            cursor.execute(
                "UPDATE actuals_actual SET updated_at = updated_at WHERE record_id = %s", [pk]
            )
    return perf_counter() - begin


@contextmanager
def _table() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {_FLOOR}")
