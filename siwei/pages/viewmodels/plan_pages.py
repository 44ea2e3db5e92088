"""The plans of a city as its page shows them: each with its promises and its tasks."""

from __future__ import annotations

from collections.abc import Iterable
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
    from siwei.pages.selectors.city import PlanContents
    from siwei.pages.selectors.summaries import PlanSummary
    from tasks.models import Task


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the page of a city says of one of its plans."""

    summary: PlanSummary
    promises: list[PlanIndicator]
    table: PromiseTable
    counties: CountyTable | None
    tasks: list[TaskRow]


def plan_pages(summaries: Iterable[PlanSummary], contents: PlanContents) -> list[PlanPage]:
    """Each plan with what `contents` has of it."""
    return [
        _plan_page(one, contents.promises[one.plan.pk], contents.tasks[one.plan.pk])
        for one in summaries
    ]


def elsewhere(contents: PlanContents, own: Iterable[PlanPage]) -> list[Plan]:
    """The plans of other regions that promise something for this one."""
    mine = {page.summary.plan.pk for page in own}
    return [rows[0].plan for pk, rows in contents.promises.items() if rows and pk not in mine]


def _plan_page(summary: PlanSummary, promises: list[PlanIndicator], work: list[Task]) -> PlanPage:
    """The plan's promises: its table, then its text, then what it promises for a county or a
    development zone.

    What it promises for several of them stands in a table of theirs.
    """
    counties = of_counties(promises, _is_county)
    apart = {row.pk for row in counties}
    promises = sorted(promises, key=_order)
    return PlanPage(
        summary=summary,
        promises=promises,
        table=promise_table(
            [row for row in promises if row.pk not in apart], _group, with_duties=True
        ),
        counties=county_table(counties),
        tasks=task_rows(work),
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
