"""What is said on the mini plan, in one word each.

Task 1 is led by the water bureau, the city management bureau takes part; of task 2.1 the latter
does its share, and its first milestone is long past.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from common.records.rules.doors import BY_PAGE
from tasks.models import Milestone, Statement
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.statements import Draft
from tasks.selectors.tasks import milestones
from tasks.services.saying import say
from tests.evidence_files import pdf

NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PLAN, LEADS, SHARES = "yangquan-2025", "1", "2.1"


def speak(
    who: User,
    kind: StatementKind,
    task: str = SHARES,
    text: str = "已完成一半",
    *,
    files: int = 0,
    now: datetime = NOW,
    **more: Any,
) -> Statement:
    uploads = [SimpleUploadedFile(f"验收{n}.pdf", pdf() + b"%" * n) for n in range(files)]
    draft = Draft(kind, PLAN, task, text, **more)
    return say(draft=draft, actor=who, now=now, door=BY_PAGE, files=uploads)


def report(
    who: User, state: WorkState = WorkState.IN_PROGRESS, task: str = SHARES, **more: Any
) -> Statement:
    return speak(who, StatementKind.REPORT, task, state=state, **more)


def done(who: User, **more: Any) -> Statement:
    """The first milestone of task 2.1 is reported as met, with evidence."""
    return report(who, WorkState.DONE, **({"milestone": 1, "files": 1} | more))


def status(number: int = 1, task: str = SHARES, *, today: date = TODAY) -> str:
    return milestone(number, task, today=today).status  # type: ignore[attr-defined]


def milestone(number: int = 1, task: str = SHARES, *, today: date = TODAY) -> Milestone:
    return milestones(today=today).get(task__key=task, task__plan__slug=PLAN, number=number)
