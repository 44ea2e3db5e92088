"""What somebody sees of actuals as plain columns: for lists and whole data sets, where a model
instance for each row would take most of the time."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Expression, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from common.decimals import at_places
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey
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

    @property
    def key(self) -> ActualKey:
        return ActualKey(self.region_id, self.indicator_id, self.year, self.base_year)

    @property
    def value(self) -> Decimal | None:
        """What they see, with its own decimals."""
        return at_places(self.seen_value, self.seen_places)

    @property
    def updated_at(self) -> datetime:
        return time_of(self.printed_at)


class ListedColumns(NamedTuple):
    """What a list has of a row beside its `SeenColumns`. `working`: it is the working value."""

    pk: int
    working: bool
    seen_explanation: str


_SEEN = len(SeenColumns._fields)
_PUBLISHED_STATUS = Case(
    When(published_obs_status="", then=Value(ObsStatus.MISSING.value)),
    default=F("published_obs_status"),
)
# The columns that differ: of the working value, and of what is published.
_SIDES: Mapping[str, tuple[str, str | Expression]] = {
    "seen_value": ("value", "published_value"),
    "seen_places": ("value_places", "published_places"),
    "seen_obs_status": ("obs_status", _PUBLISHED_STATUS),
    "seen_source": ("source", "published_source"),
    "seen_note": ("note", "published_note"),
    "seen_version": ("version", Coalesce("published_version", "withdrawn_version")),
    "seen_explanation": ("explanation", Value("", TextField())),
}
_PRINTED: Mapping[str, Expression] = {
    "printed_at": Cast("seen_at", TextField()),
    "printed_withdrawn_at": Cast("withdrawn_at", TextField()),
}


def seen_columns(rows: QuerySet[Actual, SeenActual]) -> QuerySet[Actual, tuple[Any, ...]]:
    """The `SeenColumns` of the rows of `visible_to`, in their order, as plain tuples."""
    return _with(SeenColumns._fields, rows)


def listed_columns(rows: QuerySet[Actual, SeenActual]) -> QuerySet[Actual, tuple[Any, ...]]:
    """The `SeenColumns` of the rows of `visible_to`, and then their `ListedColumns`."""
    return _with((*SeenColumns._fields, *ListedColumns._fields), rows)


def seen_part(row: tuple[Any, ...]) -> SeenColumns:
    return SeenColumns(*row[:_SEEN])


def listed_part(row: tuple[Any, ...]) -> ListedColumns:
    return ListedColumns(*row[_SEEN:])


def _with(
    names: Sequence[str], rows: QuerySet[Actual, SeenActual]
) -> QuerySet[Actual, tuple[Any, ...]]:
    # A constant where they see the same side of all rows: then that side alone is read.
    working = rows.query.annotations["working"]
    is_working = bool(working.value) if isinstance(working, Value) else None
    return rows.values_list(*(_column(name, is_working) for name in names))


def _column(name: str, is_working: bool | None) -> str | Expression:
    if name not in _SIDES:
        return _PRINTED.get(name, name)
    working, published = _SIDES[name]
    if is_working is not None:
        return working if is_working else published
    default = F(published) if isinstance(published, str) else published
    return Case(When(working=True, then=F(working)), default=default)


def time_of(printed: str) -> datetime:
    """A time of `SeenColumns`. PostgreSQL prints its offset, SQLite has it in UTC and says none."""
    at = datetime.fromisoformat(printed)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
