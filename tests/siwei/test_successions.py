"""A city that got another code is one series, on every way to it; what was split isn't added up."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from common.refusals import Invalid
from departments.models import Department, Region, RegionSuccession
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors.surroundings import Surroundings
from tests import factories
from tests.indicators.actuals.workflow import page, save, signed_in
from tests.people import editor, open_year, viewer

OLD, NEW = "140300", "140390"
NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
DAY = date(2025, 1, 1)


def recoded(old: str = OLD, new: str = NEW, on: date = DAY, name: str = "新阳泉市") -> Region:
    """`old` got the code `new`: from that day on it goes under another name, too."""
    before = Region.objects.get(code=old)
    Region.objects.filter(code=old).update(valid_to=on)
    after = Region.objects.create(
        code=new,
        name=name,
        name_en="New",
        level=before.level,
        parent_id=before.parent_id,
        valid_from=on,
    )
    RegionSuccession.objects.create(predecessor=before, successor=after, kind="recoded", on=on)
    return after


@pytest.fixture
def city(db: None) -> Region:
    """The plan and the value of 2024 stand under the old code, that of 2025 under the new one."""
    factories.mini_plan()
    factories.actual(year=2024, value="2.10", published="2.10")
    found = recoded()
    factories.actual(year=2025, region=NEW, value="2.20", published="2.20")
    return found


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


@pytest.mark.parametrize("code", [OLD, NEW])
def test_either_code_finds_the_whole_series(client: Client, city: Region, code: str) -> None:
    query = f"region={code}&indicator=total_water_use"
    assert [row["key"] for row in rows(client, f"actuals/?{query}")] == [
        f"{OLD}.total_water_use.2024",
        f"{NEW}.total_water_use.2025",
    ]
    verdicts = rows(client, f"assessments/?{query}&year=2025")
    assert [(row["region"], row["actual"], row["status"]) for row in verdicts] == [
        (NEW, 2.20, "near_limit")
    ]
    (compared,) = rows(client, f"comparison/?{query}&year=2025")
    assert (compared["region"], compared["actual"]) == (NEW, 2.20)
    (done,) = rows(client, f"completeness/?region={code}&year=2025")
    assert (done["region"], done["filled"]) == (NEW, 1)
    assert [row["region"] for row in rows(client, f"plans/?region={code}")] == [OLD]


def test_regions_say_what_they_became(client: Client, city: Region) -> None:
    found = {row["code"]: row for row in rows(client, "regions/")}
    assert (found[OLD]["valid_from"], found[OLD]["valid_to"]) == (None, "2025-01-01")
    assert found[OLD]["successors"] == [{"code": NEW, "kind": "recoded", "on": "2025-01-01"}]
    assert found[NEW]["predecessors"] == [{"code": OLD, "kind": "recoded", "on": "2025-01-01"}]
    assert found["140100"]["successors"] == found["140100"]["predecessors"] == []


def test_where_both_codes_have_a_value_that_of_the_new_one_counts(
    client: Client, city: Region
) -> None:
    factories.actual(year=2025, region=OLD, value="9.99", published="9.99")
    (row,) = rows(client, f"assessments/?region={NEW}&indicator=total_water_use&year=2025")
    assert row["actual"] == 2.20


def test_the_overview_shows_the_city_once(client: Client, city: Region) -> None:
    html = page(client, "/?year=2025")
    assert f"/cities/{NEW}/" in html
    assert "新阳泉市" in html


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        (f"/cities/{OLD}/?year=2024", f"/cities/{NEW}/?year=2024"),
        (f"/cities/{OLD}/tasks/?year=2024", f"/cities/{NEW}/tasks/?year=2024"),
        (f"/actuals/{NEW}.total_water_use.2024/", f"/actuals/{OLD}.total_water_use.2024/"),
        (f"/actuals/{OLD}.total_water_use.2025/", f"/actuals/{NEW}.total_water_use.2025/"),
    ],
)
def test_an_address_with_the_other_code_leads_on(
    client: Client, city: Region, address: str, leads_to: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, leads_to)
    assert client.get(leads_to).status_code == 200


def test_the_page_of_the_city_holds_everything(client: Client, city: Region) -> None:
    html = page(client, f"/cities/{NEW}/?year=2025")
    assert "区划沿革" in html and "代码变更" in html and "接续为一个序列" in html
    assert "yangquan-2025 实施方案" in html
    assert "市水利局" in page(client, f"/cities/{NEW}/departments/")


def test_last_year_stands_beside_the_value_that_is_entered(city: Region) -> None:
    around = Surroundings([parse_key(f"{NEW}.total_water_use.2025")])
    context = around.context(parse_key(f"{NEW}.total_water_use.2025"))
    assert str(context.previous) == "2.10"
    assert context.limit is not None and str(context.limit.value) == "2.270"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (f"{OLD}.irrigation_efficiency.2025", "region_other_code"),
        (f"{NEW}.irrigation_efficiency.2024", "region_other_code"),
        ("140321.total_water_use.2025", "region_ended"),
        ("140100.total_water_use.2025", "region_not_begun"),
    ],
)
def test_no_new_value_of_a_year_in_which_the_region_is_not_there(
    city: Region, key: str, code: str
) -> None:
    Region.objects.filter(code="140321").update(valid_to=date(2024, 6, 1))
    Region.objects.filter(code="140100").update(valid_from=date(2026, 1, 1))
    for year in (2024, 2025):
        open_year(year)
    Department.objects.create(region_id="140000", name="省水利厅", function_id="water")
    clerk = editor("alice", "140000")
    with pytest.raises(Invalid) as refused:
        save(key=parse_key(key), entry=Entry(value="0.6"), seen_version=None, actor=clerk, now=NOW)
    (fault,) = refused.value.faults
    assert (fault.field, fault.code) == ("year", code)
    assert not Actual.objects.filter(indicator="irrigation_efficiency").exists()


class TestEntry:
    """The grid: each year under the code that the region had at its end."""

    @pytest.fixture
    def clerk(self, city: Region) -> Client:
        """Of the new city's own water bureau."""
        for year in (2024, 2025):
            open_year(year)
        Department.objects.create(region=city, name="市水利局", function_id="water")
        return signed_in(editor("alice", NEW))

    def test_the_plan_of_the_old_code_asks_the_new_city(self, clerk: Client) -> None:
        html = page(clerk, f"/entry/{NEW}/2025/")
        assert f"{NEW}.total_water_use.2025" in html
        assert "2.10" in html  # last year's, under the old code

    def test_only_the_years_of_its_own_code_are_offered(self, clerk: Client) -> None:
        assert clerk.get("/entry/")["Location"] == f"/entry/{NEW}/2025/"

    def test_the_old_code_leads_to_the_new_one_and_says_what_becomes_of_rights(
        self, clerk: Client
    ) -> None:
        answer = clerk.get(f"/entry/{OLD}/2025/", follow=True)
        assert answer.redirect_chain == [(f"/entry/{NEW}/2025/", 302)]
        assert "填报权限不随之转移" in answer.content.decode()

    def test_who_works_for_the_old_code_has_no_right_to_the_new_one(self, clerk: Client) -> None:
        other = signed_in(viewer("bob", OLD))
        assert other.get(f"/entry/{OLD}/2025/", follow=True).status_code == 403


def test_what_was_split_is_shown_beside_and_never_added_up(client: Client, db: None) -> None:
    factories.mini_plan()
    part = Region.objects.create(
        code="140399", name="新县", name_en="N", level="county", parent_id="140300"
    )
    RegionSuccession.objects.create(
        predecessor_id="140321", successor=part, kind="split", on=date(2024, 1, 1)
    )
    factories.actual(year=2024, region="140321", value="0.5", published="0.50")
    factories.actual(year=2023, region="140321", value="0.4", published="0.40")
    html = page(client, "/cities/140399/")
    assert "各自单列，不相加" in html
    assert "0.50" in html and "0.40" not in html
    assert rows(client, "actuals/?region=140399") == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_queries_do_not_grow_with_successions(
    client: Client, db: None, count: int, django_assert_num_queries: Any
) -> None:
    factories.mini_plan()
    factories.actual(year=2024)
    recoded()
    for number in range(1, count):
        code = f"1404{number}1"
        Region.objects.create(code=code, name="甲", name_en="A", level="county", parent_id="140000")
        recoded(code, f"1404{number}2", name="乙")
    with django_assert_num_queries(13):
        client.get("/api/v1/assessments/")
