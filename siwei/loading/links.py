"""What plans say of one another: which target amends which, which plan takes whose place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from indicators.plans.rules.enums import GoalKind
from siwei.loading.check import CheckedPlan
from siwei.loading.checking import Path
from siwei.loading.schema import AmendedEntry, TargetEntry


class TargetKey(NamedTuple):
    """A target as files name it."""

    plan: str
    region: str
    indicator: str
    year: int | None
    base_year: int | None
    goal: GoalKind


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """A plan as far as others refer to it, from a file or from the database.

    `days`: each of its targets with the day from which it is in force, where that is known.
    `amends`: those that amend, and whom.
    """

    slug: str
    region: str
    issued_on: date | None
    supersedes: str | None
    supersedes_on: date | None
    days: Mapping[TargetKey, date | None]
    amends: Mapping[TargetKey, TargetKey]


@dataclass(frozen=True, slots=True)
class Amending:
    """A target of a file that says whom it amends; `path` is that of the target.

    `note`: what is noted of the target and of its indicator.
    """

    path: Path
    key: TargetKey
    target: TargetEntry
    amends: AmendedEntry
    day: date | None
    note: str


def targets_of(checked: CheckedPlan) -> Iterator[tuple[Path, TargetKey, TargetEntry]]:
    """Every target of a file, with where it stands in it."""
    head = checked.file.plan
    for i, entry in enumerate(checked.file.indicators):
        for j, target in enumerate(entry.targets):
            key = TargetKey(
                head.slug,
                entry.region or head.region,
                entry.indicator,
                target.year,
                target.base_year,
                target.goal_kind,
            )
            yield ("indicators", i, "targets", j), key, target


def amending_of(checked: CheckedPlan) -> list[Amending]:
    """The targets of a file that amend others."""
    return [
        Amending(
            path,
            key,
            target,
            target.amends,
            amending_day(checked, target),
            f"{target.note}\n{checked.file.indicators[int(path[1])].note}",
        )
        for path, key, target in targets_of(checked)
        if target.amends is not None
    ]


def amending_day(checked: CheckedPlan, target: TargetEntry) -> date | None:
    """From which day a target amends another: that of its plan's issue, unless it says."""
    return None if target.amends is None else target.effective_on or checked.file.plan.issued_on


def plans_named(checked: CheckedPlan) -> set[str]:
    """The plans that `checked` amends or supersedes."""
    superseded = checked.file.plan.supersedes
    return {one.amends.plan for one in amending_of(checked)} | (
        {superseded} if superseded else set()
    )


def not_given(checked: CheckedPlan, plans: Sequence[CheckedPlan]) -> list[str]:
    """The plans that `checked` amends or supersedes and that no file of `plans` holds: nothing
    that it says of them can be checked without a database."""
    return sorted(plans_named(checked) - {one.file.plan.slug for one in plans})
