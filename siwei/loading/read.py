"""Reads and checks the fixtures: regions, the catalogue, and the plans."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from departments.rules.regions import Misplaced, levels_above, misplaced
from indicators.plans.rules.units import UNITS
from siwei.loading.check import CheckedPlan, PlanCheck
from siwei.loading.clauses import read_clauses
from siwei.loading.problems import FixtureError, Problem, problem
from siwei.loading.reasons import words_of
from siwei.loading.schema import CatalogueEntry, PlanFile, RegionEntry
from siwei.loading.yaml_source import Source, read_yaml

T = TypeVar("T", bound=BaseModel)
E = TypeVar("E", RegionEntry, CatalogueEntry)
Faults: TypeAlias = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Fixtures:
    """Everything that was read and found right."""

    regions: dict[str, RegionEntry]
    catalogue: dict[str, CatalogueEntry]
    plans: list[CheckedPlan]


def plan_files(folder: Path) -> list[Path]:
    """The YAML files of the plans that stand in `folder/plans`."""
    return sorted((folder / "plans").glob("*.yaml"))


def read_fixtures(
    folder: Path, files: Iterable[Path], *, on_plan: Callable[[Path], None] = lambda file: None
) -> Fixtures:
    """Read `folder/regions.yaml`, `folder/catalogue.yaml` and the plans `files`.

    Raises `FixtureError` with every problem of every file.
    """
    problems: list[Problem] = []
    regions = _entries(folder / "regions.yaml", RegionEntry, problems, _check_region)
    catalogue = _entries(folder / "catalogue.yaml", CatalogueEntry, problems, _check_indicator)
    plans: list[CheckedPlan] = []
    slugs: set[str] = set()
    for file in files:
        on_plan(file)
        try:
            plans.append(_read_plan(file, catalogue, regions, problems, slugs))
        except FixtureError as error:
            problems += error.problems
    if problems:
        raise FixtureError(problems)
    return Fixtures(regions, catalogue, plans)


def _read_plan(
    file: Path,
    catalogue: dict[str, CatalogueEntry],
    regions: dict[str, RegionEntry],
    problems: list[Problem],
    slugs: set[str],
) -> CheckedPlan:
    if file.suffix != ".yaml":
        raise FixtureError([problem(file, 0, _("请给出规划的 .yaml 文件"))])
    source = read_yaml(file)
    plan = parse_plan(source)
    if plan.plan.slug in slugs:
        problems.append(source.problem(("plan", "slug"), _("规划“%s”重复") % plan.plan.slug))
    slugs.add(plan.plan.slug)
    clauses = read_clauses(file.with_suffix(".txt"))
    check = PlanCheck(source, plan, clauses, catalogue, regions)
    checked = check.run()
    problems += check.problems
    return checked


def _entries(
    file: Path, model: type[E], problems: list[Problem], check: Callable[[E, dict[str, E]], Faults]
) -> dict[str, E]:
    """The entries of `file` by code. `check` says what is wrong with one, among all."""
    try:
        source = read_yaml(file)
        entries = _valid_list(source, model)
    except FixtureError as error:
        problems += error.problems
        return {}
    result: dict[str, E] = {}
    for i, entry in enumerate(entries):
        if entry.code in result:
            problems.append(source.problem((i, "code"), _("“%s”重复") % entry.code))
        result[entry.code] = entry
    for i, entry in enumerate(entries):
        problems += [source.problem((i, key), why) for key, why in check(entry, result)]
    return result


def _check_region(entry: RegionEntry, regions: dict[str, RegionEntry]) -> Faults:
    parent = regions.get(entry.parent or "")
    if parent is None:
        if entry.parent is not None or levels_above(entry.place.level):
            yield "parent", _("行政区划表里没有“%s”") % (entry.parent or "")
        return
    wrong = misplaced(entry.place, parent.place)
    if wrong is Misplaced.NOT_BELOW:
        yield "parent", _("省级行政区没有上级")
    elif wrong is Misplaced.WRONG_LEVEL:
        yield "parent", _("上级“%s”的级别不比它高") % parent.name
    elif wrong is Misplaced.WRONG_CODE:
        words = _("%(parent)s的下级代码以 %(digits)s 开头，%(code)s 不是")
        digits = parent.place.beginning
        yield "parent", words % {"parent": parent.name, "digits": digits, "code": entry.code}


def _check_indicator(entry: CatalogueEntry, catalogue: dict[str, CatalogueEntry]) -> Faults:
    if entry.unit not in UNITS:
        yield "unit", _("未知的计量单位“%s”") % entry.unit
    if entry.level_of is None:
        return
    level = catalogue.get(entry.level_of)
    if level is None:
        yield "level_of", _("指标目录里没有“%s”") % entry.level_of
    elif level.level_of is not None:
        yield "level_of", _("“%s”自己是下降幅度，不是水平") % level.code


def parse_plan(source: Source) -> PlanFile:
    """The entries of a plan. Raises `FixtureError` for every value of a wrong shape."""
    try:
        return PlanFile.model_validate(source.data)
    except ValidationError as error:
        raise FixtureError(_problems(source, error)) from None


def _valid_list(source: Source, model: type[T]) -> list[T]:
    try:
        return TypeAdapter(list[model]).validate_python(source.data)  # type: ignore[valid-type]
    except ValidationError as error:
        raise FixtureError(_problems(source, error)) from None


def _problems(source: Source, error: ValidationError) -> list[Problem]:
    return [_problem(source, details) for details in error.errors()]


def _problem(source: Source, details: ErrorDetails) -> Problem:
    path = tuple(details["loc"])
    where = f"{'.'.join(map(str, path))}：" if path else ""
    return source.problem(path, f"{where}{words_of(details)}")
