"""Querysets whose rows nobody sees but as what is made of them."""

import pytest
from django.core.paginator import Paginator
from pytest_django import DjangoAssertNumQueries

from common.rows import handing_out
from departments.models import Region
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _regions(db: None) -> None:
    factories.regions()


def test_every_way_to_a_row_leads_to_what_was_made_of_it() -> None:
    codes = handing_out(Region.objects.order_by("code"), lambda region: region.code)
    assert list(codes) == ["140000", "140100", "140300", "140321"]
    assert codes.filter(level="county").get() == "140321"
    assert (codes.first(), codes.last(), codes[1]) == ("140000", "140321", "140100")
    assert list(codes.exclude(level="city").reverse()) == ["140321", "140000"]
    assert list(codes.iterator()) == list(codes.all())
    assert list(Paginator(codes, 3).page(2)) == ["140321"]
    assert (codes.count(), codes.filter(code="999999").exists()) == (4, False)


def test_annotations_and_joins_come_with_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = Region.objects.filter(level="county").select_related("parent")
    names = handing_out(rows, lambda region: f"{region.parent.name}{region.name}")
    with django_assert_num_queries(1):
        assert list(names) == ["阳泉市平定县"]


def test_the_queryset_that_it_was_made_of_stays_as_it_was() -> None:
    rows = Region.objects.filter(level="county")
    handing_out(rows, lambda region: region.code)
    assert [row.code for row in rows] == ["140321"]
