"""The plans of a city as its page shows them: each with its promises and its tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from departments.rules.roles import RegionLevel
from indicators.plans.rules.enums import Origin
from indicators.plans.viewmodels.counties import CountyTable, county_table, of_counties
from indicators.plans.viewmodels.table import PromiseTable, promise_table
from tasks.viewmodels.tasks import TaskRow, task_rows

if TYPE_CHECKING:
    from indicators.plans.models import Plan, PlanIndicator
    from siwei.pages.selectors.summaries import PlanSummary
    from tasks.models import Task


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What one of the plans of a city promises: its table, and that of the counties."""

    summary: PlanSummary
    table: PromiseTable
    counties: CountyTable | None


@dataclass(frozen=True, slots=True)
class PlanWork:
    """The tasks of one of the plans of a city."""

    summary: PlanSummary
    tasks: list[TaskRow]


def plan_pages(
    summaries: Iterable[PlanSummary], promises: Mapping[int, list[PlanIndicator]]
) -> list[PlanPage]:
    """Each plan with what it promises."""
    return [_plan_page(one, promises.get(one.plan.pk, [])) for one in summaries]


def plan_work(summaries: Iterable[PlanSummary], tasks: Mapping[int, list[Task]]) -> list[PlanWork]:
    """Each plan that has tasks, with them."""
    return [
        PlanWork(one, task_rows(tasks[one.plan.pk])) for one in summaries if tasks.get(one.plan.pk)
    ]


def elsewhere(
    promises: Mapping[int, list[PlanIndicator]], own: Iterable[PlanSummary]
) -> list[Plan]:
    """The plans of other regions that promise something for this one."""
    mine = {summary.plan.pk for summary in own}
    return [rows[0].plan for pk, rows in promises.items() if rows and pk not in mine]


def _plan_page(summary: PlanSummary, promises: list[PlanIndicator]) -> PlanPage:
    """The plan's promises: its table, then its text, then what it promises for a county or a
    development zone.

    What it promises for several of them stands in a table of theirs.
    """
    counties = of_counties(promises, _is_county)
    apart = {row.pk for row in counties}
    return PlanPage(
        summary=summary,
        table=promise_table(
            [row for row in sorted(promises, key=_order) if row.pk not in apart],
            _group,
            with_duties=True,
        ),
        counties=county_table(counties),
    )


def _order(row: PlanIndicator) -> tuple[bool, bool, bool]:
    below = _is_county(row)
    is_zone = below and row.region.level == RegionLevel.ZONE
    return (below, is_zone, row.origin != Origin.ANNEX)


def _group(row: PlanIndicator) -> str:
    if _is_county(row):
        is_zone = row.region.level == RegionLevel.ZONE
        return _("对开发区的承诺") if is_zone else _("对县（市、区）的承诺")
    return _("附表中的指标") if row.origin == Origin.ANNEX else _("正文中的承诺")


def _is_county(row: PlanIndicator) -> bool:
    return row.region_id != row.plan.region_id
