"""The demonstration's people, and the years that they may enter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from departments.models import Department, Membership, Region
from departments.rules.roles import RegionLevel, Role
from indicators.actuals.models import ReportingYear
from indicators.plans.rules.enums import DepartmentRole

PASSWORD = (
    "siwei-demo"  # known to everybody: the reason why there is no demonstration without DEBUG
)
ADMINISTRATOR = "admin"
# Kinds of department of which a city's second clerk may be, and how their log-in ends.
OTHERS = {"urban_management": "chengguan", "agriculture": "nongye", "industry": "gongxin"}
DUE = (4, 30)  # of the year after the one that is reported


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Who logs in, and as what. An administrator has no membership."""

    username: str
    name: str
    role: Role | None = None
    region: Region | None = None
    department: Department | None = None


def demo_people() -> Iterator[DemoPerson]:
    """A clerk of every city's water bureau, one of another bureau that leads a task, where the
    plan names one, reviewers, an administrator."""
    for bureau in _bureaus(["water"]):
        yield _clerk(_username(bureau.region), bureau)
    for bureau in _bureaus(OTHERS, leading=True):
        yield _clerk(f"{_username(bureau.region)}-{OTHERS[bureau.function_id]}", bureau)
    for province in Region.objects.filter(level=RegionLevel.PROVINCE):
        yield DemoPerson(
            _username(province), f"{province.name}审核员（演示）", Role.REVIEWER, province
        )
    yield DemoPerson(ADMINISTRATOR, "系统管理员（演示）")


@transaction.atomic
def prepare_people(*, today: date) -> list[DemoPerson]:
    """Make the people who aren't there, and open last year and this year in every province.

    Returns the demonstration's people. A person or a year that is there is left as it is,
    whoever made it.
    """
    people = list(demo_people())
    known = set(
        User.objects.filter(username__in=[person.username for person in people]).values_list(
            "username", flat=True
        )
    )
    for person in people:
        if person.username not in known:
            _make(person)
    for province in Region.objects.filter(level=RegionLevel.PROVINCE):
        for year in (today.year - 1, today.year):
            ReportingYear.objects.get_or_create(
                province=province, year=year, defaults={"due_on": date(year + 1, *DUE)}
            )
    return people


def _bureaus(functions: Iterable[str], *, leading: bool = False) -> list[Department]:
    """Of each city the department of the first of these functions, the first where a plan names
    several; with `leading` only such as lead a task."""
    ranks = {function: rank for rank, function in enumerate(functions)}
    rows = Department.objects.filter(function__in=ranks, region__level=RegionLevel.CITY)
    if leading:
        rows = rows.filter(assignments__role=DepartmentRole.LEAD.value).distinct()
    found: dict[str, Department] = {}
    for row in rows.select_related("region").order_by("region_id", "id"):
        known = found.setdefault(row.region_id, row)
        if ranks[row.function_id] < ranks[known.function_id]:
            found[row.region_id] = row
    return list(found.values())


def _clerk(username: str, department: Department) -> DemoPerson:
    name = f"{department.full_name}填报员（演示）"
    return DemoPerson(username, name, Role.EDITOR, department.region, department)


def _username(region: Region) -> str:
    """`Yangquan` → `yangquan`."""
    return "".join(letter for letter in region.name_en.lower() if letter.isalpha())


def _make(person: DemoPerson) -> None:
    is_administrator = person.role is None
    user = User.objects.create_user(
        username=person.username,
        password=PASSWORD,
        first_name=person.name,
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    if person.role is not None and person.region is not None:
        Membership.objects.create(
            user=user, region=person.region, department=person.department, role=person.role
        )
