"""What the records ask of a statement: what it says, and that nothing of it was changed."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.records.models import HistoryRow, Record
from common.records.rules.chain import Content
from common.records.rules.publications import Effect
from common.records.services.kinds import File, People, PublicChanges, Thing
from common.records.services.stored import StoredRow
from tasks.models import Statement
from tasks.rules.history import KIND, REMOVE, SAY
from tasks.selectors.plan_records import of_plans_in
from tasks.selectors.public_changes import public_changes
from tasks.services.content import content_of


class ProgressKind:
    """See `common.records.services.kinds.Kind`. A statement says the same as long as it is there;
    a report is public once another statement confirms it, so nothing is published here."""

    name = KIND
    at_once = 500

    @property
    def title(self) -> str:
        return _("任务进展")

    def effect(self, action: str, after: Content | None) -> Effect:
        return Effect()

    @property
    def public_actions(self) -> Collection[str]:
        return (SAY, REMOVE)

    def public_changes(self, rows: Sequence[HistoryRow]) -> PublicChanges:
        return public_changes(rows)

    def people(self, rows: Sequence[StoredRow]) -> People:
        """Who said it, since it was last removed: nobody decides on what they said."""
        return {"by": next((row.by_id for row in reversed(rows) if row.before is None), None)}

    def files(self, rows: Sequence[StoredRow]) -> Sequence[File]:
        """A row that removes an invented statement takes its files away with it."""
        found: list[File] = []
        for row in rows:
            if row.after is None:
                found = [
                    one if one.removed_at else File(one.described, one.by, one.at, row.at)
                    for one in found
                ]
            else:
                found += [File(one["file"], row.by_id, row.at) for one in row.after["files"]]
        return found

    def without_history(self) -> Sequence[str]:
        """Statements whose record is that of another thing: no service wrote them."""
        strange = Statement.objects.exclude(record__kind=KIND)
        return [f"{KIND} {pk}" for pk in strange.order_by("pk").values_list("pk", flat=True)]

    def things(self, records: Sequence[Record]) -> Mapping[int, Thing]:
        rows = (
            Statement.objects.filter(record__in=[record.pk for record in records])
            .select_related("record", "task__plan", "item", "milestone", "about__record")
            .prefetch_related("record__evidence")
        )
        return {row.record_id: _thing(row) for row in rows}

    def in_region(self, records: QuerySet[Record], region: str) -> QuerySet[Record]:
        """By the plan that the key names."""
        return of_plans_in(records, region)


def _thing(row: Statement) -> Thing:
    """A statement has no column for its version: it has one only, unless it was invented anew."""
    files = [one.described for one in row.record.evidence.all() if one.removed_at is None]
    return Thing(
        key=row.record.key,
        version=None,
        at=row.at,
        content=content_of(row, files=files),
        people={"by": row.by_id},
    )
