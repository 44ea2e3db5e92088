"""A base that is corrected later: the verdict stays as it was made, and says what changed."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from indicators.assessments.rules.assessment import Observations, Observed, assess
from indicators.assessments.rules.revisions import Version, Versions, as_judged, version_at
from indicators.assessments.wording import explain
from indicators.plans.rules.promises import Promise
from tests.examples import FALLING_YEARLY, GE, floor, point, reduction, target


def day(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


def versions(first: str | None, second: str, corrected: datetime) -> list[Version]:
    old = None if first is None else Decimal(first)
    return [Version(old, day(2025), corrected), Version(Decimal(second), corrected)]


def seen(value: str | None, at: datetime | None = None) -> Observed:
    return Observed(None if value is None else Decimal(value), published_at=at)


@pytest.mark.parametrize(
    ("known", "at", "value"),
    [
        pytest.param(versions("52.1", "50.0", day(2026, 5)), day(2026, 3), "52.1", id="before"),
        pytest.param(versions("52.1", "50.0", day(2026, 5)), day(2026, 5), "50.0", id="from then"),
        pytest.param(versions("52.1", "50.0", day(2026, 5)), day(2024), "52.1", id="none yet"),
        pytest.param(versions(None, "50.0", day(2026, 5)), day(2026, 3), "50.0", id="no value"),
    ],
)
def test_what_was_published_at_a_moment(known: list[Version], at: datetime, value: str) -> None:
    found = version_at(known, at)
    assert found is not None
    assert str(found.value) == value


RISE = floor(target("30", GE, 2030), baseline=point(2024, "20"))
FALL = reduction(target("10", GE, 2030, 2020))
CORRECTED = day(2027, 5)
BASELINE: Versions = {(2024, None): versions("24", "20", CORRECTED)}
BRIDGE: Versions = {(2025, 2020): versions("4.0", "3.0", CORRECTED)}
LEVEL: Versions = {(2020, None): versions("52.1", "50.0", CORRECTED)}
THEN, LATER = day(2027, 3), day(2027, 6)
CHANGE = replace(FALLING_YEARLY, targets=(replace(FALLING_YEARLY.targets[0], year=2026),))
CHANGE = replace(CHANGE, bases={2020: Decimal("50.0")})
SAYS_BASE = "2024年基期值当时为24，后于2027-05-01订正为20。"
SAYS_BRIDGE = "2025年基期值当时为4.0，后于2027-05-01订正为3.0。"
SAYS_LEVEL = "2020年水平值当时为52.1，后于2027-05-01订正为50.0。"


@pytest.mark.parametrize(
    ("promise", "observations", "levels", "level_published", "known", "limit", "actual", "says"),
    [
        pytest.param(
            RISE, {(2024, None): seen("20"), (2026, None): seen("25", THEN)}, None, None,
            (BASELINE, {}), "26", "25", SAYS_BASE, id="a baseline, judged before",
        ),
        pytest.param(
            RISE, {(2024, None): seen("20"), (2026, None): seen("25", LATER)}, None, None,
            (BASELINE, {}), "23.333333", "25", "", id="judged after the correction",
        ),
        pytest.param(
            RISE, {(2024, None): seen("20"), (2026, None): seen(None)}, None, None,
            (BASELINE, {}), "23.333333", None, "", id="not judged yet",
        ),
        pytest.param(
            replace(RISE, baseline_is_reported=True),
            {(2024, None): seen("20"), (2026, None): seen("25", THEN)}, None, None,
            (BASELINE, {}), "23.333333", "25", "", id="the plan's own word doesn't move",
        ),
        pytest.param(
            CHANGE, {(2020, None): seen("50.0"), (2026, None): seen("46", THEN)}, None, None,
            (LEVEL, {}), "46.152388", "46", "2020年基期值当时为52.1，后于2027-05-01订正为50.0。",
            id="the base of a change",
        ),
        pytest.param(
            replace(CHANGE, reported_bases=frozenset({2020})),
            {(2020, None): seen("50.0"), (2026, None): seen("44", THEN)}, None, None,
            (LEVEL, {}), "44.292119", "44", "", id="nor the base that the plan reports",
        ),
        pytest.param(
            FALL, {(2025, 2020): seen("3.0"), (2026, 2025): seen("1.0", THEN)}, None, None,
            (BRIDGE, {}), "6.125961", "4.96", SAYS_BRIDGE, id="a chain",
        ),
        pytest.param(
            FALL, {}, {2020: Decimal("50.0"), 2026: Decimal("46.9")}, THEN,
            ({}, LEVEL), "6.125961", None, SAYS_LEVEL, id="a derived reduction",
        ),
        pytest.param(
            FALL, {(2026, 2020): seen("6.5", THEN), (2025, 2020): seen("3.0")}, None, None,
            (BRIDGE, {}), "6.125961", "6.5", "", id="a value that the verdict doesn't rest on",
        ),
    ],
)  # fmt: skip
def test_the_verdict_stays_as_it_was_made(
    promise: Promise,
    observations: Observations,
    levels: dict[int, Decimal] | None,
    level_published: datetime | None,
    known: tuple[Versions, Versions],
    limit: str,
    actual: str | None,
    says: str,
) -> None:
    base = 2020 if promise.is_reduction else None
    found = as_judged(promise, 2026, base, observations, levels, *known, level_published)
    verdict = assess(
        found.promise,
        2026,
        found.observations,
        levels=found.levels,
        last_over=2026,
        revisions=found.revisions,
    )
    assert verdict.limit is not None
    assert str(verdict.limit.value) == limit
    assert (None if verdict.actual is None else str(verdict.actual)) == actual
    assert "".join(one for one in [says] if one in explain(verdict)) == says
    assert ("订正" in explain(verdict)) == bool(says)
    if levels is not None:
        assert str(verdict.derived) == "9.98"  # of 52.1, not of 50.0
