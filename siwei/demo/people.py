"""The demonstration's people, and the years that they may enter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from departments.models import Department, Membership, Region
from departments.rules.roles import RegionLevel, Role
from indicators.actuals.models import ReportingYear

PASSWORD = (
    "siwei-demo"  # known to everybody: the reason why there is no demonstration without DEBUG
)
ADMINISTRATOR = "admin"
YANGQUAN = "140300"
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
    """A clerk of every city's water bureau, one of another bureau, reviewers, an administrator."""
    for bureau in _bureaus("water"):
        yield _clerk(_username(bureau.region), bureau)
    for bureau in _bureaus("urban_management"):
        if bureau.region_id == YANGQUAN:
            yield _clerk(f"{_username(bureau.region)}-chengguan", bureau)
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


def _bureaus(function: str) -> list[Department]:
    """The department of this function in each city, the first where a plan names several."""
    rows = (
        Department.objects.filter(function=function, region__level=RegionLevel.CITY)
        .select_related("region")
        .order_by("region_id", "-id")
    )
    return list({row.region_id: row for row in rows}.values())


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
