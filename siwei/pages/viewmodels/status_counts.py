"""How many promises stand how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.assessments.rules.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many promises stand so."""

    status: Status
    number: int


# What somebody has to do something about, the worst first.
TROUBLES = (Status.BREACHED, Status.MISSED, Status.BEHIND, Status.NO_DATA)


def status_counts(counts: Mapping[Status, int]) -> list[StatusCount]:
    """Of each status that anything has, the worst first."""
    used = (status for status in Status if counts.get(status))
    return [StatusCount(one, counts[one]) for one in sorted(used, key=_severity, reverse=True)]


def troubles(counts: Mapping[Status, int]) -> list[StatusCount]:
    """What is breached, missed, behind and missing, of what there is any."""
    return [StatusCount(one, counts[one]) for one in TROUBLES if counts.get(one)]


def worst(counts: Mapping[Status, int]) -> Status | None:
    """The most severe status that anything has; None where nothing is promised."""
    return max((one for one in Status if counts.get(one)), key=_severity, default=None)


def _severity(status: Status) -> int:
    return status.rank
