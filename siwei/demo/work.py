"""The demonstration's statements on the work: said by its people, through the one service."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from common.refusals import NotAllowed, NotThere
from departments.models import Department
from siwei.demo.evidence import evidence_file
from siwei.demo.people import demo_people
from siwei.demo.work_stories import MARK, STORIES, Line, Story
from tasks.models import Milestone, Statement, Task
from tasks.rules.statements import Draft
from tasks.services.demonstration import DOOR
from tasks.services.saying import say


def fill_work(*, now: datetime) -> int:
    """Say what the stories say about tasks on which nobody has said anything; returns how many
    statements that made.

    Needs the demonstration's people. A task that isn't there, and people who have other duties by
    now, end their story.
    """
    names = [person.username for person in demo_people()]
    staff = {user.username: user for user in User.objects.filter(username__in=names)}
    known = {(task.plan.slug, task.key): task for task in _untouched()}
    return sum(
        _tell(story, known[(story.plan, story.task)], staff, now)
        for story in STORIES
        if (story.plan, story.task) in known
    )


def _untouched() -> list[Task]:
    """The tasks of the stories on which nothing was said."""
    rows = Task.objects.filter(plan__slug__in={story.plan for story in STORIES})
    return list(rows.filter(statements__isnull=True).select_related("plan"))


def _tell(story: Story, task: Task, staff: Mapping[str, User], now: datetime) -> int:
    said: list[Statement] = []
    for line in story.lines:
        actor = staff.get(line.who)
        if actor is None:
            break
        try:
            said.append(_say(line, task, actor, said, now))
        except (NotAllowed, NotThere):
            break
    return len(said)


def _say(line: Line, task: Task, actor: User, said: list[Statement], now: datetime) -> Statement:
    draft = Draft(
        kind=line.kind,
        plan=task.plan.slug,
        task=task.key,
        text=f"{line.text}{MARK}",
        item=line.item,
        milestone=line.milestone,
        department=_department(line, task),
        state=line.state,
        percent=line.percent,
        next_step=line.next_step,
        until=_until(line, task, now),
        about=None if line.re is None else said[line.re].pk,
    )
    files = [evidence_file()] if line.proved else []
    at = now - timedelta(days=line.ago)
    return say(draft=draft, actor=actor, now=at, door=DOOR, files=files, demo=True)


def _department(line: Line, task: Task) -> int | None:
    if not line.bureau:
        return None
    return Department.objects.get(region=task.plan.region_id, name=line.bureau).pk


def _until(line: Line, task: Task, now: datetime) -> date | None:
    if line.more_days is None or line.milestone is None:
        return None
    due = Milestone.objects.get(task=task, number=line.milestone).due_on
    today = timezone.localdate(now)
    return max(due or today, today) + timedelta(days=line.more_days)
