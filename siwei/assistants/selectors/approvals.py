"""Who approved what is published: the organ for everybody, the name for who may read the work."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from common.records.models import HistoryRow
from common.tables import Passport
from departments.models import Membership, Region
from departments.people import ancestors_of, person_of
from departments.rules.organs import organ_name
from departments.rules.permissions import READ, Scope, scope_of
from departments.rules.roles import Role
from departments.selectors import with_parents
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key


@dataclass(frozen=True, slots=True)
class Approval:
    """What put a value before the public, or withdrew it.

    `organ` is that in whose name the person reviews the region today; empty where they no longer
    do, and where nobody approved it: `action` is `load`, the plan itself reports the value.
    `by` is the person, None for who may not know. `hash` is that of the row of the history.
    """

    action: Action
    at: datetime
    organ: str
    by: str | None
    hash: str


def approvals(
    *, passports: Collection[Passport], user: AbstractBaseUser | AnonymousUser
) -> dict[Passport, Approval]:
    """Of each published version, as `user` may know it. Three queries, none for nothing."""
    if not passports:
        return {}
    rows = HistoryRow.objects.filter(
        record__kind=KIND,
        record__key__in={one.key for one in passports},
        number__in={one.version for one in passports},
    ).select_related("record", "by")
    found = {Passport(row.record.key, row.number): row for row in rows}
    found = {one: row for one, row in found.items() if one in passports}
    regions = _regions({parse_key(one.key).region for one in found})
    people = _reviews({row.by for row in found.values() if row.by is not None})
    readable = scope_of(person_of(user), READ)
    return {
        one: _approval(row, regions[parse_key(one.key).region], people, readable)
        for one, row in found.items()
    }


def _regions(codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Each region's code with those of the regions above it."""
    rows = with_parents(Region.objects.filter(code__in=codes))
    return {row.code: ancestors_of(row) for row in rows}


def _reviews(people: Collection[User]) -> dict[int, list[Membership]]:
    """By person, for which regions they review."""
    found: dict[int, list[Membership]] = {one.pk: [] for one in people}
    rows = Membership.objects.filter(user__in=people, role=Role.REVIEWER.value)
    for row in rows.select_related("region", "department"):
        found[row.user_id].append(row)
    return found


def _approval(
    row: HistoryRow,
    ancestors: tuple[str, ...],
    people: Mapping[int, list[Membership]],
    readable: Scope,
) -> Approval:
    reviews = [one for one in people.get(row.by_id or 0, []) if one.region_id in ancestors]
    nearest = min(reviews, key=lambda one: ancestors.index(one.region_id), default=None)
    department = nearest.department.name if nearest and nearest.department else ""
    return Approval(
        action=Action(row.action),
        at=row.at,
        organ=organ_name(nearest.region.name, department) if nearest else "",
        by=(row.full_name or row.username or None) if readable.reaches(ancestors) else None,
        hash=row.hash,
    )
