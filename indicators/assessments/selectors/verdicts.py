"""Is the promise kept: verdicts as a list, promise by promise and year by year."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias, overload

from django.db.models import QuerySet

from common.chunks import chunks
from common.sorting import Order
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.selectors.published_promises import published_promises
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.promise_rows import PromiseRow, in_order
from indicators.plans.selectors.years import years_available

# A promise, by its pk, and a year.
Cell: TypeAlias = tuple[int, int]


def assessments(
    *,
    scope: QuerySet[PlanIndicator],
    intervals: Sequence[tuple[int, int]],
    statuses: Collection[str],
    today: date,
    order: Sequence[Order] = (),
) -> "AssessmentList":
    """The verdicts on the promises of `scope`, promise by promise, the years ascending; where
    `order` names the year, year by year.

    `intervals` narrows the years that can be asked for, `statuses` the verdicts; none stands
    for all.
    """
    return AssessmentList(scope, intervals, statuses, today, order)


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
        order: Sequence[Order],
    ) -> None:
        self._scope, self._intervals, self._today = in_order(scope), intervals, today
        self._statuses = frozenset(statuses)
        self._by_year = bool(order)
        self._descending = any(one.descending for one in order)

    @cached_property
    def _years(self) -> list[int]:
        """In the order of the list."""
        found = [
            year
            for year in years_available()
            if not self._intervals or any(low <= year <= high for low, high in self._intervals)
        ]
        return sorted(found, reverse=self._descending)

    @cached_property
    def _found(self) -> list[AssessedYear]:
        """The whole list, where only its verdicts tell what is in it."""
        cells = [self._cell(index) for index in range(self._cells)]
        verdicts = self._assessed(self._scope, cells)
        return [one for one in verdicts if one.assessment.status in self._statuses]

    @cached_property
    def _promises(self) -> list[int]:
        return list(self._scope.values_list("pk", flat=True))

    @property
    def _cells(self) -> int:
        return len(self._promises) * len(self._years)

    def _cell(self, index: int) -> Cell:
        """The promise and the year that stand there, before verdicts are looked at."""
        if self._by_year:
            year, promise = divmod(index, len(self._promises))
        else:
            promise, year = divmod(index, len(self._years))
        return self._promises[promise], self._years[year]

    def _cells_up_to(self, promise: int, year: int) -> int:
        """How many cells stand up to the promise of that number, and the year."""
        passed = [self._ranked(one) for one in self._years]
        nth = bisect_right(passed, self._ranked(year))
        if not self._by_year:
            return promise * len(self._years) + nth
        if year not in self._years:
            return nth * len(self._promises)
        return (nth - 1) * len(self._promises) + promise + 1

    def _ranked(self, year: int) -> int:
        return -year if self._descending else year

    def key_of(self, row: AssessedYear) -> Cell:
        return row.row.pk, row.assessment.year

    def position_after(self, key: tuple[str, ...]) -> int:
        """How many rows stand up to that promise and year, whatever their verdict now.

        Raises `ValueError` for what is none, or no longer.
        """
        pk, year = map(int, key)
        cells = self._cells_up_to(self._promises.index(pk), year)
        if not self._statuses:
            return cells
        passed = {self._cell(index) for index in range(cells)}
        return sum(self.key_of(one) in passed for one in self._found)

    def __len__(self) -> int:
        return len(self._found) if self._statuses else self._cells

    @overload
    def __getitem__(self, index: int) -> AssessedYear: ...

    @overload
    def __getitem__(self, index: slice) -> list[AssessedYear]: ...

    def __getitem__(self, index: int | slice) -> AssessedYear | list[AssessedYear]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        if self._statuses:
            return self._found[index]
        cells = [self._cell(one) for one in range(*index.indices(len(self)))]
        if not cells:
            return []
        shown = {promise for promise, _year in cells}
        return list(self._assessed(PlanIndicator.objects.filter(pk__in=shown), cells))

    def parts(self, promises: int) -> Iterator[list[AssessedYear]]:
        """The whole list, the verdicts on so many promises at a time: never all in the memory."""
        for some in chunks(self._promises, promises):
            scope = PlanIndicator.objects.filter(pk__in=some)
            cells = [(promise, year) for promise in some for year in self._years]
            yield [
                one
                for one in self._assessed(scope, cells)
                if not self._statuses or one.assessment.status in self._statuses
            ]

    def _assessed(
        self, scope: QuerySet[PlanIndicator], cells: Iterable[Cell]
    ) -> Iterator[AssessedYear]:
        published = published_promises(scope)
        rows = {row.pk: row for row in published.rows}
        for pk, year in cells:
            if (row := rows.get(pk)) is not None:  # else it is gone since it was counted
                yield AssessedYear(row, published.assess(row, year, last_over=self._today.year - 1))
