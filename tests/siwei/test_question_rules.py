"""What a director asks of a value: each rule with what it asks and what it lets pass."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.actuals.rules.findings import (
    Amount,
    Difference,
    Fall,
    Finding,
    Severity,
    Share,
    remark,
    warning,
)
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import PriceBasis
from siwei.pages.rules.briefing import Missing, MissingCode
from siwei.pages.rules.questions import (
    RESTRICTED,
    Explained,
    QuestionCode,
    ValueFacts,
    normalised,
    value_questions,
)
from tests.units import unit

TODAY = date(2026, 5, 31)
DUE = date(2026, 4, 30)
PERCENT = unit("%")
PIECES = replace(unit("个"), is_count=True)
# A value of 2025 that keeps its limit, moved a little since last year, and has nothing strange.
FINE = ValueFacts(
    year=2025,
    unit=PERCENT,
    status=Status.MET,
    today=TODAY,
    value=Decimal("8.2"),
    limit=Decimal(9),
    earlier={2022: Decimal("8.9"), 2023: Decimal("8.6"), 2024: Decimal("8.4")},
    reported=frozenset({2022, 2023, 2024}),
    due_on=DUE,
)
D = Decimal


def before(*values: str) -> dict[int, Decimal]:
    """The values of the years up to 2024, the last one last."""
    years = range(2025 - len(values), 2025)
    return dict(zip(years, map(Decimal, values), strict=True))


def codes(facts: ValueFacts) -> list[str]:
    return [one.code.value for one in value_questions(facts)]


def yearly(change: str) -> Finding:
    share = Share(D(change), signed=True)
    return warning("year_on_year", previous=Amount(D(10), PERCENT), share=share)


GONE = Missing(MissingCode.OVERDUE, DUE, 31)


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, []),
        # A value that fell or rose by half or more.
        ({"value": D("4.2")}, ["half"]),  # exactly half of 8.4
        ({"value": D("4.3")}, []),
        ({"value": D("12.6"), "limit": D(20)}, ["half"]),
        ({"value": D("12.5"), "limit": D(20)}, []),
        ({"value": D(-4), "earlier": before("-8")}, ["half"]),
        ({"value": D("4.2"), "earlier": {}}, []),
        ({"value": D("4.2"), "earlier": before("0")}, []),
        ({"value": D("4.2"), "earlier": {2023: D("8.4")}}, []),
        ({"value": D(4), "unit": PIECES, "earlier": before("9")}, []),  # small counts jump
        # By more than the indicator moves within a year; half of it is asked once.
        ({"findings": [yearly("0.3")]}, ["changed"]),
        ({"value": D("4.1"), "findings": [yearly("-0.51")]}, ["half"]),
        # As if it were typed in another unit: then its change says nothing.
        ({"value": D(84), "limit": D(90), "findings": [warning("wrong_magnitude")]}, ["magnitude"]),
        # What the other checks find.
        ({"findings": [warning("reduction_disagrees")]}, ["reduction"]),
        ({"findings": [warning("sum_differs")]}, ["parts"]),
        ({"findings": [warning("sum_above_whole")]}, ["parts"]),
        ({"findings": [warning("part_above_whole")]}, ["parts"]),
        ({"findings": [warning("cumulative_falls")]}, ["cumulative"]),
        ({"findings": [warning("cumulative_above_next")]}, ["cumulative"]),
        ({"findings": [warning("far_from_peers")]}, ["peers"]),
        ({"findings": [warning("rise_not_reduction")]}, ["range"]),
        ({"findings": [warning("above_largest")]}, ["range"]),
        ({"findings": [warning("below_smallest")]}, ["range"]),
        ({"findings": [warning("not_whole")]}, ["range"]),
        # Of a limit the verdict speaks, of a level its reduction, of a missing source the review.
        ({"findings": [warning("red_line_crossed"), remark("limit_crossed")]}, []),
        ({"findings": [warning("level_disagrees"), warning("no_source")]}, []),
        ({"value": None, "findings": [warning("sum_differs")]}, []),
        # A red line that is crossed.
        ({"status": Status.BREACHED, "value": D("9.4")}, ["crossed"]),
        ({"status": Status.MISSED, "value": D("9.4")}, []),
        ({"status": Status.BREACHED, "value": None}, []),
        # And nobody said why: known to who reads explanations.
        (
            {"status": Status.BREACHED, "value": D("9.4"), "explained": Explained("")},
            ["unexplained"],
        ),
        (
            {"status": Status.BREACHED, "value": D("9.4"), "explained": Explained(" 。")},
            ["unexplained"],
        ),
        (
            {"status": Status.BREACHED, "value": D("9.4"), "explained": Explained("爆管")},
            ["crossed"],
        ),
        ({"explained": Explained("")}, []),
        # An explanation that repeats last year's.
        ({"explained": Explained("老旧管网改造。", "老旧管网改造")}, ["repeated"]),
        ({"explained": Explained("老旧管网 改造", "老旧管网改造！")}, ["repeated"]),
        ({"explained": Explained("ＡＢ改造", "ab改造")}, ["repeated"]),
        ({"explained": Explained("老旧管网改造", "新管网改造")}, []),
        ({"explained": Explained("老旧管网改造")}, []),
        ({"explained": Explained("", "")}, []),
        # Withdrawn, and nothing took its place.
        ({"value": None, "missing": Missing(MissingCode.WITHDRAWN, DUE, 30)}, ["withdrawn"]),
        ({"value": None, "missing": Missing(MissingCode.WITHDRAWN, DUE, 29)}, []),
        # Missing though it was reported every year before.
        ({"value": None, "missing": GONE}, ["usually_reported"]),
        ({"value": None, "missing": Missing(MissingCode.UNDATED)}, ["usually_reported"]),
        ({"value": None, "missing": Missing(MissingCode.DUE, TODAY)}, []),
        ({"value": None, "missing": Missing(MissingCode.NOT_AVAILABLE, DUE, 31)}, []),
        ({"value": None, "missing": GONE, "reported": frozenset({2022, 2024})}, []),
        # Still preliminary.
        ({"is_preliminary": True}, ["preliminary"]),
        ({"is_preliminary": True, "due_on": TODAY}, []),
        ({"is_preliminary": True, "due_on": None}, []),
        ({"is_preliminary": True, "value": None}, []),
        # Kept to the last digit.
        ({"value": D("9.0")}, ["at_limit"]),
        ({"value": D("9.0"), "limit_is_exact": False}, []),
        ({"value": D("9.0"), "earlier": before("9.0")}, []),
        ({"value": D("9.0"), "earlier": {}}, []),
        ({"value": D(9), "unit": PIECES}, []),
        # The same for three years.
        ({"earlier": before("8.2", "8.2")}, ["unchanged"]),
        ({"earlier": before("8.2", "8.20")}, []),  # another number was printed
        ({"earlier": before("8.1", "8.2")}, []),
        ({"value": D(9), "earlier": before("9", "9")}, []),  # fixed by its limit
        ({"value": D(100), "limit": D(95), "earlier": before("100", "100")}, []),  # all there is
        ({"value": D(0), "earlier": before("0", "0")}, []),
        ({"value": D(3), "unit": PIECES, "earlier": before("3", "3")}, []),
        # A plan that says two things.
        ({"readings": ("《规划》“9”", "《规划》“8”")}, ["conflict"]),
        ({"readings": ("《规划》“9”",)}, []),
    ],
)
def test_what_is_asked_of_a_value(changed: Mapping[str, Any], asked: list[str]) -> None:
    assert codes(replace(FINE, **changed)) == asked


def test_the_most_severe_question_comes_first() -> None:
    facts = replace(
        FINE,
        status=Status.BREACHED,
        value=D("20.0"),
        is_preliminary=True,
        findings=[warning("far_from_peers"), warning("sum_differs")],
        explained=Explained("同上", "同上"),
    )
    asked = ["half", "parts", "repeated", "crossed", "preliminary", "peers"]
    assert codes(facts) == asked
    assert codes(replace(facts, explained=Explained("")))[0] == "unexplained"


def test_what_rests_on_what_is_not_public_says_so() -> None:
    assert {"unexplained", "repeated"} == RESTRICTED
    (asked,) = value_questions(replace(FINE, explained=Explained("同上", "同上")))
    assert asked.is_restricted
    (asked,) = value_questions(replace(FINE, is_preliminary=True))
    assert not asked.is_restricted


def test_a_question_carries_its_numbers() -> None:
    (asked,) = value_questions(replace(FINE, value=D("3.4")))
    assert asked.numbers == {
        "year": 2025,
        "value": Amount(D("3.4"), PERCENT),
        "before": 2024,
        "previous": Amount(D("8.4"), PERCENT),
        "share": Share(D(-5) / D("8.4"), signed=True),
    }
    found = warning(
        "reduction_disagrees",
        derived=Fall(D("5.1"), PERCENT),
        difference=Difference(D("3.1"), PERCENT),
        prices=PriceBasis.CONSTANT,
        level_prices=PriceBasis.CURRENT,
    )
    (asked,) = value_questions(replace(FINE, findings=[found]))
    assert (asked.finding, asked.size) == (found, D("3.1"))
    assert found.severity is Severity.WARNING


def test_the_larger_of_two_of_a_kind_is_asked_first() -> None:
    small, large = (replace(FINE, findings=[yearly(share)]) for share in ("-0.3", "0.45"))
    (one,), (other,) = value_questions(small), value_questions(large)
    assert one.code is other.code is QuestionCode.CHANGED
    assert one.size < other.size


@pytest.mark.parametrize(
    ("text", "plain"),
    [(" 老旧管网，改造。", "老旧管网改造"), ("ＡＢ 1.5", "ab15"), ("。！", ""), ("", "")],
)
def test_what_makes_no_difference_between_two_explanations(text: str, plain: str) -> None:
    assert normalised(text) == plain
