"""Writes what a batch was seen to do: all of it, once, or nothing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.chunks import chunks
from common.records.rules.doors import Door, DoorKind
from common.records.services.history import lock_all
from common.refusals import NotAllowed, NotThere, Refused
from common.signs import is_blank
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.services.errors import refusals_by_key
from indicators.actuals.services.writing import write
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import WRITES, BatchState, RowKind
from siwei.exchange.rules.rows import StagedRow, from_json
from siwei.exchange.rules.wishes import change_of_row
from siwei.exchange.selectors.stored import versions_of
from siwei.exchange.services.errors import BatchDone, RowsRefused
from siwei.exchange.services.progress import OnRows, quiet

# So many values are written together: more would fill the memory. Those of one region stay
# together, because the checks hold them against each other.
SOME = 2500
Placed = tuple[int, StagedRow]


@transaction.atomic
def commit(
    *,
    batch: ImportBatch,
    explanations: Mapping[int, str],
    left_out: Collection[int],
    actor: User,
    now: datetime,
    on_rows: OnRows = quiet,
) -> ImportBatch:
    """Write every row of `batch` that changes something, in one transaction.

    `explanations`: by the index of a row, what was typed for its warning. `left_out`: the rows
    that the person leaves out; what can't be written has to be among them. Raises `BatchDone`
    where it was committed already, or discarded; `NotAllowed` for somebody else's batch;
    `RowsRefused` where rows stand in the way: wrong or locked ones, warnings without an
    explanation, and values that were changed since the preview. Nothing is written then.
    `on_rows` is told how many rows were written.
    """
    batch = locked_batch(batch, actor=actor)
    refuse_done(batch)
    rows = from_json(batch.rows)
    del batch.rows  # the same once more; who asks for them after the commit reads them again
    left = set(left_out)
    _refuse_unready(rows, explanations, left)
    placed = [(at, row) for at, row in enumerate(rows) if row.kind in WRITES and at not in left]
    if not placed:
        raise RowsRefused(_("没有要导入的数值：每一行都不变，或被留下不导入。"), {})
    _refuse_stale(placed)
    batch.result = _written(batch, placed, explanations, actor, now, on_rows)
    batch.state = BatchState.COMMITTED.value
    batch.committed_at = now
    batch.save(update_fields=["result", "state", "committed_at"])
    return batch


@transaction.atomic
def discard(*, batch: ImportBatch, actor: User) -> ImportBatch:
    """Never write what is previewed. Raises `BatchDone` or `NotAllowed`."""
    batch = locked_batch(batch, actor=actor)
    refuse_done(batch)
    batch.state = BatchState.DISCARDED.value
    batch.save(update_fields=["state"])
    return batch


def locked_batch(batch: ImportBatch, *, actor: User) -> ImportBatch:
    """The batch as it is stored, locked until the transaction ends: who clicks twice waits here.
    Raises `NotThere`, or `NotAllowed` for somebody else's."""
    found = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if found is None:
        raise NotThere(_("没有这个导入批次"))
    if found.by_id != actor.pk:
        raise NotAllowed(_("这个批次是别人上传的，只有上传的人可以导入、放弃或撤销"))
    return found


def door_of(batch: ImportBatch) -> Door:
    return Door(DoorKind.IMPORT, str(batch.pk))


def place_of(row: StagedRow) -> str:
    """Where a row stands in its file: 填报表 C12."""
    return f"{row.sheet} {row.cell}"


def refuse_done(batch: ImportBatch) -> None:
    words = {
        BatchState.COMMITTED: _("这个批次已经导入，没有再导入一次"),
        BatchState.TAKEN_BACK: _("这个批次导入后已经撤销；要再导入，请重新上传文件"),
        BatchState.DISCARDED: _("这个批次已经放弃；要导入，请重新上传文件"),
    }.get(BatchState(batch.state))
    if words is not None:
        raise BatchDone(words)


def _refuse_unready(
    rows: Sequence[StagedRow], explanations: Mapping[int, str], left: Collection[int]
) -> None:
    found: dict[int, str] = {}
    for at, row in enumerate(rows):
        if at in left:
            continue
        if row.kind in (RowKind.ERROR, RowKind.LOCKED):
            found[at] = _("；").join(one.text for one in row.messages if one.is_error)
        elif row.kind is RowKind.WARNING and is_blank(explanations.get(at, "")):
            found[at] = _("请写明解释")
    if found:
        raise _rows_refused(
            _("有不能导入的行，没有写入任何数值。请改正，或确认留下不导入"), rows, found
        )


def _refuse_stale(placed: Sequence[Placed]) -> None:
    """Name every value that is in another version by now. One query, but for chunks."""
    stored = versions_of([parse_key(row.key) for _at, row in placed])
    stale = {
        at: _("上传之后这个数值已经变更")
        for at, row in placed
        if stored.get(row.key) != row.seen_version
    }
    if stale:
        words = _("有数值在上传之后已经变更，没有写入任何数值。请重新上传文件，核对后再导入")
        raise _rows_refused(words, dict(placed), stale)


def _written(
    batch: ImportBatch,
    placed: Sequence[Placed],
    explanations: Mapping[int, str],
    actor: User,
    now: datetime,
    on_rows: OnRows,
) -> dict[str, int]:
    """Write them, and say in which version each is now."""
    ordered = sorted(placed, key=lambda one: one[1].key)
    if len(ordered) > SOME:
        lock_all()
    result: dict[str, int] = {}
    for some in chunks(ordered, SOME):
        on_rows(len(result), len(ordered))
        changes = [change_of_row(row, explanations.get(at)) for at, row in some]
        try:
            outcomes = write(
                changes=changes, actor=actor, now=now, door=door_of(batch), all_or_nothing=True
            )
        except Refused as refusal:
            raise _of_values(refusal, some) from refusal
        for one in outcomes:
            if one.changed:
                result[str(one.key)] = one.stored.version
    return result


def _of_values(refusal: Refused, some: Sequence[Placed]) -> RowsRefused:
    """The refusals of values as those of their rows."""
    at_key = {row.key: at for at, row in some}
    why = refusals_by_key(refusal, parse_key(some[0][1].key))
    found = {at_key[str(key)]: one.message for key, one in why.items()}
    return _rows_refused(_("没有写入任何数值"), dict(some), found)


def _rows_refused(
    words: str, rows: Sequence[StagedRow] | Mapping[int, StagedRow], found: Mapping[int, str]
) -> RowsRefused:
    """Name the first rows that stand in the way, and say how many there are."""
    first = [place_of(rows[at]) + _("：") + why for at, why in list(found.items())[:3]]
    number = len(found)
    count = ngettext("共 %d 行", "共 %d 行", number) % number
    said = {"words": words, "count": count, "first": _("；").join(first)}
    return RowsRefused(_("%(words)s（%(count)s）：%(first)s") % said, found)
