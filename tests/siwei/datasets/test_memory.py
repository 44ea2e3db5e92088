"""However long a data set is, it is read and written in parts: its memory stays flat."""

import gc
import tempfile
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import IO, Any
from weakref import WeakSet

import pytest
from django.db.models.signals import post_init
from django.test import Client

from indicators.assessments.selectors.verdicts import assessments
from indicators.plans.models import PlanIndicator, Target
from siwei.bench import nation
from siwei.datasets.selectors import rows
from siwei.datasets.selectors.sets import SETS
from siwei.datasets.viewmodels import parquet, texts, workbooks
from tests import factories
from tests.siwei.datasets.sets import parts_of


def peak(read: Callable[[], object]) -> int:
    read()  # what is made once isn't counted
    tracemalloc.start()
    read()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def consume(client: Client, address: str) -> None:
    for _part in parts_of(client.get(f"/api/v1/datasets/{address}")):
        pass


def test_actuals_are_read_in_parts(
    client: Client, db: None, small_nation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five times as many, and no more memory but for what the caches keep of texts."""
    monkeypatch.setattr(rows, "ROWS", 40)
    monkeypatch.setattr(texts, "_PART", 40)
    nation.build(3)
    few = peak(partial(consume, client, "actuals.csv?year=2015:2017"))
    assert peak(partial(consume, client, "actuals.csv")) < few + 500_000


def test_targets_are_read_in_parts(
    client: Client, db: None, small_nation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ROWS", 20)
    monkeypatch.setattr(texts, "_PART", 20)
    nation.build(2)
    alive, most = WeakSet[Target](), 0

    def born(instance: Target, **_more: Any) -> None:
        alive.add(instance)

    post_init.connect(born, sender=Target)
    try:
        for _part in parts_of(client.get("/api/v1/datasets/targets.jsonl")):
            gc.collect()  # a row and what was prefetched for it hold each other
            most = max(most, len(alive))
    finally:
        post_init.disconnect(born, sender=Target)
    assert Target.objects.count() > 100
    assert 20 <= most <= 40


def test_verdicts_are_read_in_parts(db: None) -> None:
    factories.mini_plan()
    found = assessments(
        scope=PlanIndicator.objects.all(), intervals=[], statuses=[], today=date(2026, 3, 1)
    )
    years = len(found) // 3
    assert list(map(len, found.parts(2))) == [2 * years, years]
    assert [one for part in found.parts(2) for one in part] == list(found)


COLUMNS = SETS["actuals"].columns
ROW = [
    *("140300.total_water_use.2024", "140300", "total_water_use", 2024, None, Decimal("2.10")),
    *("亿立方米", "normal", "approved", "水资源公报", "", False, 1, "2026-03-02T09:15:00+08:00"),
    *(None, None, None, None, None),
]
WRITERS: dict[str, Callable[[Iterator[Any]], object]] = {
    "json": lambda found: deque(texts.as_json(map(str, found)), 0),
    "csv": lambda found: deque(texts.as_csv(COLUMNS, found), 0),
    "xlsx": lambda found: workbooks.write_xlsx(
        nowhere(), COLUMNS, found, title="年度实际值", notes=[]
    ),
    "parquet": lambda found: parquet.write_parquet(nowhere(), COLUMNS, found, about={}),
}


def nowhere() -> IO[bytes]:
    return tempfile.TemporaryFile()


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_nothing_that_is_written_is_kept(
    monkeypatch: pytest.MonkeyPatch, write: Callable[[Iterator[Any]], object]
) -> None:
    monkeypatch.setattr(texts, "_PART", 50)
    monkeypatch.setattr(parquet, "_GROUP", 200)
    few, many = (peak(partial(written, write, n)) for n in (200, 2000))
    assert many < few + 300_000  # more than a part is buffered somewhere, but not all rows


def written(write: Callable[[Iterator[Any]], object], number: int) -> None:
    write(map(tuple, repeat(ROW, number)))
