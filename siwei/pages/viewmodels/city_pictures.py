"""What is drawn of a promise on the page of its city: the years, the bullet, what is ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.figures import number, with_minus
from indicators.assessments.charts.bullet import Bullet, bullet
from indicators.assessments.charts.spark import Spark, SparkPoint, spark
from indicators.assessments.rules.outlook import Outlook, last_known, outlook
from indicators.plans.rules.enums import Direction, LimitBasis
from indicators.plans.wording import break_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.assessments.rules.assessment import Assessment
    from indicators.assessments.selectors.series import YearPoint
    from indicators.plans.selectors.promise_rows import PromiseRow


def spark_of(
    row: PromiseRow, points: Sequence[YearPoint], *, year: int, span: tuple[int, int]
) -> Spark | None:
    """The promise over the years."""
    # A reduction from a year that no target counts from is on no scale with them.
    promise = row.promise
    breaks = promise.breaks
    bases = {target.base_year if promise.is_reduction else None for target in promise.targets}
    drawn = [
        SparkPoint(
            point.year,
            point.actual if point.assessment.base_year in bases else None,
            point.limit.value if point.limit else None,
            point.basis in (LimitBasis.STATED, LimitBasis.STANDING),
            point.assessment.base_year,
            "、".join(break_title(broken) for broken in breaks if broken.year == point.year),
        )
        for point in points
    ]
    return spark(drawn, year=year, span=span)


def bullet_of(assessment: Assessment, *, before: Assessment) -> Bullet | None:
    """The year and the one `before` it beside the limit of the year; None without a limit, or
    where none is judged. What was counted otherwise, or from another year, is no last year."""
    limit = assessment.limit
    if limit is None or assessment.promise.direction is Direction.NONE:
        return None
    return bullet(
        limit=limit.edge,
        is_ceiling=limit.is_ceiling,
        is_estimate=limit.is_estimate,
        last=before.actual if before.counted_like(assessment) else None,
        this=assessment.actual,
    )


def bullet_words(drawn: Bullet, assessment: Assessment) -> str:
    """What a bullet shows, for who hears it: 2024 年 9.7，2025 年 9.4，限值 9."""
    year, limit = assessment.year, assessment.limit
    ticks = [(year - 1, drawn.last), (year, drawn.this)]
    said = [
        _("%(year)d 年 %(value)s") % {"year": at, "value": with_minus(number(tick.value))}
        for at, tick in ticks
        if tick is not None
    ]
    if limit is not None:
        held = limit.edge_beside if limit.tolerance else limit.beside
        shown = with_minus(number(held(assessment.actual)))
        said.append(_("限值 %(value)s") % {"value": shown})
    return _("，").join(said)


def outlook_of(assessments: Sequence[Assessment], *, year: int, last_over: int) -> Outlook | None:
    """What is ahead of a promise as the last value up to `year` knows it. `assessments`: of all
    years in which something is known."""
    found = last_known(assessments, until=year)
    return None if found is None else outlook(found, last_over=last_over)
