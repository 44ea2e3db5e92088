"""The public key of a target: its plan, and what of it says which target it is."""

import re
from dataclasses import dataclass

from indicators.plans.rules.enums import GoalKind

_KEY = re.compile(
    r"(?P<plan>[a-zA-Z0-9_-]+)/(?P<region>[0-9]{6})\.(?P<indicator>[a-z][a-z_]*)"
    r"\.(?:(?P<base>[1-9][0-9]{3})-)?(?P<goal>[1-9][0-9]{3}|standing|undated)"
)


@dataclass(frozen=True, slots=True)
class PublicTargetKey:
    """`yangquan-2025/140300.total_water_use.2025`, for a reduction `….2020-2025`; of a target
    without a year `goal_kind` stands in its place: `….standing`, `….2020-undated`."""

    plan: str
    region: str
    indicator: str
    year: int | None
    base_year: int | None
    goal_kind: str

    def __str__(self) -> str:
        goal = self.goal_kind if self.year is None else str(self.year)
        period = goal if self.base_year is None else f"{self.base_year}-{goal}"
        return f"{self.plan}/{self.region}.{self.indicator}.{period}"


def parse_target_key(text: str) -> PublicTargetKey:
    """The key that `text` spells. Raises `ValueError` for anything else."""
    match = _KEY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    goal, base = match["goal"], match["base"]
    has_year = goal.isdigit()
    return PublicTargetKey(
        plan=match["plan"],
        region=match["region"],
        indicator=match["indicator"],
        year=int(goal) if has_year else None,
        base_year=int(base) if base else None,
        goal_kind=GoalKind.BY_YEAR.value if has_year else goal,
    )
