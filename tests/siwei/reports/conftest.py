"""A city with a plan of three promises, a clerk and a reviewer."""

import pytest

from tests.factories import mini_plan
from tests.people import editor, open_year, reviewer
from tests.siwei.test_pages_changes import Office


@pytest.fixture
def office(db: None) -> Office:
    mini_plan()
    for year in (2021, 2024, 2025):
        open_year(year)
    return Office(editor("alice"), reviewer("rui"))
