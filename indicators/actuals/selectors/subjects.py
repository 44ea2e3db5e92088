"""The facts about values that the permission rule asks for, in two queries for any number."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from django.db.models import F

from common.records.models import HistoryRow
from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import READ, Person, Subject, may
from departments.selectors import with_parents
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import FOUR_EYES, PERMISSION, next_state, open_for
from indicators.actuals.selectors.actuals import WorkingView
from indicators.plans.selectors.answering import answering

# What the workflow asks about: a stored value, or what somebody sees of it.
Workable: TypeAlias = Actual | WorkingView


def regions_of(keys: Iterable[ActualKey]) -> dict[str, Region]:
    """The regions of `keys` that exist, with those above them. One query."""
    rows = with_parents(Region.objects.filter(code__in={key.region for key in keys}))
    return {region.code: region for region in rows}


def subjects(
    keys: Iterable[ActualKey], regions: Mapping[str, Region] | None = None
) -> dict[tuple[str, str], Subject]:
    """For each (region, indicator) of `keys` whose region exists: its ancestors and who answers.

    `regions`: those of `regions_of`, where the caller has read them.
    """
    known = list(keys)
    pairs = {(key.region, key.indicator) for key in known}
    regions = regions_of(known) if regions is None else regions
    ancestors = {code: ancestors_of(region) for code, region in regions.items()}
    owners = answering(pairs)
    return {
        pair: Subject(ancestors[pair[0]], owners[pair]) for pair in pairs if pair[0] in ancestors
    }


def with_submitter(subject: Subject, actual: Workable | None) -> Subject:
    """The same subject, with the person whose submission waits for a decision, and the last who
    changed it."""
    if actual is None or actual.state != ActualState.SUBMITTED:
        return subject
    return Subject(
        subject.ancestors, subject.departments, actual.submitted_by_id, actual.changed_by_id
    )


def subject_for(action: Action, subject: Subject, actual: Workable | None) -> Subject:
    """What the permission for `action` is asked for: a decision on a submission is not for whose
    submission it is."""
    return with_submitter(subject, actual) if action in FOUR_EYES else subject


def possible_actions(
    person: Person,
    subject: Subject,
    actual: Workable | None,
    *,
    year_is_open: bool,
    sent_back: bool,
) -> list[Action]:
    """Every action that `person` could do to this value now, in the order of the workflow.

    `sent_back`: is it one of those that `sent_back` finds? Nobody asks where the year is open.
    """
    if not may(person, READ, subject):
        return []
    state = ActualState(actual.state) if actual else None
    published = actual is not None and actual.is_published
    return [
        action
        for action, permission in PERMISSION.items()
        if next_state(state, action, published=published) is not None
        and open_for(action, year_is_open=year_is_open, sent_back=sent_back)
        and may(person, permission, subject_for(action, subject, actual))
    ]


def sent_back(actuals: Iterable[Workable]) -> frozenset[int]:
    """Which (by pk) a reviewer returned or reopened without having approved them since.

    One query at most. What is published, or was until it was withdrawn, and isn't approved now was
    reopened. Of the others only the history knows: a returned value is an ordinary draft once it
    is saved.
    """
    waiting = [one for one in actuals if one.state != ActualState.APPROVED]
    found = {one.pk for one in waiting if one.is_public or one.state == ActualState.RETURNED}
    handed_in = [one.pk for one in waiting if one.pk not in found and one.submitted_at is not None]
    if handed_in:
        returned = HistoryRow.objects.filter(record__actual__in=handed_in, action=Action.RETURN)
        # Not what was returned before the value was removed and came back.
        returned = returned.filter(number__gte=F("record__actual__began"))
        found.update(returned.values_list("record__actual", flat=True))
    return frozenset(found)
