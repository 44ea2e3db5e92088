"""The history of one actual, each change as the person who asks may see it."""

from typing import overload

from django.db.models import QuerySet

from common.rows import handing_out
from departments.people import name_of
from indicators.actuals.models import Revision
from indicators.actuals.rules.changes import PublishedChange, WorkingChange
from indicators.actuals.rules.workflow import SENDS_BACK
from indicators.actuals.selectors.actuals import PUBLISHING, SeenActual, WorkingView


@overload
def history(seen: WorkingView) -> QuerySet[Revision, WorkingChange]: ...


@overload
def history(seen: SeenActual) -> QuerySet[Revision, PublishedChange]: ...


def history(seen: SeenActual) -> QuerySet[Revision, PublishedChange]:
    """The changes of an actual, oldest first.

    Who sees only what is published gets the changes that published a value.
    """
    rows = Revision.objects.filter(actual=seen.pk).order_by("number")
    if isinstance(seen, WorkingView):
        return handing_out(rows.select_related("by"), _working_change)
    return handing_out(rows.filter(action__in=PUBLISHING), _published_change)


def sent_back(seen: WorkingView) -> WorkingChange | None:
    """The last time that a reviewer returned or reopened the value."""
    return history(seen).filter(action__in=SENDS_BACK).last()


def _published_change(row: Revision) -> PublishedChange:
    return PublishedChange(
        number=row.number,
        at=row.at,
        action=row.action,
        from_state=row.from_state,
        to_state=row.to_state,
        from_value=row.printed_from,
        to_value=row.printed_to,
        from_obs_status=row.from_obs_status,
        to_obs_status=row.to_obs_status,
        source=row.source,
        hash=row.hash,
    )


def _working_change(row: Revision) -> WorkingChange:
    return WorkingChange(
        number=row.number,
        at=row.at,
        action=row.action,
        from_state=row.from_state,
        to_state=row.to_state,
        from_value=row.printed_from,
        to_value=row.printed_to,
        from_obs_status=row.from_obs_status,
        to_obs_status=row.to_obs_status,
        source=row.source,
        hash=row.hash,
        by=name_of(row.by),
        note=row.note,
        explanation=row.explanation,
        reason=row.reason,
    )
