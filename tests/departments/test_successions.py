"""Which codes are one series, from when to when a region is there, and what can't be."""

from datetime import date

import pytest

from departments.rules.roles import RegionLevel, SuccessionKind
from departments.rules.successions import (
    Lineage,
    NotReported,
    Succession,
    SuccessionFault,
    SuccessionRegion,
    Validity,
    not_reported,
    succession_fault,
)

RENAMED, RECODED = SuccessionKind.RENAMED, SuccessionKind.RECODED
SPLIT, MERGED = SuccessionKind.SPLIT, SuccessionKind.MERGED
DAY = date(2019, 9, 1)


def became(before: str, after: str, kind: SuccessionKind = RECODED, on: date = DAY) -> Succession:
    return Succession(before, after, kind, on)


# a became b, which became c; d was split into e; f was merged into a.
LINEAGE = Lineage(
    [
        became("b", "c", RENAMED, date(2023, 1, 1)),
        became("a", "b"),
        became("d", "e", SPLIT),
        became("f", "a", MERGED, date(2015, 1, 1)),
    ]
)


@pytest.mark.parametrize(
    ("code", "current", "series"),
    [
        ("a", "c", ("c", "b", "a")),
        ("b", "c", ("c", "b", "a")),
        ("c", "c", ("c", "b", "a")),
        ("d", "d", ("d",)),
        ("e", "e", ("e",)),
        ("f", "f", ("f",)),
    ],
)
def test_only_what_was_renamed_or_recoded_is_one_series(
    code: str, current: str, series: tuple[str, ...]
) -> None:
    assert (LINEAGE.current(code), LINEAGE.series(code)) == (current, series)


@pytest.mark.parametrize(("code", "age"), [("c", 0), ("b", 1), ("a", 2), ("d", 0)])
def test_how_old_a_code_is(code: str, age: int) -> None:
    assert LINEAGE.age(code) == age
    assert Lineage().age(code) == 0


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        pytest.param("c", 2018, "a", id="before all"),
        pytest.param("a", 2019, "b", id="the code of the last day of the year"),
        pytest.param("a", 2022, "b", id="between"),
        pytest.param("a", 2023, "c", id="from New Year on"),
        pytest.param("d", 2030, "d", id="no series"),
    ],
)
def test_the_code_of_a_year(code: str, year: int, expected: str) -> None:
    assert LINEAGE.in_year(code, year) == expected


def test_a_circle_ends() -> None:
    """The checks let none through; what an older database holds must not hang a page."""
    assert Lineage([became("a", "b"), became("b", "a")]).current("a") in {"a", "b"}


@pytest.mark.parametrize(
    ("code", "year", "validity", "why"),
    [
        pytest.param("x", 2025, Validity(), None, id="always there"),
        pytest.param("x", 2024, Validity(valid_to=date(2025, 1, 1)), None, id="its last year"),
        pytest.param(
            "x",
            2025,
            Validity(valid_to=date(2025, 1, 1)),
            NotReported.ENDED,
            id="after its last day",
        ),
        pytest.param("x", 2025, Validity(valid_to=date(2025, 6, 1)), None, id="ended in the year"),
        pytest.param("x", 2019, Validity(valid_from=DAY), None, id="its first year"),
        pytest.param(
            "x", 2018, Validity(valid_from=DAY), NotReported.NOT_BEGUN, id="not yet there"
        ),
        pytest.param("a", 2024, Validity(), NotReported.OTHER_CODE, id="under its new code"),
        pytest.param("c", 2018, Validity(), NotReported.OTHER_CODE, id="under its old code"),
    ],
)
def test_for_which_years_values_are_entered(
    code: str, year: int, validity: Validity, why: NotReported | None
) -> None:
    assert not_reported(code, year, validity, LINEAGE) is why


COUNTY, CITY = RegionLevel.COUNTY, RegionLevel.CITY
ENDED, BEGUN = Validity(valid_to=DAY), Validity(valid_from=DAY)


@pytest.mark.parametrize(
    ("one", "before", "after", "others", "fault"),
    [
        pytest.param(became("p", "s"), ENDED, BEGUN, [], None, id="recoded"),
        pytest.param(became("p", "s", SPLIT), Validity(), BEGUN, [], None, id="goes on, split"),
        pytest.param(became("p", "s", MERGED), ENDED, Validity(), [], None, id="merged into one"),
        pytest.param(
            became("p", "p"), ENDED, BEGUN, [], SuccessionFault.ITSELF, id="became itself"
        ),
        pytest.param(
            became("p", "s"), Validity(), BEGUN, [], SuccessionFault.NOT_ENDED, id="still there"
        ),
        pytest.param(
            became("p", "s", MERGED),
            Validity(valid_to=date(2020, 1, 1)),
            Validity(),
            [],
            SuccessionFault.NOT_ENDED,
            id="ended on another day",
        ),
        pytest.param(
            became("p", "s"), ENDED, Validity(), [], SuccessionFault.NOT_BEGUN, id="always there"
        ),
        pytest.param(
            became("p", "s", SPLIT), ENDED, BEGUN, [], None, id="ends on the day it is split"
        ),
        pytest.param(
            became("p", "s", SPLIT),
            Validity(valid_to=date(2000, 1, 1)),
            Validity(),
            [],
            SuccessionFault.NOT_THERE,
            id="split after its end",
        ),
        pytest.param(
            became("p", "s", SPLIT),
            BEGUN,
            Validity(),
            [],
            SuccessionFault.NOT_THERE,
            id="split before it was there",
        ),
        pytest.param(
            became("p", "s", MERGED),
            ENDED,
            ENDED,
            [],
            SuccessionFault.SUCCESSOR_ENDED,
            id="merged into one that ends",
        ),
        pytest.param(
            became("p", "s", SPLIT),
            Validity(),
            Validity(valid_from=date(2020, 1, 1)),
            [],
            SuccessionFault.NOT_BEGUN,
            id="begins too late",
        ),
        pytest.param(
            became("p", "s"),
            ENDED,
            BEGUN,
            [became("p", "t")],
            SuccessionFault.TWO_SUCCESSORS,
            id="goes on as two",
        ),
        pytest.param(
            became("p", "s"),
            ENDED,
            BEGUN,
            [became("q", "s")],
            SuccessionFault.TWO_PREDECESSORS,
            id="two go on as one",
        ),
        pytest.param(
            became("p", "s"),
            ENDED,
            BEGUN,
            [became("s", "p")],
            SuccessionFault.CIRCLE,
            id="a circle",
        ),
        pytest.param(
            became("p", "s"),
            ENDED,
            BEGUN,
            [became("p", "t", SPLIT)],
            None,
            id="and gave a part away",
        ),
    ],
)
def test_what_a_succession_must_be(
    one: Succession,
    before: Validity,
    after: Validity,
    others: list[Succession],
    fault: SuccessionFault | None,
) -> None:
    found = succession_fault(
        one, SuccessionRegion(COUNTY, before), SuccessionRegion(COUNTY, after), others
    )
    assert found is fault


def test_a_county_that_becomes_a_city_is_another_region() -> None:
    found = succession_fault(
        became("p", "s"), SuccessionRegion(COUNTY, ENDED), SuccessionRegion(CITY, BEGUN), []
    )
    assert found is SuccessionFault.OTHER_LEVEL
