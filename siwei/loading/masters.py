"""Every row has one master: refuses files that bring what an administrator has made."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from common.masters import FileManaged
from departments.models import (
    Department,
    DepartmentAlias,
    DepartmentFunction,
    Region,
    RegionSuccession,
)
from indicators.plans.models import (
    Indicator,
    IndicatorDivision,
    SeriesBreak,
    Unit,
    UnitSpelling,
)
from siwei.loading.check import CheckedPlan
from siwei.loading.checking import Path
from siwei.loading.problems import FileProblem, FixtureError
from siwei.loading.read import Fixtures
from siwei.loading.shared import BREAKS, CATALOGUE, FUNCTIONS, REGIONS, UNITS, Shared
from siwei.loading.yaml_source import Source

_KINDS = (
    Region,
    RegionSuccession,
    Unit,
    UnitSpelling,
    DepartmentFunction,
    Indicator,
    SeriesBreak,
    Department,
)


def refuse_rows_of_the_administration(fixtures: Fixtures, *, shared_too: bool = True) -> None:
    """Raise `FixtureError` that names every row of a file which an administrator has made."""
    problems = [*_of_shared(fixtures.shared)] if shared_too else []
    for checked in fixtures.plans:
        problems += _of_plan(checked)
    if problems:
        raise FixtureError(problems)


def release(model: type[FileManaged], file: str, kept: Iterable[Model]) -> int:
    """Hand what `file` brought once and doesn't any more to the administration; how many."""
    rows: Any = model._default_manager
    gone = rows.filter(managed_by_file=file).exclude(pk__in=[row.pk for row in kept])
    released: int = gone.update(managed_by_file="", kept_columns=[])
    return released


def left_to_administrators() -> list[tuple[str, list[str]]]:
    """What administrators have added, by kind: no file has touched it."""
    found = []
    for model in _KINDS:
        rows: Any = model._default_manager
        names = [str(row) for row in rows.filter(managed_by_file="")]
        found.append((str(model._meta.verbose_name), names))
    aliases = DepartmentAlias.objects.filter(managed_by_file="").exclude(
        department__managed_by_file=""
    )
    names = [
        f"{alias.department}（{alias.name}）" for alias in aliases.select_related("department")
    ]
    found.append((str(DepartmentAlias._meta.verbose_name), names))
    return [(kind, names) for kind, names in found if names]


def _of_shared(shared: Shared) -> Iterator[FileProblem]:
    for name, model, entries in (
        (REGIONS, Region, shared.regions),
        (UNITS, Unit, shared.units),
        (FUNCTIONS, DepartmentFunction, shared.functions),
        (CATALOGUE, Indicator, shared.catalogue),
    ):
        made = _made(model, pk__in=entries)
        for i, code in enumerate(entries):
            if (code,) in made:
                yield _refused(shared.sources[name], (i,), code)
    yield from _of_units(shared)
    divisions = _made(IndicatorDivision, "whole_id", "code")
    for i, entry in enumerate(shared.catalogue.values()):
        for j, division in enumerate(entry.divisions):
            if (entry.code, division.code) in divisions:
                path: Path = (i, "divisions", j)
                yield _refused(shared.sources[CATALOGUE], path, division.code)
    yield from _of_successions(shared)
    yield from _of_breaks(shared)


def _of_units(shared: Shared) -> Iterator[FileProblem]:
    spellings = _made(UnitSpelling, "text")
    for i, unit in enumerate(shared.units.values()):
        for kind in ("printed", "typed"):
            for j, text in enumerate(getattr(unit, kind)):
                if (text,) in spellings:
                    yield _refused(shared.sources[UNITS], (i, kind, j), text)


def _of_successions(shared: Shared) -> Iterator[FileProblem]:
    successions = _made(RegionSuccession, "predecessor_id", "successor_id")
    for i, region in enumerate(shared.regions.values()):
        for j, one in enumerate(region.successions):
            if (one.predecessor, one.successor) in successions:
                name = f"{one.predecessor} → {one.successor}"
                yield _refused(shared.sources[REGIONS], (i, "became", j), name)


def _of_breaks(shared: Shared) -> Iterator[FileProblem]:
    breaks = _made(SeriesBreak, "indicator_id", "region_id", "year")
    for i, (code, broken) in enumerate(shared.breaks.items()):
        if (broken.indicator, broken.region, broken.year) in breaks:
            yield _refused(shared.sources[BREAKS], (i,), code)


def _of_plan(checked: CheckedPlan) -> Iterator[FileProblem]:
    region = checked.file.plan.region
    made = _made(Department, "name", region=region)
    for i, entry in enumerate(checked.file.departments):
        for name in (entry.name, *entry.formerly):
            if (name,) in made:
                yield _refused(checked.source, ("departments", i), name)


def _made(model: type[FileManaged], *key: str, **only: object) -> set[tuple[Any, ...]]:
    """The keys of the rows that an administrator has made."""
    rows: Any = model._default_manager
    return set(rows.filter(managed_by_file="", **only).values_list(*(key or ("pk",))))


def _refused(source: Source, path: Path, name: str) -> FileProblem:
    words = _(
        "“%s”已由系统管理员建立，文件不会改动它；请从文件中删去这一项，"
        "或用 load_plans --adopt 交由文件维护"
    )
    return source.problem(path, words % name)
