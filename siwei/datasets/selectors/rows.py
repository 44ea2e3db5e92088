"""The rows of each data set."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from common.api.columns import Column
from common.chunks import in_parts
from common.filters import FilterSet
from common.moments import Moment
from indicators.actuals.api.actuals import ActualSerializer
from indicators.actuals.api.rows import cells_of_seen, text_of_seen
from indicators.actuals.selectors.columns import seen_columns
from indicators.assessments.api import AssessmentSerializer, worded
from indicators.assessments.selectors.verdicts import assessments
from indicators.plans.api.serializers import FlatTargetSerializer
from siwei.datasets.selectors.sources import SerializedRows, Source
from tasks.api.tasks import TaskSerializer

# So many rows are in the memory at a time; of assessments, the promises with all their years.
ROWS, TASKS, PROMISES = 2000, 200, 100


class ActualRowSerializer(ActualSerializer):
    """An actual without what is for the work on it."""

    explanation = None  # type: ignore[assignment]
    warnings = None  # type: ignore[assignment]
    remarks = None  # type: ignore[assignment]
    may = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class ActualRows:
    """Made of columns: the serializer would take ten times as long."""

    seen: QuerySet[Any]

    def cells(self) -> Iterator[Sequence[Any]]:
        return map(cells_of_seen, self.read())

    def texts(self) -> Iterator[str]:
        return map(text_of_seen, self.read())

    def read(self) -> Iterator[tuple[Any, ...]]:
        return seen_columns(self.seen).iterator(chunk_size=ROWS)

    def exceeds(self, limit: int) -> bool:
        return self.seen[limit : limit + 1].exists()


def actual_rows(wanted: FilterSet, columns: Sequence[Column], moment: Moment) -> Source:
    return ActualRows(wanted.qs)


def target_rows(wanted: FilterSet, columns: Sequence[Column], moment: Moment) -> Source:
    rows = wanted.qs
    return SerializedRows(_read(rows, ROWS), FlatTargetSerializer, columns, _exceeds(rows))


def task_rows(wanted: FilterSet, columns: Sequence[Column], moment: Moment) -> Source:
    rows = wanted.qs
    return SerializedRows(_read(rows, TASKS), TaskSerializer, columns, _exceeds(rows))


def assessment_rows(wanted: FilterSet, columns: Sequence[Column], moment: Moment) -> Source:
    asked = wanted.asked
    statuses = asked["status"]

    def found() -> Any:
        return assessments(
            scope=wanted.qs, intervals=asked["year"], statuses=statuses, today=moment.today
        )

    return SerializedRows(
        lambda: (worded(part) for part in found().parts(PROMISES)),
        AssessmentSerializer,
        columns,
        lambda limit: not statuses and len(found()) > limit,
    )


def _read(rows: QuerySet[Any], size: int) -> Callable[[], Iterator[list[Any]]]:
    return lambda: in_parts(rows.all().iterator(chunk_size=size), size)


def _exceeds(rows: QuerySet[Any]) -> Callable[[int], bool]:
    return lambda limit: rows[limit : limit + 1].exists()
