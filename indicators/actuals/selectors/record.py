"""What stands around one actual: what the checks find, its evidence, its history."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from common.records.models import Evidence, HistoryRow
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ActualState
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.workflow import SENDS_BACK
from indicators.actuals.selectors.actuals import visible_to
from indicators.actuals.selectors.history import rows_of
from indicators.actuals.selectors.surroundings import Surroundings


def findings(*, rows: Sequence[Actual]) -> dict[int, list[Finding]]:
    """What the checks find in the values that are being worked on, by the pk of each row.

    The rows come from `visible_to`: who doesn't see a working value is told nothing of it, and
    what is approved is no longer questioned. A fixed number of queries, none where nothing is
    being worked on.
    """
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    in_work = [
        row for row in rows if getattr(row, "working", False) and row.state != ActualState.APPROVED
    ]
    if in_work:
        around = Surroundings(row.key for row in in_work)
        found |= {row.pk: around.findings(row.key, row.printed_value) for row in in_work}
    return found


def evidence(*, row: Actual) -> Sequence[Evidence]:
    """The files that prove the working value, for who may see it; for anybody else none."""
    if not getattr(row, "working", False):
        return []
    kept = Evidence.objects.filter(record=row.record_id, removed_at__isnull=True)
    return list(kept.select_related("uploaded_by").order_by("pk"))


def evidence_file(*, user: AbstractBaseUser | AnonymousUser, pk: int) -> Evidence:
    """One file. Raises `Evidence.DoesNotExist` also where `user` may not see what it proves."""
    found = Evidence.objects.select_related("record").get(pk=pk, removed_at__isnull=True)
    row = visible_to(user).filter(record=found.record_id).first()
    if row is None or not getattr(row, "working", False):
        raise Evidence.DoesNotExist
    return found


def sent_back(*, row: Actual) -> HistoryRow | None:
    """The last time that a reviewer returned or reopened the value."""
    rows = rows_of([row.pk]).filter(action__in=SENDS_BACK).select_related("by")
    return rows.order_by("-number").first()


def revision_before(*, row: Actual, of: HistoryRow, only: Sequence[str] = ()) -> HistoryRow | None:
    """The history row before another one; with `only`, the last one of these actions."""
    rows = HistoryRow.objects.filter(record=row.record_id, number__lt=of.number)
    if only:
        rows = rows.filter(action__in=only)
    return rows.order_by("-number").first()
