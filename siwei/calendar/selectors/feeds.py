"""Reads feeds: one's own, the one that an address opens, and what each is of."""

from datetime import date

from django.contrib.auth.models import User
from django.db.models import QuerySet

from common.numbers import ID_DIGITS, whole_number
from departments.models import Department, Region
from departments.people import ancestors_of, person_of
from departments.rules.permissions import READ, REVIEW, Person, scope_of
from departments.rules.roles import Role
from departments.selectors import departments, lineage, reached, regions_in
from siwei.calendar.models import Feed
from siwei.calendar.rules.entries import CalendarEntry
from siwei.calendar.rules.periods import Span, back_from
from siwei.calendar.selectors.entries import (
    NONE,
    Sources,
    entries,
    in_regions,
    keys_of,
    of_departments,
    of_provinces,
)

# What passed longer ago leaves the feeds: the page of the calendar still has it.
KEPT_FOR = 366


def feeds_of(user: User) -> QuerySet[Feed]:
    """Somebody's own feeds, in the order in which they were made."""
    return _feeds().filter(user=user).order_by("pk")


def opened_by(secret: str) -> Feed | None:
    """The feed of a secret address; None unless it is in force and its owner may read it.

    It isn't told apart why not, neither by the answer nor by how long it takes to compare.
    """
    number, _dash, signature = secret.partition("-")
    pk = whole_number(number, digits=ID_DIGITS)
    feed = None if pk is None else _feeds().filter(pk=pk).first()
    if feed is None or number != str(feed.pk) or not feed.is_opened_by(signature):
        return None
    return feed if may_have(person_of(feed.user), feed.region, feed.department) else None


def may_have(person: Person, region: Region | None, department: Department | None) -> bool:
    """Whether `person` reads the region, or that of the department; of their own work, whether
    they have any."""
    place = department.region if department else region
    if place is None:
        return bool(person.grants)
    return scope_of(person, READ).reaches(ancestors_of(place))


def feed_entries(feed: Feed, *, today: date) -> list[CalendarEntry]:
    """What a feed says: from a year ago on, however far ahead."""
    span = Span(back_from(today, KEPT_FOR), date.max)
    return entries(keys_of(_sources(feed), span, today=today), today=today)


def readable_regions(person: Person) -> QuerySet[Region]:
    """The regions of which `person` may have a feed: those that have departments."""
    return regions_in(scope_of(person, READ)).filter(departments__isnull=False).distinct()


def readable_departments(person: Person) -> QuerySet[Department]:
    """The departments of which `person` may have a feed."""
    return departments().filter(reached(scope_of(person, READ)))


def _feeds() -> QuerySet[Feed]:
    return Feed.objects.select_related(
        "user", "region__parent__parent__parent", "department__region__parent__parent__parent"
    )


def _sources(feed: Feed) -> Sources:
    if feed.department is not None:
        departments = of_departments([feed.department.pk])
        return Sources(departments, of_provinces([feed.department.region_id]))
    if feed.region_id is not None:
        codes = lineage().all_of([feed.region_id])
        return Sources(in_regions(codes), of_provinces(codes))
    return _own_work(person_of(feed.user))


def _own_work(person: Person) -> Sources:
    """The milestones of the departments that one edits for and of the regions that one reviews,
    and the deadlines of all regions in which one has a part."""
    edited = [one.department for one in person.grants if one.role == Role.EDITOR]
    reviewed = scope_of(person, REVIEW).regions
    theirs = of_departments([pk for pk in edited if pk is not None]) if edited else NONE
    return Sources(
        theirs | in_regions(reviewed) if reviewed else theirs,
        of_provinces({one.region for one in person.grants}),
    )
