"""The yearly reports and the briefing, read back by a program that we did not write."""

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from siwei.reports.rules.passports import passport_of, value_of
from tests import factories
from tests.indicators.actuals.workflow import signed_in
from tests.people import person, viewer
from tests.siwei.reports.reading import Read, report
from tests.siwei.test_pages_changes import TOTAL, Office
from tests.siwei.test_successions import recoded

CITY = "/reports/city/140300/2025.docx"
PROVINCE = "/reports/province/140000/2025.docx"
BRIEFING = "/reports/briefing/140300/2025.docx"
OF_PROVINCE = "/reports/briefing/140000/2025.docx"
EVERY = [CITY, PROVINCE, BRIEFING, OF_PROVINCE]
REDUCTION = parse_key("140300.gdp_water_intensity_reduction.2020-2025")


def table(found: Read, title: str) -> list[list[str]]:
    return next(rows for name, rows in found.tables.items() if title in name)


def row(found: Read, title: str, head: str) -> list[str]:
    return next(one for one in table(found, title) if head in one[0])


def assessments(client: Client, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/assessments/?{query}&page_size=200").json()
    rows: list[dict[str, Any]] = answer["results"]
    return rows


# What was read of the demonstration, which no test here changes.
_READ: dict[str, Read] = {}


def demo_report(client: Client, address: str) -> Read:
    if address not in _READ:
        _READ[address] = report(client, address)
    return _READ[address]


class TestCity:
    def test_its_numbers_are_those_of_the_api(self, client: Client, demo: None) -> None:
        found = demo_report(client, CITY)
        rows = assessments(client, "region=140300&year=2025")
        judged = Counter(one["status"] for one in rows)
        words = {"met": "达标", "breached": "突破红线", "no_data": "待填报", "behind": "滞后"}
        sentence = next(line for line in found.text.splitlines() if "的规划指标共" in line)
        head = sentence.partition("其中")[0]
        assert f"共{len(rows)}项" in head
        for status, word in words.items():
            said = re.search(rf"(?:、|：){word}([0-9]+)项", head)
            assert (int(said[1]) if said else 0) == judged[status]
        values = {one["key"]: str(one["value"]) for one in _every_actual(client, "140300", 2025)}
        shown = [one for one in found.controls if one[0]]
        assert len({tag for tag, _text in shown}) > 5
        for tag, text in shown:
            known = passport_of(tag)
            assert known is not None
            assert str(value_of(text)) == values[str(known.key)]

    def test_a_row_of_its_table(self, client: Client, office: Office) -> None:
        office.publish("2.21")
        found = report(client, CITY)
        assert row(found, "约束性指标完成情况", "用水总量") == [
            *("用水总量", "亿立方米", "2024年2.10", "2025年不超过2.270亿立方米"),
            *("2.21", "2.270", "接近红线", "+0.060"),
        ]
        version = Actual.objects.get(record__key=str(TOTAL)).published_version
        assert (f"{TOTAL}@{version}", "2.21") in found.controls

    def test_a_red_line_is_named_with_its_reason_and_source(
        self, client: Client, office: Office
    ) -> None:
        office.publish("2.31")
        found = report(client, CITY)
        assert "（一）突破红线的指标" in found.text
        assert "1. 用水总量" in found.text
        assert (
            "2025年实际2.31亿立方米，超过约束性目标2.270亿立方米，超出0.040亿立方米" in found.text
        )
        assert "数据来源：水资源公报。" in found.text
        version = Actual.objects.get(record__key=str(TOTAL)).published_version
        assert Counter(found.controls)[f"{TOTAL}@{version}", "2.31"] == 3

    @pytest.mark.parametrize(("who", "reads"), [("vera", True), ("nobody", False), ("", False)])
    def test_its_explanation_is_only_for_who_reads_the_working_state(
        self, office: Office, who: str, reads: bool
    ) -> None:
        office.publish("2.31")
        people = {"vera": viewer("vera"), "nobody": person("nobody")}
        client = signed_in(people[who]) if who else Client()
        found = report(client, CITY)
        assert ("填报时的解释：内部的解释。" in found.text) is reads
        assert ("解释不公开" in found.text) is not reads
        assert "内部的说明" not in found.text

    def test_without_an_explanation_it_says_so(self, client: Client, office: Office) -> None:
        # As a value stands that was loaded before anything was asked.
        made = factories.actual("total_water_use", 2025, value="2.31", published="2.31")
        factories.history_row(made, 1, "approve", explanation="")
        assert "填报时没有对此作出解释。" in report(signed_in(office.reviewer), CITY).text
        assert "没有对此" not in report(client, CITY).text

    def test_a_draft_is_never_in_it(self, office: Office) -> None:
        office.publish("2.21")
        office.do(Action.REOPEN, TOTAL, why="更正")
        office.do(Action.SAVE, TOTAL, Entry("9.99", source="草稿", explanation="草稿的解释"))
        office.do(Action.SAVE, REDUCTION, Entry("8.88", source="草稿", explanation="草稿的解释"))
        for address in EVERY:
            found = report(signed_in(office.reviewer), address)
            assert "9.99" not in found.text and "8.88" not in found.text
            assert "草稿" not in found.text
            assert "2.21" in found.text or "简报" in found.text

    def test_what_is_missing_is_named_with_who_answers(
        self, client: Client, office: Office
    ) -> None:
        found = report(client, CITY)
        named = row(found, "未填报或未审核的指标", "用水总量")
        assert named[1] == "约束性"
        assert re.fullmatch(r"填报截止2026年4月30日(，已过\d+天)?", named[2])
        assert named[3] == "市水利局、市城市管理局"
        assert row(found, "未填报或未审核的指标", "灌溉系数")[3] == "规划没有写明"
        office.publish("2.21")
        rows = table(report(client, CITY), "未填报或未审核的指标")
        assert "用水总量" not in [one[0] for one in rows]

    def test_a_county_is_held_to_the_plan_of_its_city(self, client: Client, demo: None) -> None:
        text = demo_report(client, "/reports/city/140121/2026.docx").text
        assert "本报告依据《太原市落实“四水四定”行动方案》编制" in text

    @pytest.mark.parametrize(
        ("year", "said"),
        [
            (2020, "规划没有要求2020年的数值。"),
            (
                2025,
                "另有2项尚未到评判的时候，也没有经审核发布的2025年数值：累计改造完成高标准农田、新增高效节水灌溉面积。",
            ),
            (2026, "13项尚未到评判的时候，也没有经审核发布的2026年数值：用水总量、"),
        ],
    )
    def test_what_cannot_be_judged_yet_is_not_said_to_be_published(
        self, client: Client, demo: None, year: int, said: str
    ) -> None:
        city = "371500" if year == 2025 else "140300"
        for address in (
            f"/reports/city/{city}/{year}.docx",
            f"/reports/briefing/{city}/{year}.docx",
        ):
            text = demo_report(client, address).text
            assert said.partition("：")[0] in text
            assert "均已审核发布" not in text
        assert said in demo_report(client, f"/reports/city/{city}/{year}.docx").text

    def test_a_withdrawn_value_is_missing_and_said_to_be_withdrawn(
        self, client: Client, office: Office
    ) -> None:
        office.publish("2.21")
        office.retract("误报")
        found = report(client, CITY)
        assert row(found, "约束性指标完成情况", "用水总量")[4].replace("\n", "") == "2.21（已撤回）"
        assert re.fullmatch(
            r"原发布数值已于\S+日撤回，理由：误报",
            row(found, "未填报或未审核的指标", "用水总量")[2],
        )
        assert "原发布的数值已撤回：用水总量" in found.text
        assert not [one for one in found.controls if str(TOTAL) in one[0]]

    def test_where_a_plan_contradicts_itself_every_reading_is_quoted(
        self, client: Client, office: Office
    ) -> None:
        text = report(client, CITY).text
        assert "灌溉系数的2025年目标有不同表述" in text
        assert "写作“0.63”" in text
        assert "本报告采用0.624" in text

    def test_late_work_and_what_is_due(self, client: Client, office: Office) -> None:
        factories.late_task("140300")
        found = report(client, CITY)
        late = table(found, "逾期的时限节点")
        assert [one[0] for one in late[1:]] == ["完成（2.1强化取水监管）", "完成（9. 取水计量）"]
        assert late[1][1] == "2020-12-31"
        assert "规划列出主要任务3项、时限节点4个" in found.text

    def test_a_preliminary_value_says_so(self, client: Client, office: Office) -> None:
        made = factories.actual("total_water_use", 2025, value="2.21", published="2.21")
        made.published_obs_status = "preliminary"
        made.save()
        found = report(client, CITY)
        assert "（初）" in row(found, "约束性指标完成情况", "用水总量")[4]
        assert "按初步数评判，正式数发布后可能改变：用水总量" in found.text

    def test_each_value_has_its_source_passport_and_day(
        self, client: Client, office: Office
    ) -> None:
        office.publish("2.21")
        version = Actual.objects.get(record__key=str(TOTAL)).published_version
        assert row(report(client, CITY), "附表", "用水总量") == [
            *("用水总量", "亿立方米", "2.21", "水资源公报"),
            *(f"{TOTAL}@{version}", "2026-03-02"),
        ]

    def test_it_is_chinese_on_an_english_page(self, client: Client, demo: None) -> None:
        client.cookies["siwei_language"] = "en"
        assert report(client, CITY).tables == demo_report(Client(), CITY).tables

    def test_a_day_of_the_past_knows_nothing_of_later(self, client: Client, office: Office) -> None:
        office.publish("2.21")
        office.publish("2.31")
        first = report(client, f"{CITY}?as_of=2026-03-02").text
        assert "2.21" in first and "2.31" not in first
        assert "数据为截至2026年3月2日已审核发布的数值" in first


@pytest.mark.parametrize("address", [CITY, PROVINCE, OF_PROVINCE])
def test_each_table_is_as_wide_as_the_text(client: Client, demo: None, address: str) -> None:
    widths = demo_report(client, address).widths
    assert widths and all(one == pytest.approx(156, abs=0.2) for one in widths)


class TestProvince:
    def test_its_counts_are_those_of_the_cities(self, client: Client, demo: None) -> None:
        found = demo_report(client, PROVINCE)
        counted = table(found, "各市完成情况")
        heads = [one.replace("\n", "") for one in counted[0]]
        for city, code in (("阳泉市", "140300"), ("长治市", "140400")):
            own = dict(zip(heads, row(found, "各市完成情况", city), strict=True))
            rows = [
                one
                for one in assessments(client, f"region={code}&year=2025")
                if one["region"] == code
            ]
            judged = Counter(one["status"] for one in rows)
            assert int(own["指标"]) == len(rows)
            assert int(own["达标"]) == judged["met"]
            assert int(own["突破红线"]) == judged["breached"]

    def test_who_crosses_which_red_line_and_by_how_much(
        self, client: Client, office: Office
    ) -> None:
        office.publish("2.31")
        found = report(client, PROVINCE)
        assert table(found, "突破红线的指标")[1] == [
            *("阳泉市", "用水总量", "亿立方米", "2.31", "2.270", "−0.040", "1.8%", "突破红线"),
        ]
        assert "填报时对此的解释不公开" in found.text

    def test_what_may_not_be_compared_is_named(self, client: Client, demo: None) -> None:
        caveats = table(demo_report(client, PROVINCE), "不能直接比较的数值")
        assert ["地下水用水量", "阳泉市", "口径不同"] in [one[:3] for one in caveats]

    def test_missing_values_and_late_work_by_city(self, client: Client, demo: None) -> None:
        found = demo_report(client, PROVINCE)
        missing = row(found, "未填报或未审核的指标", "阳泉市")
        own = demo_report(client, CITY)
        assert int(missing[1]) == len(table(own, "未填报或未审核的指标")) - 1
        late = Counter(one[0] for one in table(found, "各市逾期的时限节点")[1:])
        assert late["阳泉市"] == len(table(own, "逾期的时限节点")) - 1

    def test_what_awaits_its_verdict_is_named_by_city(self, client: Client, demo: None) -> None:
        text = demo_report(client, "/reports/province/140000/2030.docx").text
        assert "另有41项尚未到评判的时候，也没有经审核发布的2030年数值：太原市：用水总量、" in text
        line = next(one for one in text.splitlines() if "尚未到评判的时候" in one)
        assert [line.count(f"{city}市：") for city in ("太原", "阳泉", "长治", "晋城")] == [1] * 4

    def test_nobody_is_ranked_in_the_annex(self, client: Client, demo: None) -> None:
        found = demo_report(client, PROVINCE)
        total = next(rows for name, rows in found.tables.items() if "用水总量（亿立方米）" in name)
        assert [one[0] for one in total[1:]] == ["太原市", "阳泉市", "长治市", "晋城市"]


class TestBriefing:
    def test_broken_missing_late_and_changed(self, client: Client, office: Office) -> None:
        office.publish("2.31")
        found = report(client, f"{BRIEFING}?since=2026-03-01")
        assert table(found, "突破红线、未达标和滞后的指标")[1][:2] == ["阳泉市", "用水总量"]
        missing = table(found, "没有经审核发布的数值的指标")[1:]
        assert [(one[0], one[1]) for one in missing] == [("阳泉市", "2")]
        assert table(found, "公开内容的变化")[1][1].startswith(
            "阳泉市用水总量2025年：发布2.31亿立方米"
        )

    def test_what_the_marks_of_its_values_mean(self, client: Client, office: Office) -> None:
        made = factories.actual("total_water_use", 2025, value="2.31", published="2.31")
        made.published_obs_status = "preliminary"
        made.save()
        found = report(client, BRIEFING)
        assert table(found, "突破红线、未达标和滞后的指标")[1][3] == "2.31（初）"
        assert "标“初”的是初步数" in found.text
        assert "标“演示”的" not in found.text

    def test_changes_are_those_since_the_day(self, client: Client, office: Office) -> None:
        office.publish("2.31")
        found = report(client, f"{BRIEFING}?since=2026-03-10")
        assert "2026年3月10日以来的变化" in found.text
        assert "公开的内容没有变化。" in found.text

    def test_what_has_no_room_is_counted(self, client: Client, demo: None) -> None:
        found = demo_report(client, OF_PROVINCE)
        late = next(name for name in found.tables if "逾期的时限节点" in name)
        total = int(re.search(r"共(\d+)个", late)[1])  # type: ignore[index]
        shown = len(found.tables[late]) - 1
        assert f"另有{total - shown}个未列出" in found.text


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("/reports/city/140000/2025.docx", "年度自评报告是市、县的"),
            ("/reports/province/140300/2025.docx", "年度汇总报告是省的"),
            ("/reports/city/999999/2025.docx", "没有代码为“999999”的行政区"),
            ("/reports/city/140300/1987.docx", "规划没有涉及1987年"),
            ("/reports/briefing/140300/2187.docx", "规划没有涉及2187年"),
            ("/reports/city/140100/2025.docx", "没有规划对太原市提出指标"),
        ],
    )
    def test_what_there_is_no_report_of(
        self, client: Client, office: Office, address: str, words: str
    ) -> None:
        answer = client.get(address)
        assert answer.status_code == 404
        assert words in answer.content.decode()

    @pytest.mark.parametrize("query", ["as_of=gestern", "since=gestern", "layout=x", "foo=1"])
    def test_what_an_address_can_not_ask_for(
        self, client: Client, office: Office, query: str
    ) -> None:
        assert client.get(f"{BRIEFING}?{query}").status_code == 400

    def test_an_older_code_leads_to_todays(self, client: Client, office: Office) -> None:
        recoded()
        answer = client.get(f"{CITY}?as_of=2026-03-02")
        assert answer.status_code == 302
        assert answer["Location"] == "/reports/city/140390/2025.docx?as_of=2026-03-02"

    @pytest.mark.parametrize("address", ["/reports/", *EVERY])
    def test_nothing_is_public_where_nothing_is(
        self, client: Client, office: Office, settings: Settings, address: str
    ) -> None:
        settings.PUBLIC_READ = False
        assert client.get(address)["Location"].startswith("/accounts/login/")

    def test_the_pages_lead_to_the_reports_of_their_year(
        self, client: Client, office: Office
    ) -> None:
        city = client.get("/cities/140300/?year=2025").content.decode()
        every = client.get("/reports/?year=2025").content.decode()
        assert f'href="{CITY}"' in city and f'href="{BRIEFING}"' in city
        for address in EVERY:
            assert f'href="{address}"' in every
        assert "/reports/" in signed_in(office.reviewer).get("/review/").content.decode()
        past = client.get("/reports/?year=2025&as_of=2026-03-02").content.decode()
        assert f'href="{CITY}?as_of=2026-03-02"' in past

    def test_a_year_of_which_no_plan_speaks_has_no_reports(
        self, client: Client, office: Office
    ) -> None:
        assert ".docx" not in client.get("/reports/?year=1987").content.decode()


@pytest.mark.parametrize(
    ("address", "most"),
    [(CITY, 42), (PROVINCE, 38), (OF_PROVINCE, 46), ("/reports/", 7)],
)
def test_the_number_of_queries_does_not_grow(
    client: Client, office: Office, address: str, most: int
) -> None:
    office.publish("2.31")
    before = queries(client, address)
    factories.mini_plan("taiyuan-2025", "140100")
    for year in range(2020, 2026):
        factories.actual("irrigation_efficiency", year, value="0.6", published="0.6")
        factories.actual("total_water_use", year, region="140100", value="3", published="3")
    factories.late_task("140300")
    after = queries(client, address)
    assert after <= before + 3
    assert after <= most


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def _every_actual(client: Client, region: str, year: int) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/actuals/?region={region}&year={year}&page_size=200").json()
    rows: list[dict[str, Any]] = answer["results"]
    return rows
