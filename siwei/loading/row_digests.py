"""Digests of the rows to which files led: another one after whatever was written to them since."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, Q, QuerySet

from common.records.models import Record
from departments.models import (
    Department,
    DepartmentAlias,
    DepartmentFunction,
    Region,
    RegionSuccession,
)
from indicators.plans.models import (
    Citation,
    Clause,
    Indicator,
    IndicatorDivision,
    IndicatorPart,
    Plan,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reported,
    SeriesBreak,
    Target,
    Unit,
    UnitSpelling,
)
from indicators.plans.rules.history import KIND
from siwei.loading.groups import Ties, ties_of
from tasks.models import Assignment, Item, Milestone, Task
from tasks.rules.history import TASK, task_key

_Digests: TypeAlias = dict[Any, "hashlib._Hash"]

# Every table that a load of a plan writes, and how a row of it leads to the plan.
OF_PLANS: tuple[tuple[type[Model], str], ...] = (
    (Plan, "pk"),
    (Clause, "plan"),
    (PlanIndicator, "plan"),
    (PlanIndicatorDepartment, "plan_indicator__plan"),
    (Target, "plan_indicator__plan"),
    (Reported, "plan_indicator__plan"),
    (Citation, "clause__plan"),
    (Task, "plan"),
    (Item, "task__plan"),
    (Assignment, "task__plan"),
    (Assignment.items.through, "assignment__task__plan"),
    (Milestone, "task__plan"),
    (Milestone.regions.through, "milestone__task__plan"),
)
# Those that the plans of a region write together, and that the administration writes, too.
OF_REGIONS: tuple[tuple[type[Model], str], ...] = (
    (Department, "region"),
    (DepartmentAlias, "department__region"),
)
# Those of what all plans share.
SHARED: tuple[type[Model], ...] = (
    Region,
    RegionSuccession,
    Unit,
    UnitSpelling,
    DepartmentFunction,
    Indicator,
    Indicator.slips.through,
    IndicatorDivision,
    IndicatorPart,
    SeriesBreak,
)
# Further than this the whole table is read: a statement takes a limited number of values.
_MOST_NAMED = 100
_AT_ONCE = 1000


def stored_ties() -> Ties:
    """What holds each plan of the database to others, by slug. Two queries."""
    found = {
        slug: ties_of(slug, [region], filter(None, [superseded]))
        for slug, region, superseded in Plan.objects.order_by().values_list(
            "slug", "region_id", "supersedes__slug"
        )
    }
    plan = "plan_indicator__plan__slug"
    amending = Target.objects.filter(amends__isnull=False).order_by()
    for slug, other in amending.values_list(plan, f"amends__{plan}").distinct():
        found[slug].add(("plan", other))
    return found


def digest_of_shared() -> str:
    """Of all rows that plans share, and of those of administrators beside them."""
    found = hashlib.sha256()
    for model in SHARED:
        for row in sorted(_lines(model, "pk", model._base_manager.all())):
            found.update(repr(row).encode())
    return found.hexdigest()


def digests_of_plans(slugs: Collection[str]) -> dict[str, str]:
    """By slug, of everything that a load of the plan would look at or write: its rows, the
    departments of its region, and where its history ends. A fixed number of queries."""
    every = Plan.objects.order_by().values_list("pk", "slug", "region_id")
    plans = {pk: (slug, region) for pk, slug, region in every if slug in slugs}
    regions = {region for _slug, region in plans.values()}
    of_plan = _of_tables(OF_PLANS, set(plans))
    of_region = _of_tables(OF_REGIONS, regions)
    ends = _ends_of_histories(set(slugs))
    return {
        slug: hashlib.sha256(
            of_plan[pk].digest() + of_region[region].digest() + ends[slug].digest()
        ).hexdigest()
        for pk, (slug, region) in plans.items()
    }


def _of_tables(tables: Sequence[tuple[type[Model], str]], keys: Collection[Any]) -> _Digests:
    """Of the rows that belong to each of `keys`."""
    found: _Digests = defaultdict(hashlib.sha256)
    for model, path in tables:
        rows = model._base_manager.all()
        if len(keys) <= _MOST_NAMED:
            rows = rows.filter(**{f"{path}__in": keys})
        for key, *line in _lines(model, path, rows):
            found[key].update(f"{model._meta.db_table} {line!r}".encode())
    return found


def _ends_of_histories(slugs: Collection[str]) -> _Digests:
    """Of the last history rows of plans and of their tasks, by the slug of the plan."""
    wanted = Q(kind__in=(KIND, TASK))
    if len(slugs) <= _MOST_NAMED:
        wanted = Q(kind=KIND, key__in=slugs)
        for slug in slugs:
            wanted |= Q(kind=TASK, key__startswith=task_key(slug, ""))
    found: _Digests = defaultdict(hashlib.sha256)
    rows = Record.objects.filter(wanted).order_by("pk")
    for kind, key, *end in rows.values_list("kind", "key", "number", "hash"):
        found[key.partition("/")[0]].update(repr((kind, key, *end)).encode())
    return found


def _lines(model: type[Model], path: str, rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """The keys to which `path` leads with what stands for their rows: on SQLite each row, in
    order; PostgreSQL sums up the hashes of the rows, so that they needn't be sent."""
    try:
        if connection.vendor == "postgresql":
            table = connection.ops.quote_name(model._meta.db_table)
            statement, values = rows.order_by().values_list(path).query.sql_with_params()
            key, rest = statement.removeprefix("SELECT ").split(" FROM ", 1)
            key = key.split(" AS ")[0]
            statement = (
                f"SELECT {key}, count(*), sum(hashtextextended({table}::text, 0)) "
                f"FROM {rest} GROUP BY 1"
            )
        else:
            columns = [one.attname for one in model._meta.concrete_fields]
            listed = rows.order_by("pk").values_list(path, *columns)
            statement, values = listed.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while some := cursor.fetchmany(_AT_ONCE):
            yield from some
