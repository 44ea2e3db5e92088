"""The statuses of an assessment: one ordered table for pages, charts, Excel and the API."""

from dataclasses import dataclass
from enum import StrEnum

from common.bilingual import Bilingual


class Sentiment(StrEnum):
    """How a reader should take a status, where a count or a colour needs only that."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a status is shown. `rank` is its severity: the higher, the sooner it is looked at."""

    label: Bilingual
    symbol: str
    rank: int
    sentiment: Sentiment
    meaning: Bilingual


class Status(StrEnum):
    """In the order in which legends list them."""

    MET = "met"
    ON_TRACK = "on_track"
    NEAR_LIMIT = "near_limit"
    BEHIND = "behind"
    MISSED = "missed"
    BREACHED = "breached"
    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    NOT_ASSESSABLE = "not_assessable"

    @property
    def style(self) -> StatusStyle:
        return STATUS_TABLE[self]

    @property
    def label(self) -> Bilingual:
        return STATUS_TABLE[self].label

    @property
    def symbol(self) -> str:
        """One sign that reads the same on a grey print."""
        return STATUS_TABLE[self].symbol

    @property
    def token(self) -> str:
        """The colour token of the style sheet: `near-limit` for `--near-limit`."""
        return self.value.replace("_", "-")

    @property
    def rank(self) -> int:
        return STATUS_TABLE[self].rank

    @property
    def sentiment(self) -> Sentiment:
        return STATUS_TABLE[self].sentiment

    @property
    def is_kept(self) -> bool:
        """The plan's own word (not an estimate) was kept."""
        return self in (Status.MET, Status.NEAR_LIMIT)

    @property
    def is_judged(self) -> bool:
        """A value was held against a limit."""
        return self.sentiment is not Sentiment.NEUTRAL


def _style(
    zh: str, en: str, symbol: str, rank: int, sentiment: Sentiment, meaning: tuple[str, str]
) -> StatusStyle:
    return StatusStyle(Bilingual(zh, en), symbol, rank, sentiment, Bilingual(*meaning))


STATUS_TABLE: dict[Status, StatusStyle] = {
    Status.MET: _style(
        "达标",
        "met",
        "✓",
        2,
        Sentiment.GOOD,
        ("做到了规划写明的目标", "The target that the plan states is kept."),
    ),
    Status.ON_TRACK: _style(
        "进度正常",
        "on track",
        "→",
        3,
        Sentiment.GOOD,
        (
            "规划未定当年目标，按系统估算进度正常",
            "The plan states no target for the year; the value keeps to the system's estimate.",
        ),
    ),
    Status.NEAR_LIMIT: _style(
        "接近红线",
        "near the limit",
        "△",
        5,
        Sentiment.WARNING,
        ("没有超过上限，但余量不足5%", "The ceiling is kept with less than 5% to spare."),
    ),
    Status.BEHIND: _style(
        "滞后",
        "behind",
        "▽",
        6,
        Sentiment.WARNING,
        (
            "规划未定当年目标，未跟上系统估算的进度",
            "The plan states no target for the year; the value falls short of the estimate.",
        ),
    ),
    Status.MISSED: _style(
        "未达标",
        "missed",
        "✕",
        7,
        Sentiment.BAD,
        (
            "没有做到规划写明的目标（非约束性）",
            "A target that the plan states, but not as binding, is not kept.",
        ),
    ),
    Status.BREACHED: _style(
        "突破红线",
        "breached",
        "■",
        8,
        Sentiment.BAD,
        ("没有做到规划写明的约束性目标", "A binding target that the plan states is not kept."),
    ),
    Status.NO_DATA: _style(
        "待填报",
        "no data",
        "○",
        4,
        Sentiment.NEUTRAL,
        ("还没有可用的实际值", "There is no actual value to judge yet."),
    ),
    Status.NOT_DUE: _style(
        "未到期",
        "not due",
        "–",
        1,
        Sentiment.NEUTRAL,
        ("当年还没有目标，或当年尚未结束", "There is no target yet, or the year is not over."),
    ),
    Status.NOT_ASSESSABLE: _style(
        "不可评",
        "not assessable",
        "·",
        0,
        Sentiment.NEUTRAL,
        ("没有可以用来评判的数值", "There is no number that could be judged."),
    ),
}
