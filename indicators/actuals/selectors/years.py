"""The years of a province: which are open, until when, and who opened or closed them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import Scope
from departments.rules.roles import RegionLevel
from departments.selectors import reached, regions, regions_in, with_parents
from indicators.actuals.models import ReportingYear


@dataclass(frozen=True, slots=True)
class ProvinceYear:
    """A year of a province, with what its log says, the latest first."""

    year: ReportingYear
    log: list[LogEntry]


def reporting_years(scope: Scope) -> list[ProvinceYear]:
    """The years of the provinces that `scope` reaches, the latest first. Three queries."""
    years = list(
        ReportingYear.objects.filter(reached(scope, "province"))
        .select_related("province")
        .order_by("province_id", "-year")
    )
    log: dict[str, list[LogEntry]] = {}
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(ReportingYear),
        object_id__in=[str(one.pk) for one in years],
    )
    for entry in entries.select_related("user").order_by("-action_time", "-pk"):
        log.setdefault(entry.object_id or "", []).append(entry)
    return [ProvinceYear(one, log.get(str(one.pk), [])) for one in years]


def due_days(codes: Collection[str], years: Collection[int]) -> dict[tuple[str, int], date]:
    """By when the values of these regions and years are due; a year that the province has never
    opened isn't among them. Two queries."""
    found = with_parents(regions().filter(code__in=codes))
    province_of = {region.code: ancestors_of(region)[-1] for region in found}
    opened = ReportingYear.objects.filter(province__in=set(province_of.values()), year__in=years)
    due_on = {(one.province_id, one.year): one.due_on for one in opened}
    return {
        (code, year): due_on[province, year]
        for code, province in province_of.items()
        for year in years
        if (province, year) in due_on
    }


def provinces(scope: Scope) -> list[Region]:
    """The provinces that `scope` reaches, by code."""
    return list(regions_in(scope).filter(level=RegionLevel.PROVINCE.value))
