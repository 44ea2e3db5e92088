"""What the records ask of a plan: what it promises now, and that each has its history."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.records.models import HistoryRow, Record
from common.records.rules.chain import Content
from common.records.rules.publications import Effect, Ending
from common.records.services.kinds import File, NoSuchRegion, People, PublicChanges, Thing
from common.records.services.stored import StoredRow
from departments.models import Region
from departments.selectors import regions_within
from indicators.plans.models import Plan
from indicators.plans.rules.history import KIND, LOAD, REMOVE
from indicators.plans.rules.public_changes import has_rows, public_changes
from indicators.plans.services.promised import promised


class PlanKind:
    """See `common.records.services.kinds.Kind`. What a plan says is public as soon as it is
    loaded, until another loading changes it. Nobody attaches files to it."""

    name = KIND
    at_once = 10  # what a plan says is long

    @property
    def title(self) -> str:
        return _("规划")

    def effect(self, action: str, after: Content | None) -> Effect:
        if after is None:
            return Effect(ends=Ending.REMOVED)
        # Rows of before keep digests, of which nothing can be shown.
        return Effect(after) if has_rows(after) else Effect()

    @property
    def public_actions(self) -> Collection[str]:
        return (LOAD, REMOVE)

    def public_changes(self, rows: Sequence[HistoryRow]) -> PublicChanges:
        return {row.sequence: public_changes(row.before, row.after) for row in rows}

    def people(self, rows: Sequence[StoredRow]) -> People:
        return {}

    def files(self, rows: Sequence[StoredRow]) -> Sequence[File]:
        return ()

    def without_history(self) -> Sequence[str]:
        """Plans that nobody has loaded since plans have a history: `load_plans` begins it."""
        known = Record.objects.filter(kind=KIND, number__gt=0).values("key")
        return list(Plan.objects.exclude(slug__in=known).values_list("slug", flat=True))

    def things(self, records: Sequence[Record]) -> Mapping[int, Thing]:
        """Plan by plan, since a text is long."""
        pks = {record.key: record.pk for record in records}
        plans = Plan.objects.filter(slug__in=pks)
        return {pks[plan.slug]: _thing(plan) for plan in plans}

    def in_region(self, records: QuerySet[Record], region: str) -> QuerySet[Record]:
        if not Region.objects.filter(code=region).exists():
            raise NoSuchRegion(region)
        within = regions_within([region]).order_by().values("code")
        return records.filter(key__in=Plan.objects.filter(region__in=within).values("slug"))


def _thing(plan: Plan) -> Thing:
    """A plan has no column for version and time: what it says is what is public."""
    said = promised(plan)
    return Thing(key=plan.slug, version=None, at=None, content=said, public=(None, None, said))
