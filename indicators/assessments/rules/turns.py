"""What a publication did to a verdict: for the worse, mended, or another one."""

from dataclasses import dataclass
from enum import StrEnum

from indicators.assessments.rules.statuses import Status

# The verdicts that say that a promise isn't kept, or that its road isn't.
BROKEN = frozenset({Status.BEHIND, Status.MISSED, Status.BREACHED})


class Turn(StrEnum):
    """`breached`: a promise is broken now, or worse than before. `mended`: it is kept now, or its
    road is; a broken promise of which the value was withdrawn is neither, nobody knows."""

    BREACHED = "breached"
    MENDED = "mended"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A verdict just before a moment, just after it, and now."""

    before: Status
    after: Status
    now: Status

    @property
    def turn(self) -> Turn | None:
        return turn(self.before, self.after)

    @property
    def changed(self) -> bool:
        return self.before is not self.after


def turn(before: Status, after: Status) -> Turn | None:
    """What became of a promise whose verdict was `before` and is `after`."""
    if after in BROKEN:
        worse = before not in BROKEN or after.rank > before.rank
        return Turn.BREACHED if worse else None
    return Turn.MENDED if before in BROKEN and after.is_judged else None
