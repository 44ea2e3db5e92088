"""A filter shows names, never a code, and each option is of the kind that it is called by."""

import re

import pytest
from django.test import Client

from departments.models import Region
from siwei.pages.viewmodels.options import province_options
from tests.indicators.actuals.workflow import page, signed_in
from tests.people import reviewer

pytestmark = pytest.mark.usefixtures("plans")


@pytest.fixture
def queue(plans: None) -> Client:
    return signed_in(reviewer("rui"))


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/review/?region=140400", ["长治市"]),
        ("/review/?indicator=pipe_leakage_rate", ["城镇公共供水管网漏损率"]),
        ("/plans/?status=issued,draft", []),
        ("/tasks/?status=open", []),
        ("/departments/?region=140000", ["山西省"]),
    ],
)
def test_a_filter_shows_no_code(queue: Client, address: str, names: list[str]) -> None:
    """Not even where nothing is there that it could be chosen for."""
    shown = re.findall(r"<option [^>]*selected>(.*?)</option>", page(queue, address))
    assert all(name in shown for name in names), shown
    assert not [label for label in shown if re.search("[a-z_]{3}|[0-9]{6}", label)]


def test_provinces_are_provinces_where_a_county_has_a_plan(plans: None) -> None:
    regions = Region.objects.select_related("parent__parent").filter(pk__in=["140300", "140321"])
    assert province_options(list(regions)) == [("140000", "山西省")]
