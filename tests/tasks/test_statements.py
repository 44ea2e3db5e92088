"""What a statement has to say by its kind."""

from datetime import date

import pytest

from tasks.rules.enums import OF_DEPARTMENTS, REPLIES_TO, StatementKind, WorkState
from tasks.rules.statements import Draft, faults

DAY = date(2027, 6, 30)
REPORT, EXTENSION = StatementKind.REPORT, StatementKind.EXTENSION
DONE, RUNNING, NOT_STARTED = WorkState.DONE, WorkState.IN_PROGRESS, WorkState.NOT_STARTED


def draft(kind: StatementKind, **said: object) -> Draft:
    return Draft(kind, "yangquan-2025", "1", **({"text": "字"} | said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "files"),
    [
        (draft(REPORT, state=RUNNING), 0),
        (draft(REPORT, state=RUNNING, percent=40, item=2, next_step="验收"), 2),
        (draft(REPORT, state=DONE, percent=100), 0),
        (draft(REPORT, state=DONE, milestone=1), 1),
        (draft(REPORT, state=NOT_STARTED, percent=0), 0),
        (draft(StatementKind.COMMENT), 0),
        (draft(StatementKind.QUESTION), 0),
        (draft(StatementKind.QUESTION, about=3), 0),
        (draft(StatementKind.ANSWER, about=3), 1),
        (draft(StatementKind.URGING), 0),
        (draft(EXTENSION, milestone=1, until=DAY), 0),
        (draft(StatementKind.GRANT, text="", about=3), 0),
        (draft(StatementKind.REFUSAL, about=3), 0),
        (draft(StatementKind.CONFIRMATION, text="", about=3), 0),
        (draft(StatementKind.REJECTION, about=3), 0),
    ],
)
def test_nothing_is_wrong_with(wanted: Draft, files: int) -> None:
    assert list(faults(wanted, files=files)) == []


@pytest.mark.parametrize(
    ("wanted", "files", "found"),
    [
        (draft(REPORT, state=RUNNING, text=" \u200b"), 0, ("text", "required")),
        (draft(REPORT), 0, ("state", "required")),
        (draft(StatementKind.COMMENT, state=RUNNING), 0, ("state", "reports_only")),
        (draft(REPORT, state=RUNNING, item=1, milestone=1), 0, ("milestone", "item_or_milestone")),
        (draft(REPORT, state=RUNNING, percent=101), 0, ("percent", "out_of_range")),
        (draft(REPORT, state=RUNNING, percent=-1), 0, ("percent", "out_of_range")),
        (draft(REPORT, state=DONE, percent=99), 0, ("percent", "done_is_100")),
        (draft(REPORT, state=NOT_STARTED, percent=1), 0, ("percent", "not_started_is_0")),
        (draft(StatementKind.URGING, percent=1), 0, ("percent", "reports_only")),
        (draft(REPORT, state=DONE, milestone=1), 0, ("file", "evidence_required")),
        (draft(StatementKind.COMMENT), 1, ("file", "reports_only")),
        (draft(StatementKind.COMMENT, next_step="字"), 0, ("next_step", "reports_only")),
        (draft(REPORT, state=RUNNING, until=DAY), 0, ("until", "extensions_only")),
        (draft(EXTENSION, until=DAY), 0, ("milestone", "required")),
        (draft(EXTENSION, milestone=1), 0, ("until", "required")),
        (draft(StatementKind.ANSWER), 0, ("about", "required")),
        (draft(REPORT, state=RUNNING, about=3), 0, ("about", "no_reply")),
        (draft(StatementKind.URGING, about=3), 0, ("about", "no_reply")),
        (draft(EXTENSION, milestone=1, until=date(9999, 12, 31)), 0, ("until", "too_far")),
        (draft(StatementKind.REJECTION, text="", about=3), 0, ("text", "required")),
    ],
)
def test_what_is_wrong_with(wanted: Draft, files: int, found: tuple[str, str]) -> None:
    assert list(faults(wanted, files=files)) == [found]


def test_every_kind_is_said_by_somebody_about_something() -> None:
    replies = {kind for kinds in REPLIES_TO.values() for kind in kinds}
    assert StatementKind.REPORT in OF_DEPARTMENTS & replies
    assert REPLIES_TO.keys() <= set(StatementKind)
