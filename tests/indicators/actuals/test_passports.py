"""The passport of a published number: which version of which record it is, and when it has none."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from common.tables import Passport, Stamped
from departments.models import RegionSuccession
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors.passports import Passports, passports
from tests import factories

pytestmark = pytest.mark.django_db
KEY = parse_key("140300.total_water_use.2024")
CHAINED = parse_key("140300.gdp_water_intensity_reduction.2020-2024")


@pytest.fixture(autouse=True)
def plan() -> None:
    factories.mini_plan()


def read() -> Passports:
    return passports(
        regions=["140300"], indicators=[KEY.indicator, CHAINED.indicator], years=[2024]
    )


def test_what_is_published_is_stamped_and_a_correction_that_nobody_approved_is_not() -> None:
    row = factories.actual(value="2.30", state="submitted", published="2.100")
    for number, action in enumerate(("save", "submit", "approve", "reopen"), start=1):
        factories.history_row(row, number, action)
    found = read()
    stamped = found.stamped(KEY, Decimal("2.100"))
    assert isinstance(stamped, Stamped)
    assert stamped.passport == Passport(str(KEY), 3)
    assert str(stamped.value) == "2.100"
    assert found.stamped(KEY, Decimal("2.30")) == Decimal("2.30")
    assert found.stamped(KEY, None) is None
    assert found.stamped(CHAINED, Decimal("2.100")) == Decimal("2.100")


def test_a_reduction_is_found_by_its_base_year_and_a_draft_never() -> None:
    factories.actual(CHAINED.indicator, 2024, base_year=2020, value="9.0", published="9.0")
    factories.actual(state="draft", published=None)
    assert set(read().values) == {CHAINED}


def test_a_region_that_goes_on_under_another_code_keeps_the_key_of_then(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    RegionSuccession.objects.create(
        predecessor_id="140100", successor_id="140300", kind="recoded", on=date(2024, 6, 1)
    )
    factories.actual(region="140100", published="1.5")
    factories.actual(region="140100", year=2023, published="1.4")
    with django_assert_num_queries(2):
        found = read()
    stamped = found.stamped(KEY, Decimal("1.5"))
    assert isinstance(stamped, Stamped) and stamped.passport.key == "140100.total_water_use.2024"
    factories.actual(published="2.1")
    assert found.stamped(KEY, Decimal("2.1")) == Decimal("2.1")  # was read before
    again = read().stamped(KEY, Decimal("2.1"))
    assert isinstance(again, Stamped) and again.passport.key == str(KEY)
