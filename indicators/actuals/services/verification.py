"""Proves the history: every chain of revisions, and that each actual is what its chain says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from departments.selectors import within
from indicators.actuals.models import Actual, Revision
from indicators.actuals.rules.history import Link, first_break
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import published_note
from indicators.actuals.selectors.actuals import PUBLISHING
from indicators.actuals.services.history import content_of

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verified:
    """One actual: how many revisions were checked, and what is wrong (empty: nothing)."""

    key: ActualKey
    revisions: int
    faults: tuple[str, ...]


def actuals_in(region: str | None) -> QuerySet[Actual]:
    """The actuals of `region` and of all below it; of everywhere for None."""
    if region is None:
        return Actual.objects.all()
    return Actual.objects.filter(within([region]))


def verify(*, region: str | None = None) -> Iterator[Verified]:
    """Check every actual of `region`, in the memory of one actual's revisions.

    Revisions and actuals come from one query, hence from one moment, so that somebody who
    writes meanwhile causes no false alarm.
    """
    actuals = actuals_in(region)
    rows = (
        Revision.objects.filter(actual__in=actuals)
        .select_related("actual")
        .order_by("actual_id", "number")
    )
    for _actual, group in groupby(rows.iterator(CHUNK), key=lambda row: row.actual_id):
        revisions = list(group)
        actual = revisions[0].actual
        yield Verified(actual.key, len(revisions), tuple(_faults(actual, revisions)))
    for actual in actuals.filter(revisions__isnull=True).iterator(CHUNK):
        yield Verified(actual.key, 0, (_("没有任何变更记录"),))


def _faults(actual: Actual, revisions: Sequence[Revision]) -> Iterator[str]:
    key = str(actual.key)
    links = (Link(content_of(row, key), row.previous_hash, row.hash) for row in revisions)
    number = first_break(links)
    if number is not None:
        yield _("链条在第 %d 条变更记录处断开") % number
    last = revisions[-1]
    if actual.version != last.number:
        yield _("现为第 %(version)d 版，最后一条变更记录是第 %(number)d 条") % {
            "version": actual.version,
            "number": last.number,
        }
    if _working(actual) != _left_by(last):
        yield _("当前内容与最后一条变更记录不符")
    if _published(actual) != _published_by(revisions):
        yield _("发布内容与最后一次审核通过的变更记录不符")


def _working(actual: Actual) -> tuple[object, ...]:
    return (
        actual.state,
        *_exactly(actual.value, actual.value_places),
        actual.obs_status,
        actual.source,
        actual.note,
        actual.explanation,
        actual.updated_at,
    )


def _left_by(last: Revision) -> tuple[object, ...]:
    return (
        last.to_state,
        *_exactly(last.to_value, last.to_places),
        last.to_obs_status,
        last.source,
        last.note,
        last.explanation,
        last.at,
    )


def _published(actual: Actual) -> tuple[object, ...]:
    if actual.published_at is None:
        return ()
    return (
        *_exactly(actual.published_value, actual.published_places),
        actual.published_obs_status,
        actual.published_source,
        actual.published_note,
        actual.published_at,
    )


def _published_by(revisions: Sequence[Revision]) -> tuple[object, ...]:
    """What the last revision that published a value put before the public; empty if none did."""
    for row in reversed(revisions):
        if row.action in PUBLISHING:
            return (
                *_exactly(row.to_value, row.to_places),
                row.to_obs_status,
                row.source,
                published_note(row.to_obs_status, row.note),
                row.at,
            )
    return ()


def _exactly(value: object, places: int | None) -> tuple[object, ...]:
    """A value with its printed decimals: 9.0 is not 9.00."""
    return (value, None if value is None else places)
