"""What the records ask of an actual: what it says, and which of its changes are public."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from common.records.models import HistoryRow, Record
from common.records.rules.chain import Content
from common.records.rules.publications import Effect, Ending
from common.records.services.kinds import File, NoSuchRegion, People, PublicChanges, Thing
from common.records.services.stored import StoredRow, of_records
from departments.models import Region
from departments.selectors import regions_within
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import KIND, ActualContent
from indicators.actuals.rules.enums import CHANGING, PUBLIC, PUBLISHING, Action
from indicators.actuals.selectors.public_changes import public_changes
from indicators.actuals.services.storing import content_of

_PEOPLE = ("began", "changed_by", "submitted_by", "submitted_at")
_CODE = 6  # the letters of a key that name its region


class ActualKind:
    """See `common.records.services.kinds.Kind`."""

    name = KIND
    at_once = 1000

    @property
    def title(self) -> str:
        return _("数值")

    def effect(self, action: str, after: Content | None) -> Effect:
        if after is None:
            return Effect(ends=Ending.REMOVED)
        if action in PUBLISHING:
            return Effect(ActualContent.of_json(after).published())
        if action == Action.RETRACT:
            return Effect(ends=Ending.WITHDRAWN)
        return Effect()

    @property
    def public_actions(self) -> Collection[str]:
        return (*PUBLIC, Action.REMOVE)

    def public_changes(self, rows: Sequence[HistoryRow]) -> PublicChanges:
        return public_changes(rows)

    def people(self, rows: Sequence[StoredRow]) -> People:
        """Who last changed and who last submitted it and when, since it was last removed: the
        rule of the four eyes goes by them. And with which row it began."""
        people: dict[str, int | datetime | None] = dict.fromkeys(_PEOPLE)
        for row in rows:
            if row.after is None:
                people = dict.fromkeys(_PEOPLE)
                continue
            people["began"] = people["began"] or row.number
            if row.action in CHANGING:
                people["changed_by"] = row.by_id
            elif row.action == Action.SUBMIT:
                people["submitted_by"], people["submitted_at"] = row.by_id, row.at
        return people

    def files(self, rows: Sequence[StoredRow]) -> Sequence[File]:
        """Those that were attached; a row that removes the value takes its files away with it."""
        found: list[File] = []
        for row in rows:
            gone: list[int] = []
            if row.action == Action.ATTACH:
                found.append(File(row.reason, row.by_id, row.at))
            elif row.action == Action.DETACH or row.after is None:
                gone = [number for number, file in enumerate(found) if file.removed_at is None]
            if row.action == Action.DETACH:
                # Of two that are alike one.
                gone = [number for number in gone if found[number].described == row.reason][:1]
            for number in gone:
                found[number] = replace(found[number], removed_at=row.at)
        return found

    def without_history(self) -> Sequence[str]:
        """None: a value can't be stored without its record, which is looked at."""
        return ()

    def things(self, records: Sequence[Record]) -> Mapping[int, Thing]:
        known = {record.pk for record in records}
        rows = Actual.objects.filter(of_records(records)).order_by()
        found = map(_Row._make, rows.values_list(*_Row._fields))
        return {row.record_id: _thing(row) for row in found if row.record_id in known}

    def in_region(self, records: QuerySet[Record], region: str) -> QuerySet[Record]:
        """By the keys: a removed value has no row that names its region."""
        if not Region.objects.filter(code=region).exists():
            raise NoSuchRegion(region)
        codes = regions_within([region]).order_by().values("code")
        return records.alias(region=Substr("key", 1, _CODE)).filter(region__in=codes)


class _Columns(NamedTuple):
    """The columns that are looked at, in the order of the query."""

    record_id: int
    region_id: str
    indicator_id: str
    year: int
    base_year: int | None
    version: int
    updated_at: datetime
    state: str
    value: Decimal | None
    value_places: int | None
    obs_status: str
    source: str
    note: str
    explanation: str
    demo: bool
    began: int
    changed_by_id: int | None
    submitted_by_id: int | None
    submitted_at: datetime | None
    published_value: Decimal | None
    published_places: int | None
    published_obs_status: str
    published_source: str
    published_note: str
    published_at: datetime | None
    published_version: int | None
    withdrawn_value: Decimal | None
    withdrawn_places: int | None
    withdrawn_obs_status: str
    withdrawn_at: datetime | None
    withdrawn_organ: str
    withdrawn_reason: str
    withdrawn_version: int | None


class _Row(_Columns):
    """A row with what an actual makes of its columns. A model of each would cost more than all
    that is checked of it."""

    __slots__ = ()
    key = Actual.key
    printed_value = Actual.printed_value
    printed_published_value = Actual.printed_published_value
    withdrawal = Actual.withdrawal


def _thing(row: Any) -> Thing:
    return Thing(
        key=str(row.key),
        version=row.version,
        at=row.updated_at,
        content=content_of(row).as_json(),
        public=_public(row),
        people={
            "began": row.began,
            "changed_by": row.changed_by_id,
            "submitted_by": row.submitted_by_id,
            "submitted_at": row.submitted_at,
        },
    )


def _public(row: Any) -> tuple[int, datetime, Content] | None:
    """What the columns show the public."""
    if row.published_at is None or row.published_version is None:
        return None
    value = row.printed_published_value
    content = {
        "value": None if value is None else format(value, "f"),
        "obs_status": row.published_obs_status,
        "source": row.published_source,
        "note": row.published_note,
    }
    return (row.published_version, row.published_at, content)
