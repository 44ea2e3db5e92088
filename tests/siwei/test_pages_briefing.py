"""The briefing of a province or a city: its numbers, who sees which question, what it costs."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from departments.models import Region
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors.country import country
from indicators.actuals.services.writing import write_as_siwei
from indicators.assessments.rules.assessment import Assessment
from siwei.bench.nation import build
from siwei.pages.viewmodels.briefing import BriefingPage, QuestionRow
from siwei.pages.viewmodels.briefing_paper import MOST_QUESTIONS
from tests import factories
from tests.indicators.actuals.workflow import signed_in
from tests.people import administrator, editor, open_year, person, reviewer, viewer
from tests.siwei.test_pages_changes import LOADER, Office
from tests.siwei.test_successions import NEW, OLD, recoded
from tests.tasks.work import report

TOTAL, BEFORE = (parse_key(f"140300.total_water_use.{year}") for year in (2025, 2024))
YANGQUAN = "/briefing/?region=140300&year=2025"
SHANXI = "/briefing/?region=140000&year=2025"


def shown(client: Client, address: str = YANGQUAN) -> BriefingPage:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    page: BriefingPage = response.context["page"]
    return page


def text(client: Client, address: str = YANGQUAN) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def exactly(a: Assessment) -> list[float]:
    """Actual, limit and gap as the API gives them: an estimate isn't rounded there."""
    assert a.actual is not None and a.limit is not None and a.gap is not None
    return [float(round(one, 6)) for one in (a.actual, a.limit.value, a.gap)]


def asked(page: BriefingPage, region: str = "140300") -> list[QuestionRow]:
    return [row for city in page.questions if city.region.code == region for row in city.rows]


def words(page: BriefingPage, region: str = "140300") -> list[str]:
    return [row.words for row in asked(page, region)]


class TestNumbers:
    """Of the demonstration: what the page says is what the API says."""

    @pytest.mark.parametrize("code", ["140300", "140400", "371500"])
    def test_what_is_broken_is_what_the_assessments_say(
        self, client: Client, demo: None, code: str
    ) -> None:
        page = shown(client, f"/briefing/?region={code}&year=2025")
        for status, part in (("breached", page.crossed), ("missed,behind", page.behind)):
            found = client.get(
                f"/api/v1/assessments/?region={code}&year=2025&status={status}"
            ).json()["results"]
            assert [
                (one["indicator"], one["actual"], one["limit"]["value"], one["gap"])
                for one in sorted(found, key=lambda one: str(one["indicator"]))
            ] == [
                (row.verdict.row.indicator, *exactly(a))
                for row in sorted(part.rows, key=lambda row: row.verdict.row.indicator)
                for a in [row.verdict.assessment]
            ]

    def test_a_province_is_its_cities(self, client: Client, demo: None) -> None:
        province = shown(client, SHANXI)
        cities = ["140100", "140300", "140400", "140500"]
        pages = [shown(client, f"/briefing/?region={code}&year=2025") for code in cities]
        for part in ("crossed", "behind"):
            assert sorted(
                str(row.key) for page in pages for row in getattr(page, part).rows
            ) == sorted(str(row.key) for row in getattr(province, part).rows)
        assert len(province.late.rows) == sum(len(page.late.rows) for page in pages)
        for code, page in zip(cities, pages, strict=True):
            assert words(province, code) == words(page, code)

    def test_the_page_opens_with_its_answer(self, client: Client, demo: None) -> None:
        html = client.get(SHANXI + "&since=2999-01-01").content.decode()
        lead = re.search(r'id="lead">([^<]+)<', html)
        assert lead is not None
        assert lead[1].startswith(
            "山西省 2025 年：2 条红线被突破（阳泉市 万元工业增加值用水量下降幅度、"
            "阳泉市 城镇公共供水管网漏损率）；4 项未达标；1 项滞后；10 项没有数值；"
        )
        assert "2999-01-01 还没有到来。" in lead[1]
        assert "2999-01-01 起没有变化" not in html

    def test_of_a_year_to_come_nothing_reassuring_is_said(self, client: Client, demo: None) -> None:
        said = text(client, "/briefing/?region=140300&year=2035")
        assert "阳泉市 2035 年：还没有可以评判的承诺；" in said
        assert said.count("这一年还没有可以评判的承诺。") == 3
        for words in ("没有红线被突破", "没有突破红线、", "都有已审核", "没有需要追问"):
            assert words not in said

    def test_late_work_is_that_of_today_in_every_year(self, client: Client, demo: None) -> None:
        page = shown(client, "/briefing/?region=140000&year=2020")
        assert page.late.rows
        day = f"截至 {page.today:%Y-%m-%d} "
        assert f"{day}有 {len(page.late.rows)} 个时限节点逾期" in page.sentence
        assert f"{day}逾期的工作" in text(client, "/briefing/?region=140000&year=2020")

    def test_what_a_plan_says_of_another_year_rests_on_no_value(
        self, client: Client, demo: None
    ) -> None:
        rows = [
            row
            for city in shown(client, SHANXI.replace("2025", "2020")).questions
            for row in city.rows
        ]
        others = [row for row in rows if re.match(r"20(?!20)\d\d年的目标有不同写法", row.words)]
        assert others
        assert not any(row.values for row in others)

    def test_every_number_leads_to_where_it_is_from(self, client: Client, demo: None) -> None:
        html = client.get(YANGQUAN).content.decode()
        leaks = "140300.pipe_leakage_rate.2025"
        assert f'href="/actuals/{leaks}/"' in html
        assert 'href="/plans/yangquan-2025/#a1.6"' in html
        assert 'href="/reports/briefing/140300/2025.docx?since=' in html
        (row,) = [one for one in asked(shown(client)) if "9.4%" in one.words]
        assert [str(cited.key) for cited in row.values] == [leaks, leaks.replace("2025", "2024")]
        assert html.count("演示</span> · ") == sum(
            cited.demo for one in asked(shown(client)) for cited in one.values
        )
        assert all(cited.demo for cited in row.values)
        assert (row.plan, row.clause, row.quote) == ("yangquan-2025", "a1.6", "9")
        assert row.departments == ("市城市管理局",)

    def test_the_workbook_has_it_all(self, client: Client, demo: None) -> None:
        page = shown(client, SHANXI)
        answer = client.get("/briefing/table.xlsx?region=140000&year=2025")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        rows = [book[name].max_row - 1 for name in book.sheetnames[:4]]
        missing = sum(len(row.promises) for row in page.missing.rows)
        assert rows == [
            len(page.crossed.rows) + len(page.behind.rows) + missing,
            page.asked,
            len(page.late.rows),
            len(page.changes.rows),
        ]


class TestOnPaper:
    def test_no_city_has_the_sheet_for_itself(self, client: Client, demo: None) -> None:
        page = shown(client, SHANXI)
        for city in page.questions:
            printed = [row.is_printed for row in city.rows]
            # The most severe of each city, and no more than fit.
            assert printed == sorted(printed, reverse=True)
            assert 1 <= sum(printed) <= MOST_QUESTIONS
        assert page.questions_left_out == page.asked - sum(
            row.is_printed for city in page.questions for row in city.rows
        )

    def test_what_has_no_room_is_counted_and_stays_on_the_screen(
        self, client: Client, demo: None
    ) -> None:
        page, html = shown(client, SHANXI), client.get(SHANXI).content.decode()
        assert page.late.left_out > 0
        assert f"另有 {page.late.left_out} 项没有印出，见网页。" in html
        for row, _one in page.late.rows:
            assert row.milestone.text in html
        late = html[html.index('id="late"') : html.index('id="questions"')]
        assert late.count('<tr class="no-print">') == page.late.left_out


@pytest.fixture
def office(db: None) -> Office:
    factories.mini_plan()
    for year in (2024, 2025):
        open_year(year)
    return Office(editor("alice"), reviewer("rui"))


@pytest.fixture
def media(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


REPEATS = "对2025年数值的解释与2024年的逐字相同：“内部的解释”。"


class TestWhoSees:
    """Explanations and files aren't public: a question that rests on one isn't either."""

    @pytest.fixture
    def explained(self, office: Office) -> Office:
        office.publish("2.10", BEFORE)
        office.publish("2.40")
        return office

    def test_who_reads_the_working_state_sees_what_explanations_say(
        self, explained: Office
    ) -> None:
        for reader in (explained.clerk, explained.reviewer, viewer("vera"), administrator("root")):
            for address in (YANGQUAN, SHANXI):
                page = shown(signed_in(reader), address)
                (row,) = [one for one in asked(page) if one.is_restricted]
                assert row.words.startswith(REPEATS)
                assert page.restricted == 1

    def test_nobody_else_sees_any_of_it(self, explained: Office) -> None:
        stranger = viewer("cleo", region="140100")
        for client in (Client(), signed_in(person("bare")), signed_in(stranger)):
            for address in (YANGQUAN, SHANXI, "/briefing/table.csv" + YANGQUAN[10:]):
                answer = client.get(address)
                assert answer.status_code == 200
                assert "内部的解释" not in answer.content.decode()
            book = client.get("/briefing/table.xlsx" + YANGQUAN[10:])
            sheet = openpyxl.load_workbook(io.BytesIO(book.content))["建议了解的问题"]
            said = " ".join(str(cell.value) for row in sheet for cell in row)
            assert "逐字相同" not in said
            assert "超过约束性目标2.270亿立方米" in said  # what is public is asked

    def test_of_the_past_everybody_sees_what_was_public(self, explained: Office) -> None:
        page = shown(signed_in(explained.clerk), f"{YANGQUAN}&as_of=2026-03-31")
        assert len(asked(page)) > 0
        assert not any(row.is_restricted for row in asked(page))

    def test_a_red_line_that_nobody_explained(self, office: Office) -> None:
        """A value that a plan reports, say: nobody entered it."""
        load = Change(TOTAL, Action.LOAD, None, Entry(Decimal("2.40"), source="规划"))
        write_as_siwei(changes=[load], now=office.at, door=LOADER)
        asks = "突破约束性目标，填报时没有对此作出解释"
        assert any(asks in one for one in words(shown(signed_in(office.clerk))))
        said = words(shown(Client()))
        assert not any(asks in one for one in said)
        assert any("超过约束性目标2.270亿立方米" in one for one in said)

    @pytest.mark.usefixtures("media")
    def test_of_the_work_everybody_reads_what_is_confirmed(self, office: Office) -> None:
        report(editor("bob", function="urban_management"), milestone=1, text="资金未到位")
        for client in (Client(), signed_in(office.clerk)):
            html = client.get(YANGQUAN).content.decode()
            assert "没有已公开的报告" in html
            assert "资金未到位" not in html

    def test_a_draft_is_in_nobodys_briefing(self, office: Office) -> None:
        office.publish("2.10", BEFORE)
        factories.actual(year=2025, value="9.99", state="draft")
        for client in (Client(), signed_in(office.clerk)):
            assert "9.99" not in client.get(YANGQUAN).content.decode()


class TestThePast:
    def test_the_page_is_as_it_was(self, office: Office, client: Client) -> None:
        office.publish("2.40")
        before = office.at - timedelta(days=2)
        assert shown(client).crossed.rows
        then = shown(client, f"{YANGQUAN}&as_of={before:%Y-%m-%d}")
        assert not then.crossed.rows
        assert "还没有可以评判的承诺" in then.sentence
        assert then.since == before.date() - timedelta(days=30)

    def test_the_day_since_which_changes_are_told(self, office: Office, client: Client) -> None:
        office.publish("2.40")
        day = f"{office.at:%Y-%m-%d}"
        assert len(shown(client, f"{YANGQUAN}&since=2026-03-01").changes.rows) == 1
        assert not shown(client, f"{YANGQUAN}&since={day}").changes.rows


class TestAddresses:
    @pytest.mark.parametrize(
        ("query", "why"),
        [
            ("region=999999", "未知的取值：999999"),
            ("region=140300,140100", "一份简报只能是一个行政区的"),
            ("region=140300&year=二五", "请写一个四位数的年份"),
            ("region=140300&year=1999", "规划没有涉及1999年"),
            ("region=140300&since=gestern", "since"),
            ("region=140300&as_of=2999-01-01", "还没有到来"),
            ("region=140300&sort=gap", "这一页没有这个筛选条件"),
        ],
    )
    def test_what_is_asked_wrongly_is_refused_in_words(
        self, client: Client, office: Office, query: str, why: str
    ) -> None:
        for address in ("/briefing/", "/briefing/table.csv"):
            answer = client.get(f"{address}?{query}")
            assert answer.status_code == 400
            assert why in answer.content.decode()

    def test_who_works_nowhere_chooses_a_province(self, client: Client, office: Office) -> None:
        for reader in (client, signed_in(administrator("root"))):
            html = reader.get("/briefing/?year=2025").content.decode()
            assert 'href="/briefing/?region=140000&amp;year=2025">山西省</a>' in html
        assert client.get("/briefing/table.csv").status_code == 400

    @pytest.mark.parametrize(("who", "code"), [("clerk", "140300"), ("reviewer", "140000")])
    def test_who_works_somewhere_is_shown_that(self, office: Office, who: str, code: str) -> None:
        answer = signed_in(getattr(office, who)).get("/briefing/?year=2025")
        assert answer.headers["Location"] == f"/briefing/?year=2025&region={code}"

    def test_an_older_code_leads_to_todays(self, client: Client, office: Office) -> None:
        recoded()
        answer = client.get(f"/briefing/?region={OLD}&year=2025&since=2026-01-01")
        assert answer.headers["Location"] == f"/briefing/?region={NEW}&year=2025&since=2026-01-01"
        factories.actual(year=2025, region=NEW, value="2.40", published="2.40")
        page = shown(client, f"/briefing/?region={NEW}&year=2025")
        assert [str(row.key) for row in page.crossed.rows] == [f"{NEW}.total_water_use.2025"]
        assert asked(page, NEW)

    def test_a_region_without_a_plan(self, client: Client, office: Office) -> None:
        Region.objects.create(code="140700", name="晋中市", level="city", parent_id="140000")
        assert "没有规划对晋中市提出指标" in text(client, "/briefing/?region=140700&year=2025")


class TestCost:
    """A province costs the same however many cities it has, and however large the country is."""

    def queries(self, address: str, client: Client | None = None) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert (client or Client()).get(address).status_code == 200
        return len(found)

    def test_it_does_not_grow_with_the_cities(self, db: None, monkeypatch: Any) -> None:
        monkeypatch.setattr("siwei.bench.nation.PROVINCES", 1)
        address = "/briefing/?region=110000&year=2026&since=2026-01-01"
        build(2)
        few = self.queries(address)
        build(12)
        assert self.queries(address) == few

    def test_it_does_not_grow_with_the_country(self, db: None, monkeypatch: Any) -> None:
        address = "/briefing/?region=110000&year=2026&since=2026-01-01"
        monkeypatch.setattr("siwei.bench.nation.PROVINCES", 3)
        build(3)
        few = self.queries(address)
        build(9)
        assert self.queries(address) == few

    @pytest.mark.parametrize(("address", "number"), [(SHANXI, 65), (YANGQUAN, 53)])
    def test_what_it_costs(self, client: Client, demo: None, address: str, number: int) -> None:
        country()  # is kept
        assert self.queries(address) == number
