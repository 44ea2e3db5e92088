"""Which statements changed how a milestone stands: for the change feed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from common.chunks import chunks
from common.records.models import HistoryRow
from common.records.rules.chain import Content
from common.records.rules.public_changes import PublicChange
from indicators.plans.models import Plan
from tasks.models import Milestone
from tasks.rules.history import KIND, task_key
from tasks.rules.public_changes import Word, change_of_milestone, may_move, moved


def public_changes(rows: Sequence[HistoryRow]) -> Mapping[int, Sequence[PublicChange]]:
    """What `rows` of statements, with their records, changed for the public, by their sequence:
    whether a milestone is met, or until when there is time. Of most statements nobody else knows.

    Three queries where a statement is of such a kind, but for chunks.
    """
    candidates = {row.sequence: said for row in rows if may_move(said := _said(row))}
    if not candidates:
        return {}
    words = _words([row for row in rows if row.sequence in candidates])
    moves = {
        name: moved(words[task_key(name[0], name[1])], name[2])
        for name in {_name(said) for said in candidates.values()}
    }
    found = {
        sequence: (said, kind)
        for sequence, said in candidates.items()
        if (kind := moves[_name(said)].get(sequence)) is not None
    }
    plans = {said["plan"] for said, _kind in found.values()}
    regions = dict(Plan.objects.filter(slug__in=plans).values_list("slug", "region"))
    named = _named(plans)
    return {
        sequence: (
            change_of_milestone(
                said, kind, region=regions.get(said["plan"], ""), named=named[_name(said)]
            ),
        )
        for sequence, (said, kind) in found.items()
    }


def _said(row: HistoryRow) -> Any:
    """What the statement said, also where the row takes it away."""
    return row.before if row.after is None else row.after


def _name(said: Any) -> tuple[str, str, int]:
    return said["plan"], said["task"], said["milestone"]


def _words(rows: Sequence[HistoryRow]) -> Mapping[str, list[Word]]:
    """Everything that was said of the tasks of `rows` up to the last of them, in its order, by the
    key of the task. Statements of a task are numbered from one."""
    most: dict[str, int] = defaultdict(int)
    for row in rows:
        task, _slash, number = row.record.key.rpartition("/")
        most[task] = max(most[task], int(number))
    keys = [f"{task}/{number}" for task, last in most.items() for number in range(1, last + 1)]
    found: dict[str, list[Word]] = defaultdict(list)
    for some in chunks(keys):
        said = HistoryRow.objects.filter(record__kind=KIND, record__key__in=some)
        for sequence, key, after in said.values_list("sequence", "record__key", "after"):
            content: Content | None = after
            found[key.rpartition("/")[0]].append(Word(sequence, key, content))
    return {task: sorted(words, key=lambda one: one.sequence) for task, words in found.items()}


def _named(plans: "set[str]") -> Mapping[tuple[str, str, int], list[str]]:
    """The regions that milestones of the plans name."""
    found: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    rows = Milestone.regions.through.objects.filter(milestone__task__plan__slug__in=plans)
    columns = ("task__plan__slug", "task__key", "number")
    for *name, code in rows.order_by("region").values_list(
        *(f"milestone__{one}" for one in columns), "region"
    ):
        found[name[0], name[1], name[2]].append(code)
    return found
