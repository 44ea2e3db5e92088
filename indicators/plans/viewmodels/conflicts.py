"""Conflicts as the page shows them: one between two documents stands there once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.plans.models import Target


def each_once(found: Sequence[Target]) -> list[Target]:
    """`found`, of `with_readings`, without those that a card before them shows already."""
    shown: set[int] = set()
    cards = []
    for target in found:
        if target.pk in shown and not target.states_two:
            continue
        shown |= {reading.target.pk for reading in target.all_readings}
        cards.append(target)
    return cards
