"""What was public from when to when, as it follows from the history."""

from datetime import UTC, datetime, timedelta

import pytest

from common.records.rules.publications import Effect, Ending, Published, publications

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NOTHING = Effect()
FIRST, SECOND = {"value": "9.0"}, {"value": "9.1"}


def at(number: int) -> datetime:
    return NOON + timedelta(hours=number)


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ([], []),
        ([NOTHING, NOTHING], []),
        ([NOTHING, Effect(FIRST)], [Published(2, FIRST, at(2))]),
        # A correction under way leaves what is public open.
        ([Effect(FIRST), NOTHING], [Published(1, FIRST, at(1))]),
        (
            [Effect(FIRST), NOTHING, Effect(SECOND)],
            [Published(1, FIRST, at(1), at(3), "replaced"), Published(3, SECOND, at(3))],
        ),
        # The same again is another publication: it was approved again.
        (
            [Effect(FIRST), Effect(FIRST)],
            [Published(1, FIRST, at(1), at(2), "replaced"), Published(2, FIRST, at(2))],
        ),
        (
            [Effect(FIRST), Effect(ends=Ending.WITHDRAWN)],
            [Published(1, FIRST, at(1), at(2), "withdrawn")],
        ),
        # What is no longer public doesn't end a second time.
        (
            [Effect(FIRST), Effect(ends=Ending.WITHDRAWN), Effect(ends=Ending.REMOVED)],
            [Published(1, FIRST, at(1), at(2), "withdrawn")],
        ),
        ([NOTHING, Effect(ends=Ending.REMOVED)], []),
        (
            [Effect(FIRST), Effect(ends=Ending.REMOVED), Effect(SECOND)],
            [Published(1, FIRST, at(1), at(2), "removed"), Published(3, SECOND, at(3))],
        ),
    ],
)
def test_publications(effects: list[Effect], expected: list[Published]) -> None:
    rows = [(number, at(number), effect) for number, effect in enumerate(effects, start=1)]
    assert publications(rows) == expected
