"""The tables of the pages as files: number for number what the API says, each published value
with its passport, each file with the page and the filter that it is of."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from common.decimals import places_of
from common.labels import label
from indicators.actuals.models import Actual
from indicators.actuals.rules.keys import parse_key
from indicators.assessments.rules.statuses import Status
from indicators.plans.models import PlanIndicator
from siwei.bench import nation
from tasks.models import Milestone
from tests import factories
from tests.nation import AT_A_GLANCE
from tests.table_files import Book, csv_rows


def api(client: Client, address: str) -> list[dict[str, Any]]:
    join = "&" if "?" in address else "?"
    found: list[dict[str, Any]] = client.get(f"/api/v1/{address}{join}page_size=1000").json()[
        "results"
    ]
    return found


def figure(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def rounded(value: Any, like: Decimal | None) -> Decimal:
    """What the API says in full, with the decimals of what the page shows."""
    assert like is not None
    return round(Decimal(str(value)), places_of(like))


def agree(rows: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    """The rows of a table of verdicts say what the API says of the same promises."""
    known = {(one["plan"], one["region"], one["indicator"]): one for one in told}
    assert len(rows) == len(known) > 0
    for row in rows:
        one = known[row["规划标识"], row["行政区代码"], row["指标代码"]]
        assert row["评估状态"] == label(Status(one["status"]))
        assert figure(row["实际值"] if row["推算值"] is None else row["推算值"]) == figure(
            one["derived"] if one["actual"] is None else one["actual"]
        )
        gap = figure(row["余量或差距"])
        assert gap is None if one["gap"] is None else gap == rounded(one["gap"], gap)
        assert (row["演示数据"] == "是") == one["demo"]


@pytest.mark.usefixtures("demo")
class TestOverview:
    def test_it_says_what_the_api_says(self, client: Client) -> None:
        book = Book(client, "/table.xlsx?year=2025")
        told = [
            one
            for one in api(client, "assessments/?year=2025")
            if str(one["region"]).endswith("00")
        ]
        agree(book.rows("承诺与判定"), told)
        counted = book.rows("各市统计")
        assert [row["城市"] for row in counted][:2] == ["太原市", "阳泉市"]
        [yangquan] = [row for row in counted if row["行政区代码"] == "140300"]
        binding = [
            one["status"]
            for one in told
            if one["region"] == "140300" and one["nature"] == "constraint"
        ]
        for status in set(binding):
            assert yangquan[f"约束性：{label(Status(status))}"] == binding.count(status)
        assert len(csv_rows(client, "/table.csv?year=2025")) == len(told)

    def test_each_published_number_has_its_passport(self, client: Client) -> None:
        book = Book(client, "/table.xlsx?year=2025")
        assert len(book.passports) > 30
        for one in book.passports:
            key = parse_key(one.key)
            row = Actual.objects.get(
                region=key.region,
                indicator=key.indicator,
                year=key.year,
                base_year=key.base_year,
            )
            assert (row.published_version, row.printed_published_value) == (one.version, one.value)
            assert figure(book.at(one)) == one.value

    def test_its_chart_is_of_the_cities_in_numbers(self, client: Client) -> None:
        book = Book(client, "/table.xlsx?year=2025")
        heads = book.cells("各市统计")[0]
        drawn = [head for head in heads if head.startswith("约束性：") and "可评" not in head]
        [cells] = book.charts()
        assert cells[:3] == ["'各市统计'!D1", "'各市统计'!$B$2:$B$6", "'各市统计'!$D$2:$D$6"]
        assert len(cells) == 3 * (len(drawn) - 1)  # all but the sum of the good ones

    def test_it_names_page_and_filter(self, client: Client) -> None:
        query = f"?year=2025&nature=constraint&plan=yangquan-2025&as_of={timezone.localdate()}"
        notes = Book(client, f"/table.xlsx{query}").notes
        assert "总览，2025 年" in notes and "指标属性：约束性" in notes
        assert any(note.startswith("规划：") and "阳泉市" in note for note in notes)
        [at] = [note for note in notes if note.startswith("截至")]
        assert str(timezone.localdate()) in at
        assert notes[notes.index(at) + 1] == f"http://testserver/{query}"

    def test_the_page_leads_to_its_files(self, client: Client) -> None:
        page = client.get("/?year=2025&nature=constraint").content.decode()
        assert 'href="/table.xlsx?year=2025&amp;nature=constraint"' in page
        assert 'href="/table.csv?year=2025&amp;nature=constraint"' in page

    def test_in_english_everything_is_in_english(self, client: Client) -> None:
        client.cookies["siwei_language"] = "en"
        rows = csv_rows(client, "/cities/140300/table.csv?year=2025")
        assert list(rows[0])[:10] == [
            *("Region code", "Region", "Indicator code", "Indicator", "Unit"),
            *("Name of the unit in English", "Nature", "Year", "Base year", "Actual"),
        ]
        assert (rows[0]["Unit"], rows[0]["Verdict"]) == ("亿立方米", "met")


def test_of_many_cities_it_counts_the_provinces(
    client: Client, db: None, small_nation: None
) -> None:
    nation.build(AT_A_GLANCE + 1)
    page = client.get("/?year=2025").context["provinces"]
    book = Book(client, "/table.xlsx?year=2025")
    *rows, total = book.rows("各省统计")
    assert [row["行政区代码"] for row in rows] == [row.code for row in page.rows]
    assert [row["城市数"] for row in rows] == [row.sums.cities for row in page.rows]
    assert total["城市数"] == page.total.cities and total["已填"] == page.total.filled
    assert all(f"${len(rows) + 1}" in cells for cells in book.charts()[0][1::3])


@pytest.mark.usefixtures("demo")
class TestCity:
    def test_it_says_what_the_api_says(self, client: Client) -> None:
        book = Book(client, "/cities/140300/table.xlsx?year=2025")
        agree(book.rows("承诺与判定"), api(client, "assessments/?plan=yangquan-2025&year=2025"))
        years = book.rows("历年")
        assert {row["年份"] for row in years} >= {2020, 2025, 2030}
        published = {
            (row["指标代码"], row["年份"], row["基期年"]): figure(row["实际值"])
            for row in years
            if row["实际值"] is not None
        }
        assert published[("total_water_use", 2024, None)] == (
            Actual.objects.get(
                region="140300", indicator="total_water_use", year=2024
            ).published_value
        )
        assert len({one.key for one in book.passports}) >= len(published)

    def test_its_targets_are_those_of_its_plan(self, client: Client) -> None:
        book = Book(client, "/plans/yangquan-2025/table.xlsx")
        rows = book.rows("目标值")
        told = api(client, "targets/?plan=yangquan-2025")
        assert len(rows) == len(told) > 0
        assert [figure(row["目标值"]) for row in rows] == [figure(one["value"]) for one in told]
        assert Book(client, "/cities/140300/table.xlsx").rows("目标值") == rows


def test_what_was_withdrawn_is_said_and_has_no_passport(client: Client, db: None) -> None:
    factories.mini_plan()
    row = factories.actual(year=2025)
    Actual.objects.filter(pk=row.pk).update(
        **{f"published_{name}": None for name in ("value", "places", "at", "version")},
        published_obs_status="",
        state="withdrawn",
        withdrawn_value="2.1",
        withdrawn_places=2,
        withdrawn_obs_status="normal",
        withdrawn_at=factories.NOW,
        withdrawn_reason="公报有误",
        withdrawn_version=2,
    )
    book = Book(client, "/cities/140300/table.xlsx?year=2025")
    [row_of] = [one for one in book.rows("承诺与判定") if one["指标代码"] == "total_water_use"]
    assert (row_of["实际值"], row_of["已撤回发布"]) == (None, "是")
    assert "公报有误" in row_of["理由"]
    assert "_siwei_passports" not in book.names


def test_texts_of_a_plan_are_no_formulas(client: Client, db: None) -> None:
    made = factories.mini_plan()
    PlanIndicator.objects.filter(plan=made.plan).update(printed_name="=HYPERLINK(1)")
    book = Book(client, "/plans/yangquan-2025/table.xlsx")
    assert {row["原文名称"] for row in book.rows("目标值")} == {"=HYPERLINK(1)"}
    rows = csv_rows(client, "/plans/yangquan-2025/table.csv")
    assert {row["原文名称"] for row in rows} == {"'=HYPERLINK(1)"}


@pytest.mark.usefixtures("demo")
class TestLists:
    def test_plans_indicators_departments_and_cities(self, client: Client) -> None:
        plans = Book(client, "/plans/table.xlsx?region=140300")
        assert [row["规划标识"] for row in plans.rows("规划")] == ["yangquan-2025"]
        assert any(note == "行政区：阳泉市" for note in plans.notes)
        indicators = Book(client, "/indicators/table.xlsx").rows("指标目录")
        assert {row["指标代码"] for row in indicators} == {
            one["code"] for one in api(client, "indicators/")
        }
        departments = csv_rows(client, "/departments/table.csv?region=140300")
        assert {row["部门"] for row in departments} == {
            one["name"] for one in api(client, "departments/?region=140300")
        }
        assert len(csv_rows(client, "/cities/table.csv")) == 5

    def test_conflicts_have_both_readings(self, client: Client) -> None:
        rows = Book(client, "/conflicts/table.xlsx").rows("文本矛盾")
        first = [row for row in rows if row["指标代码"] == "irrigation_efficiency"]
        assert [(row["所述数值"], row["读法"]) for row in first] == [
            (0.624, "采用"),
            (0.63, "另一读法"),
        ]

    def test_an_indicator_is_compared_and_has_all_targets(self, client: Client) -> None:
        book = Book(client, "/indicators/total_water_use/table.xlsx?year=2025")
        told = api(client, "targets/?indicator=total_water_use")
        assert len(book.rows("目标值")) == len(told)
        compared = Book(client, "/compare/table.xlsx?indicator=total_water_use&year=2025")
        assert book.rows("比较") == [
            row
            for row in book.rows("比较")
            if row["规划标识"] in {one["规划标识"] for one in compared.rows("比较")}
        ]
        [cells] = compared.charts()
        assert cells[0::3] == ["'比较'!L1", "'比较'!O1"]
        assert compared.cells("比较")[0][11] == "2025 年实际值（亿立方米）"
        assert compared.cells("比较")[0][14] == "2025 年限值（亿立方米）"
        for one in compared.passports:
            assert figure(compared.at(one)) == one.value

    def test_changes_are_all_of_them(self, client: Client) -> None:
        page = client.get("/changes/?since=2020-01-01")
        book = Book(client, "/changes/table.xlsx?since=2020-01-01")
        rows = book.rows("变化")
        assert page.context["older"] and len(rows) > 100
        first = page.context["days"][0].lines[0]
        assert (rows[0]["行政区代码"], rows[0]["变化"]) == (first.region.code, first.what)
        assert isinstance(rows[0]["日期"], date)

    def test_the_calendar_lists_the_days_of_its_page(self, client: Client) -> None:
        page = client.get("/calendar/?year=2027")
        rows = Book(client, "/calendar/table.xlsx?year=2027").rows("日历")
        assert len(rows) == page.context["page_obj"].paginator.count > 0
        assert {row["日期"].year for row in rows} == {2027}

    def test_what_a_department_owes(self, client: Client) -> None:
        [one] = [
            one for one in api(client, "departments/?region=140300") if one["name"] == "市水利局"
        ]
        page = client.get(f"/departments/{one['id']}/")
        book = Book(client, f"/departments/{one['id']}/table.xlsx")
        assert [row["主要任务"] for row in book.rows("承担的任务")] == [
            owed.task.numbered_title for owed in page.context["tasks"]
        ]
        assert len(book.rows("时限节点")) == len(page.context["work"].rows)
        assert page.context["sentence"] in book.notes


@pytest.mark.usefixtures("demo")
def test_what_waits_for_a_person_is_theirs_alone(client: Client) -> None:
    client.force_login(User.objects.get(username="yangquan"))
    rows = csv_rows(client, "/mine/table.csv")
    assert rows and all(row["网址"].startswith("http://testserver/") for row in rows)
    page = client.get("/mine/").context["waiting"]
    assert len(rows) == page.total


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/table.xlsx", 35),
        ("/cities/140300/table.xlsx", 34),
        ("/plans/yangquan-2025/table.csv", 9),
        ("/indicators/total_water_use/table.csv", 33),
        ("/tasks/table.csv", 9),
        ("/tasks/table.csv?view=timeline", 7),
        ("/changes/table.csv?since=2020-01-01", 9),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_a_file_costs_no_more_with_more_rows(
    client: Client,
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    count: int,
) -> None:
    for number in range(count):
        factories.mini_plan(f"yangquan-{2025 + number}")
        factories.actual(year=2024 + number)
    assert Milestone.objects.exists()
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
