"""Reads of what happened: actuals and their history, each as the person who asks may see it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    F,
    OuterRef,
    PositiveIntegerField,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from departments.people import person_of
from departments.selectors import within
from indicators.actuals.models import Actual, Revision
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import ActualKey

# The two changes that put a value before the public.
PUBLISHING = (Action.APPROVE, Action.LOAD)


@dataclass(frozen=True, slots=True)
class SeenActual:
    """An actual as one person sees it: the value being worked on, or only what is published."""

    row: Actual
    value: Decimal | None
    obs_status: str
    source: str
    note: str
    explanation: str
    state: str
    version: int
    updated_at: datetime | None
    working: bool


def visible_to(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Actual]:
    """The actuals that `user` may read, by region, indicator and year.

    Annotated, for filters and for `as_seen`: `working` (may this person see the value that is
    being worked on?), `seen_state`, `seen_version`, `seen_at`. Who may not see it gets the
    published rows only, in the state `approved`, with the version and the time of their
    publication: nothing tells them that a correction is under way.
    """
    working = _may_see_working(user)
    return (
        Actual.objects.annotate(
            working=Case(
                When(working, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
        )
        .filter(Q(working=True) | Q(published_at__isnull=False))
        .annotate(
            seen_state=Case(
                When(working=True, then=F("state")),
                default=Value(ActualState.APPROVED.value),
                output_field=CharField(),
            ),
            seen_version=Case(
                When(Q(working=True) | Q(state=ActualState.APPROVED), then=F("version")),
                default=Coalesce(Subquery(_published_versions()), F("version")),
                output_field=PositiveIntegerField(),
            ),
            seen_at=Case(
                When(working=True, then=F("updated_at")),
                default=F("published_at"),
                output_field=DateTimeField(),
            ),
        )
        .select_related("region", "indicator__unit")
        .order_by("region_id", "indicator_id", "year", F("base_year").asc(nulls_first=True), "pk")
    )


def actual(*, user: AbstractBaseUser | AnonymousUser, key: ActualKey) -> Actual:
    """The actual of that key. Raises `Actual.DoesNotExist` also where `user` may not read it."""
    return visible_to(user).get(
        region_id=key.region, indicator_id=key.indicator, year=key.year, base_year=key.base_year
    )


def as_seen(row: Actual) -> SeenActual:
    """What the person for whom `visible_to` chose this row sees of it."""
    if getattr(row, "working", False):
        return SeenActual(
            row=row,
            value=row.printed_value,
            obs_status=row.obs_status,
            source=row.source,
            note=row.note,
            explanation=row.explanation,
            state=row.state,
            version=row.version,
            updated_at=row.updated_at,
            working=True,
        )
    return SeenActual(
        row=row,
        value=row.printed_published_value,
        obs_status=row.published_obs_status,
        source=row.published_source,
        note=row.published_note,
        explanation="",
        state=ActualState.APPROVED.value,
        version=getattr(row, "seen_version", row.version),
        updated_at=row.published_at,
        working=False,
    )


def revisions(*, row: Actual) -> QuerySet[Revision]:
    """The history of an actual that came from `visible_to`, oldest first.

    Who sees only what is published gets the changes that published a value.
    """
    history = Revision.objects.filter(actual=row).select_related("by").order_by("number")
    if getattr(row, "working", False):
        return history
    return history.filter(action__in=PUBLISHING)


def _published_versions() -> QuerySet[Revision, int]:
    """The number of the change that last published the outer actual; its version then."""
    published = Revision.objects.filter(actual=OuterRef("pk"), action__in=PUBLISHING)
    return published.order_by("-number").values_list("number", flat=True)[:1]


def _may_see_working(user: AbstractBaseUser | AnonymousUser) -> Q:
    """The rows of which `user` sees the working value: `may(person, READ, …)` as a condition."""
    person = person_of(user)
    if person.is_administrator:
        return ~Q(pk__in=[])
    return within({grant.region for grant in person.grants})
