"""The chain of revisions: what a hash covers, and where a tampered chain breaks."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.actuals.rules.history import Link, RevisionContent, digest, first_break

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CONTENT = RevisionContent(
    key="140300.total_water_use.2025",
    number=1,
    at=NOON,
    by=7,
    action="save",
    from_state="",
    to_state="draft",
    from_value=None,
    to_value=Decimal("9.0"),
    from_obs_status="",
    to_obs_status="normal",
    source="水资源公报",
    note="",
    explanation="",
    reason="",
)
OTHER: dict[str, Any] = {
    "key": "140300.total_water_use.2024",
    "number": 2,
    "at": NOON + timedelta(microseconds=1),
    "by": 8,
    "action": "submit",
    "from_state": "draft",
    "to_state": "submitted",
    "from_value": Decimal(0),
    "to_value": Decimal("9.00"),
    "from_obs_status": "missing",
    "to_obs_status": "missing",
    "source": "水资源公报 ",
    "note": "x",
    "explanation": "x",
    "reason": "x",
}


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        content = replace(CONTENT, number=number, note=f"第 {number} 次")
        previous = links[-1].hash if links else ""
        links.append(Link(content, previous, digest(content, previous)))
    return links


def test_the_hash_is_the_one_that_stands_in_every_database() -> None:
    """Written down: a change of the canonical form would break every stored chain."""
    assert digest(CONTENT, "") == "71e56745b3853a19bd04c16f904030ee329d542a694035ad32420589fc2da091"


@pytest.mark.parametrize("name", [field.name for field in fields(RevisionContent)])
def test_the_hash_covers_every_field(name: str) -> None:
    changed = replace(CONTENT, **{name: OTHER[name]})
    assert digest(changed, "") != digest(CONTENT, "")


def test_the_hash_covers_the_hash_before() -> None:
    assert digest(CONTENT, "a" * 64) != digest(CONTENT, "")


def test_a_moment_has_one_hash_in_every_time_zone() -> None:
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    assert digest(replace(CONTENT, at=shanghai), "") == digest(CONTENT, "")


def test_text_cannot_move_from_one_field_to_the_next() -> None:
    left = replace(CONTENT, source="ab", note="c")
    right = replace(CONTENT, source="a", note="bc")
    assert digest(left, "") != digest(right, "")
    assert digest(replace(CONTENT, source='a","b'), "") != digest(
        replace(CONTENT, source="a", note="b"), ""
    )


def test_an_absent_value_is_not_zero() -> None:
    absent = replace(CONTENT, to_value=None)
    assert digest(absent, "") != digest(replace(CONTENT, to_value=Decimal(0)), "")


@pytest.mark.parametrize("length", [0, 1, 2, 5])
def test_an_intact_chain(length: int) -> None:
    assert first_break(chain(length)) is None


def _swapped(links: list[Link]) -> list[Link]:
    return [links[0], links[2], links[1], links[3]]


def _renumbered_swap(links: list[Link]) -> list[Link]:
    second = replace(links[2], content=replace(links[2].content, number=2))
    third = replace(links[1], content=replace(links[1].content, number=3))
    return [links[0], second, third, links[3]]


def _rewritten(links: list[Link]) -> list[Link]:
    """A row changed together with its own hash: the next one still names the old hash."""
    content = replace(links[1].content, to_value=Decimal("8.9"))
    forged = Link(content, links[1].previous_hash, digest(content, links[1].previous_hash))
    return [links[0], forged, *links[2:]]


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (lambda links: links[1:], 1),
        (lambda links: [links[0], *links[2:]], 2),
        (lambda links: [links[0], links[0], *links[1:]], 2),
        (_swapped, 2),
        (_renumbered_swap, 2),
        (_rewritten, 3),
        (lambda links: [*links[:3], replace(links[3], previous_hash=links[1].hash)], 4),
        (lambda links: [*links[:3], replace(links[3], hash="0" * 64)], 4),
        (lambda links: [replace(links[0], previous_hash="0" * 64), *links[1:]], 1),
    ],
    ids=[
        "the first is gone",
        "one is gone",
        "one is there twice",
        "two changed places",
        "two changed places and numbers",
        "content and hash rewritten",
        "names another hash before it",
        "another hash",
        "the first names a hash before it",
    ],
)
def test_a_tampered_chain_breaks_there(
    tamper: Callable[[list[Link]], list[Link]], expected: int
) -> None:
    assert first_break(tamper(chain(4))) == expected


@given(
    length=st.integers(1, 6),
    position=st.integers(0, 5),
    name=st.sampled_from([field.name for field in fields(RevisionContent)]),
)
def test_any_changed_row_is_found(length: int, position: int, name: str) -> None:
    links = chain(length)
    position %= length
    content = links[position].content
    value: Any = content.number + 1 if name == "number" else OTHER[name]
    links[position] = replace(links[position], content=replace(content, **{name: value}))
    assert first_break(links) == position + 1
