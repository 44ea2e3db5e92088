"""The page of the calendar: what it shows of which days, and what that costs."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from departments.models import Region
from indicators.actuals.models import ReportingYear
from siwei.calendar.rules.entries import MilestoneEntry
from siwei.calendar.rules.periods import Span
from siwei.calendar.selectors.entries import ALL, NONE, Sources, entries, keys_of
from tasks.models import Milestone, Task
from tests import factories
from tests.people import open_year

JUNE = "/calendar/?year=2027&month=6"
DAY = date(2027, 6, 30)
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_at: TODAY)


@pytest.fixture
def plan(db: None) -> factories.MiniPlan:
    """A milestone of 2020, and one of 30 June 2027; 2026 is due on 30 April 2027."""
    plan = factories.mini_plan()
    Milestone.objects.filter(due_on=factories.FAR_AHEAD).update(
        due_on=DAY, due_text="2027年6月底前", text="灌区改造完成"
    )
    open_year(2026)
    return plan


def page(client: Client, address: str = "/calendar/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def days(html: str) -> list[str]:
    return re.findall(r'<tbody id="day-([\d-]+)">', html)


def months(html: str) -> dict[str, str]:
    """How many entries each month has: as the page says it."""
    found = re.findall(r'months__name">(.*?)</span> <span class="months__count">(\d*)', html)
    return {re.sub("<.*?>", "", name): count for name, count in found if count}


def test_it_begins_today(client: Client, plan: factories.MiniPlan) -> None:
    html = page(client)
    assert days(html) == ["2027-04-30", "2027-06-30"]
    assert "灌区改造完成" in html and "2026 年数据填报截止" in html
    assert months(html) == {"4月": "1", "6月": "1"}
    assert "2026-11-30 至 2027-10-31" in html


def test_a_year_that_passed_says_how_its_milestones_stand(
    client: Client, plan: factories.MiniPlan
) -> None:
    html = page(client, "/calendar/?year=2020")
    assert days(html) == ["2020-12-31"]
    assert "○</span> 已到期，尚无人可报告 1" in html
    assert "平定县" in html  # which the milestone names


def test_a_month_has_a_grid_that_leads_to_its_days(
    client: Client, plan: factories.MiniPlan
) -> None:
    html = page(client, JUNE)
    assert days(html) == ["2027-06-30"]
    assert re.search(r'class="grid".*?href="[^"]*page=1#day-2027-06-30"', html, re.DOTALL)
    assert "2027年5月" in html and "2027年7月" in html
    assert months(html) == {"4月": "1", "6月": "1"}


def test_a_month_without_a_year_is_one_of_this_year(
    client: Client, plan: factories.MiniPlan
) -> None:
    assert "2026年4月" in page(client, "/calendar/?month=4")


@pytest.mark.parametrize(
    ("query", "offered"),
    [("", []), ("region=140300", ["WATER", "CITY"]), ("department=WATER", ["WATER"])],
)
def test_of_too_many_departments_those_of_the_region_or_plan_are_offered(
    client: Client,
    plan: factories.MiniPlan,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    offered: list[str],
) -> None:
    known = {"WATER": plan.water, "CITY": plan.city}

    def options(query: str) -> set[str]:
        html = page(client, f"/calendar/?{query.replace('WATER', str(plan.water.pk))}")
        [field] = re.findall(r'<select id="filter-department".*?</select>', html, re.DOTALL)
        return set(re.findall(r'value="(\d+)"', field))

    assert options(query) == {str(one.pk) for one in known.values()}
    other = factories.mini_plan("taiyuan-2025", "140100")
    monkeypatch.setattr("tasks.selectors.board.MOST_OFFERED", 3)
    assert other.water.region_id == "140100"
    assert options(query) == {str(known[name].pk) for name in offered}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=140300", ["2027-04-30", "2027-06-30"]),
        ("region=140000", ["2027-04-30", "2027-06-30"]),
        ("region=140100", ["2027-04-30"]),
        ("region=370000", []),
        ("plan=yangquan-2025", ["2027-06-30"]),
        ("department=WATER", ["2027-04-30", "2027-06-30"]),
        ("department=WATER&kind=milestone", ["2027-06-30"]),
        ("department=IDLE&kind=milestone", []),
        ("kind=deadline", ["2027-04-30"]),
        ("kind=deadline&plan=yangquan-2025", []),
    ],
)
def test_filters(client: Client, plan: factories.MiniPlan, query: str, found: list[str]) -> None:
    Region.objects.create(code="370000", name="山东省", name_en="Shandong", level="province")
    idle = plan.water.region.departments.create(name="市外办", function_id="water")
    query = query.replace("WATER", str(plan.water.pk)).replace("IDLE", str(idle.pk))
    assert days(page(client, f"/calendar/?{query}")) == found


def test_a_county_sees_what_a_plan_of_its_city_says_of_it(
    client: Client, plan: factories.MiniPlan
) -> None:
    assert days(page(client, "/calendar/?year=2020&region=140321")) == ["2020-12-31"]


@pytest.mark.parametrize(
    "query",
    ["month=13", "month=0", "year=26", "year=2025:2026", "kind=holiday", "region=1", "colour=red"],
)
def test_what_it_does_not_know_is_refused(client: Client, db: None, query: str) -> None:
    assert client.get(f"/calendar/?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["year=1000", "year=9999", "year=9999&month=12", "year=1000&month=1"]
)
def test_the_ends_of_time(client: Client, db: None, query: str) -> None:
    page(client, f"/calendar/?{query}")


def test_nothing_is_due(client: Client, db: None) -> None:
    assert "这段时间没有到期的事项" in page(client)


def test_the_filter_stays_on_the_way_to_another_month(
    client: Client, plan: factories.MiniPlan
) -> None:
    html = page(client, f"{JUNE}&region=140300")
    assert "region=140300&amp;year=2027&amp;month=5" in html or re.search(
        r'href="\?year=2027&amp;month=5&amp;region=140300"', html
    )
    assert '<input type="hidden" name="month" value="6">' in html
    assert 'href="/calendar/feeds/?region=140300"' in html


# The filter's choices (regions with a plan, plans with what supersedes them, departments with
# their other names: 5), the keys of both kinds (2), the deadlines, the milestones, and of these the
# regions that they name and who answers for their tasks (4).
COST = 10


@pytest.mark.parametrize("many", [1, 40])
def test_what_it_costs(
    client: Client,
    plan: factories.MiniPlan,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    more(many)
    with django_assert_num_queries(COST - 1):  # no deadline is in June
        assert len(days(page(client, JUNE))) == 1
    with django_assert_num_queries(COST):
        page(client, "/calendar/?year=2027")


def more(many: int) -> None:
    """As many milestones of the same day."""
    task, first = Task.objects.get(key="1"), Milestone.objects.get(due_on=DAY)
    for order in range(10, 10 + many):
        one = Milestone.objects.get(pk=first.pk)
        one.pk, one.order, one.number, one.task = None, order, order, task
        one.save()


def test_a_long_month_has_pages(
    client: Client, plan: factories.MiniPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siwei.calendar.views.month.SIZE", 5)
    more(6)
    assert "第 1 页，共 2 页" in page(client, JUNE)
    assert page(client, f"{JUNE}&page=2").count('<th scope="row">') == 2
    assert client.get(f"{JUNE}&page=3").status_code == 400


def test_only_the_days_that_are_asked_for_are_read(plan: factories.MiniPlan) -> None:
    span = Span(date(2027, 1, 1), date(2027, 12, 31))
    keys = keys_of(Sources(), span, today=TODAY)
    assert [key.day for key in keys] == [date(2027, 4, 30), DAY]
    assert keys_of(Sources(NONE, NONE), span, today=TODAY) == []
    assert keys_of(Sources(NONE, ALL), span, today=TODAY) == keys[:1]


def test_what_a_milestone_says(plan: factories.MiniPlan) -> None:
    keys = keys_of(Sources(deadlines=NONE), Span(DAY, DAY), today=TODAY)
    (found,) = entries(keys, today=TODAY)
    assert isinstance(found, MilestoneEntry)
    assert (found.plan, found.task, found.number) == ("yangquan-2025", "1", 1)
    assert (found.role, found.answering) == ("lead", ("市水利局",))
    assert (found.quote, found.due_text) == ("到2", "2027年6月底前")


def test_what_went_away_meanwhile_is_left_out(plan: factories.MiniPlan) -> None:
    keys = keys_of(Sources(), Span(DAY, DAY), today=TODAY)
    Milestone.objects.filter(due_on=DAY).delete()
    assert entries(keys, today=TODAY) == []


def test_a_closed_year_says_so(client: Client, plan: factories.MiniPlan) -> None:
    ReportingYear.objects.update(is_open=False)
    assert "年度已关闭" in page(client, "/calendar/?kind=deadline")


def test_in_english(client: Client, plan: factories.MiniPlan) -> None:
    client.post("/i18n/setlang/", {"language": "en"})
    html = page(client, JUNE)
    assert "June 2027" in html and "Yangquan" in html
    assert '<a href="/tasks/yangquan-2025/1/" lang="zh-Hans">灌区改造完成</a>' in html


def test_the_tasks_lead_to_it(client: Client, plan: factories.MiniPlan) -> None:
    response: Any = client.get("/tasks/")
    assert 'href="/calendar/">按日历看时限</a>' in response.content.decode()
