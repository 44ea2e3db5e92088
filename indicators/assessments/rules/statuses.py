"""The statuses of an assessment: one ordered table for pages, charts, Excel and the API."""

from dataclasses import dataclass
from enum import StrEnum


class Sentiment(StrEnum):
    """How a reader should take a status, where a count or a colour needs only that."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a status is shown. `rank` is its severity: the higher, the sooner it is looked at."""

    symbol: str
    rank: int
    sentiment: Sentiment


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


STATUS_TABLE: dict[Status, StatusStyle] = {
    Status.MET: StatusStyle("✓", 2, Sentiment.GOOD),
    Status.ON_TRACK: StatusStyle("→", 3, Sentiment.GOOD),
    Status.NEAR_LIMIT: StatusStyle("△", 5, Sentiment.WARNING),
    Status.BEHIND: StatusStyle("▽", 6, Sentiment.WARNING),
    Status.MISSED: StatusStyle("✕", 7, Sentiment.BAD),
    Status.BREACHED: StatusStyle("■", 8, Sentiment.BAD),
    Status.NO_DATA: StatusStyle("○", 4, Sentiment.NEUTRAL),
    Status.NOT_DUE: StatusStyle("–", 1, Sentiment.NEUTRAL),
    Status.NOT_ASSESSABLE: StatusStyle("·", 0, Sentiment.NEUTRAL),
}
