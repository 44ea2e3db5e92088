"""The one table of statuses: complete, ordered, and readable without colour."""

from pathlib import Path

import pytest
from django.utils import translation

from common.labels import label
from indicators.assessments.rules.statuses import Sentiment, Status
from indicators.assessments.wording.labels import meaning

ROOT = Path(__file__).parents[3]
TOKENS = ROOT / "common/static/common/css/tokens.css"
STATUS = ROOT / "indicators/assessments/static/assessments/css/status.css"


def test_every_status_can_be_told_apart_without_colour() -> None:
    for shown in ("symbol", "rank", "token"):
        assert len({getattr(status, shown) for status in Status}) == len(Status)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert len({label(status) for status in Status}) == len(Status)
            assert len({meaning(status) for status in Status}) == len(Status)


def test_severity() -> None:
    assert [status.value for status in sorted(Status, key=lambda status: -status.rank)] == [
        "breached",
        "missed",
        "behind",
        "near_limit",
        "no_data",
        "on_track",
        "met",
        "not_due",
        "not_assessable",
    ]


@pytest.mark.parametrize("status", Status)
def test_a_verdict_is_kept_or_not_and_the_rest_is_neither(status: Status) -> None:
    assert status.is_judged == (status.sentiment is not Sentiment.NEUTRAL)
    if status.is_kept:
        assert status.sentiment in {Sentiment.GOOD, Sentiment.WARNING}


@pytest.mark.parametrize("status", Status)
def test_the_style_sheet_knows_the_token(status: Status) -> None:
    assert f"--{status.token}:" in TOKENS.read_text(encoding="utf-8")
    assert f".status--{status.token}" in STATUS.read_text(encoding="utf-8")
