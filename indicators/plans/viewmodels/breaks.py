"""Series breaks as a page names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.plans.rules.breaks import Break


@dataclass(frozen=True, slots=True)
class NamedBreak:
    """A break, and whose it is: a region or an indicator; empty where the page says it."""

    broken: Break
    whose: str = ""


def named_once(breaks: Iterable[NamedBreak]) -> list[NamedBreak]:
    """Each break once, with all it is named by; by year."""
    whose: dict[Break, list[str]] = {}
    for one in breaks:
        names = whose.setdefault(one.broken, [])
        if one.whose and one.whose not in names:
            names.append(one.whose)
    found = [NamedBreak(broken, "、".join(names)) for broken, names in whose.items()]
    return sorted(found, key=lambda one: one.broken.year)
