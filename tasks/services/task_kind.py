"""What the records ask of a task: what its plan says of it now, and that each has its history."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from common.records.models import HistoryRow, Record
from common.records.rules.chain import Content
from common.records.rules.publications import Effect
from common.records.services.kinds import File, People, PublicChanges, Thing
from common.records.services.stored import StoredRow
from tasks.models import Task
from tasks.rules.history import LOAD, REMOVE, TASK
from tasks.rules.public_changes import loaded
from tasks.selectors.plan_records import of_plans_in
from tasks.services.task_content import contents_of


class TaskKind:
    """See `common.records.services.kinds.Kind`. A task is public as long as it is there, so no
    publication says again what its history does. Nobody attaches files to it."""

    name = TASK
    at_once = 500

    @property
    def title(self) -> str:
        return _("主要任务")

    def effect(self, action: str, after: Content | None) -> Effect:
        return Effect()

    @property
    def public_actions(self) -> Collection[str]:
        return (LOAD, REMOVE)

    def public_changes(self, rows: Sequence[HistoryRow]) -> PublicChanges:
        return {row.sequence: loaded(row.record.key, row.before, row.after) for row in rows}

    def people(self, rows: Sequence[StoredRow]) -> People:
        return {}

    def files(self, rows: Sequence[StoredRow]) -> Sequence[File]:
        return ()

    def without_history(self) -> Sequence[str]:
        """Tasks that nobody has loaded since tasks have a history: `load_plans` begins it."""
        known = Record.objects.filter(kind=TASK, number__gt=0).values("key")
        keys = Task.objects.annotate(name=Concat("plan__slug", Value("/"), "key"))
        return list(keys.exclude(name__in=known).order_by("pk").values_list("name", flat=True))

    def things(self, records: Sequence[Record]) -> Mapping[int, Thing]:
        pks = {record.key: record.pk for record in records}
        named = Task.objects.annotate(name=Concat("plan__slug", Value("/"), "key"))
        found = contents_of(named.filter(name__in=pks))
        return {
            pks[key]: Thing(key=key, version=None, at=None, content=content)
            for key, content in found.items()
        }

    def in_region(self, records: QuerySet[Record], region: str) -> QuerySet[Record]:
        return of_plans_in(records, region)
