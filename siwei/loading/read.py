"""Reads and checks the fixtures: regions, the catalogue, and the plans."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from indicators.rules.units import UNITS
from siwei.loading.check import CheckedPlan, PlanCheck
from siwei.loading.clauses import read_clauses
from siwei.loading.problems import FixtureError, Problem
from siwei.loading.schema import CatalogueEntry, PlanFile, RegionEntry
from siwei.loading.yaml_source import Source, read_yaml

T = TypeVar("T", bound=BaseModel)


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
    regions = _entries(folder / "regions.yaml", RegionEntry, problems, "code")
    catalogue = _entries(folder / "catalogue.yaml", CatalogueEntry, problems, "code")
    _check_catalogue(folder / "catalogue.yaml", catalogue, problems)
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
    source = read_yaml(file)
    plan = _valid(source, PlanFile)
    if plan.plan.slug in slugs:
        problems.append(source.problem(("plan", "slug"), _("规划“%s”重复") % plan.plan.slug))
    slugs.add(plan.plan.slug)
    clauses = read_clauses(file.with_suffix(".txt"))
    check = PlanCheck(source, plan, clauses, catalogue, regions)
    checked = check.run()
    problems += check.problems
    return checked


def _entries(file: Path, model: type[T], problems: list[Problem], key: str) -> dict[str, T]:
    result: dict[str, T] = {}
    try:
        source = read_yaml(file)
        entries = _valid_list(source, model)
    except FixtureError as error:
        problems += error.problems
        return result
    for i, entry in enumerate(entries):
        code = getattr(entry, key)
        if code in result:
            problems.append(source.problem((i, key), _("“%s”重复") % code))
        result[code] = entry
    return result


def _check_catalogue(
    file: Path, catalogue: dict[str, CatalogueEntry], problems: list[Problem]
) -> None:
    for code, entry in catalogue.items():
        if entry.unit not in UNITS:
            problems.append(
                Problem(
                    file.name,
                    0,
                    _("%(code)s：未知的计量单位“%(unit)s”") % {"code": code, "unit": entry.unit},
                )
            )
        if entry.level_of is not None and entry.level_of not in catalogue:
            problems.append(
                Problem(
                    file.name,
                    0,
                    _("%(code)s：指标目录里没有“%(level)s”")
                    % {"code": code, "level": entry.level_of},
                )
            )


def _valid(source: Source, model: type[T]) -> T:
    try:
        return model.model_validate(source.data)
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
    return source.problem(path, f"{'.'.join(map(str, path))}：{_words(details)}")


def _words(details: ErrorDetails) -> str:
    """Pydantic's reason in the reader's language, where it is one that a colleague will meet."""
    reasons = {
        "missing": _("缺少这一项"),
        "extra_forbidden": _("不认识的键"),
        "string_type": _("应是文字（加引号），而不是 %(given)r"),
        "int_type": _("应是整数，而不是 %(given)r"),
        "decimal_type": _("应是数字，而不是 %(given)r"),
        "is_instance_of": _("应是数字，而不是 %(given)r"),
        "date_type": _("应是日期（2025-12-03），而不是 %(given)r"),
        "literal_error": _("应是 %(expected)s 之一，而不是 %(given)r"),
    }
    expected = details.get("ctx", {}).get("expected")
    reason = reasons.get(details["type"], f"{details['msg']} (%(given)r)")
    return str(reason % {"given": details["input"], "expected": expected})
