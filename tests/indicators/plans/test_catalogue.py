"""The catalogue as the checks read it, and what stands first in it."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from indicators.plans.models import Indicator, IndicatorDivision, Unit
from indicators.plans.rules.parts import Division
from indicators.plans.rules.slips import Slip
from indicators.plans.selectors.catalogue import first_indicator, read_catalogue
from indicators.plans.selectors.units import unit_table, units
from tests import factories
from tests.units import UNITS

pytestmark = pytest.mark.django_db


@pytest.fixture
def divided() -> None:
    """Total water use, divided in two ways; irrigation is a part in both."""
    factories.indicators()
    by_use = IndicatorDivision.objects.create(whole_id="total_water_use", code="use")
    by_use.parts.create(part_id="irrigation_efficiency", order=2)
    by_use.parts.create(part_id="gdp_water_intensity", order=1)
    whole = IndicatorDivision.objects.create(
        whole_id="total_water_use", code="source", complete=True
    )
    whole.parts.create(part_id="irrigation_efficiency", order=1)


def test_two_queries_read_every_indicator_with_its_unit_and_every_division(
    divided: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        found = read_catalogue()
        assert {code: row.unit.symbol for code, row in found.indicators.items()} == {
            "total_water_use": "亿立方米",
            "irrigation_efficiency": "1",
            "gdp_water_intensity": "立方米",
            "gdp_water_intensity_reduction": "%",
        }
    assert list(found.divisions) == [
        Division("total_water_use", ("gdp_water_intensity", "irrigation_efficiency")),
        Division("total_water_use", ("irrigation_efficiency",), complete=True),
    ]


def test_slips_come_with_it_and_divide_nothing_twice(
    divided: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Indicator.objects.get(code="irrigation_efficiency").slips.set(
        Unit.objects.filter(symbol__in=["%", "‰"])
    )
    Indicator.objects.get(code="total_water_use").slips.set(Unit.objects.filter(symbol="万立方米"))
    with django_assert_num_queries(2):
        found = read_catalogue()
    assert found.slips == {
        "irrigation_efficiency": (
            Slip(Decimal(100), "%", "%", Decimal(100)),
            Slip(Decimal(1000), "‰", "‰", Decimal(1000)),
        ),
        "total_water_use": (Slip(Decimal(10_000), "万立方米", "10,000 m³"),),
    }
    assert [one.parts for one in found.divisions] == [
        ("gdp_water_intensity", "irrigation_efficiency"),
        ("irrigation_efficiency",),
    ]


def test_the_first_indicator_is_that_of_the_catalogue() -> None:
    assert first_indicator() == ""
    factories.indicators()
    assert first_indicator() == "total_water_use"
    Indicator.objects.filter(code="irrigation_efficiency").update(order=0)
    assert first_indicator() == "irrigation_efficiency"


def test_the_units_of_the_database_are_those_of_the_file(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.units()
    with django_assert_num_queries(2):
        assert unit_table() == UNITS
    with django_assert_num_queries(1):
        assert units() == UNITS.units
