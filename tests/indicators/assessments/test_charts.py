"""Figures by their structure: traces, dashes, markers, labels; colours of the style sheet."""

import json
import re
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from django.conf import settings

from indicators.assessments.charts import bars, palette, trajectory
from indicators.assessments.charts.frame import Figure, Words, apart, scale, wrapped
from indicators.assessments.charts.trajectory import (
    Trajectories,
    TrajectoryBreak,
    TrajectoryLine,
    TrajectoryPoint,
)
from indicators.assessments.rules.statuses import Status

WORDS = Words(
    "用水总量：离承诺有多远？", "亿立方米 · 阳泉市", "来源：规划原文。", ("① 口径不同。",)
)
CHINESE = ("万", "亿")
KEY = trajectory.TrajectoryLabels(
    "实际值", "规划目标", "推算", "外推", "长期控制值", "初步数", "力争值", "修订前的目标"
)
TOKENS = "common/static/common/css/tokens.css"
CHART = "indicators/assessments/static/assessments/css/chart.css"


def mark(year: int, value: str, *says: str) -> TrajectoryPoint:
    return TrajectoryPoint(year, Decimal(value), says or (f"{year}",))


YANGQUAN = TrajectoryLine(
    name="阳泉市",
    code="140300",
    actual=((mark(2023, "2.20"), mark(2024, "2.22"), mark(2025, "2.25", "实际", "✓ 达标")),),
    targets=(mark(2025, "2.27"), mark(2030, "2.35")),
    path=((mark(2025, "2.27"), mark(2026, "2.286"), mark(2030, "2.35")),),
    projection=(mark(2025, "2.25"), mark(2030, "2.38")),
    standing=(mark(2025, "2.4"), mark(2030, "2.4")),
)


def checked(figure: Figure) -> go.Figure:
    """The figure as Plotly's own objects, which refuse what its script wouldn't know."""
    return go.Figure(figure).update_layout(template=None)


def draw(*lines: TrajectoryLine, words: Words = WORDS) -> go.Figure:
    return checked(trajectory.trajectories(Trajectories(words, KEY, 2025, lines)))


def traces(figure: go.Figure, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def annotations(figure: go.Figure, name: str) -> list[str]:
    return [one.text for one in figure.layout.annotations if one.name == name]


def test_what_is_not_judged_is_a_hollow_mark_of_its_own() -> None:
    line = replace(YANGQUAN, beyond=(mark(2030, "2.3", "力争2.3"),))
    hollow = [t for t in traces(draw(line), "阳泉市") if t.marker.symbol == "circle-open"]
    assert [(list(one.x), list(one.y)) for one in hollow] == [([2030], [2.3])]
    assert traces(draw(line), "力争值") and not traces(draw(YANGQUAN), "力争值")


def test_each_kind_of_line_has_its_own_look() -> None:
    standing, path, projection, actual, targets = traces(draw(YANGQUAN), "阳泉市")
    assert (standing.mode, standing.line.dash, standing.line.width) == ("lines", None, 1)
    assert (path.mode, path.line.dash) == ("lines", "dash")
    assert (projection.mode, projection.line.dash) == ("lines", "dot")
    assert (actual.mode, actual.line.dash, actual.line.width) == ("lines+markers", None, 2.5)
    assert (targets.mode, targets.marker.symbol) == ("markers", "diamond")
    assert list(actual.x) == [2023, 2024, 2025]
    assert list(targets.y) == [2.27, 2.35]


def test_a_preliminary_value_is_hollow() -> None:
    solid, hollow = mark(2024, "2.22"), replace(mark(2025, "2.25"), preliminary=True)
    figure = draw(replace(YANGQUAN, actual=((mark(2022, "2.2"), solid), (solid, hollow))))
    actual = traces(figure, "阳泉市")[3]
    (marker,) = set(actual.marker.symbol) - {f"{actual.marker.symbol[0]}-open"}
    # 2022, no value in 2023, 2024; between the runs nothing; 2024 and the hollow one.
    assert list(actual.x) == [2022, None, 2024, None, 2024, 2025]
    assert list(actual.marker.symbol) == [marker] * 5 + [f"{marker}-open"]
    assert "初步数" in [trace.name for trace in figure.data if trace.showlegend is None]


def test_the_key_names_only_what_is_drawn() -> None:
    shown = [trace.name for trace in draw(YANGQUAN).data if trace.showlegend is None]
    assert shown == ["实际值", "规划目标", "推算", "外推", "长期控制值"]
    bare = draw(TrajectoryLine("阳泉市", "140300", targets=(mark(2025, "2.27"),)))
    assert [trace.name for trace in bare.data if trace.showlegend is None] == ["规划目标"]


def test_a_line_is_named_at_its_end_and_not_in_a_legend() -> None:
    figure = draw(YANGQUAN)
    (label,) = [one for one in figure.layout.annotations if one.name == "line-name"]
    assert (label.text, label.x, label.font.color) == (
        "<b>阳泉市</b>",
        2030,
        palette.CITIES[0].colour,
    )
    assert all(trace.showlegend is False for trace in traces(figure, "阳泉市"))


def test_a_city_is_named_once_however_far_apart_its_lines_end() -> None:
    line = TrajectoryLine(
        "阳泉市",
        "140300",
        actual=((mark(2024, "8"), mark(2025, "10.7")),),
        targets=(mark(2030, "6.3"),),
        path=((mark(2025, "0"), mark(2030, "6.3")),),
    )
    named = [one for one in draw(line).layout.annotations if one.name == "line-name"]
    assert [(one.x, one.y) for one in named] == [(2030, 6.3)]


def test_everything_of_a_city_has_its_colour() -> None:
    line = replace(YANGQUAN, replaced=(mark(2030, "2.3"),), beyond=(mark(2030, "2.2"),))
    drawn = traces(draw(line), "阳泉市")
    used = {t.line.color for t in drawn if "lines" in t.mode} | {
        t.marker.line.color or t.marker.color for t in drawn if "markers" in t.mode
    }
    assert used == {palette.CITIES[0].colour}


def test_an_amended_target_is_struck_through_beside_the_one_in_its_place() -> None:
    figure = draw(replace(YANGQUAN, replaced=(mark(2030, "2.349"),)))
    struck, amended = (
        one for one in figure.layout.annotations if one.name in ("struck", "amended")
    )
    assert (struck.text, struck.x, struck.xanchor) == ("<s>2.349</s>", 2030, "right")
    assert (amended.text, amended.x) == ("2.35", 2030)
    assert struck.yshift < 0 < amended.yshift
    assert not annotations(draw(YANGQUAN), "struck")


def test_a_figure_has_its_numbers_with_all_their_decimals() -> None:
    solid, hollow = (
        mark(2024, "2.20", "实际", "✓ 达标"),
        replace(mark(2025, "2.25"), preliminary=True),
    )
    line = replace(YANGQUAN, actual=((solid, hollow),), path=(), projection=(), standing=())
    figure = trajectory.trajectories(Trajectories(WORDS, KEY, 2025, (line,)))
    assert [(one.kind, one.label, one.year, str(one.value)) for one in figure["rows"]] == [
        ("actual", "实际值", 2024, "2.20"),
        ("preliminary", "初步数", 2025, "2.25"),
        ("target", "规划目标", 2025, "2.27"),
        ("target", "规划目标", 2030, "2.35"),
    ]
    assert figure["rows"][0].says == "实际 ✓ 达标"
    labels = bars.BarLabels("写明", "推算", "折合每年", "实际值")
    entries = (
        bar("阳泉市", "2.10", Status.MET, "2.27", pace=Decimal("1.0")),
        bar("甲", None, None),
    )
    ranked = bars.ranking(bars.Ranking(WORDS, entries, labels, year=2025))
    assert [(one.name, one.kind, one.label, str(one.value)) for one in ranked["rows"]] == [
        ("阳泉市", "value", "实际值", "2.10"),
        ("阳泉市", "limit_stated", "写明", "2.27"),
        ("阳泉市", "pace", "折合每年", "1.0"),
    ]


def test_a_year_without_a_value_interrupts_the_line() -> None:
    run = (mark(2021, "2.2"), mark(2022, "2.3"), mark(2025, "2.25"))
    (trace,) = traces(draw(TrajectoryLine("阳泉市", "140300", actual=(run,))), "阳泉市")
    assert list(trace.y) == [2.2, 2.3, None, None, 2.25]
    assert trace.connectgaps is False


@pytest.mark.parametrize(
    ("values", "counts_by", "expected"),
    [
        (["24000", "61000"], CHINESE, {"10000": "1万", "25000": "2.5万", "60000": "6万"}),
        (["120000000"], CHINESE, {"50000000": "5000万", "100000000": "1亿"}),
        (["-30000", "5"], CHINESE, {"−20000": "−2万"}),
        (["24000"], (), {}),
        (["9000"], CHINESE, {}),
    ],
)
def test_large_numbers_of_an_axis_are_said_as_people_count(
    values: list[str], counts_by: tuple[str, ...], expected: dict[str, str]
) -> None:
    marks = tuple(mark(2024 + at, value) for at, value in enumerate(values))
    words = replace(WORDS, counts_by=counts_by)
    axis = draw(TrajectoryLine("阳泉市", "140300", actual=(marks,)), words=words).layout.yaxis
    assert (axis.exponentformat, axis.separatethousands) == ("none", not counts_by)
    said = axis.labelalias or {}
    assert {number: said.get(number) for number in expected} == expected
    assert bool(said) is bool(expected)


def test_a_name_can_be_read_where_another_line_passes() -> None:
    (label,) = [one for one in draw(YANGQUAN).layout.annotations if one.name == "line-name"]
    assert label.bgcolor == palette.PAPER


def test_names_that_would_overlap_move_apart() -> None:
    values = {"甲": "0.1", "乙": "2.30", "丙": "2.31"}
    lines = [
        TrajectoryLine(name, "140300", targets=(mark(2030, value),))
        for name, value in values.items()
    ]
    alone, low, high = (
        one.yshift for one in draw(*lines).layout.annotations if one.name == "line-name"
    )
    assert alone == 0
    assert low < 0 < high


def test_beside_an_outlier_no_name_runs_into_the_axis() -> None:
    values = {"甲": "2160", "乙": "2.30", "丙": "2.31", "丁": "2.32", "戊": "2160.1"}
    lines = [
        TrajectoryLine(name, "140300", targets=(mark(2030, value),))
        for name, value in values.items()
    ]
    figure = draw(*lines)
    low, high = figure.layout.yaxis.range
    names = [one for one in figure.layout.annotations if one.name == "line-name"]
    feet = [(one.y - low) * trajectory.HEIGHT / (high - low) + one.yshift for one in names]
    assert min(feet) >= 8 and max(feet) <= trajectory.HEIGHT - 8
    assert all(second - first >= 16 for first, second in pairwise(sorted(feet)))


@pytest.mark.parametrize("places", [[0.0, 1.0, 2.0], [10.0, 10.0], [3.0, 50.0, 51.0, 52.0], []])
def test_apart_keeps_the_order_and_the_gap(places: list[float]) -> None:
    moved = apart(places, 17)
    assert all(second - first >= 16.999 for first, second in pairwise(sorted(moved)))
    assert sorted(range(len(places)), key=lambda i: (places[i], moved[i])) == sorted(
        range(len(moved)), key=lambda i: moved[i]
    )


def test_a_reduction_begins_anew_with_every_base_year() -> None:
    runs = ((mark(2020, "0"), mark(2025, "9.5")), (mark(2025, "0"), mark(2030, "6.3")))
    (trace,) = traces(draw(TrajectoryLine("阳泉市", "140300", path=runs)), "阳泉市")
    assert list(trace.x) == [2020, 2025, None, 2025, 2030]


def test_pointing_at_a_value_says_everything() -> None:
    figure = draw(YANGQUAN)
    actual = traces(figure, "阳泉市")[3]
    assert actual.customdata[-1] == "<b>实际</b><br>✓ 达标"
    assert actual.hovertemplate == "%{customdata}<extra></extra>"


def test_words_are_never_read_as_markup() -> None:
    words = Words("<a href='x'>?", "s", "source <b>", ())
    figure = draw(
        TrajectoryLine("<i>", "140300", targets=(mark(2030, "1", "<script>"),)), words=words
    )
    assert "<a" not in figure.layout.title.text
    assert "<script>" not in figure.to_json()
    assert annotations(figure, "line-name") == ["<b>&lt;i&gt;</b>"]


def test_an_exported_picture_carries_its_words_and_chinese_fonts() -> None:
    figure = draw(YANGQUAN)
    assert figure.layout.title.text == f"<b>{WORDS.title}</b>"
    assert figure.layout.title.subtitle.text == WORDS.subtitle
    assert annotations(figure, "small-print") == ["① 口径不同。<br>来源：规划原文。"]
    assert "Noto Sans CJK SC" in figure.layout.font.family
    assert figure.layout.transition.duration is None


@pytest.mark.parametrize(
    ("values", "low", "cut"),
    [
        pytest.param(["2.27", "20.1"], 0, False, id="amounts stand on zero"),
        pytest.param(["0.62", "0.64"], None, True, id="a coefficient near one is cut out"),
        pytest.param(["-3", "9"], None, False, id="below zero"),
        pytest.param([], 0, False, id="nothing"),
        pytest.param(["0"], 0, False, id="only zero"),
    ],
)
def test_the_axis_begins_at_zero_where_that_shows_something(
    values: list[str], low: int | None, cut: bool
) -> None:
    found = scale([Decimal(value) for value in values])
    assert found.cut is cut
    assert found.low < found.high
    if low is not None:
        assert found.low == low


def test_more_lines_than_can_be_told_apart_are_left_out() -> None:
    many = [
        TrajectoryLine(f"市{number}", f"14{number:02}00", targets=(mark(2030, str(number)),))
        for number in range(12)
    ]
    assert len(annotations(draw(*many), "line-name")) == trajectory.MOST_LINES


def bar(
    name: str, value: str | None, status: Status | None, limit: str | None = None, **more: Any
) -> bars.Bar:
    return bars.Bar(
        name,
        None if value is None else Decimal(value),
        value or "待填报",
        status,
        (name,),
        None if limit is None else Decimal(limit),
        **more,
    )


def rank(*entries: bars.Bar, whole: str | None = None) -> go.Figure:
    labels = bars.BarLabels("规划写明", "系统推算", "折合每年")
    whole_line = None if whole is None else Decimal(whole)
    return checked(bars.ranking(bars.Ranking(WORDS, entries, labels, whole_line)))


def test_a_bar_has_the_colour_and_the_symbol_of_its_status() -> None:
    figure = rank(bar("聊城市", "19.7", Status.NEAR_LIMIT), bar("阳泉市", "2.9", Status.BREACHED))
    (drawn,) = [trace for trace in figure.data if trace.type == "bar"]
    assert list(drawn.y) == ["聊城市", "阳泉市"]
    assert figure.layout.yaxis.autorange == "reversed"
    assert list(drawn.marker.color) == [
        palette.STATUS[Status.NEAR_LIMIT],
        palette.STATUS[Status.BREACHED],
    ]
    assert annotations(figure, "number") == ["<b>△ 19.7</b>", "<b>■ 2.9</b>"]
    assert figure.layout.xaxis.range[0] == 0


def test_stated_and_estimated_limits_differ_without_colour() -> None:
    figure = rank(
        bar("阳泉市", "2.2", Status.MET, "2.27"),
        bar("晋城市", "4.5", Status.ON_TRACK, "5.05", limit_is_estimate=True),
        bar("太原市", "7.5", Status.NOT_DUE, pace=Decimal(3)),
    )
    stated, estimated, pace = (trace for trace in figure.data if trace.type == "scatter")
    assert (stated.name, list(stated.y), stated.marker.symbol) == (
        "规划写明",
        ["阳泉市"],
        "diamond",
    )
    assert (estimated.name, list(estimated.y)) == ("系统推算", ["晋城市"])
    assert stated.marker.color != estimated.marker.color
    assert (pace.name, pace.marker.symbol) == ("折合每年", "circle")


def test_attainment_has_its_whole() -> None:
    figure = rank(bar("阳泉市", "97.8", Status.NEAR_LIMIT), whole="100")
    assert [shape.x0 for shape in figure.layout.shapes] == [100]
    assert figure.layout.xaxis.range[1] > 100


def css_colours(name: str) -> dict[str, str]:
    light = (
        (Path(settings.BASE_DIR) / name)
        .read_text(encoding="utf-8")
        .split("@media screen and (prefers")[0]
    )
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))


def test_every_colour_is_that_of_the_style_sheet() -> None:
    sheet = css_colours(TOKENS) | css_colours(CHART)
    assert {hue: sheet[token] for hue, token in palette.tokens().items()} == {
        hue: hue for hue in palette.tokens()
    }
    assert {status: sheet[status.token] for status in Status} == palette.STATUS
    cities = {token for token in sheet if token.startswith("city-")}
    assert len(cities) == len(palette.CITIES)


FIVE = ["140100", "140300", "140400", "140500", "371500"]


def test_a_city_has_the_same_colour_in_every_chart() -> None:
    (alone,) = palette.city_styles(["140300"])
    assert alone == palette.city_styles(FIVE)[1] == palette.city_styles(FIVE[::-1])[3]
    assert alone == palette.city_styles(["140300", "140400"])[0]


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param(FIVE, id="the five cities"),
        pytest.param([f"41{city:02}00" for city in range(1, 9)], id="a province"),
        pytest.param(["140100", "140900", "141700", "140121"], id="that would share a colour"),
        pytest.param(["140300"] * 3, id="plans of one city"),
    ],
)
def test_no_two_lines_of_a_chart_share_a_colour(codes: list[str]) -> None:
    assert len(set(palette.city_styles(codes))) == len(codes)


def test_colours_begin_anew_when_none_is_left() -> None:
    assert len(palette.city_styles([f"41{city:02}00" for city in range(1, 18)])) == 17


def test_cities_differ_by_colour_and_by_marker() -> None:
    assert len({city.colour for city in palette.CITIES}) == len(palette.CITIES)
    assert len({city.marker for city in palette.CITIES}) == len(palette.CITIES)
    assert "diamond" not in {city.marker for city in palette.CITIES}


def test_every_colour_of_a_figure_can_follow_the_reader() -> None:
    figures = [draw(YANGQUAN), rank(bar("阳泉市", "2.2", Status.MET, "2.27"), whole="3")]
    for figure in figures:
        used = set(re.findall(r"#[0-9a-f]{6}", json.dumps(figure.to_plotly_json())))
        assert used <= set(palette.tokens())


def test_long_words_break_between_characters_and_after_spaces() -> None:
    assert wrapped("一二三四 ab cd", 6) == "一二三<br>四 ab<br>cd"


def test_a_ranking_of_a_nation_costs_in_proportion() -> None:
    def cost(cities: int) -> int:
        """How many functions are called to make the figure."""
        entries = tuple(bar(f"{number}市", "1", Status.MET) for number in range(cities))
        data = bars.Ranking(WORDS, entries, bars.BarLabels())
        calls: list[str] = []
        sys.setprofile(lambda _frame, event, _argument: calls.append(event))
        try:
            bars.ranking(data)
        finally:
            sys.setprofile(None)
        return len(calls)

    assert cost(80) <= 5 * cost(20)


def test_a_figure_that_plotly_does_not_know_is_refused() -> None:
    figure = bars.ranking(bars.Ranking(WORDS, (), bars.BarLabels()))
    figure["layout"]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        checked(figure)


def test_a_series_break_is_an_upright_mark_between_two_years_with_its_words() -> None:
    breaks = (TrajectoryBreak(2024, "2024年起统计方法变动"), TrajectoryBreak(1999, "从前"))
    data = Trajectories(WORDS, KEY, 2025, (YANGQUAN,), breaks)
    figure = checked(trajectory.trajectories(data))
    assert [shape.x0 for shape in figure.layout.shapes] == [2025, 2023.5]
    assert annotations(figure, "break") == ["2024年起统计方法变动"]
