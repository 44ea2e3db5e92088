"""Is the promise kept: verdicts as a list, promise by promise and year by year."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import overload

from django.db.models import QuerySet

from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.selectors.published_promises import published_promises
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.promise_rows import PromiseRow, in_order
from indicators.plans.selectors.years import years_available


def assessments(
    *,
    scope: QuerySet[PlanIndicator],
    intervals: Sequence[tuple[int, int]],
    statuses: Collection[str],
    today: date,
) -> "AssessmentList":
    """The verdicts on the promises of `scope`, promise by promise, the years ascending.

    `intervals` narrows the years that can be asked for, `statuses` the verdicts; none stands
    for all.
    """
    return AssessmentList(scope, intervals, statuses, today)


@dataclass(frozen=True, slots=True)
class AssessedYear:
    """A row of the list: a promise, and the verdict on it in one year."""

    row: PromiseRow
    assessment: Assessment


class AssessmentList(Sequence[AssessedYear]):
    """A list that assesses only the rows that are asked for.

    Its length is known without a verdict, except where it is narrowed to statuses: then all of
    the scope has to be assessed.
    """

    def __init__(
        self,
        scope: QuerySet[PlanIndicator],
        intervals: Sequence[tuple[int, int]],
        statuses: Collection[str],
        today: date,
    ) -> None:
        self._scope, self._intervals, self._today = in_order(scope), intervals, today
        self._statuses = frozenset(statuses)

    @cached_property
    def _years(self) -> list[int]:
        return [
            year
            for year in years_available()
            if not self._intervals or any(low <= year <= high for low, high in self._intervals)
        ]

    @cached_property
    def _found(self) -> list[AssessedYear]:
        """The whole list, where only its verdicts tell what is in it."""
        verdicts = self._assessed(self._scope, self._years)
        return [one for one in verdicts if one.assessment.status in self._statuses]

    @cached_property
    def _promises(self) -> list[int]:
        return list(self._scope.values_list("pk", flat=True))

    def key_of(self, row: AssessedYear) -> tuple[int, int]:
        return row.row.pk, row.assessment.year

    def position_after(self, key: tuple[str, ...]) -> int:
        """How many rows stand up to that promise and year, whatever their verdict now.

        Raises `ValueError` for what is none, or no longer.
        """
        pk, year = map(int, key)
        promise, nth = self._promises.index(pk), bisect_right(self._years, year)
        if not self._statuses:
            return promise * len(self._years) + nth
        place = {pk: index for index, pk in enumerate(self._promises)}
        return sum(
            (place[one.row.pk], one.assessment.year) <= (promise, year) for one in self._found
        )

    def __len__(self) -> int:
        return len(self._found) if self._statuses else len(self._promises) * len(self._years)

    @overload
    def __getitem__(self, index: int) -> AssessedYear: ...

    @overload
    def __getitem__(self, index: slice) -> list[AssessedYear]: ...

    def __getitem__(self, index: int | slice) -> AssessedYear | list[AssessedYear]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        if self._statuses:
            return self._found[index]
        first, last, _step = index.indices(len(self))
        if first >= last:
            return []
        span = len(self._years)
        head = first // span
        shown = self._promises[head : -(-last // span)]
        verdicts = self._assessed(PlanIndicator.objects.filter(pk__in=shown), self._years)
        return list(islice(verdicts, first - head * span, last - head * span))

    def _assessed(
        self, scope: QuerySet[PlanIndicator], years: Sequence[int]
    ) -> Iterator[AssessedYear]:
        published = published_promises(scope)
        for row in published.rows:
            for year in years:
                yield AssessedYear(row, published.assess(row, year, last_over=self._today.year - 1))
