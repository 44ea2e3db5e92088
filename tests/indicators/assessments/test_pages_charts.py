"""One chart by itself: pictures and numbers read back, and the page that others frame."""

import csv
import io
import json
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from common import pictures
from common.pictures import ZOOM
from indicators.assessments.charts.palette import FONTS
from indicators.assessments.forms import View
from indicators.assessments.viewmodels import comparison_charts
from indicators.assessments.views import charts
from tests import factories

TOTAL = "indicator=total_water_use&year=2025"
REDUCTION = "indicator=gdp_water_intensity_reduction&year=2025"
TRAJECTORY = f"/embed/compare/trajectory/?{TOTAL}"
FILES = "/compare/charts/trajectory"


def texts(content: bytes) -> list[str]:
    root = ElementTree.fromstring(content)
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def data(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(answer.content, parse_float=Decimal)
    return found


def rows(client: Client, address: str) -> list[dict[str, str]]:
    content = client.get(address).content
    assert content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


class TestPage:
    @pytest.mark.parametrize("address", [f"/compare/?{TOTAL}", "/indicators/total_water_use/"])
    def test_each_chart_is_a_picture_without_a_script_and_plotly_is_not_loaded(
        self, client: Client, demo: None, address: str
    ) -> None:
        page = client.get(address).content.decode()
        figures = page.count('<figure class="chart')
        assert figures
        assert page.count("<svg viewBox") == 2 * figures  # for a wide and for a narrow place
        assert [
            one for one in re.findall(r'<script[^>]+src="([^"]+)"', page) if "plotly" in one
        ] == []
        assert 'type="application/json"' not in page

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    @pytest.mark.parametrize(
        "address",
        [
            f"/compare/?{REDUCTION}&view=rate&region=140300",
            "/indicators/total_water_use/?nature=constraint",
        ],
    )
    def test_every_link_of_a_chart_leads_to_the_same_chart(
        self, client: Client, demo: None, address: str, language: str
    ) -> None:
        client.cookies["siwei_language"] = language
        page = unescape(client.get(address).content.decode())
        title = re.findall(r'class="chart__title"[^>]*>([^<]+)<', page)[0]
        links = re.findall(r'href="((?:/compare|/indicators/\w+)/charts/[^"]+|/embed/[^"]+)"', page)
        assert len(links) == 5 * page.count('<figure class="chart')
        stranger = Client()  # has no cookie that says the language
        for link in links[:5]:
            answer = stranger.get(link)
            assert answer.status_code == 200, link
            assert answer["Content-Language"] == language
            assert "year=2025" in link
            if "embed" in link or ".svg" in link or ".json" in link:
                assert title in unescape(answer.content.decode()), link
        [frame] = set(re.findall(r'<iframe src="(http://testserver/embed[^"]+)"', page)[:1])
        assert stranger.get(unescape(frame).removeprefix("http://testserver")).status_code == 200


class TestFiles:
    def test_the_svg_is_the_whole_picture(self, client: Client, demo: None) -> None:
        answer = client.get(f"{FILES}.svg?{TOTAL}")
        assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
        disposition = 'attachment; filename="siwei-total_water_use-2025-trajectory.svg"'
        assert answer["Content-Disposition"] == disposition
        shown = texts(answer.content)
        assert "用水总量：实际值离承诺有多远？" in shown
        assert "阳泉市" in shown and any(one.startswith("来源：") for one in shown)
        assert b"var(" not in answer.content

    def test_the_png_is_the_same_picture_in_dots(self, client: Client, demo: None) -> None:
        if not pictures.draws_chinese(FONTS):
            pytest.skip("no Chinese font on this machine")
        root = ElementTree.fromstring(client.get(f"{FILES}.svg?{TOTAL}").content)
        answer = client.get(f"{FILES}.png?{TOTAL}")
        assert answer["Content-Type"] == "image/png"
        picture = Image.open(io.BytesIO(answer.content)).convert("RGB")
        wide, high = (int(root.get(name, "")) * ZOOM for name in ("width", "height"))
        assert picture.size == (wide, high)
        assert picture.getpixel((wide - 1, high - 1)) == (255, 255, 255)
        colours = {colour for _, colour in picture.getcolors(1 << 20) or []}
        assert {(11, 91, 152), (20, 33, 43)} <= colours  # a city's line, and ink
        # The title has its characters: not the same box again and again.
        head = picture.crop((16, 34, 16 + 38 * 4, 34 + 38)).convert("L")
        signs = {head.crop((38 * n, 0, 38 * n + 38, 38)).tobytes() for n in range(4)}
        assert len(signs) == 4

    def test_without_a_chinese_font_it_says_so(
        self, client: Client, demo: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(charts, "draws_chinese", lambda families: False)
        answer = client.get(f"{FILES}.png?{TOTAL}")
        assert answer.status_code == 404
        assert "服务器没有安装中文字体" in answer.content.decode()
        assert not pictures.draws_chinese("No Such Font")

    def test_json_and_csv_have_every_number_with_its_decimals(
        self, client: Client, demo: None
    ) -> None:
        found = data(client, f"{FILES}.json?{TOTAL}&region=140300")
        assert found["title"] == "用水总量：实际值离承诺有多远？"
        assert (found["unit"], found["notes"][-1]) == (
            "亿立方米",
            "含演示数据：不是真实填报的数值。",
        )
        assert found["source"].startswith("来源：")
        assert found["address"].startswith("http://testserver/compare/?indicator=total_water_use")
        asked = "region=140300&indicator=total_water_use&page_size=100"
        answer = client.get(f"/api/v1/actuals/?{asked}").content
        published = {
            one["year"]: str(one["value"])
            for one in json.loads(answer, parse_float=Decimal)["results"]
        }
        told = {one["year"]: str(one["value"]) for one in found["rows"] if one["kind"] == "actual"}
        assert told and told == published
        table = rows(client, f"{FILES}.csv?{TOTAL}&region=140300")
        assert [(one["城市"], one["年份"], one["数值"], one["单位"]) for one in table] == [
            (one["name"], str(one["year"]), str(one["value"]), "亿立方米") for one in found["rows"]
        ]
        assert {"实际值", "规划目标", "推算的限值（非规划原文）"} <= {
            one["数值类别"] for one in table
        }
        assert any("2025 年规划目标" in one["说明"] for one in table)

    def test_the_figure_is_what_plotly_draws(self, client: Client, demo: None) -> None:
        figure = json.loads(client.get(f"/compare/charts/rate.json?{REDUCTION}").content)["figure"]
        assert set(figure) == {"data", "layout"}
        assert go.Figure(figure).data

    def test_a_picture_of_the_past_is_of_the_past(self, client: Client, db: None) -> None:
        factories.mini_plan()
        factories.actual(year=2024, value="2.2")
        asked = f"{FILES}.json?{TOTAL}"
        now = data(client, asked)
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        before = data(client, f"{asked}&as_of={yesterday}")
        assert before["as_of"].startswith(f"{yesterday}T")
        assert f"as_of={yesterday}" in before["address"]
        assert "as_of" not in now["address"]
        assert yesterday in before["source"]

    def test_the_head_of_a_file_is_that_of_the_file(self, client: Client, demo: None) -> None:
        head = client.head(f"{FILES}.csv?{TOTAL}")
        assert head["Content-Disposition"].endswith('trajectory.csv"')
        assert b"".join(head) == b""


class TestEmbed:
    def test_it_has_title_picture_source_date_and_the_way_back(
        self, client: Client, demo: None
    ) -> None:
        answer = client.get(TRAJECTORY)
        page = unescape(answer.content.decode())
        assert "用水总量：实际值离承诺有多远？" in page and "<svg" in page
        assert "来源：" in page
        assert re.search(r"截至 \d{4}-\d\d-\d\d \d\d:\d\d 的内容。", page)
        [link] = re.findall(r'<a href="([^"]+)" target="_blank" rel="noopener">', page)
        assert link.startswith("http://testserver/compare/?indicator=total_water_use")
        assert client.get(link.removeprefix("http://testserver")).status_code == 200

    def test_it_may_be_framed_and_knows_nobody(self, client: Client, demo: None) -> None:
        answer = client.get(TRAJECTORY)
        assert "X-Frame-Options" not in answer.headers
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        assert not answer.cookies
        page = answer.content.decode()
        assert not re.search("<(script|form|input|button)", page)

    @pytest.mark.parametrize(
        "address",
        [TRAJECTORY, "/embed/indicators/total_water_use/trajectory/?year=2025"],
    )
    def test_its_address_says_the_language_and_no_cookie_does(
        self, client: Client, demo: None, address: str
    ) -> None:
        client.cookies["siwei_language"] = "en"
        chinese, english = client.get(address), client.get(f"{address}&lang=en")
        assert '<html lang="zh-Hans">' in chinese.content.decode()
        assert '<html lang="en">' in english.content.decode()
        assert "Yangquan" in english.content.decode()
        assert [one["Content-Language"] for one in (chinese, english)] == ["zh-hans", "en"]

    def test_a_moment_of_before_is_kept_in_the_link(self, client: Client, demo: None) -> None:
        day = timezone.localdate().isoformat()
        page = unescape(client.get(f"{TRAJECTORY}&as_of={day}").content.decode())
        assert f"as_of={day}" in page
        assert f"截至 {day} 23:59 的内容。" in page


@pytest.mark.parametrize(
    ("chart", "query", "status", "words"),
    [
        ("pie", TOTAL, 404, "没有名为“pie”的图"),
        ("rate", TOTAL, 404, "没有名为“rate”的图"),
        ("trajectory", "indicator=water&year=2025", 400, "指标目录里没有“water”"),
        ("trajectory", f"{TOTAL}&region=999999", 400, "未知的取值：999999"),
        ("trajectory", "indicator=total_water_use&year=x", 400, "年份"),
        ("trajectory", f"{TOTAL}&colour=red", 400, "比较页没有这个条件"),
        ("trajectory", f"{TOTAL}&lang=de", 400, "语言只能是 zh 或 en"),
        ("trajectory", f"{TOTAL}&lang=en&lang=zh", 400, "语言只能是 zh 或 en"),
        ("trajectory", f"{TOTAL}&as_of=9999-01-01", 400, "还没有到来"),
    ],
)
def test_what_there_is_not_is_refused_in_words(
    client: Client, plans: None, chart: str, query: str, status: int, words: str
) -> None:
    for address in (
        f"/embed/compare/{chart}/",
        *(f"/compare/charts/{chart}.{kind}" for kind in ("svg", "json", "png", "csv")),
    ):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == status, address
        assert words in answer.content.decode(), address


def test_a_refusal_is_said_in_the_frame(client: Client, plans: None) -> None:
    answer = client.get(f"/embed/compare/pie/?{TOTAL}")
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    for code, query in (
        ("nothing", ""),
        ("total_water_use", "?page=x"),
        ("total_water_use", "?a=1"),
    ):
        address = reverse("indicator_embed", args=[code, "trajectory"])
        assert client.get(f"{address}{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [f"{FILES}.svg?{TOTAL}", f"{FILES}.csv?{TOTAL}", TRAJECTORY])
def test_a_chart_costs_the_same_however_many_it_shows(
    client: Client, db: None, django_assert_num_queries: Any, address: str, count: int
) -> None:
    for number in range(count):
        factories.mini_plan(f"yangquan-{2025 + number}")
        factories.actual(year=2020 + number)
    with django_assert_num_queries(11):
        client.get(address)


def test_a_file_of_an_indicators_page_draws_its_chart_alone(
    client: Client, demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    made = comparison_charts._chart

    def counting(view: View, *given: Any, **more: Any) -> Any:
        drawn.append(view.value)
        return made(view, *given, **more)

    monkeypatch.setattr(comparison_charts, "_chart", counting)
    for key, view in (("trajectory", "trajectory"), ("value", "ranking")):
        assert (
            client.get(
                f"/indicators/gdp_water_intensity_reduction/charts/{key}.svg?year=2025"
            ).status_code
            == 200
        )
        assert drawn == [view]
        drawn.clear()
