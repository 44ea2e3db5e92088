"""`manage.py bench_import`: measures what the import of a hundred thousand rows takes."""

import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from itertools import islice
from time import process_time
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import override_settings
from openpyxl import Workbook
from rich.console import Console
from rich.table import Table

from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from departments.models import Department, DepartmentFunction, Membership, Region
from departments.rules.roles import RegionLevel, Role
from indicators.actuals.models import Actual, ReportingYear
from siwei.bench.nation import CITIES, YEARS, build, measures
from siwei.bench.scratch import scratch_database
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.rows import from_json
from siwei.exchange.services.committing import commit
from siwei.exchange.services.staging import stage

ROWS = 100_000
# Years of which the nation has no values.
_NEW_YEARS = range(2000, 2015)
_NOW = datetime(2031, 3, 1, tzinfo=UTC)
_HEADS = ("地区", "指标", "年份", "基期年", "数值", "单位", "来源")
_MEGABYTE = 1024 * 1024
T = TypeVar("T")
Line = Sequence[str | float | None]


class Command(BaseCommand):
    help = (
        "Build a nation in a scratch database, and time in processor seconds how its values are "
        "imported from a workbook: reading alone, the preview, the commit. Nothing else is touched."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=ROWS)
        parser.add_argument("--cities", type=int, default=CITIES)

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        rows: int = options["rows"]
        with scratch_database(), override_settings(DEBUG=False):
            codes = build(options["cities"])
            actor = _everywhere()
            before = _megabytes()
            table = Table(box=None, pad_edge=False)
            for title in ("", "rows", "reading, s", "preview, s", "commit, s", "ratio"):
                table.add_column(title, justify="right" if title else "left")
            same = _workbook(islice(_stored_lines(), rows))
            table.add_row("what is stored already", *_measured(same, actor))
            del same
            new = _workbook(islice(_new_lines(codes), rows))
            table.add_row("new values", *_measured(new, actor))
            console.print(f"{connection.vendor}: {options['cities']} cities")
            console.print(table)
            console.print(f"at most {_megabytes()} MB of memory, {before} MB before the import")


def _measured(content: bytes, actor: User) -> list[str]:
    """How many rows, and the seconds of each step; the last is (preview + commit) / reading."""
    book, reading = _timed(lambda: read_book(content, "bench.xlsx", Limits(size=len(content))))
    batch, preview = _timed(
        lambda: stage(
            book=book,
            name="bench.xlsx",
            sha256=sha256(content).hexdigest(),
            size=len(content),
            actor=actor,
            now=_NOW,
        )
    )
    number = len(batch.rows["rows"])
    asked = [at for at, row in enumerate(from_json(batch.rows)) if row.kind is RowKind.WARNING]
    writes = any(row.kind is RowKind.NEW for row in from_json(batch.rows))
    _done, commits = _timed(lambda: _committed(batch, asked, actor) if writes else batch)
    seconds = (reading, preview, commits)
    ratio = (preview + commits) / reading
    return [f"{number:,}", *(f"{one:.1f}" for one in seconds), f"{ratio:.1f}"]


def _committed(batch: ImportBatch, asked: Sequence[int], actor: User) -> ImportBatch:
    explanations = dict.fromkeys(asked, "测速")
    return commit(batch=batch, explanations=explanations, left_out=(), actor=actor, now=_NOW)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begin = process_time()
    found = work()
    return found, process_time() - begin


def _everywhere() -> User:
    """Somebody who may enter every value, in years that are open."""
    user = User.objects.create_user("bench")
    water = DepartmentFunction.objects.create(
        code="water", name="水行政", name_en="Water", enters_every_indicator=True
    )
    for province in Region.objects.filter(level=RegionLevel.PROVINCE):
        department = Department.objects.create(region=province, name="水利厅", function=water)
        Membership.objects.create(
            user=user, region=province, department=department, role=Role.EDITOR
        )
        ReportingYear.objects.bulk_create(
            ReportingYear(province=province, year=year, due_on=date(year + 1, 4, 30))
            for year in (*_NEW_YEARS, *YEARS)
        )
    return user


def _stored_lines() -> Iterator[Line]:
    rows = Actual.objects.order_by("pk").values_list(
        *("region", "indicator", "year", "base_year", "value", "indicator__unit", "source")
    )
    for region, code, year, base, value, unit, source in rows.iterator():
        yield (region, code, year, base, None if value is None else float(value), unit, source)


def _new_lines(codes: Sequence[str]) -> Iterator[Line]:
    levels = [one.code for one in measures() if one.level_of is None]
    for region in codes:
        for code in levels:
            for year in _NEW_YEARS:
                yield (region, code, year, None, 9.5 + year % 10 / 100, "亿立方米", "测速")


def _workbook(lines: Iterator[Line]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("实际值")
    sheet.append(_HEADS)
    for line in lines:
        sheet.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _megabytes() -> int:
    """The most memory that this process had so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // _MEGABYTE if sys.platform == "darwin" else most // 1024
