"""Which plans have to be loaded together: those of one region, and those that name one another."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

# A region (`region`, its code) or a plan (`plan`, its slug).
Tie: TypeAlias = tuple[str, str]
Ties: TypeAlias = Mapping[str, Collection[Tie]]


def ties_of(slug: str, regions: Iterable[str], named: Iterable[str]) -> set[Tie]:
    """What holds a plan to others: departments are of a region, and belong to one of its plans; a
    plan that amends or supersedes another is checked against it."""
    return {
        ("plan", slug),
        *(("region", code) for code in regions),
        *(("plan", other) for other in named),
    }


def together(ties: Ties) -> dict[str, frozenset[str]]:
    """Each plan with all those to which ties lead, however far."""
    holding: dict[Tie, set[str]] = {}
    for slug, its in ties.items():
        joined = {slug}
        reached = set(its)
        for tie in its:
            joined |= holding.get(tie, set())
        for other in joined:
            reached |= set(ties[other])
        for tie in reached:
            holding[tie] = joined
    return {slug: frozenset(holding[next(iter(its))]) for slug, its in ties.items()}
