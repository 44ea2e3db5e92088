"""Filters narrow rows; parameters are read and checked, and leave every row."""

from typing import Any

import pytest
from django.http import QueryDict

from common.filters import ChoiceListFilter, FilterSet, OneYearParameter, YearFilter
from departments.models import Region
from departments.rules.roles import RegionLevel
from tests import factories


class Asked(FilterSet):
    level = ChoiceListFilter(field_name="level", words=RegionLevel)
    shape = ChoiceListFilter(narrows=False, words=["round", "square"])
    years = YearFilter(narrows=False)
    year = OneYearParameter(help_text="")


def asked(query: str) -> Asked:
    return Asked(QueryDict(query), Region.objects.order_by("code"))


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        pytest.param("shape=round", "shape", ["round"], id="a word"),
        pytest.param("years=2025,2027:", "years", [(2025, 2025), (2027, 9999)], id="years"),
        pytest.param("year=2025", "year", 2025, id="one year"),
        pytest.param("", "shape", [], id="not asked: a list"),
        pytest.param("", "year", None, id="not asked: one year"),
    ],
)
def test_a_parameter_is_read_and_leaves_every_row(
    db: None, query: str, name: str, value: Any
) -> None:
    factories.regions()
    wanted = asked(query)
    assert wanted.is_valid()
    assert wanted.asked[name] == value
    assert wanted.qs.count() == Region.objects.count() > 0


@pytest.mark.parametrize(
    "query",
    ["shape=oval", "years=2025-2027", "years=0000", "years=0000:", "year=25", "year=2025,2026",
     "year=2025:"],
)  # fmt: skip
def test_a_parameter_is_checked(db: None, query: str) -> None:
    assert not asked(query).is_valid()


def test_a_filter_narrows(db: None) -> None:
    factories.regions()
    found = asked("level=province").qs
    assert {one.level for one in found} == {"province"}
    assert found.count() < Region.objects.count()
