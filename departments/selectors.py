"""Reads of regions and departments, shared by pages and the API."""

from django.db.models import QuerySet

from departments.models import Department, Region


def regions() -> QuerySet[Region]:
    """Every region, by code."""
    return Region.objects.order_by("code")


def departments() -> QuerySet[Department]:
    """Every department with its region and its other spellings, region by region."""
    return (
        Department.objects.select_related("region")
        .prefetch_related("aliases")
        .order_by("region_id", "id")
    )
