"""Across a series break: nothing is computed, and what is judged says so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.assessments.rules.assessment import assess
from indicators.assessments.rules.comparability import Comparand, NoteCode, judge
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.wording import explain, ground_note
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.promises import Promise
from tests.examples import (
    GE,
    INCREMENT,
    INTENSITY,
    POINTS,
    RECLAIMED,
    STEPS,
    TOTAL_USE,
    broken,
    floor,
    point,
    seen,
    target,
)
from tests.units import unit

CROSSED = "限值与实际值之间跨越口径变动：2024年起统计方法变动（统计制度），对照时须谨慎。"


def with_breaks(promise: Promise, *years: int, since: int | None = None) -> Promise:
    return replace(promise, breaks=tuple(map(broken, years)), since=since)


@pytest.mark.parametrize(
    ("years", "derived"),
    [
        pytest.param([], "9.52", id="no break"),
        pytest.param([2020], "9.52", id="the base year is counted in the new way"),
        pytest.param([2021], None, id="between base and year"),
        pytest.param([2025], None, id="in the year itself"),
        pytest.param([2026], "9.52", id="after both"),
    ],
)
def test_no_reduction_is_derived_across(years: list[int], derived: str | None) -> None:
    promise = with_breaks(INTENSITY, *years)
    verdict = assess(promise, 2025, {}, levels={2020: Decimal("63"), 2025: Decimal("57")})
    assert verdict.derived == (None if derived is None else Decimal(derived))


@pytest.mark.parametrize(
    ("promise", "year", "values", "years", "actual"),
    [
        pytest.param(
            INTENSITY, 2027, [(2020, 2027, "12"), (2020, 2025, "9.6")], [], "2.65", id="unchained"
        ),
        pytest.param(
            INTENSITY, 2027, [(2020, 2027, "12"), (2020, 2025, "9.6")], [2020], "2.65", id="before"
        ),
        pytest.param(
            INTENSITY, 2027, [(2020, 2027, "12"), (2020, 2025, "9.6")], [2023], None, id="in one"
        ),
        pytest.param(
            INTENSITY, 2027, [(2020, 2027, "12"), (2020, 2025, "9.6")], [2026], None, id="in both"
        ),
        pytest.param(
            STEPS, 2030, [(2025, 2027, "3"), (2027, 2030, "5")], [2028], None, id="chained"
        ),
        pytest.param(INTENSITY, 2025, [(2020, 2025, "9.6")], [2023], "9.6", id="what is reported"),
    ],
)
def test_no_reduction_is_chained_across(
    promise: Promise,
    year: int,
    values: list[tuple[int, int, str]],
    years: list[int],
    actual: str | None,
) -> None:
    verdict = assess(with_breaks(promise, *years), year, seen(*values))
    assert verdict.actual == (None if actual is None else Decimal(actual))
    if actual is None:
        assert "其间口径变动" in explain(verdict)


LEVELS = seen((2022, "19"), (2023, "20"), (2024, "22"), (2025, "25"))
GROWING = floor(target("40", GE, 2030), baseline=point(2022, "19"))


@pytest.mark.parametrize(
    ("years", "start", "pace_breaks"),
    [
        pytest.param([], 2022, [], id="from the first value"),
        pytest.param([2022], 2022, [], id="counted so from the first value on"),
        pytest.param([2024], 2024, [], id="from the first value after the break"),
        pytest.param([2025], None, [2025], id="nothing is known since the break"),
        pytest.param([2028], 2022, [2028], id="counted otherwise by the year of the target"),
    ],
)
def test_the_pace_begins_after_the_break(
    years: list[int], start: int | None, pace_breaks: list[int]
) -> None:
    verdict = assess(with_breaks(GROWING, *years), 2025, LEVELS)
    assert (verdict.start and verdict.start.year) == start
    assert [one.year for one in verdict.pace_breaks] == pace_breaks
    assert (verdict.trend is None) == bool(pace_breaks)
    projected = verdict.projection and verdict.projection.value
    assert (projected is None) == bool(pace_breaks)


def test_of_a_reduction_across_a_break_there_is_no_pace() -> None:
    verdict = assess(with_breaks(INTENSITY, 2023), 2025, seen((2020, 2025, "9.6")))
    assert verdict.trend is None
    assert [one.year for one in verdict.pace_breaks] == [2023]


@pytest.mark.parametrize(
    ("since", "years", "named"),
    [
        pytest.param(2020, [2024], [2024], id="promised before, reached after"),
        pytest.param(2024, [2024], [], id="promised and reached in the new way"),
        pytest.param(2020, [2026], [], id="promised and reached in the old way"),
        pytest.param(2026, [2026], [2026], id="reached before, promised after"),
        pytest.param(None, [2024], [], id="nobody knows when it was promised"),
    ],
)
def test_a_verdict_across_a_break_says_so(
    since: int | None, years: list[int], named: list[int]
) -> None:
    verdict = assess(with_breaks(TOTAL_USE, *years, since=since), 2025, seen((2025, "2.10")))
    assert [one.year for one in verdict.breaks] == named
    assert ("跨越口径变动" in explain(verdict)) == bool(named)


@pytest.mark.parametrize(
    ("changed_on", "named"), [(date(2023, 6, 1), [2024]), (date(2024, 2, 1), [])]
)
def test_an_amended_target_is_promised_when_it_is_amended(
    changed_on: date, named: list[int]
) -> None:
    targets = tuple(replace(one, changed_on=changed_on) for one in TOTAL_USE.targets)
    promise = with_breaks(replace(TOTAL_USE, targets=targets), 2024, since=2020)
    verdict = assess(promise, 2025, seen((2025, "2.10")))
    assert [one.year for one in verdict.breaks] == named


def test_the_sentence_names_the_break_and_its_document() -> None:
    verdict = assess(with_breaks(TOTAL_USE, 2024, since=2020), 2025, seen((2025, "2.10")))
    assert explain(verdict).endswith(CROSSED)
    assert verdict.status.is_kept


def test_a_reduction_counts_from_its_base_year_and_a_road_from_its_start() -> None:
    fall = assess(with_breaks(INTENSITY, 2023, since=2025), 2025, seen((2020, 2025, "9.6")))
    assert [one.year for one in fall.breaks] == [2023]
    road = with_breaks(RECLAIMED, 2026, since=2026)
    assert [one.year for one in assess(road, 2027, seen((2027, "27"))).breaks] == [2026]


@pytest.mark.parametrize(
    ("promise", "year", "value", "named"),
    [
        pytest.param(POINTS, 2025, "9", [2022], id="a stated change, from its base year"),
        pytest.param(POINTS, 2026, "9", [2022], id="a carried one"),
        pytest.param(POINTS, 2022, "9", [2022], id="on its way"),
        pytest.param(INCREMENT, 2027, "70", [2022], id="an increment, from the year it counts"),
        pytest.param(INCREMENT, 2028, "70", [2022], id="a carried one, too"),
        pytest.param(RECLAIMED, 2027, "27", [], id="a plain value counts from nothing"),
    ],
)
def test_a_change_counts_from_its_start(
    promise: Promise, year: int, value: str, named: list[int]
) -> None:
    verdict = assess(with_breaks(promise, 2022, since=2025), year, seen((year, value)))
    assert [one.year for one in verdict.breaks] == named


def compared(value: str, *breaks: Break, derived: bool = False) -> Comparand:
    return Comparand("use", unit("亿立方米"), 2025, Decimal(value), derived=derived, breaks=breaks)


@pytest.mark.parametrize(
    ("items", "level", "codes"),
    [
        pytest.param([compared("2"), compared("3")], ComparabilityLevel.DIRECT, [], id="none"),
        pytest.param(
            [compared("2"), compared("3", broken(2024))],
            ComparabilityLevel.CAVEAT,
            [NoteCode.SERIES_BREAK],
            id="across a break",
        ),
        pytest.param(
            [compared("2"), compared("3", broken(2024), derived=True)],
            ComparabilityLevel.DERIVED,
            [NoteCode.SERIES_BREAK, NoteCode.DERIVED],
            id="the weakest ground counts",
        ),
    ],
)
def test_a_comparison_across_a_break_has_a_caveat(
    items: list[Comparand], level: ComparabilityLevel, codes: list[NoteCode]
) -> None:
    last = judge(items)[-1]
    assert (last.level, [note.code for note in last.notes]) == (level, codes)
    assert last.ranked_by is not None


def test_the_caveat_names_break_and_document() -> None:
    (found,) = judge([compared("3", broken(2024))])
    words = "跨越口径变动：2024年起统计方法变动（统计制度），对照时须谨慎。"
    assert ground_note(found.notes) == words
