"""Fragments of addresses: where a promise, a target or a sentence stands on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from indicators.plans.models import PlanIndicator, Reported, Target


def promise_anchor(promise: PlanIndicator) -> str:
    """On the indicator's page: `yangquan-2025-140300`."""
    return f"{promise.plan.slug}-{promise.region_id}"


def target_anchor(dated: Target | Reported) -> str:
    """On the indicator's page: the promise's anchor with the year, or with both years.

    A value that the plan reports gets its own, so that a year may have both.
    """
    word = "r" if dated.is_reported else ""
    year = f"{word}{dated.year}" if dated.year is not None else _without_a_year(dated)
    period = year if dated.base_year is None else f"{dated.base_year}-{year}"
    return f"{promise_anchor(dated.plan_indicator)}-{period}"


def _without_a_year(dated: Target | Reported) -> str:
    """A promise may have a limit of every year beside a goal for which no year is named."""
    return "standing" if dated.is_reported else cast("Target", dated).goal_kind
