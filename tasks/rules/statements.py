"""What a statement has to say by its kind, and what it can't."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from common.signs import is_blank
from tasks.rules.enums import REPLIES_TO, StatementKind, WorkState


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say about a task.

    `plan` and `task` are the keys of the address; `item` and `milestone` numbers in the task (at
    most one of them; none: the whole task). `department`: whose report it is or whom it is said
    to; None where that follows from who says it, or from `about`, the pk of the statement that it
    replies to. `until` is the day that an extension asks for.
    """

    kind: StatementKind
    plan: str
    task: str
    text: str = ""
    item: int | None = None
    milestone: int | None = None
    department: int | None = None
    state: WorkState | None = None
    percent: int | None = None
    next_step: str = ""
    until: date | None = None
    about: int | None = None


# No plan reaches further: what is later was mistyped.
LAST_YEAR = 2100
# May be given without a word: the decision says enough.
_WORDLESS = frozenset({StatementKind.GRANT, StatementKind.CONFIRMATION})
_FILES = frozenset({StatementKind.REPORT, StatementKind.ANSWER})


def faults(draft: Draft, *, files: int) -> Iterator[tuple[str, str]]:
    """What is wrong with a draft in itself, as (field, code)."""
    kind = draft.kind
    if is_blank(draft.text) and kind not in _WORDLESS:
        yield "text", "required"
    if draft.item is not None and draft.milestone is not None:
        yield "milestone", "item_or_milestone"
    if (kind is StatementKind.REPORT) != (draft.state is not None):
        yield "state", "required" if draft.state is None else "reports_only"
    if draft.next_step and kind is not StatementKind.REPORT:
        yield "next_step", "reports_only"
    if files and kind not in _FILES:
        yield "file", "reports_only"
    yield from _percent(draft)
    yield from _extension(draft)
    if kind in REPLIES_TO and draft.about is None:
        yield "about", "required"
    if draft.about is not None and kind not in REPLIES_TO and kind is not StatementKind.QUESTION:
        yield "about", "no_reply"
    if _says_met(draft) and not files:
        yield "file", "evidence_required"


def _percent(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.percent is None:
        return
    if draft.kind is not StatementKind.REPORT:
        yield "percent", "reports_only"
    elif not 0 <= draft.percent <= 100:
        yield "percent", "out_of_range"
    elif draft.state is WorkState.DONE and draft.percent != 100:
        yield "percent", "done_is_100"
    elif draft.state is WorkState.NOT_STARTED and draft.percent != 0:
        yield "percent", "not_started_is_0"


def _extension(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.kind is not StatementKind.EXTENSION:
        if draft.until is not None:
            yield "until", "extensions_only"
        return
    if draft.milestone is None:
        yield "milestone", "required"
    if draft.until is None:
        yield "until", "required"
    elif draft.until.year > LAST_YEAR:
        yield "until", "too_far"


def _says_met(draft: Draft) -> bool:
    """Whether it says that a milestone is met, which has to be proved."""
    return (
        draft.kind is StatementKind.REPORT
        and draft.milestone is not None
        and draft.state is WorkState.DONE
    )
