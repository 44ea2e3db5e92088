"""What stands around one actual: its promises with their verdicts, its evidence, its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from indicators.models import Actual, Evidence, PlanIndicator, Revision
from indicators.rules.assessment import Assessment
from indicators.rules.findings import Finding
from indicators.rules.words import ActualState
from indicators.rules.workflow import SENDS_BACK
from indicators.selectors.actuals import visible_to
from indicators.selectors.ledger import ledger
from indicators.selectors.plans import plan_indicators
from indicators.selectors.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one plan promises of the actual's indicator, and how the published value stands."""

    promise: PlanIndicator
    assessment: Assessment


def verdicts(*, row: Actual, as_of: int) -> list[Verdict]:
    """Every promise of the region for the indicator, judged by what is published.

    `as_of` is the last year that is over. A fixed number of queries.
    """
    promises = plan_indicators().filter(region=row.region_id, indicator=row.indicator_id)
    by_pk = {promise.pk: promise for promise in promises}
    book = ledger(PlanIndicator.objects.filter(pk__in=by_pk))
    return [Verdict(by_pk[one.pk], book.assess(one, row.year, as_of=as_of)) for one in book.rows]


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
    kept = Evidence.objects.filter(actual=row, removed_at__isnull=True)
    return list(kept.select_related("uploaded_by").order_by("pk"))


def evidence_file(*, user: AbstractBaseUser | AnonymousUser, pk: int) -> Evidence:
    """One file. Raises `Evidence.DoesNotExist` also where `user` may not see what it proves."""
    found = Evidence.objects.get(pk=pk, removed_at__isnull=True)
    row = visible_to(user).filter(pk=found.actual_id).first()
    if row is None or not getattr(row, "working", False):
        raise Evidence.DoesNotExist
    return found


def sent_back(*, row: Actual) -> Revision | None:
    """The last time that a reviewer returned or reopened the value."""
    rows = Revision.objects.filter(actual=row, action__in=SENDS_BACK).select_related("by")
    return rows.order_by("-number").first()


def revision_before(*, row: Actual, of: Revision, only: Sequence[str] = ()) -> Revision | None:
    """The revision before another one; with `only`, the last one of these actions."""
    rows = Revision.objects.filter(actual=row, number__lt=of.number)
    if only:
        rows = rows.filter(action__in=only)
    return rows.order_by("-number").first()
