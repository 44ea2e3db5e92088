"""The rows of the change feed: what each subject's list answers an anonymous caller."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

from django.utils import timezone

from common.records.rules.public_changes import PublicChange, PublicChangeKind
from indicators.actuals.api.actuals import ActualSerializer
from indicators.actuals.selectors.published_then import PublishedThen
from indicators.plans.api.serializers import FlatTargetSerializer, PlanSerializer
from indicators.plans.models import Target
from indicators.plans.selectors import plans as plan_selectors
from siwei.change_feed.rules.enums import PublicSubject
from siwei.change_feed.selectors.history import ToldRow
from tasks.api.tasks import MilestoneSerializer, TaskSerializer
from tasks.models import Milestone, Task
from tasks.rules.history import key_of, task_key
from tasks.selectors import tasks as task_selectors

Row: TypeAlias = Mapping[str, Any]
Told: TypeAlias = Sequence[tuple[ToldRow, PublicChange]]
Read: TypeAlias = Callable[[Collection[str]], Mapping[str, Row]]


def rows_of(told: Told) -> list[Row | None]:
    """The row of each change, in their order; None where its thing is gone, by the change or
    since. A fixed number of queries for each subject, but for chunks."""
    actuals = _actuals(told)
    now = {
        subject: read(keys)
        for subject, read in _READ.items()
        if (keys := {one.key for _row, one in told if _is_there(one, subject)})
    }
    return [
        actuals.get(row.candidate.sequence)
        if change.subject == PublicSubject.ACTUAL
        else now.get(PublicSubject(change.subject), {}).get(change.key)
        if change.kind is not PublicChangeKind.REMOVED
        else None
        for row, change in told
    ]


def _is_there(change: PublicChange, subject: PublicSubject) -> bool:
    return change.subject == subject and change.kind is not PublicChangeKind.REMOVED


def _actuals(told: Told) -> Mapping[int, Row]:
    """As each change published them, by the sequence of its history row."""
    rows = [row.row for row, change in told if _is_there(change, PublicSubject.ACTUAL)]
    then = PublishedThen(rows)
    views = {row.sequence: view for row in rows if (view := then.view(row)) is not None}
    pks = [view.pk for view in views.values()]
    context = {"may": dict.fromkeys(pks, ()), "findings": dict.fromkeys(pks, ())}
    shown = ActualSerializer(list(views.values()), many=True, context=context).data
    return dict(zip(views, shown, strict=True))


def _targets(keys: Collection[str]) -> Mapping[str, Row]:
    slugs = {key.partition("/")[0] for key in keys}
    every = Target.objects.filter(plan_indicator__plan__slug__in=slugs)
    known = every.select_related("plan_indicator__plan")
    pks = [one.pk for one in known if str(one.key) in keys]
    found = plan_selectors.targets().filter(pk__in=pks)
    return {str(one.key): dict(FlatTargetSerializer(one).data) for one in found}


def _plans(keys: Collection[str]) -> Mapping[str, Row]:
    found = plan_selectors.plans().filter(slug__in=keys)
    return {one.slug: dict(PlanSerializer(one).data) for one in found}


def _tasks(keys: Collection[str]) -> Mapping[str, Row]:
    slugs = {key.partition("/")[0] for key in keys}
    known = Task.objects.filter(plan__slug__in=slugs).values_list("pk", "plan__slug", "key")
    named = {pk: task_key(plan, key) for pk, plan, key in known}
    pks = {pk: key for pk, key in named.items() if key in keys}
    found = task_selectors.tasks(today=timezone.localdate()).filter(pk__in=pks)
    return {pks[one.pk]: dict(TaskSerializer(one).data) for one in found}


def _milestones(keys: Collection[str]) -> Mapping[str, Row]:
    slugs = {key.partition("/")[0] for key in keys}
    every = Milestone.objects.filter(task__plan__slug__in=slugs)
    known = every.values_list("pk", "task__plan__slug", "task__key", "number")
    named = {pk: key_of(plan, task, number) for pk, plan, task, number in known}
    pks = {pk: key for pk, key in named.items() if key in keys}
    found = task_selectors.milestones(today=timezone.localdate()).filter(pk__in=pks)
    return {pks[one.pk]: dict(MilestoneSerializer(one).data) for one in found}


_READ: Mapping[PublicSubject, Read] = {
    PublicSubject.TARGET: _targets,
    PublicSubject.PLAN: _plans,
    PublicSubject.TASK: _tasks,
    PublicSubject.MILESTONE: _milestones,
}
