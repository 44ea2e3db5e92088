"""Reads and checks the fixtures: regions, the catalogue, and the plans."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from siwei.loading.check import CheckedPlan, PlanCheck
from siwei.loading.check_links import check_links
from siwei.loading.check_shared import (
    Faults,
    break_check,
    check_region,
    check_unit,
    indicator_check,
    nothing_else,
)
from siwei.loading.clauses import read_clauses
from siwei.loading.entries import shape_problems, valid_list
from siwei.loading.gaps import gaps
from siwei.loading.plan_file import PlanFile
from siwei.loading.problems import FileProblem, FixtureError, problem
from siwei.loading.shared import (
    BREAKS,
    CATALOGUE,
    FUNCTIONS,
    REGIONS,
    UNITS,
    BreakEntry,
    CatalogueEntry,
    FunctionEntry,
    RegionEntry,
    Shared,
    UnitEntry,
)
from siwei.loading.tables import expand_tables
from siwei.loading.yaml_source import Source, read_yaml

T = TypeVar("T", bound=BaseModel)
E = TypeVar("E", RegionEntry, UnitEntry, FunctionEntry, CatalogueEntry, BreakEntry)


@dataclass(frozen=True, slots=True)
class Fixtures:
    """Everything that was read and found right."""

    shared: Shared
    plans: list[CheckedPlan]


def plan_files(folder: Path) -> list[Path]:
    """The YAML files of the plans that stand in `folder/plans`."""
    return sorted((folder / "plans").glob("*.yaml"))


class Reading:
    """Reads what the plans share from `folder` (`read_shared`), and plans, in several goes."""

    def __init__(self, folder: Path, on_plan: Callable[[Path], None] = lambda file: None) -> None:
        self._on_plan = on_plan
        self._problems: list[FileProblem] = []
        self._slugs: set[str] = set()
        self.shared = read_shared(folder, self._problems)

    def read(self, files: Iterable[Path]) -> list[CheckedPlan]:
        """The plans of `files` as far as they can be read."""
        plans: list[CheckedPlan] = []
        for file in files:
            self._on_plan(file)
            try:
                plan = _read_plan(file, self.shared, self._problems, self._slugs)
                plans += [plan] if plan is not None else []
            except FixtureError as error:
                self._problems += error.problems
        return plans

    def refuse(self) -> None:
        """Raises `FixtureError` with every problem of every file, if there are any."""
        if self._problems:
            raise FixtureError(self._problems)


def read_fixtures(
    folder: Path, files: Iterable[Path], *, on_plan: Callable[[Path], None] = lambda file: None
) -> Fixtures:
    """Read what the plans share from `folder` (`read_shared`), and the plans `files`.

    Raises `FixtureError` with every problem of every file.
    """
    reading = Reading(folder, on_plan)
    plans = reading.read(files)
    reading.refuse()
    check_links(plans)
    return Fixtures(reading.shared, plans)


def read_shared(folder: Path, problems: list[FileProblem]) -> Shared:
    """What plans share, file by file; what is wrong goes to `problems`.

    Whatever refers to a file that was refused isn't held against it: one mistake is said once.
    """
    sources: dict[str, Source] = {}
    refused: set[str] = set()

    def entries(
        name: str, model: type[E], check: Callable[[E, Mapping[str, E]], Faults], *needed: str
    ) -> dict[str, E]:
        try:
            sources[name] = read_yaml(folder / name)
            found = valid_list(sources[name], model)
        except FixtureError as error:
            problems.extend(error.problems)
            refused.add(name)
            return {}
        checked = nothing_else if refused.intersection(needed) else check
        return _by_code(sources[name], found, problems, checked)

    regions = entries(REGIONS, RegionEntry, check_region)
    units = entries(UNITS, UnitEntry, check_unit)
    functions = entries(FUNCTIONS, FunctionEntry, nothing_else)
    catalogue = entries(CATALOGUE, CatalogueEntry, indicator_check(units), UNITS)
    breaks = entries(BREAKS, BreakEntry, break_check(regions, catalogue), REGIONS, CATALOGUE)
    return Shared(regions, units, functions, catalogue, breaks, sources, is_whole=not refused)


def _read_plan(
    file: Path,
    shared: Shared,
    problems: list[FileProblem],
    slugs: set[str],
) -> CheckedPlan | None:
    """The plan; None where what plans share isn't whole: only its own shape is checked then."""
    if file.suffix != ".yaml":
        raise FixtureError([problem(file, 0, _("请给出规划的 .yaml 文件"))])
    text = file.with_suffix(".txt")
    problems += [one for each in (file, text) for one in gaps(each)]
    source = read_yaml(file)
    plan = parse_plan(source)
    if plan.plan.slug in slugs:
        problems.append(source.problem(("plan", "slug"), _("规划“%s”重复") % plan.plan.slug))
    slugs.add(plan.plan.slug)
    clauses = read_clauses(text)
    if not shared.is_whole:
        return None
    in_tables: list[FileProblem] = []
    whole = expand_tables(source, plan, clauses, shared.catalogue, in_tables)
    check = PlanCheck(whole.source, whole.plan, clauses, shared, in_tables)
    checked = check.run()
    problems += check.problems
    return checked


def _by_code(
    source: Source,
    entries: list[E],
    problems: list[FileProblem],
    check: Callable[[E, Mapping[str, E]], Faults],
) -> dict[str, E]:
    """The entries of `source` by code. `check` says what is wrong with one, among all."""
    result: dict[str, E] = {}
    for i, entry in enumerate(entries):
        if entry.code in result:
            problems.append(source.problem((i, "code"), _("“%s”重复") % entry.code))
        result[entry.code] = entry
    for i, entry in enumerate(entries):
        problems += _refused(source, i, check(entry, result))
    return result


def _refused(source: Source, number: int, faults: Faults) -> list[FileProblem]:
    """What is wrong with the entry of that number, with its lines."""
    return [source.problem((number, *path), why) for path, why in faults]


def parse_plan(source: Source) -> PlanFile:
    """The entries of a plan. Raises `FixtureError` for every value of a wrong shape."""
    try:
        return PlanFile.model_validate(source.data)
    except ValidationError as error:
        raise FixtureError(shape_problems(source, error)) from None
