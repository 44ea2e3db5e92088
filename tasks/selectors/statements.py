"""Reads of what was said about the work, and who may read it."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from common.records.models import Evidence
from departments.people import ANYONE, person_of
from departments.rules.permissions import READ, scope_of
from departments.selectors import reached
from tasks.models import Statement
from tasks.rules.enums import StatementKind

REGION = "task__plan__region"


def visible_to(user: AbstractBaseUser | AnonymousUser | None) -> Q:
    """The statements that `user` may read: whoever reads the working state of the plan's region
    all of them, anybody else the reports that were confirmed."""
    person = ANYONE if user is None else person_of(user)
    public = Q(Exists(_confirmations()), kind=StatementKind.REPORT.value)
    scope = scope_of(person, READ)
    return reached(scope, REGION) | public if scope else public


def statements(user: AbstractBaseUser | AnonymousUser | None) -> QuerySet[Statement]:
    """What `user` may read of what was said, the oldest first.

    `reads_all` says whether they read the working state of its region, not only what was
    confirmed; `confirmed_at` when a report was confirmed, None for anything else.
    """
    shown = Evidence.objects.filter(removed_at__isnull=True)
    scope = scope_of(ANYONE if user is None else person_of(user), READ)
    known = [When(reached(scope, REGION), then=Value(True))] if scope else []
    return (
        Statement.objects.filter(visible_to(user))
        .annotate(
            reads_all=Case(*known, default=Value(False), output_field=BooleanField()),
            confirmed_at=Subquery(_confirmations().order_by("-pk").values("at")[:1]),
        )
        .select_related(
            "task__plan__region", "item", "milestone", "department__region", "about", "by", "record"
        )
        .prefetch_related(Prefetch("record__evidence", shown))
        .order_by("pk")
    )


def _confirmations() -> QuerySet[Statement]:
    """What confirms the report of an outer query."""
    return Statement.objects.filter(about=OuterRef("pk"), kind=StatementKind.CONFIRMATION.value)


def last_reports(user: AbstractBaseUser | AnonymousUser | None) -> QuerySet[Statement]:
    """Of each department its last report on each task and item, of those that `user` may read;
    reports on milestones are apart."""
    reports = Statement.objects.filter(
        visible_to(user), kind=StatementKind.REPORT.value, milestone=None
    )
    later = reports.alias(part=Coalesce("item_id", 0)).filter(
        task=OuterRef("task"),
        department=OuterRef("department"),
        part=OuterRef("part"),
        pk__gt=OuterRef("pk"),
    )
    return (
        reports.alias(part=Coalesce(F("item_id"), 0))
        .filter(~Exists(later))
        .select_related("department", "item")
        .order_by("pk")
    )


def evidence_file(user: AbstractBaseUser | AnonymousUser, pk: int) -> Evidence:
    """A file of a statement whose plan's working state `user` may read. Raises
    `Evidence.DoesNotExist`."""
    scope = scope_of(person_of(user), READ)
    readable = Statement.objects.filter(reached(scope, REGION))
    files = Evidence.objects.filter(removed_at__isnull=True, record__statement__in=readable)
    return files.get(pk=pk)
