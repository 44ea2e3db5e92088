"""What somebody sees of actuals as plain columns: for whole data sets, where a model instance for
each row would take most of the time."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Expression, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.selectors.actuals import SeenActual


class SeenColumns(NamedTuple):
    """The columns of a row of `visible_to`, the working value or what is published of it.

    Times are as the database prints them (`time_of`): for each row, the driver would take longer
    to make a `datetime` than for all the rest.
    """

    region_id: str
    indicator_id: str
    year: int
    base_year: int | None
    seen_value: Decimal | None
    seen_places: int | None
    indicator__unit_id: str
    seen_obs_status: str
    seen_state: str
    seen_source: str
    seen_note: str
    demo: bool
    seen_version: int
    printed_at: str
    printed_withdrawn_at: str | None
    withdrawn_organ: str
    withdrawn_reason: str
    withdrawn_value: Decimal | None
    withdrawn_places: int | None
    withdrawn_obs_status: str


def seen_columns(rows: QuerySet[Actual, SeenActual]) -> QuerySet[Actual, tuple[Any, ...]]:
    """The `SeenColumns` of the rows of `visible_to`, in their order, as plain tuples."""
    published = Case(
        When(published_obs_status="", then=Value(ObsStatus.MISSING.value)),
        default=F("published_obs_status"),
    )
    return rows.annotate(
        seen_value=_seen("value", F("published_value")),
        seen_places=_seen("value_places", F("published_places")),
        seen_obs_status=_seen("obs_status", published),
        seen_source=_seen("source", F("published_source")),
        seen_note=_seen("note", F("published_note")),
        seen_version=_seen("version", Coalesce("published_version", "withdrawn_version")),
        printed_at=Cast("seen_at", TextField()),
        printed_withdrawn_at=Cast("withdrawn_at", TextField()),
    ).values_list(*SeenColumns._fields)


def time_of(printed: str) -> datetime:
    """A time of `SeenColumns`. PostgreSQL prints its offset, SQLite has it in UTC and says none."""
    at = datetime.fromisoformat(printed)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _seen(working: str, published: Expression | F) -> Case:
    return Case(When(working=True, then=F(working)), default=published)
