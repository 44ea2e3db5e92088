"""What waits for me: each role sees its own work, and nobody another's."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import Region
from departments.people import person_of
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.entry import grid
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    REDUCTION,
    TOTAL,
    do,
    enter,
    page,
    signed_in,
    submitted,
)
from tests.people import editor, open_year, person, reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

URL = "/mine/"
OLD = parse_key("140300.total_water_use.2024")
EFFICIENCY = parse_key("140300.irrigation_efficiency.2025")


def test_an_anonymous_caller_is_asked_to_log_in(client: Client) -> None:
    assert "/accounts/login/" in client.get(URL)["Location"]


def test_a_clerk_sees_what_came_back_and_what_is_open(alice: User) -> None:
    rui = reviewer("rui")
    do(Action.RETURN, rui, submitted(alice), "请附水资源公报")
    enter(alice, "8.7", LEAKAGE)
    submitted(alice, "9.9", REDUCTION)
    text = page(signed_in(alice), URL)
    assert "请附水资源公报" in text
    assert text.index(f"#row-{TOTAL}") < text.index(f"#row-{LEAKAGE}")
    assert f"#row-{REDUCTION}" not in text
    assert 'href="/entry/140300/2025/"' in text


def test_a_source_without_a_value_is_not_filled_in(alice: User) -> None:
    """It counts among what is owed, as in the grid."""
    enter(alice, None, LEAKAGE, obs_status=ObsStatus.MISSING, source="水资源公报")
    text = page(signed_in(alice), URL)
    assert "已填或被退回" not in text and f"#row-{LEAKAGE}" not in text


@pytest.mark.parametrize(
    ("who", "first", "others"),
    [
        pytest.param(lambda: User.objects.get(username="alice"), OLD, 3, id="the water bureau"),
        pytest.param(lambda: editor("bob", function="urban_management"), LEAKAGE, 0, id="another"),
    ],
)
def test_what_matters_most_is_listed_however_much_there_is(
    alice: User,
    monkeypatch: pytest.MonkeyPatch,
    who: Callable[[], User],
    first: ActualKey,
    others: int,
) -> None:
    monkeypatch.setattr("indicators.actuals.selectors.mine.MOST", 1)
    open_year(2024)
    for key, value in ((EFFICIENCY, "0.6"), (TOTAL, "2.21"), (LEAKAGE, "8.7")):
        enter(alice, value, key)
    do(Action.RETURN, reviewer("rui"), submitted(alice, "2.2", OLD), "请附水资源公报")
    text = page(signed_in(who()), URL)
    assert re.findall(r'href="[^"]*#row-([^"]*)"', text) == [str(first)]
    assert f"{others + 1} 项已填或被退回" in text
    assert ("没有列出" in text) is (others > 0)
    assert f"另有 {others} 项没有列出" in text or not others


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_what_is_due_is_late_the_day_after(alice: User, days: int, late: bool) -> None:
    ReportingYear.objects.update(due_on=timezone.localdate() + timedelta(days=days))
    assert ("已过期" in page(signed_in(alice), URL)) is late


def test_another_bureau_sees_its_own_rows_only(alice: User) -> None:
    enter(alice)
    enter(alice, "8.7", LEAKAGE)
    text = page(signed_in(editor("bob", function="urban_management")), URL)
    assert f"#row-{LEAKAGE}" in text
    assert f"#row-{TOTAL}" not in text
    assert 'href="/entry/140300/2025/"' in text


@pytest.mark.parametrize(
    ("function", "key", "value"),
    [
        ("water", TOTAL, "2.2"),
        ("urban_management", LEAKAGE, "8.7"),
        ("agriculture", EFFICIENCY, "0.63"),
    ],
)
def test_a_bureau_is_told_how_much_it_owes(function: str, key: ActualKey, value: str) -> None:
    bob = editor("bob", function=function)
    region = Region.objects.select_related("parent").get(code="140300")
    owed = grid(region=region, year=2025, person=person_of(bob)).required
    assert owed
    text = page(signed_in(bob), URL)
    assert f'data-label="应填">{owed}</td>' in text
    assert f'data-label="待提交">{owed}</td>' in text
    submitted(bob, value, key)
    assert f'data-label="待提交">{owed - 1}</td>' in page(signed_in(bob), URL)


def test_a_reviewer_sees_how_many_wait(alice: User) -> None:
    submitted(alice)
    submitted(alice, "8.7", LEAKAGE)
    text = page(signed_in(reviewer("rui")), URL)
    assert 'href="/review/?region=140300"' in text
    assert '<td class="number" data-label="待审核">2</td>' in text
    assert "现在没有等您处理的事项" in page(signed_in(reviewer("charles", "370000")), URL)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        pytest.param(lambda: viewer("vera"), "现在没有等您处理的事项", id="a viewer"),
        pytest.param(lambda: person("nemo"), "联系系统管理员", id="nobody in particular"),
    ],
)
def test_who_has_nothing_to_do(alice: User, who: Callable[[], User], words: str) -> None:
    submitted(alice)
    enter(alice, "8.7", LEAKAGE)
    text = page(signed_in(who()), URL)
    assert words in text
    assert "140300" not in text


def test_a_closed_year_waits_for_nobody(alice: User) -> None:
    ReportingYear.objects.update(is_open=False)
    text = page(signed_in(alice), URL)
    assert "/entry/140300/" not in text and "数值待填报" not in text


def test_what_came_back_in_a_closed_year_waits_until_it_is_submitted_again(alice: User) -> None:
    rui, client = reviewer("rui"), signed_in(alice)
    handed_in = submitted(alice)
    enter(alice, "8.7", LEAKAGE)
    ReportingYear.objects.update(is_open=False)
    returned = do(Action.RETURN, rui, handed_in, "请附水资源公报")
    assert f"#row-{TOTAL}" in page(client, URL)
    corrected = enter(alice, "2.2", seen=returned.version)
    text = page(client, URL)
    assert f"#row-{TOTAL}" in text
    assert f"#row-{LEAKAGE}" not in text
    do(Action.SUBMIT, alice, corrected)
    assert f"#row-{TOTAL}" not in page(client, URL)


def test_the_cost_of_the_page_does_not_grow(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter(alice)
    client = signed_in(alice)
    with django_assert_num_queries(33):
        client.get(URL)
    enter(alice, "8.7", LEAKAGE)
    enter(alice, "9.9", REDUCTION)
    with django_assert_num_queries(33):
        client.get(URL)


def test_its_queries_grow_neither_with_open_years_nor_with_regions(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(alice)
    client.get(URL)
    with django_assert_num_queries(28):
        assert "/entry/140300/2025/" in page(client, URL)
    for year in (2024, 2026):
        open_year(year)
    Region.objects.create(code="150000", name="某省", name_en="P", level="province")
    Region.objects.bulk_create(
        Region(code=f"15{n}", name=f"市{n}", name_en=f"{n}", level="city", parent_id="150000")
        for n in range(1100, 9900, 100)
    )
    with django_assert_num_queries(28):
        text = page(client, URL)
    for year in (2025, 2026):
        assert f"/entry/140300/{year}/" in text
