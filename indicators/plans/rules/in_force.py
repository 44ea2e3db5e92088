"""Which targets are in force in a year: later documents amend them, set them, or take over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from indicators.plans.rules.enums import GoalKind, TargetForm

if TYPE_CHECKING:
    from indicators.plans.rules.promises import Promise, TargetData

# A target that was left to another document is never in force itself, once that one has set it.
NEVER = date.min


@dataclass(frozen=True, slots=True)
class Document:
    """A plan as a reason names it."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Ending:
    """From which day on something no longer holds, and the document that took its place."""

    on: date
    by: Document


@dataclass(frozen=True, slots=True)
class Amendment:
    """A target of `document` that replaces another one from the day `on`, or sets it.

    `target` is in the catalogue's unit. `superseded`: where `document` itself was replaced.
    """

    target: "TargetData"
    document: Document
    on: date
    superseded: Ending | None = None


def amended(target: "TargetData", later: Mapping[int, Amendment]) -> "tuple[TargetData, ...]":
    """`target` and all that replace it in turn, each with the days between which it is in force.

    `later` are the amendments by the primary key of the target that each of them amends. What
    was left to another document is judged by what that one sets, for the years before it too.
    """
    found: list[TargetData] = []
    seen: set[int] = set()
    while target.pk is not None and target.pk not in seen and target.pk in later:
        seen.add(target.pk)
        after = later[target.pk]
        sets = target.form is TargetForm.SET_ELSEWHERE
        ended = Ending(NEVER if sets else after.on, after.document)
        found.append(replace(target, ended=_earlier(target.ended, ended)))
        target = replace(
            after.target,
            since=target.since if sets else after.on,
            ended=after.superseded,
            document=after.document,
            changed_on=after.on,
            replaces=target,
        )
    return (*found, target)


def targets_in_force(promise: "Promise", year: int) -> "tuple[TargetData, ...]":
    """The targets of `promise` that are in force on the last day of `year`."""
    if not any(target.since or target.ended for target in promise.targets):
        return promise.targets
    return tuple(target for target in promise.targets if _is_in_force(target, year))


def ended_in(promise: "Promise", year: int) -> Ending | None:
    """By which document the promise is no longer judged in `year`; None where it still is.

    Its plan was superseded, or else the document whose target would have been judged: what that
    one said of the year ended with it, and nothing older takes its place.
    """
    if promise.ended is not None and promise.ended.on.year <= year:
        return promise.ended
    target = ended_target(promise, year)
    return None if target is None else target.ended


def ended_target(promise: "Promise", year: int) -> "TargetData | None":
    """The target that would have limited `year`, had not its document been superseded."""
    if not any(target.ended for target in promise.targets):
        return None
    valid = targets_in_force(promise, year)
    gone = [one for one in _last_ones(promise.targets) if _has_ended(one, year)]
    gone = [one for one in gone if _would_limit(one, valid, year)]
    return max(gone, key=lambda one: one.ended.on if one.ended else NEVER, default=None)


def _last_ones(targets: "tuple[TargetData, ...]") -> "list[TargetData]":
    """Those that no other one replaces."""
    replaced = {one.replaces.pk for one in targets if one.replaces is not None}
    return [one for one in targets if one.pk is None or one.pk not in replaced]


def _has_ended(target: "TargetData", year: int) -> bool:
    return target.ended is not None and target.ended.on.year <= year


def _would_limit(target: "TargetData", valid: "tuple[TargetData, ...]", year: int) -> bool:
    """Whether it is `year`'s own target, the next one, or the last one with none to come.

    A standing one limits each year that has no target of its own.
    """
    if not valid:
        return True
    in_words = target.value is None and target.form is not TargetForm.SET_ELSEWHERE
    if target.is_undated or in_words:
        return False
    years = [one.year for one in valid if one.year is not None]
    if target.year is None or target.year == year:
        return year not in years
    if any(one.goal_kind is GoalKind.STANDING for one in valid):
        return False
    if target.year > year:
        return not any(year <= one < target.year for one in years)
    return not any(one > target.year for one in years)


def _is_in_force(target: "TargetData", year: int) -> bool:
    """On its last day: what begins in a year holds then, what ends in it no longer."""
    begun = target.since is None or target.since.year <= year
    return begun and (target.ended is None or target.ended.on.year > year)


def _earlier(first: Ending | None, second: Ending) -> Ending:
    return second if first is None or second.on <= first.on else first
