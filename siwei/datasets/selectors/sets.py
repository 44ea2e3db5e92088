"""The data sets: whole lists of the API, each with its columns.

A data set is read by the selector of its list, through the filter of its list, and shows the
caller what the list shows them: without an account what is published, with one what its owner may
read, with `published=true` what the public sees. It leaves out only what is for the work on a
single value (`explanation`, `warnings`, `remarks`, `may`).
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers
from rest_framework.request import Request

from common.api.columns import Column, columns_of
from common.api.filters import StrictFilterBackend
from common.filters import FilterSet
from common.moments import Moment, asked_moment
from common.past import reading
from common.snapshots import snapshot
from indicators.actuals.api.actuals import ActualViewSet
from indicators.assessments.api import AssessmentSerializer, AssessmentViewSet
from indicators.plans.api.plans import TargetViewSet
from indicators.plans.api.serializers import FlatTargetSerializer
from siwei.datasets.selectors.rows import (
    ActualRowSerializer,
    actual_rows,
    assessment_rows,
    target_rows,
    task_rows,
)
from siwei.datasets.selectors.sources import Source
from tasks.api.tasks import TaskSerializer, TaskViewSet


@dataclass(frozen=True)
class DataSet:
    """A whole list. `key`: the columns by which its rows are told apart; `notes` say what its
    numbers are in. `view` and `serializer` are those of the list, `source` reads its rows."""

    name: str
    title: LazyText
    notes: tuple[LazyText, ...]
    key: tuple[str, ...]
    view: type[Any]
    serializer: type["serializers.BaseSerializer[Any]"]
    source: Callable[[FilterSet, Sequence[Column], Moment], Source]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The fields of the list, by the same names."""
        return columns_of(self.serializer())

    @property
    def filters(self) -> type[FilterSet]:
        """What its address may ask for."""
        found: type[FilterSet] = self.view.filterset_class
        return found


_IN_UNIT = _("数值的单位见 unit 列。")
_AS_PRINTED = _("数值的单位见 printed_unit 列，是规划原文所用的单位。")

_ALL = (
    DataSet(
        name="actuals",
        title=_("年度实际值"),
        notes=(_IN_UNIT,),
        key=("key",),
        view=ActualViewSet,
        serializer=ActualRowSerializer,
        source=actual_rows,
    ),
    DataSet(
        name="targets",
        title=_("规划的目标"),
        notes=(_AS_PRINTED,),
        key=("plan", "region", "indicator", "year", "base_year", "goal_kind"),
        view=TargetViewSet,
        serializer=FlatTargetSerializer,
        source=target_rows,
    ),
    DataSet(
        name="assessments",
        title=_("评估结果"),
        notes=(_IN_UNIT,),
        key=("plan", "region", "indicator", "year"),
        view=AssessmentViewSet,
        serializer=AssessmentSerializer,
        source=assessment_rows,
    ),
    DataSet(
        name="tasks",
        title=pgettext_lazy("plural", "任务"),
        notes=(),
        key=("plan", "key"),
        view=TaskViewSet,
        serializer=TaskSerializer,
        source=task_rows,
    ),
)
SETS: Mapping[str, DataSet] = MappingProxyType({one.name: one for one in _ALL})


@dataclass(frozen=True, slots=True)
class OpenSet:
    """A data set as one caller asked for it. `moment`: of when it is.

    Each read begins anew, in a state of the database of its own; whoever reads several times
    and wants them to agree puts `common.snapshots.snapshot` around. One read at a time.
    """

    data_set: DataSet
    moment: Moment
    source: Source

    @property
    def name(self) -> str:
        return self.data_set.name

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.data_set.columns

    def rows(self) -> Generator[Sequence[Any], None, None]:
        """Each row as its cells, in the order of the columns: str, int, Decimal, bool, None; JSON
        for what repeats."""
        with snapshot(), reading(self.moment):
            yield from self.source.cells()

    def texts(self) -> Iterator[str]:
        """Each row as the JSON object that the list has of it."""
        with snapshot(), reading(self.moment):
            yield from self.source.texts()

    def exceeds(self, limit: int) -> bool:
        """Whether it has more rows, where that can be told without reading them all."""
        with snapshot(), reading(self.moment):
            return self.source.exceeds(limit)


def open_set(name: str, *, request: Request) -> OpenSet:
    """The data set `name` as `request` asks for it: its filters, its moment, its caller.

    Raises `ValidationError` that names every parameter that can't be understood, `KeyError` where
    there is no such data set.
    """
    found = SETS[name]
    view = found.view(request=request, action="list", kwargs={}, format_kwarg=None)
    view.pagination_class = None
    moment = asked_moment(request.query_params)
    with reading(moment):
        wanted = StrictFilterBackend().checked(request, view.get_queryset(), view)
    assert wanted is not None, "a list has a filterset_class"
    return OpenSet(found, moment, found.source(wanted, found.columns, moment))
