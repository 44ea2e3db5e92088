"""What is known of a plan before anybody has read it: its region, departments and indicators."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from common.signs import spoilt
from siwei.loading.clauses import read_clauses
from siwei.loading.plan_file import PlanFile
from siwei.loading.problems import FileProblem, FixtureError
from siwei.loading.read import parse_plan, plan_files, read_shared
from siwei.loading.schema import DepartmentEntry, IndicatorEntry
from siwei.loading.shared import RegionEntry, Shared
from siwei.loading.tables import expand_tables
from siwei.loading.yaml_source import Source, read_yaml

FIRST_YEAR, LAST_YEAR = 2000, 2099
_SLUG = re.compile(r"[a-z]+(-[a-z0-9]+)*-20[0-9]{2}")
_KINDS = re.compile(
    r"\b(autonomous|banner|city|county|district|municipality|prefecture|province|region|zone)\b"
)


class OutlineError(ValueError):
    """No plan can be laid out; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan to be transcribed. `earlier`: the plan of the region before it, if there is one.

    `departments`: those that the region's plans have named, the latest first. `indicators`: those
    of `earlier`, in its order.
    """

    slug: str
    title: str
    region: RegionEntry
    year: int
    earlier: str | None
    departments: list[DepartmentEntry]
    indicators: list[IndicatorEntry]


def outline(folder: Path, code: str, year: str, *, slug: str = "", title: str = "") -> Outline:
    """What the files below `folder` know of the plan of region `code` and `year`.

    Raises `OutlineError` for a region, a year or a title that can't be, and `FixtureError` where a
    file that it needs is not right.
    """
    problems: list[FileProblem] = []
    shared = read_shared(folder, problems)
    if problems:
        raise FixtureError(problems)
    region = shared.regions.get(code)
    if region is None:
        words = _("行政区划表里没有“%s”，先把它写进 fixtures/regions.yaml")
        raise OutlineError(words % code)
    number = _year(year)
    _check_title(title)
    slug = slug or f"{_pinyin(region.name_en)}-{number}"
    _check_slug(slug, number)
    plans = sorted(_plans_of(code, plan_files(folder), shared), key=_year_of)
    before = [plan for plan in plans if _year_of(plan) <= number]
    earlier = before[-1] if before else None
    return Outline(
        slug=slug,
        title=title,
        region=region,
        year=number,
        earlier=earlier.plan.slug if earlier else None,
        departments=_departments(reversed(plans)),
        indicators=earlier.indicators if earlier else [],
    )


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        words = _("年份应在 %(first)d 与 %(last)d 之间，而不是“%(year)s”")
        raise OutlineError(words % {"first": FIRST_YEAR, "last": LAST_YEAR, "year": text})
    return int(text)


def _check_title(title: str) -> None:
    """One line of what can be seen: the title stands in both files, of which each line counts."""
    if spoilt(title) is not None or len(title.splitlines()) > 1:
        raise OutlineError(_("标题须是一行可见的文字（--title），不能有换行、控制字符或残缺的字符"))


def _pinyin(name: str) -> str:
    """`Dong'e County` → `donge`."""
    plain = _KINDS.sub(" ", name.lower().replace("'", ""))
    return re.sub(r"[^a-z]+", "-", plain).strip("-")


def _check_slug(slug: str, year: int) -> None:
    if not _SLUG.fullmatch(slug) or not slug.endswith(f"-{year}"):
        words = _("标识“%(slug)s”应是小写拼音加年份（yangquan-%(year)d），用 --slug 写明")
        raise OutlineError(words % {"slug": slug, "year": year})


def _plans_of(code: str, files: Iterable[Path], shared: Shared) -> Iterable[PlanFile]:
    """The plans of the region, with the promises of their tables; others may be in disorder."""
    for file in files:
        source = read_yaml(file)
        if _region_of(source) != code:
            continue
        problems: list[FileProblem] = []
        plan = parse_plan(source)
        clauses = read_clauses(file.with_suffix(".txt")) if plan.tables else {}
        yield expand_tables(source, plan, clauses, shared.catalogue, problems).plan
        if problems:
            raise FixtureError(problems)


def _region_of(source: Source) -> object:
    head = source.data.get("plan") if isinstance(source.data, dict) else None
    return head.get("region") if isinstance(head, dict) else None


def _year_of(plan: PlanFile) -> int:
    return int(plan.plan.slug.rpartition("-")[2])


def _departments(plans: Iterable[PlanFile]) -> list[DepartmentEntry]:
    """Each department once, as the latest plan that names it writes it."""
    found: dict[str, DepartmentEntry] = {}
    for plan in plans:
        for entry in plan.departments:
            found.setdefault(entry.name, entry)
    return list(found.values())
