"""What is said of a number that comes back, by what each version of its value said in public."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from common.records.rules.publications import Ending
from indicators.actuals.rules.keys import parse_key
from siwei.reports.rules.read_back import number_in
from siwei.reports.rules.verifying import (
    Judgement,
    Passported,
    PublishedVersion,
    Remark,
    checked,
)

KEY = parse_key("140300.total_water_use.2025")
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def version(number: int, value: str | None, ended_by: Ending | None = None) -> PublishedVersion:
    """Published on its day, ended on the next."""
    at = DAY + timedelta(days=number)
    return PublishedVersion(
        version=number,
        value=None if value is None else Decimal(value),
        obs_status="not_available" if value is None else "normal",
        published_at=at,
        ended_at=at + timedelta(days=1) if ended_by else None,
        ended_by=ended_by,
    )


def number(text: str, said: int = 3, *, printed: bool = True, elsewhere: str = "") -> Passported:
    return Passported(
        *(f"{KEY}@{said}", KEY, said, text, number_in(text), "B2"),
        printed=printed,
        elsewhere=elsewhere,
    )


OPEN = [version(3, "2.21")]
CORRECTED = [version(3, "2.21", Ending.REPLACED), version(5, "2.27")]
AGAIN = [version(3, "2.21", Ending.REPLACED), version(5, "2.21")]
LOST = [version(3, "2.21", Ending.REPLACED), version(5, None)]
WITHDRAWN = [version(3, "2.21", Ending.WITHDRAWN)]
REMOVED = [version(3, "2.21", Ending.REMOVED)]
BACK = [*WITHDRAWN, version(9, "2.21")]


@pytest.mark.parametrize(
    ("said", "known", "judgement", "remarks"),
    [
        (number("2.21"), OPEN, Judgement.STILL, ()),
        (number("2.210"), OPEN, Judgement.STILL, (Remark.OTHER_DECIMALS,)),
        (number("2.210", printed=False), OPEN, Judgement.STILL, ()),
        (number("２．２１"), OPEN, Judgement.STILL, ()),
        (number("2.21"), AGAIN, Judgement.STILL, (Remark.REPUBLISHED,)),
        (number("2.21"), BACK, Judgement.STILL, (Remark.REPUBLISHED,)),
        (number("2.27", 5), CORRECTED, Judgement.STILL, ()),
        (number("2.21"), CORRECTED, Judgement.CORRECTED, ()),
        (number("2.21"), LOST, Judgement.CORRECTED, ()),
        (number("2.21"), WITHDRAWN, Judgement.WITHDRAWN, ()),
        (number("2.21"), REMOVED, Judgement.WITHDRAWN, (Remark.REMOVED,)),
        (number("2.12"), OPEN, Judgement.ALTERED, ()),
        (number("-2.21"), OPEN, Judgement.ALTERED, ()),
        (number("2.21%"), OPEN, Judgement.ALTERED, ()),
        (number("约2.21"), OPEN, Judgement.ALTERED, ()),
        (number(" "), OPEN, Judgement.ALTERED, (Remark.ERASED,)),
        (number("2.12"), WITHDRAWN, Judgement.ALTERED, ()),
        (number("2.27"), CORRECTED, Judgement.ALTERED, (Remark.AS_NOW,)),
        (number("0", 5), LOST, Judgement.ALTERED, ()),
        (number("", 5), LOST, Judgement.ALTERED, (Remark.ERASED,)),
        (number("2.12", elsewhere="B7"), OPEN, Judgement.MOVED, ()),
        (number("2.21", elsewhere="B7"), OPEN, Judgement.STILL, ()),
        (number("2.21", 4), OPEN, Judgement.UNKNOWN, ()),
        (number("2.21", 4), CORRECTED, Judgement.UNKNOWN, ()),
        (number("2.21"), [], Judgement.UNKNOWN, ()),
        (Passported("x@1", None, 0, "2.21", Decimal("2.21"), ""), OPEN, Judgement.UNKNOWN, ()),
    ],
)
def test_a_number_is_judged(
    said: Passported,
    known: list[PublishedVersion],
    judgement: Judgement,
    remarks: tuple[Remark, ...],
) -> None:
    found = checked(said, reversed(known))
    assert (found.judgement, found.remarks) == (judgement, remarks)


def test_it_is_said_what_it_was_and_is_and_since_when() -> None:
    found = checked(number("2.21"), CORRECTED)
    assert (found.was, found.now, found.at) == (*CORRECTED, DAY + timedelta(days=5))
    gone = checked(number("2.12"), WITHDRAWN)
    assert (gone.was, gone.now, gone.at) == (WITHDRAWN[0], None, DAY + timedelta(days=4))
    unknown = checked(number("2.21", 4), CORRECTED)
    assert (unknown.was, unknown.now, unknown.at) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.21", "2.21"),
        (" 9.0\u00a0", "9.0"),
        ("−0.35", "-0.35"),
        ("1,234.5", "1234.5"),
        ("１，２３４", "1234"),
        ("1,23", None),
        ("2.21亿立方米", None),
        ("9.0%", None),
        ("1/2", None),
        ("2.2.1", None),
        ("1e5", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_which_texts_are_numbers(text: str, value: str | None) -> None:
    assert number_in(text) == (None if value is None else Decimal(value))
