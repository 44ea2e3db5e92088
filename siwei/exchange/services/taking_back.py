"""Takes back what a batch wrote: every value as it stood before, or none."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.chunks import chunks
from common.language import local_name
from common.records.rules.doors import Door
from common.records.services.history import lock_all
from common.refusals import Refused, WrongState
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.services.undoing import undo
from indicators.actuals.services.writing import write
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState
from siwei.exchange.selectors.named import NamedRows, named_keys
from siwei.exchange.selectors.stored import actuals_of, decided_since
from siwei.exchange.services.committing import SOME, door_of, locked_batch
from siwei.exchange.services.errors import BatchDone

_NAMED = 3  # values that a sentence names


@transaction.atomic
def take_back(*, batch: ImportBatch, actor: User, now: datetime) -> ImportBatch:
    """Put back what stood before the import, of every value that it wrote.

    As long as nobody decided on any of them (approved, returned, reopened or retracted it) and
    none says anything else by now; what was only submitted is withdrawn first. A value that wasn't
    there becomes one that isn't filled in: its history stays. Raises `BatchDone` where nothing was
    imported or it was taken back already, `NotAllowed` for somebody else's batch, `WrongState`
    where values stand in the way.
    """
    batch = locked_batch(batch, actor=actor)
    if batch.state != BatchState.COMMITTED:
        raise BatchDone(
            _("这个批次已经撤销，没有再撤销一次")
            if batch.state == BatchState.TAKEN_BACK
            else _("这个批次没有导入，不用撤销")
        )
    lock_all()  # what is submitted is withdrawn before it is put back
    for keys in chunks(sorted(batch.result), SOME):
        saved = {parse_key(key): int(batch.result[key]) for key in keys}
        _undo(saved, actor=actor, now=now, door=door_of(batch))
    batch.state = BatchState.TAKEN_BACK.value
    batch.taken_back_at = now
    batch.save(update_fields=["state", "taken_back_at"])
    return batch


def _undo(saved: Mapping[ActualKey, int], *, actor: User, now: datetime, door: Door) -> None:
    actuals = actuals_of(saved)
    decided = decided_since({actuals[key].pk: saved[key] for key in saved if key in actuals})
    why = {key: _("已有审核决定") for key, one in actuals.items() if one.pk in decided}
    if why:
        raise _refused(why)
    waiting = [one for one in actuals.values() if one.state == ActualState.SUBMITTED]
    withdrawn = write(
        changes=[Change(one.key, Action.WITHDRAW, one.version) for one in waiting],
        actor=actor,
        now=now,
        door=door,
    )
    actuals |= {one.key: one.actual for one in withdrawn if one.actual is not None}
    outcomes = undo(saved=saved, actuals=actuals, actor=actor, now=now, door=door)
    why = {
        one.key: one.refusal.message for one in (*withdrawn, *outcomes) if one.refusal is not None
    }
    if why:
        raise _refused(why)


def _refused(why: Mapping[ActualKey, str]) -> Refused:
    """Name the first values that stand in the way, and say how many there are."""
    some = dict(list(why.items())[:_NAMED])
    named = named_keys(some)
    first = [_name(key, named) + _("：") + words for key, words in some.items()]
    number = len(why)
    count = ngettext("%d 个数值", "%d 个数值", number) % number
    words = _("不能撤销，数值都没有改动（%(count)s）：%(first)s")
    return WrongState(words % {"count": count, "first": _("；").join(first)}, code="decided")


def _name(key: ActualKey, named: NamedRows) -> str:
    region, name = named.regions[key.region], named.names[key.region, key.indicator]
    return f"{local_name(region)} {key.year} {local_name(name)}"
