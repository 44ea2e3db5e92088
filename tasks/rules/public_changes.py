"""What became of tasks and milestones: by a loading of their plan, and by what was said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.records.rules.chain import Content
from common.records.rules.public_changes import PublicChange, PublicChangeKind, differences
from indicators.plans.rules.enums import DepartmentRole
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.history import MILESTONE, TASK, key_of
from tasks.rules.status import Standing, standing_after, standing_of

# Where a row stands among others, or its words in their clause, says nothing of the row itself.
_POSITION = frozenset({"order", "start", "end"})
# What decides whether a milestone is met, said by who answers for it.
_DECISIVE = frozenset({StatementKind.REPORT, StatementKind.CONFIRMATION, StatementKind.REJECTION})


def loaded(key: str, before: Content | None, after: Content | None) -> list[PublicChange]:
    """What a loading made of the task of that key, and of each of its milestones; None where it
    wasn't there yet, or is gone."""
    was, became = _task(key, before), _task(key, after)
    found = [
        PublicChange(kind, TASK, task, _region(before, after))
        for task, kind in differences(was, became)
    ]
    had, has = _milestones(before), _milestones(after)
    return found + [
        PublicChange(
            kind,
            MILESTONE,
            f"{key}/{number}",
            _region(before, after),
            named=_named((has if number in has else had)[number]),
        )
        for number, kind in differences(had, has)
    ]


@dataclass(frozen=True, slots=True)
class Word:
    """A history row of a statement: `key` names the statement, `said` is None where it is taken
    back, as only invented ones are."""

    sequence: int
    key: str
    said: Content | None


def moved(words: Iterable[Word], milestone: int) -> dict[int, PublicChangeKind]:
    """Which of the words said of a task, in their order, changed how one of its milestones stands
    (corrected), or until when there is time (amended), by their sequence."""
    found: dict[int, PublicChangeKind] = {}
    there: dict[str, Content] = {}
    standing, until = _standing(()), _until(())
    for word in words:
        if word.said is None:
            there.pop(word.key, None)
        elif word.said["milestone"] == milestone:
            there[word.key] = word.said
        now = list(there.values())
        if _standing(now) is not standing:
            found[word.sequence] = PublicChangeKind.CORRECTED
        elif _until(now) != until:
            found[word.sequence] = PublicChangeKind.AMENDED
        standing, until = _standing(now), _until(now)
    return found


def may_move(said: Content) -> bool:
    """Whether a statement is of the kind that can change how a milestone stands."""
    kinds = _DECISIVE | {StatementKind.GRANT}
    return said["milestone"] is not None and said["kind"] in kinds


def change_of_milestone(
    said: Content, kind: PublicChangeKind, *, region: str, named: Sequence[str]
) -> PublicChange:
    """A change of the milestone that a statement is about."""
    key = key_of(str(said["plan"]), str(said["task"]), str(said["milestone"]))
    return PublicChange(kind, MILESTONE, key, region, named=tuple(named))


def _standing(said: Iterable[Content]) -> Standing:
    last: dict[Any, Standing] = {}
    for one in said:
        if one["kind"] in _DECISIVE and one["role"] != DepartmentRole.PARTICIPATING:
            state = WorkState(str(one["state"])) if one["state"] else None
            last[one["department"]] = standing_after(StatementKind(str(one["kind"])), state)
    return standing_of(last.values())


def _until(said: Iterable[Content]) -> object:
    """The day that was granted last, which is always later than the one before."""
    granted = [one["until"] for one in said if one["kind"] == StatementKind.GRANT]
    return granted[-1] if granted else None


def _task(key: str, content: Content | None) -> dict[str, object]:
    if content is None:
        return {}
    return {key: _plain({name: one for name, one in content.items() if name != "milestones"})}


def _milestones(content: Content | None) -> dict[int, Mapping[str, Any]]:
    rows: Any = () if content is None else content["milestones"]
    return {row["number"]: _plain(row) for row in rows}


def _named(milestone: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(milestone["regions"].split())


def _region(before: Content | None, after: Content | None) -> str:
    content = before if after is None else after
    return "" if content is None else str(content["region"])


def _plain(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: said for name, said in row.items() if name not in _POSITION}
