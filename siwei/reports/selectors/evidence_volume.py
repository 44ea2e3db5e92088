"""What proves the values of a region and year, for who may read its working values."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from common.records.models import Evidence
from departments.models import Region
from departments.rules.successions import Lineage
from indicators.actuals.selectors.actuals import WorkingView, visible_to
from indicators.actuals.selectors.names import names_of
from indicators.plans.models import PlanIndicator
from siwei.reports.rules.evidence_volume import Proof, ProvedValue


def proved_values(
    *, user: AbstractBaseUser | AnonymousUser, region: Region, year: int, lineage: Lineage
) -> list[ProvedValue]:
    """The values of `region` in `year` with their files, in the order of its plans; those that no
    plan of it requires come last, in the order of the catalogue.

    Only values that `user` may see in work, as only those files they may have. A fixed number of
    queries.
    """
    order = _plan_order(lineage.series(region.code))
    seen = visible_to(user).filter(region=region, year=year)
    rows = [row for row in seen if isinstance(row, WorkingView)]
    last = len(order)
    rows.sort(
        key=lambda row: (
            order.get(row.indicator.code, last),
            row.indicator.order,
            row.indicator.code,
            row.key.base_year or 0,
        )
    )
    names, proofs = names_of(rows), _proofs([row.pk for row in rows])
    return [
        ProvedValue(
            number=number,
            key=row.key,
            name=names[row.pk],
            value=row.value,
            unit=row.indicator.unit,
            obs_status=row.obs_status,
            state=row.state,
            source=row.source,
            demo=row.demo,
            proofs=proofs.get(row.pk, ()),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _plan_order(codes: tuple[str, ...]) -> Mapping[str, int]:
    """The place of each indicator in the first plan that speaks of it."""
    rows = PlanIndicator.objects.filter(region__in=codes)
    rows = rows.order_by("plan__region_id", "plan__slug", "order", "pk")
    places: dict[str, int] = {}
    for code in rows.values_list("indicator_id", flat=True):
        places.setdefault(code, len(places))
    return places


def _proofs(actuals: list[int]) -> Mapping[int, list[Proof]]:
    """The files that prove each value, by its pk, in the order in which they were added."""
    kept = Evidence.objects.filter(record__actual__in=actuals, removed_at__isnull=True)
    columns = ("file", "name", "content_type", "size", "sha256", "uploaded_at")
    found: dict[int, list[Proof]] = {}
    for actual, *said in kept.order_by("pk").values_list("record__actual", *columns):
        found.setdefault(actual, []).append(Proof(*said))
    return found
