"""What stands around one actual: what the checks find in it, and the files that prove it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from common.records.models import Evidence
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.actuals import SeenActual, WorkingView, visible_to
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.selectors.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Provable:
    """A value that a file could prove as well; `has`: it does already."""

    seen: WorkingView
    has: bool


def findings(
    rows: Sequence[SeenActual],
    *,
    today: date | None = None,
    known: Mapping[ActualKey, Sequence[Finding]] | None = None,
) -> dict[int, list[Finding]]:
    """What the checks find in the values that are being worked on, by the pk of each row. `known`:
    what they found just now.

    Who doesn't see a working value is told nothing of it, and what is approved is no longer
    questioned. What isn't submitted yet would be `today`. A fixed number of queries, none where
    nothing is being worked on.
    """
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    in_work = [row for row in rows if isinstance(row, WorkingView) and row.in_work]
    known = known or {}
    asked = [row for row in in_work if row.key not in known]
    found |= {row.pk: list(known[row.key]) for row in in_work if row.key in known}
    if asked:
        around = Surroundings(row.key for row in asked)
        found |= {row.pk: around.findings_of(row, today or timezone.localdate()) for row in asked}
    return found


def evidence(seen: WorkingView) -> list[Evidence]:
    """The files that prove the working value."""
    kept = Evidence.objects.filter(record__actual=seen.pk, removed_at__isnull=True)
    return list(kept.select_related("uploaded_by").order_by("pk"))


def evidence_file(*, user: AbstractBaseUser | AnonymousUser, pk: int) -> Evidence:
    """One file. Raises `Evidence.DoesNotExist` also where `user` may not see what it proves."""
    found = Evidence.objects.select_related("record").get(pk=pk, removed_at__isnull=True)
    seen = visible_to(user).filter(record=found.record_id).first()
    if not isinstance(seen, WorkingView):
        raise Evidence.DoesNotExist
    return found


def provable(*, user: AbstractBaseUser | AnonymousUser, evidence: Evidence) -> list[Provable]:
    """The other values of the same region and year to which `user` may add this file.

    A fixed number of queries.
    """
    key = parse_key(evidence.record.key)
    same = Evidence.objects.filter(file=evidence.file.name, removed_at__isnull=True)
    proved = set(same.values_list("record__actual", flat=True))
    place = visible_to(user).filter(region=key.region, year=key.year)
    rows = [row for row in place.exclude(record=evidence.record_id) if isinstance(row, WorkingView)]
    may = permitted(user=user, rows=rows)
    return [Provable(row, row.pk in proved) for row in rows if Action.SAVE in may[row.pk]]
