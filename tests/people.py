"""The people of the tests: Alice owns, Bob shares, Charlie is a stranger, Rui reviews."""

from datetime import date

from django.contrib.auth.models import User

from departments.models import Account, Department, Membership, Region
from indicators.actuals.models import ReportingYear


def person(name: str, *, superuser: bool = False) -> User:
    return User.objects.create_user(username=name, password="siwei-test", is_superuser=superuser)


def administrator(name: str) -> User:
    user = person(name, superuser=True)
    user.is_staff = True
    user.save()
    return user


def machine(name: str) -> User:
    """An account of a program: keys that an administrator made, no password."""
    user = User.objects.create_user(username=name)
    Account.objects.create(user=user, is_machine=True)
    return user


def editor(name: str, region: str = "140300", function: str = "water") -> User:
    """A clerk of the department that has `function` in the city."""
    user = person(name)
    department = Department.objects.filter(region=region, function=function).first()
    assert department is not None, (region, function)
    Membership.objects.create(user=user, region_id=region, department=department, role="editor")
    return user


def reviewer(name: str, province: str = "140000") -> User:
    user = person(name)
    Membership.objects.create(user=user, region_id=province, role="reviewer")
    return user


def viewer(name: str, region: str = "140300") -> User:
    user = person(name)
    Membership.objects.create(user=user, region_id=region, role="viewer")
    return user


def open_year(year: int, province: str = "140000", *, is_open: bool = True) -> ReportingYear:
    return ReportingYear.objects.create(
        province=Region.objects.get(code=province),
        year=year,
        is_open=is_open,
        due_on=date(year + 1, 4, 30),
    )
