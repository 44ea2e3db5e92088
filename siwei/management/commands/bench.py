"""`manage.py bench`: measures what people wait for, with five cities and with a nation."""

import gc
from collections.abc import Iterable
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import override_settings
from rich.console import Console
from rich.table import Table

from indicators.actuals.models import Actual
from siwei.bench.aims import Aim, aims, aims_of_loading
from siwei.bench.measure import (
    Compared,
    Timing,
    microseconds_per_assessment,
    past_beside_now,
    timings,
    unchanged_beside_whole,
)
from siwei.bench.nation import CITIES, THEN, build
from siwei.bench.scratch import scratch_database
from siwei.bench.sets import Streamed, floor, streamed
from siwei.bench.work import build_people, build_work, submit

FEW = 5
WAITING = 10_000


class Command(BaseCommand):
    help = (
        "Build a nation of invented data in a scratch database beside the configured one, and "
        "time the reads. Nothing else is touched, and no timing ever fails."
    )
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        quick = override_settings(ALLOWED_HOSTS=["localhost"], DEBUG=False, RATE_ANONYMOUS=None)
        with scratch_database(), quick:
            few = timings(_built(FEW, WAITING))
            begin = perf_counter()
            city = _built(CITIES)
            connection.check_constraints()
            console.print(
                f"{connection.vendor}: {CITIES} cities, {Actual.objects.count():,} actuals, "
                f"built in {perf_counter() - begin:.0f} s"
            )
            # As a server does (siwei/wsgi.py).
            gc.collect()
            gc.freeze()
            then = f"as of {THEN.isoformat()}"
            console.print(_compared(past_beside_now(city), "now", then))
            submit(WAITING)
            nation = timings(city)
            console.print(_table(few, nation))
            unchanged = unchanged_beside_whole(city)
            console.print(_compared(unchanged, "200", "304"))
            sets, least = streamed(), floor()
            console.print(_sets_table(sets, least))
            console.print(f"assess(): {microseconds_per_assessment():.1f} µs a cell")
            console.print(_aims_table(aims(city, nation, sets, least, unchanged)))
        with scratch_database(), quick:
            console.print(_aims_table(aims_of_loading(CITIES)))


def _built(cities: int, waiting: int = 0) -> str:
    """A nation of so many cities, in which so many values wait; the code of its first city."""
    codes = build(cities)
    build_work(codes)
    build_people(codes[0])
    if waiting:
        submit(waiting)
    return codes[0]


def _aims_table(found: Iterable[Aim]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("what is meant to be reached")
    for title in ("ours", "at least", "ratio", "aim"):
        table.add_column(title, justify="right")
    for one in found:
        least = "" if one.floor is None else f"{one.floor:,.1f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        table.add_row(one.what, f"{one.ours:,.1f}", least, ratio, one.aim)
    return table


def _table(few: dict[str, Timing], nation: dict[str, Timing]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("read")
    for title in ("queries", f"{FEW} cities, ms", f"{CITIES} cities, ms", "ratio"):
        table.add_column(title, justify="right")
    for name, one in nation.items():
        before = few[name]
        queries = (
            f"{one.queries}"
            if one.queries == before.queries
            else (f"{before.queries} → {one.queries}")
        )
        table.add_row(
            name,
            queries,
            f"{before.milliseconds:.1f}",
            f"{one.milliseconds:.1f}",
            f"{one.milliseconds / before.milliseconds:.1f}",
        )
    return table


def _compared(found: dict[str, Compared], one: str, other: str) -> Table:
    """What an answer costs beside another one of the same address, in the nation."""
    table = Table(box=None, pad_edge=False)
    table.add_column("read")
    for title in ("queries", f"{one}, ms", f"{other}, ms", "ratio"):
        table.add_column(title, justify="right")
    for name, both in found.items():
        table.add_row(
            name,
            f"{both.now.queries} → {both.then.queries}",
            f"{both.now.milliseconds:.1f}",
            f"{both.then.milliseconds:.1f}",
            f"{both.ratio:.2f}",
        )
    return table


def _sets_table(found: dict[str, Streamed], least: float) -> Table:
    """Whole data sets of the nation; below them the database alone, of the actuals as JSON."""
    table = Table(box=None, pad_edge=False)
    table.add_column("whole data set")
    for title in ("ms", "MB sent", "MB grown"):
        table.add_column(title, justify="right")
    for name, one in found.items():
        grown = "" if one.grown is None else f"{one.grown:.0f}"
        table.add_row(name, f"{one.milliseconds:.0f}", f"{one.megabytes:.1f}", grown)
    table.add_row("actuals, the database alone", f"{least:.0f}", "", "")
    return table
