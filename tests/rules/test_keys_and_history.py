"""The public key of an actual, and the chain of its revisions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from indicators.rules.history import Link, RevisionContent, digest, first_break
from indicators.rules.keys import ActualKey, parse_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("140300.total_water_use.2025", ActualKey("140300", "total_water_use", 2025)),
        (
            "140300.gdp_water_intensity_reduction.2020-2025",
            ActualKey("140300", "gdp_water_intensity_reduction", 2025, 2020),
        ),
    ],
    ids=["a level", "a reduction"],
)
def test_key(text: str, key: ActualKey) -> None:
    assert parse_key(text) == key
    assert str(key) == text


@pytest.mark.parametrize(
    "text",
    ["", "140300.total_water_use", "14030.total_water_use.2025", "140300.Total.2025",
     "140300.total_water_use.2025 ", "140300.total_water_use.25", "140300..2025"],
)  # fmt: skip
def test_anything_else_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_key(text)


def content(number: int, value: str = "9.0") -> RevisionContent:
    return RevisionContent(
        key="140300.pipe_leakage_rate.2025",
        number=number,
        at=datetime(2026, 3, 1, 8, tzinfo=UTC),
        by=7,
        action="save",
        from_state="",
        to_state="draft",
        from_value=None,
        to_value=Decimal(value),
        from_obs_status="",
        to_obs_status="normal",
        source="公报",
        note="",
        explanation="",
        reason="",
    )


def chain(length: int = 3) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        before = links[-1].hash if links else ""
        links.append(Link(content(number), before, digest(content(number), before)))
    return links


def test_an_untouched_chain_holds() -> None:
    assert first_break([]) is None
    assert first_break(chain()) is None


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        pytest.param(
            lambda links: [links[0], replace(links[1], content=content(2, "8.9")), links[2]],
            2,
            id="a value changed",
        ),
        pytest.param(lambda links: [links[0], links[2]], 2, id="a row removed"),
        pytest.param(lambda links: links[1:], 1, id="the first row removed"),
        pytest.param(
            lambda links: [
                links[0],
                Link(content(2, "8.9"), links[0].hash, digest(content(2, "8.9"), links[0].hash)),
                links[2],
            ],
            3,
            id="a row rewritten with its hash",
        ),
    ],
)
def test_a_tampered_chain_breaks(change: object, broken_at: int) -> None:
    assert callable(change)
    assert first_break(change(chain())) == broken_at


def test_the_hash_covers_the_digits_as_printed_and_not_the_time_zone() -> None:
    assert digest(content(1, "9.0"), "") != digest(content(1, "9.00"), "")
    east = content(1).at.astimezone(timezone(timedelta(hours=8)))
    assert digest(replace(content(1), at=east), "") == digest(content(1), "")
