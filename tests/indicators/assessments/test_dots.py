"""Ranked dots by their structure, as Plotly's own objects and as the picture of the server."""

import re
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest
from django.test import Client

from indicators.assessments.charts import dots, palette, svg
from indicators.assessments.charts.frame import Words
from indicators.assessments.rules.attainment import middle
from indicators.assessments.rules.statuses import Status
from tests.indicators.assessments.test_pages_compare import compare, figures

WORDS = Words("用掉了上限的多少？", "占当年限值的百分比", "来源：规划原文。")
LABELS = dots.DotLabels(
    "2025 年", "2024 年", "规划写明", "系统推算", "占限值", "中位数 90%", "100%"
)


def dot(name: str, value: str | None, status: Status, **more: Any) -> dots.Dot:
    known = None if value is None else Decimal(value)
    numbers = {key: Decimal(text) for key, text in more.items() if isinstance(text, str)}
    return dots.Dot(name, known, value or "待填报", status, (name,), **(more | numbers))


ROWS = (
    dot("阳泉市", "90.4", Status.MET, before="89.0", limit="100"),
    dot("晋城市", "98.0", Status.ON_TRACK, limit="100", limit_is_estimate=True),
    dot("太原市", None, Status.NO_DATA),
)
DATA = dots.Dots(WORDS, 2025, ROWS, LABELS, Decimal("90"), Decimal(100))


def drawn(data: dots.Dots = DATA) -> go.Figure:
    figure = dots.dots(data)
    return go.Figure({"data": figure["data"], "layout": figure["layout"]})


def marks(figure: go.Figure, symbol: str, *, key: bool = False) -> list[Any]:
    return [
        trace
        for trace in figure.data
        if trace.marker.symbol == symbol and (trace.showlegend is not False) == key
    ]


def test_this_year_is_full_in_the_colour_of_its_status_and_last_year_hollow() -> None:
    before, now = marks(drawn(), "circle")
    assert (list(before.y), list(before.x), before.marker.color) == (
        ["阳泉市"],
        [89],
        palette.PAPER,
    )
    assert (list(now.y), list(now.x)) == (["阳泉市", "晋城市"], [90.4, 98])
    assert list(now.marker.color) == [
        palette.STATUS[Status.MET],
        palette.STATUS[Status.ON_TRACK],
    ]


def test_a_stated_limit_is_a_full_diamond_and_an_estimate_an_open_one() -> None:
    stated, estimated = marks(drawn(), "diamond")
    assert (list(stated.y), stated.marker.color) == (["阳泉市"], palette.INK)
    assert (list(estimated.y), estimated.marker.color) == (["晋城市"], palette.PAPER)


def test_a_city_without_a_value_stays_in_the_list() -> None:
    figure = drawn()
    assert list(figure.layout.yaxis.categoryarray) == ["阳泉市", "晋城市", "太原市"]
    texts = [one.text for one in figure.layout.annotations if one.name == "number"]
    assert texts == ["<b>✓ 90.4</b>", "<b>→ 98.0</b>", "○ 待填报"]


def test_the_median_and_the_whole_are_upright_lines_with_their_names() -> None:
    figure = drawn()
    assert [shape.x0 for shape in figure.layout.shapes] == [100, 90]
    named = [one for one in figure.layout.annotations if one.name == "line-name"]
    assert [(one.x, one.text, one.xanchor) for one in named] == [
        (90, "中位数 90%", "right"),
        (100, "100%", "left"),
    ]
    assert not drawn(replace(DATA, median=None, whole=None)).layout.shapes


def test_the_key_names_only_what_is_drawn() -> None:
    names = [trace.name for trace in drawn().data if trace.showlegend is not False]
    assert names == ["2025 年", "2024 年", "规划写明", "系统推算"]
    bare = drawn(replace(DATA, dots=(dot("阳泉市", "90.4", Status.MET),)))
    assert [trace.name for trace in bare.data if trace.showlegend is not False] == ["2025 年"]


def test_its_numbers_can_be_taken_along() -> None:
    rows = [(one.name, one.kind, one.year, one.value) for one in dots.dots(DATA)["rows"]]
    assert rows[:3] == [
        ("阳泉市", "value", 2025, Decimal("90.4")),
        ("阳泉市", "value", 2024, Decimal("89.0")),
        ("阳泉市", "limit_stated", 2025, Decimal(100)),
    ]


def test_the_server_draws_all_of_it() -> None:
    picture = svg.on_page(dots.dots(DATA), width=960, label="title")
    for words in ("阳泉市", "✓ 90.4", "○ 待填报", "中位数 90%", "系统推算"):
        assert words in picture
    assert "#" not in re.sub(r"&#\d+;", "", picture)  # every colour has its token


def test_a_picture_of_a_nation_stays_readable_and_costs_in_proportion() -> None:
    def cost(cities: int) -> tuple[int, float]:
        rows = tuple(dot(f"{number}市", "90", Status.MET, before="89") for number in range(cities))
        calls: list[str] = []
        sys.setprofile(lambda _frame, event, _argument: calls.append(event))
        try:
            figure = dots.dots(replace(DATA, dots=rows))
        finally:
            sys.setprofile(None)
        return len(calls), figure["layout"]["meta"]["height"] / cities

    few, _ = cost(80)
    many, height = cost(320)
    assert many <= 5 * few
    assert 20 <= height <= 32


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], None), (["1", "2"], None), (["3", "1", "2"], "2"), (["1", "2", "4", "9"], "3")],
)
def test_the_middle_of_fewer_than_three_says_nothing(
    values: list[str], expected: str | None
) -> None:
    assert middle([Decimal(one) for one in values]) == (expected and Decimal(expected))


def test_amounts_open_with_their_share_and_shares_with_their_values(
    client: Client, demo: None
) -> None:
    for indicator, view in (("total_water_use", "share"), ("pipe_leakage_rate", "ranking")):
        html = compare(client, f"indicator={indicator}&year=2025")
        assert f'value="{view}" checked' in html
    (share,) = figures(client, compare(client, "indicator=total_water_use&year=2025"))
    assert share["layout"]["yaxis"]["categoryarray"] == ["阳泉市", "长治市", "聊城市"]


def test_a_break_parts_last_year_from_this_one(client: Client, demo: None) -> None:
    """How the use of water is counted was changed from 2020 on: 2019 doesn't compare with it."""
    asked = "indicator=total_water_use&region=140500&view=ranking"
    (before,) = figures(client, compare(client, f"{asked}&year=2021"))
    (after,) = figures(client, compare(client, f"{asked}&year=2020"))
    assert len([t for t in before["data"] if t.get("name") == "2020 年"]) == 1
    assert not [t for t in after["data"] if t.get("name") == "2019 年"]
