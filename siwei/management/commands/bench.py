"""`manage.py bench`: measures what people wait for, with five cities and with a nation."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import override_settings
from rich.console import Console
from rich.table import Table

from indicators.actuals.models import Actual
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

FEW = 5


class Command(BaseCommand):
    help = (
        "Build a nation of invented data in a scratch database beside the configured one, and "
        "time the reads. Nothing else is touched, and no timing ever fails."
    )
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        with scratch_database(), override_settings(ALLOWED_HOSTS=["localhost"], DEBUG=False):
            few = timings(build(FEW)[0])
            begin = perf_counter()
            city = build(CITIES)[0]
            connection.check_constraints()
            console.print(
                f"{connection.vendor}: {CITIES} cities, {Actual.objects.count():,} actuals, "
                f"built in {perf_counter() - begin:.0f} s"
            )
            nation = timings(city)
            console.print(_table(few, nation))
            then = f"as of {THEN.isoformat()}"
            console.print(_compared(past_beside_now(city), "now", then))
            console.print(_compared(unchanged_beside_whole(city), "200", "304"))
            console.print(_sets_table(streamed(), floor()))
            console.print(f"assess(): {microseconds_per_assessment():.1f} µs a cell")


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
