"""The chain of history rows: what a hash covers, and where a tampered chain breaks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.records.rules.chain import (
    FIRST_SCHEME,
    SM3,
    Content,
    Link,
    RowContent,
    digest,
    first_break,
)


def replace(row: Any, **changes: Any) -> Any:
    """The same, but for some fields."""
    return row._replace(**changes)


NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SAID: Content = {"state": "draft", "value": "9.0", "note": "", "demo": False}
CONTENT = RowContent(
    kind="actual",
    key="140300.total_water_use.2025",
    number=1,
    at=NOON,
    by=7,
    action="save",
    before=None,
    after=SAID,
    reason="",
    username="alice",
    full_name="爱丽丝",
    door="page",
)
BEFORE = replace(CONTENT, username="", full_name="", door="", scheme=FIRST_SCHEME)
OTHER: dict[str, Any] = {
    "kind": "plan",
    "key": "140300.total_water_use.2024",
    "number": 2,
    "at": NOON + timedelta(microseconds=1),
    "by": 8,
    "action": "submit",
    "before": {**SAID, "value": None},
    "after": {**SAID, "value": "9.00"},
    "reason": "x",
    "username": "bob",
    "full_name": "爱",
    "door": "api",
    "door_name": "Ab3dEf7h",
    "scheme": 3,
}


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        content = replace(CONTENT, number=number, reason=f"第 {number} 次")
        previous = links[-1].hash if links else ""
        links.append(Link(content, previous, digest(content, previous)))
    return links


def test_the_hash_is_the_one_that_stands_in_every_database() -> None:
    """Written down: a change of the canonical form would break every stored chain."""
    assert digest(BEFORE, "") == "5260eb850f26a6e947a431e271756dba2ff10373efc5997f9e15ded11c16f890"
    assert digest(CONTENT, "") == "d98a44d17daee9847cecfee152978368c27bad96d9015925ef1a65b9574ea61e"
    assert (
        digest(CONTENT, "", SM3)
        == "eb380d134247ecb64fc59d444179ea4bebd5c60a2a33cfc16586bfb5e1a8bc34"
    )


@pytest.mark.parametrize("name", RowContent._fields)
def test_the_hash_covers_every_field(name: str) -> None:
    changed = replace(CONTENT, **{name: OTHER[name]})
    assert digest(changed, "") != digest(CONTENT, "")


def test_the_hash_covers_the_hash_before() -> None:
    assert digest(CONTENT, "a" * 64) != digest(CONTENT, "")


def test_a_moment_has_one_hash_in_every_time_zone() -> None:
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    assert digest(replace(CONTENT, at=shanghai), "") == digest(CONTENT, "")


def test_text_cannot_move_from_one_field_to_the_next() -> None:
    left = replace(CONTENT, action="ab", reason="c")
    right = replace(CONTENT, action="a", reason="bc")
    assert digest(left, "") != digest(right, "")
    assert digest(replace(CONTENT, action='a","b'), "") != digest(
        replace(CONTENT, action="a", reason="b"), ""
    )
    note, source = {"note": "ab", "source": "c"}, {"note": "a", "source": "bc"}
    assert digest(replace(CONTENT, after=note), "") != digest(replace(CONTENT, after=source), "")


def test_fields_have_one_order_whichever_the_database_keeps() -> None:
    turned = dict(reversed(list(SAID.items())))
    assert list(turned) != list(SAID)
    assert digest(replace(CONTENT, after=turned), "") == digest(CONTENT, "")


@pytest.mark.parametrize("other", [None, {}, {**SAID, "value": None}, {**SAID, "value": "0"}])
def test_nothing_is_neither_empty_nor_zero(other: dict[str, Any] | None) -> None:
    assert digest(replace(CONTENT, after=other), "") != digest(CONTENT, "")
    assert digest(replace(CONTENT, before=other), "") != digest(replace(CONTENT, before=SAID), "")


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
    content = replace(links[1].content, after={**SAID, "value": "8.9"})
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
    name=st.sampled_from(RowContent._fields),
)
def test_any_changed_row_is_found(length: int, position: int, name: str) -> None:
    links = chain(length)
    position %= length
    content = links[position].content
    value: Any = content.number + 1 if name == "number" else OTHER[name]
    links[position] = replace(links[position], content=replace(content, **{name: value}))
    assert first_break(links) == position + 1
