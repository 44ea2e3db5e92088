"""What a director is told first: severity, and since when a value is missing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from siwei.pages.rules.briefing import Missing, MissingCode, excess, missing, worst_first

TODAY = date(2026, 5, 10)
DUE = date(2026, 4, 30)
OTHER = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("gap", "limit", "share"),
    [
        ("-0.1", "2", "0.05"),
        ("0", "2", None),
        ("0.1", "2", None),
        (None, "2", None),
        ("-0.1", None, None),
        ("-0.1", "0", None),
        ("-0.1", "-2", None),
    ],
)
def test_the_share_by_which_a_limit_is_crossed(
    gap: str | None, limit: str | None, share: str | None
) -> None:
    found = excess(gap and Decimal(gap), limit and Decimal(limit))  # type: ignore[arg-type]
    assert found == (None if share is None else Decimal(share))


@dataclass(frozen=True)
class One:
    name: str
    gap: Decimal | None
    limit: Decimal | None


def test_the_worst_comes_first_and_what_is_alike_stays() -> None:
    rows = [
        One("no share", Decimal(-5), Decimal(0)),
        One("little", Decimal(-1), Decimal(100)),
        One("much", Decimal(-1), Decimal(4)),
        One("no value", None, Decimal(4)),
    ]
    assert [one.name for one in worst_first(rows)] == ["much", "little", "no share", "no value"]


@pytest.mark.parametrize(
    ("due", "withdrawn", "explained", "found"),
    [
        (DUE, None, None, Missing(MissingCode.OVERDUE, DUE, 10)),
        (TODAY, None, None, Missing(MissingCode.DUE, TODAY)),
        (None, None, None, Missing(MissingCode.UNDATED)),
        (DUE, OTHER, None, Missing(MissingCode.WITHDRAWN, OTHER, 9)),
        (DUE, None, OTHER, Missing(MissingCode.NOT_AVAILABLE, OTHER, 9)),
    ],
)
def test_since_when_a_value_is_missing(
    due: date | None, withdrawn: date | None, explained: date | None, found: Missing
) -> None:
    answer = missing(due_on=due, today=TODAY, withdrawn_on=withdrawn, explained_on=explained)
    assert answer == found
