"""Reads of regions and departments, shared by pages and the API."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from departments.models import Department, DepartmentFunction, Region


def regions() -> QuerySet[Region]:
    """Every region, by code."""
    return Region.objects.order_by("code")


def within(codes: Iterable[str], column: str = "region") -> Q:
    """The rows whose `column` is one of these regions or lies in one of them."""
    known = list(codes)
    return (
        Q(**{f"{column}__in": known})
        | Q(**{f"{column}__parent__in": known})
        | Q(**{f"{column}__parent__parent__in": known})
    )


def departments() -> QuerySet[Department]:
    """Every department with its region and its other spellings, region by region."""
    return (
        Department.objects.select_related("region", "function")
        .prefetch_related("aliases")
        .order_by("region_id", "id")
    )


def with_departments() -> QuerySet[Region]:
    """Every region that has a department, by code."""
    return regions().filter(departments__isnull=False).distinct()


def functions() -> QuerySet[DepartmentFunction]:
    """Every kind of department, in the order of their table."""
    return DepartmentFunction.objects.order_by("order", "code")


def functions_in_use() -> QuerySet[DepartmentFunction]:
    """The kinds that at least one department is of."""
    return functions().filter(departments__isnull=False).distinct()
