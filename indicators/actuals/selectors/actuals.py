"""Reads of what happened: actuals, each as the person who asks may see it.

What somebody may see of an actual is one of two types, and no row of the database leaves this
module: a `PublishedView` has nothing in it that is not public.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from common.rows import handing_out
from departments.models import Region
from departments.people import name_of, person_of
from departments.rules.permissions import READ, Scope, scope_of
from departments.selectors import lineage, reached
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import Withdrawal
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.models import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """Which value it is. `pk` is the actual's. `withdrawn` is what was published of it last, where
    that was withdrawn."""

    pk: int
    key: ActualKey
    region: Region
    indicator: Indicator
    demo: bool
    withdrawn: Withdrawal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedView(_View):
    """What is published of an actual: all that the public may see of it.

    `note` is the reason why there is no value, where there is none. `version` is that of the
    publication, or of its withdrawal: then nothing is published, and `withdrawn` says what was.
    Nothing here tells of a correction that is under way.
    """

    value: Decimal | None
    obs_status: str
    source: str
    note: str
    version: int
    updated_at: datetime

    @property
    def state(self) -> ActualState:
        return ActualState.WITHDRAWN if self.withdrawn else ActualState.APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingView(_View):
    """An actual with the value that is being worked on; only for who may read that.

    `submitted_by` is a name. `published` is what the public sees meanwhile, None where nothing
    was published yet.
    """

    value: Decimal | None
    obs_status: str
    source: str
    note: str
    explanation: str
    state: ActualState
    version: int
    updated_at: datetime
    submitted_by: str | None
    submitted_by_id: int | None
    changed_by_id: int | None
    submitted_at: datetime | None
    published: PublishedView | None

    @property
    def published_at(self) -> datetime | None:
        return self.published.updated_at if self.published else None

    @property
    def is_published(self) -> bool:
        return self.published is not None

    @property
    def is_public(self) -> bool:
        """Whether everybody knows of it: it is published, or was until it was withdrawn."""
        return self.is_published or self.withdrawn is not None

    @property
    def in_work(self) -> bool:
        """Whether the value isn't approved yet."""
        return self.state != ActualState.APPROVED


SeenActual: TypeAlias = PublishedView | WorkingView
_IS_PUBLIC = Q(published_at__isnull=False) | Q(withdrawn_at__isnull=False)


def visible_to(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Actual, SeenActual]:
    """What `user` may see of every actual, by region, indicator and year.

    To filter and order by: `seen_state`, `seen_at` and `seen_value`, the state, the time and the
    value of what they see. Who may not see the working value gets what is published, as
    `approved`, or that it was withdrawn.
    """
    scope = scope_of(person_of(user), READ)
    if not scope or (scope.everywhere and scope.within is None):
        return _one_side(bool(scope)).all()
    return _in_order(_either_side(scope))


def _in_order(rows: QuerySet[Actual]) -> QuerySet[Actual, SeenActual]:
    ordered = rows.select_related("submitted_by").order_by(
        "region_id", "indicator_id", "year", F("base_year").asc(nulls_first=True), "pk"
    )
    return handing_out(ordered, _as_seen)


@cache
def _one_side(working: bool) -> QuerySet[Actual, SeenActual]:
    """What is seen by who sees every working value, or none: its columns as they are, so that an
    index finds them. Made once, and never read itself."""
    rows = _joined(Actual.objects.all())
    if working:
        return _in_order(rows.annotate(working=Value(True), **_working()))
    return _in_order(rows.filter(_IS_PUBLIC).annotate(working=Value(False), **_public()))


def _either_side(scope: Scope) -> QuerySet[Actual]:
    """What is seen by who sees the working values of some regions."""
    reads = Case(
        When(reached(scope), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    working, public = _working(), _public()
    seen = {
        name: Case(When(working=True, then=working[name]), default=public[name]) for name in public
    }
    rows = _joined(Actual.objects.all()).annotate(working=reads)
    return rows.filter(Q(working=True) | _IS_PUBLIC).annotate(**seen)


def _working() -> dict[str, Any]:
    return {"seen_state": F("state"), "seen_value": F("value"), "seen_at": F("updated_at")}


def _public() -> dict[str, Any]:
    state = Case(
        When(withdrawn_at__isnull=False, then=Value(ActualState.WITHDRAWN.value)),
        default=Value(ActualState.APPROVED.value),
        output_field=CharField(),
    )
    at = Coalesce("published_at", "withdrawn_at")
    return {"seen_state": state, "seen_value": F("published_value"), "seen_at": at}


def seen_since(rows: QuerySet[Actual, SeenActual], at: datetime) -> QuerySet[Actual, SeenActual]:
    """Those rows of `visible_to` of which `seen_at` is that time or later."""
    found = rows.filter(Q(seen_at__gte=at))
    if isinstance(rows.query.annotations["working"], Value):
        return found
    # Which of both times is seen, no index knows; it finds those of which either is later.
    public_at = Coalesce("published_at", "withdrawn_at")
    return found.alias(public_at=public_at).filter(Q(updated_at__gte=at) | Q(public_at__gte=at))


def published() -> QuerySet[Actual, PublishedView]:
    """What the public sees, in no order."""
    rows = _joined(Actual.objects.filter(published_at__isnull=False))
    return handing_out(rows, _published_view)


def actual(*, user: AbstractBaseUser | AnonymousUser, key: ActualKey) -> SeenActual:
    """What `user` may see of the actual of that key.

    Raises `Actual.DoesNotExist` also where they may see nothing of it.
    """
    return visible_to(user).get(
        region_id=key.region, indicator_id=key.indicator, year=key.year, base_year=key.base_year
    )


def under_another_code(
    *, user: AbstractBaseUser | AnonymousUser, key: ActualKey
) -> ActualKey | None:
    """The key of a value that `user` sees under another code of the region of `key`, the newest
    code first; None where there is none. Two queries."""
    codes = [code for code in lineage().series(key.region) if code != key.region]
    rows = visible_to(user).filter(
        region_id__in=codes, indicator_id=key.indicator, year=key.year, base_year=key.base_year
    )
    found = {row.key.region: row.key for row in rows}
    return next((found[code] for code in codes if code in found), None)


def _joined(rows: QuerySet[Actual]) -> QuerySet[Actual]:
    return rows.select_related("region__parent__parent__parent", "indicator__unit")


# The rows are of `visible_to` and `published`, with what these annotated.


def _as_seen(row: Any) -> SeenActual:
    return _working_view(row) if row.working else _published_view(row)


def _published_view(row: Any) -> PublishedView:
    return PublishedView(
        **_which(row),
        value=row.printed_published_value,
        obs_status=row.published_obs_status or ObsStatus.MISSING,
        source=row.published_source,
        note=row.published_note,
        version=row.published_version or row.withdrawn_version,
        updated_at=row.published_at or row.withdrawn_at,
    )


def _working_view(row: Any) -> WorkingView:
    return WorkingView(
        **_which(row),
        value=row.printed_value,
        obs_status=row.obs_status,
        source=row.source,
        note=row.note,
        explanation=row.explanation,
        state=ActualState(row.state),
        version=row.version,
        updated_at=row.updated_at,
        submitted_by=name_of(row.submitted_by),
        submitted_by_id=row.submitted_by_id,
        changed_by_id=row.changed_by_id,
        submitted_at=row.submitted_at,
        published=None if row.published_at is None else _published_view(row),
    )


def _which(row: Actual) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "key": row.key,
        "region": row.region,
        "indicator": row.indicator,
        "demo": row.demo,
        "withdrawn": withdrawal_of(row),
    }


def withdrawal_of(row: Actual) -> Withdrawal | None:
    """What was withdrawn, with the English name of its organ where that is a region above the
    value's. Reads nothing of a row that came with `region__parent__parent__parent`."""
    ended = row.withdrawal
    region: Region | None = row.region
    while ended is not None and region is not None:
        if region.name == ended.organ:
            return replace(ended, organ_en=region.name_en)
        region = region.parent
    return ended
