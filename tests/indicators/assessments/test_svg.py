"""Figures as SVG: every mark where its value is, every word inside, nothing left out."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from indicators.assessments.charts import bars, palette, svg, trajectory
from indicators.assessments.charts.frame import Figure, Words, upright
from indicators.assessments.charts.svg_text import UnknownPrimitiveError, shortened, width
from indicators.assessments.charts.trajectory import Trajectories, TrajectoryLine
from indicators.assessments.rules.statuses import Status
from tests.indicators.assessments.test_charts import CHINESE, KEY, WORDS, YANGQUAN, bar, mark

SPACE = "{http://www.w3.org/2000/svg}"
Element = ElementTree.Element


def on_page(figure: Figure, across: int = svg.WIDE, **options: Any) -> Element:
    return ElementTree.fromstring(svg.on_page(figure, width=across, label="x", **options))


def saved(figure: Figure) -> Element:
    return ElementTree.fromstring(svg.standalone(figure, language="zh-hans"))


def drawn(*lines: TrajectoryLine, words: Words = WORDS) -> Figure:
    return trajectory.trajectories(Trajectories(words, KEY, 2025, lines))


def ranked(*entries: bars.Bar, **more: Any) -> Figure:
    labels = bars.BarLabels("规划写明", "系统推算", "折合每年")
    return bars.ranking(bars.Ranking(more.pop("words", WORDS), entries, labels, **more))


def bare(data: list[dict[str, Any]], **layout: Any) -> Figure:
    """A figure of these traces on axes from 0 to 10, without words around it."""
    figure = ranked()
    axis = {"range": [0, 10], "dtick": 5, "showgrid": False, "tickfont": {"color": palette.INK}}
    figure["data"] = data
    figure["layout"] |= {"xaxis": axis, "yaxis": axis, "annotations": []} | layout
    return figure


def dots(**more: Any) -> dict[str, Any]:
    """A trace of one mark in the middle."""
    marker = {"symbol": "circle", "size": 10, "color": palette.INK} | more.pop("marker", {})
    return {"type": "scatter", "x": [5], "y": [5], "mode": "markers", "marker": marker} | more


def all_of(root: Element, name: str, **attributes: str) -> list[Element]:
    return [
        one
        for one in root.iter()
        if one.tag in (name, SPACE + name)
        and all(one.get(key.replace("_", "-")) == value for key, value in attributes.items())
    ]


def texts(root: Element) -> dict[str, Element]:
    return {one.text or "": one for one in all_of(root, "text")}


def said(root: Element) -> list[str]:
    return [one.text or "" for one in all_of(root, "title")]


class TestTrajectory:
    def test_values_stand_where_their_years_and_values_are(self) -> None:
        line = TrajectoryLine(
            "阳泉市", "140300", actual=((mark(2023, "0"), mark(2024, "5"), mark(2025, "10")),)
        )
        root = on_page(drawn(line))
        places = [
            (float(one.get("cx", "")), float(one.get("cy", "")))
            for one in all_of(root, "circle", r="4.5")
        ]
        (x1, y1), (x2, y2), (x3, y3) = places
        assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
        assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
        years = {year: float(texts(root)[year].get("x", "")) for year in ("2023", "2024")}
        assert (years["2023"], years["2024"]) == pytest.approx((x1, x2), abs=0.1)
        # The zero of the axis is written at the foot of the mark of zero.
        assert float(texts(root)["0"].get("y", "")) == pytest.approx(y1, abs=6)

    def test_a_year_without_a_value_interrupts_the_line(self) -> None:
        run = (mark(2020, "1"), mark(2021, "2"), mark(2023, "2"), mark(2024, "3"))
        root = on_page(drawn(TrajectoryLine("阳泉市", "140300", actual=(run,))))
        pieces = all_of(root, "polyline", stroke="var(--city-1)")
        assert [len((one.get("points") or "").split()) for one in pieces] == [2, 2]

    def test_estimates_are_dashed_and_projections_dotted_in_the_colour_of_the_city(self) -> None:
        root = on_page(drawn(YANGQUAN))
        solid, dashed, dotted = (
            [
                one
                for one in all_of(root, "polyline", stroke="var(--city-1)")
                if one.get("stroke-dasharray") == dash
            ]
            for dash in (None, "7 5", "0.1 4.5")
        )
        assert [len(solid), len(dashed), len(dotted)] == [2, 1, 1]  # values and standing limit
        assert dotted[0].get("stroke-linecap") == "round"

    def test_stated_targets_are_diamonds_and_replaced_ones_crossed(self) -> None:
        line = replace(YANGQUAN, replaced=(mark(2030, "2.30"),))
        root = on_page(drawn(line))
        edged = all_of(root, "path", stroke="var(--city-1)")
        diamonds = [one for one in edged if one.get("fill") == "var(--paper)"]
        assert [(one.get("d") or "").count("L") for one in diamonds] == [3, 3]
        (crossed,) = [one for one in edged if one.get("fill") == "none"]
        assert (crossed.get("d") or "").count("M") == 3
        assert texts(root)["2.30"].get("text-decoration") == "line-through"
        assert texts(root)["2.35"].get("text-decoration") is None

    def test_large_numbers_are_counted_in_ten_thousands(self) -> None:
        line = TrajectoryLine(
            "阳泉市", "140300", actual=((mark(2024, "24000"), mark(2025, "61000")),)
        )
        chinese = texts(on_page(drawn(line, words=replace(WORDS, counts_by=CHINESE))))
        assert "2万" in chinese and "6万" in chinese
        assert "20,000" in texts(on_page(drawn(line)))

    def test_the_minus_is_as_wide_as_a_plus(self) -> None:
        line = TrajectoryLine("阳泉市", "140300", actual=((mark(2024, "-3"), mark(2025, "3")),))
        assert "−2" in texts(on_page(drawn(line)))

    def test_each_mark_says_what_it_is(self) -> None:
        assert "实际\n✓ 达标" in said(on_page(drawn(YANGQUAN)))
        assert said(on_page(drawn(YANGQUAN), says=False)) == []


class TestRanking:
    def test_a_bar_is_as_long_as_its_value_and_stands_beside_its_name(self) -> None:
        root = on_page(
            ranked(bar("聊城市", "20", Status.NEAR_LIMIT), bar("阳泉市", "10", Status.BREACHED)),
            svg.HALF,
        )
        first, second = (
            all_of(root, "rect", fill=f"var(--{token})")[0] for token in ("near-limit", "breached")
        )
        lengths = [float(one.get("width", "")) for one in (first, second)]
        assert lengths[0] == pytest.approx(2 * lengths[1], abs=0.2)
        assert float(first.get("y", "")) < float(second.get("y", ""))
        foot = float(texts(root)["聊城市"].get("y", ""))
        top, height = float(first.get("y", "")), float(first.get("height", ""))
        assert top < foot < top + height
        assert {"△ 20", "■ 10"} <= set(texts(root))

    def test_what_is_below_zero_goes_the_other_way(self) -> None:
        root = on_page(ranked(bar("甲", "-5", Status.MISSED), bar("乙", "5", Status.MET)))
        (back,) = all_of(root, "rect", fill="var(--missed)")
        (forth,) = all_of(root, "rect", fill="var(--met)")
        end = float(back.get("x", "")) + float(back.get("width", ""))
        assert end == pytest.approx(float(forth.get("x", "")), abs=0.2)

    def test_a_city_without_a_value_has_its_row_and_no_bar(self) -> None:
        root = on_page(ranked(bar("甲", None, Status.NO_DATA), bar("乙", "5", Status.MET)))
        assert len([one for one in all_of(root, "rect") if one.get("height")]) == 1
        assert "甲" in texts(root)

    def test_the_whole_is_an_upright_line_through_all_rows(self) -> None:
        root = on_page(ranked(bar("甲", "90", Status.MET), whole=Decimal(100)))
        (line,) = all_of(root, "polyline", stroke="var(--ink)")
        (x1, y1), (x2, y2) = (
            tuple(map(float, one.split(","))) for one in (line.get("points") or "").split()
        )
        assert x1 == x2 and abs(y1 - y2) == pytest.approx(120, abs=0.2)

    def test_a_name_that_is_too_long_is_cut(self) -> None:
        name = "一个名字长得放不下的自治县"
        shown = texts(on_page(ranked(bar(name, "1", Status.MET)), svg.NARROW))
        assert name not in shown
        assert [text for text in shown if text.endswith("…")]


FIGURES = [
    pytest.param(drawn(YANGQUAN), id="trajectory"),
    pytest.param(
        drawn(
            *(
                TrajectoryLine(f"很长名字的市{n}①", f"14{n:02}00", targets=(mark(2030, f"{n}"),))
                for n in range(1, 9)
            )
        ),
        id="eight long names",
    ),
    pytest.param(
        ranked(*(bar(f"市{n}", f"{n}234.5", Status.MET, "3000") for n in range(40))), id="many rows"
    ),
    pytest.param(ranked(), id="nothing"),
    pytest.param(
        drawn(
            YANGQUAN, words=replace(WORDS, title="问" * 90, subtitle="城" * 120, source="源" * 300)
        ),
        id="long words",
    ),
]


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("across", [svg.NARROW, svg.HALF, svg.WIDE, None])
def test_every_word_stands_inside_the_picture(figure: Figure, across: int | None) -> None:
    root = on_page(figure, across) if across else saved(figure)
    _, _, wide, high = map(float, (root.get("viewBox") or "").split())
    assert wide == (across or 1080)
    for one in all_of(root, "text"):
        size = float(one.get("font-size", ""))
        long = width(one.text or "", size)
        share = {"middle": 0.5, "end": 1.0}.get(one.get("text-anchor", ""), 0.0)
        left = float(one.get("x", "")) - share * long
        assert left >= -1 and left + long <= wide + 1, one.text
        assert size * 0.7 <= float(one.get("y", "")) <= high, one.text


@pytest.mark.parametrize("figure", FIGURES)
def test_on_a_page_every_colour_is_a_token_and_in_a_file_none(figure: Figure) -> None:
    page, file = on_page(figure), saved(figure)
    used = {one.get(name) for one in page.iter() for name in ("fill", "stroke")} - {None, "none"}
    assert all((hue or "").startswith("var(--") for hue in used)
    assert "var(" not in ElementTree.tostring(file, encoding="unicode")


def test_entries_of_the_key_begin_a_new_row_where_they_do_not_fit() -> None:
    line = replace(YANGQUAN, replaced=(mark(2030, "2.30"),), beyond=(mark(2030, "2.4"),))

    def rows(across: int) -> int:
        shown = texts(on_page(drawn(line), across))
        return len({shown[word].get("y") for word in ("实际值", "规划目标", "推算", "力争值")})

    assert (rows(svg.WIDE), rows(svg.NARROW)) == (1, 2)


def test_a_saved_picture_carries_its_words() -> None:
    root = saved(drawn(YANGQUAN))
    assert {WORDS.title, WORDS.subtitle, "① 口径不同。", WORDS.source} <= set(texts(root))
    assert "Noto Sans CJK SC" in (root.get("font-family") or "")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-hans"
    page = on_page(drawn(YANGQUAN))
    assert not {WORDS.title, WORDS.source} & set(texts(page))
    assert (page.get("role"), page.get("aria-labelledby")) == ("img", "x")


def test_words_are_never_markup() -> None:
    words = replace(WORDS, title="<a href='x'>&?", source="\x0b\ud800坏")
    line = TrajectoryLine("<i>&amp;", "140300", targets=(mark(2030, "1", "<script>"),))
    root = saved(drawn(line, words=words))
    assert "<a href='x'>&?" in texts(root)
    assert "<i>&amp;" in texts(root)
    assert "坏" in texts(root)
    assert not all_of(root, "script") and "<script>" in said(root)


HOLLOW = ["circle-open", "square-open", "diamond-open", "diamond-x-open"]
STROKES = ["line-ns", "line-ew", "x-thin", "cross-thin"]
FULL = [
    *("circle", "square", "diamond", "triangle-up", "triangle-down", "triangle-left"),
    *("triangle-right", "cross", "x", "pentagon", "star"),
]


@pytest.mark.parametrize("symbol", [*HOLLOW, *STROKES, *FULL])
def test_a_symbol_stands_around_its_place_and_an_open_one_is_hollow(symbol: str) -> None:
    root = on_page(bare([dots(marker={"symbol": symbol})]))
    (shape,) = [*all_of(root, "circle"), *all_of(root, "path")]
    hollow = symbol not in FULL
    assert (shape.get("fill") == "none", shape.get("stroke") == "var(--ink)") == (hollow, hollow)
    if outline := shape.get("d"):
        places = [
            tuple(map(float, pair.split(","))) for pair in re.findall(r"[\d.]+,[\d.]+", outline)
        ]
        centre = [(min(axis) + max(axis)) / 2 for axis in zip(*places, strict=True)]
    else:
        centre = [float(shape.get("cx", "")), float(shape.get("cy", ""))]
    assert centre == pytest.approx(list(_middle(root)), abs=3)


def _middle(root: Element) -> tuple[float, float]:
    """Where the names of 5 stand below and beside the axes from 0 to 10."""
    below, beside = (
        next(one for one in all_of(root, "text", text_anchor=side) if one.text == "5")
        for side in ("middle", "end")
    )
    return float(below.get("x", "")), float(beside.get("y", "")) - 4.5


def test_every_city_has_a_symbol_that_is_drawn() -> None:
    paths = {
        ElementTree.tostring(
            [
                *all_of(on_page(bare([dots(marker={"symbol": city.marker})])), "path"),
                *all_of(on_page(bare([dots(marker={"symbol": city.marker})])), "circle"),
            ][0]
        )
        for city in palette.CITIES
    }
    assert len(paths) == len(palette.CITIES)


UNKNOWN: list[tuple[str, Figure]] = [
    ("type 'pie'", bare([dots(type="pie")])),
    (r"mode 'markers\+text'", bare([dots(mode="markers+text")])),
    ("of a scatter: fill", bare([dots(fill="tozeroy")])),
    ("symbol 'hexagram'", bare([dots(marker={"symbol": "hexagram"})])),
    ("of a marker: gradient", bare([dots(marker={"gradient": {}})])),
    ("dash 'wavy'", bare([], shapes=[upright(5, color=palette.INK, dash="wavy")])),
    ("type 'rect'", bare([], shapes=[upright(5, color=palette.INK) | {"type": "rect"}])),
    ("reference 'x2'", bare([], shapes=[upright(5, color=palette.INK) | {"xref": "x2"}])),
    ("of a layout: images", bare([], images=[])),
    ("an arrow", bare([], annotations=[{"text": "a", "x": 1, "y": 1}])),
    ("markup", bare([], annotations=[{"text": "<i>a</i>", "x": 1, "y": 1, "showarrow": False}])),
    ("has no token", bare([dots(marker={"color": "#123456"})])),
    ("without a range", bare([dots()], xaxis={"tickfont": {"color": palette.INK}})),
    ("of an axis: rangeslider", bare([], xaxis={"range": [0, 1], "rangeslider": {}})),
    ("tickformat", bare([], xaxis={"range": [0, 1], "tickformat": ".2%"})),
]


@pytest.mark.parametrize(("says", "figure"), UNKNOWN, ids=[says for says, _ in UNKNOWN])
def test_what_is_not_known_is_refused_and_not_left_out(says: str, figure: Figure) -> None:
    with pytest.raises(UnknownPrimitiveError, match=says):
        on_page(figure)


def test_round_numbers_never_run_into_each_other() -> None:
    for high in ("7", "123", "9999", "1234567", "0.003"):
        root = on_page(ranked(bar("甲", high, Status.MET)), svg.NARROW)
        names = [one for one in all_of(root, "text") if one.get("text-anchor") == "middle"]
        ends = [
            (float(one.get("x", "")), width(one.text or "", float(one.get("font-size", ""))) / 2)
            for one in names
        ]
        assert len(ends) >= 2
        assert all(x2 - half2 > x1 + half1 for (x1, half1), (x2, half2) in pairwise(ends))


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [("阳泉市", 40, "阳泉市"), ("阳泉市盂县", 40, "阳泉…"), ("Yangquan", 30, "Yan…")],
)
def test_what_is_cut_says_so(text: str, room: float, expected: str) -> None:
    assert shortened(text, 13, room) == expected
