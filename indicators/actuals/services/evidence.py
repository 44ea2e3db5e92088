"""Files that prove values; whoever may enter a value may add and take away its files."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from common.records.models import Evidence, Record
from common.records.rules.doors import Door
from common.records.rules.files import FileFault, NotAccepted, room
from common.records.services.files import (
    StoredFile,
    accepted,
    keep,
    quota,
    refusal_of,
    stored,
    stored_as,
)
from common.refusals import NotThere, Refused
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.evidence import Kept, kept_of
from indicators.actuals.services.errors import BatchRefused
from indicators.actuals.services.writing import obstacles, write, write_one


def attach(
    *,
    key: ActualKey,
    upload: "UploadedFile[bytes]",
    seen_version: int,
    actor: User,
    now: datetime,
    door: Door,
) -> Evidence:
    """Keep `upload` as evidence for the value of `key`.

    Raises `NotThere`, `NotAllowed`, `Stale`, `WrongState` or `Invalid` (size, content, quota).
    """
    seen = {key: seen_version}
    return attach_to_many(seen=seen, upload=upload, actor=actor, now=now, door=door)[0]


def attach_to_many(
    *,
    seen: Mapping[ActualKey, int],
    upload: "UploadedFile[bytes]",
    actor: User,
    now: datetime,
    door: Door,
) -> list[Evidence]:
    """Keep `upload` once, as evidence for every value of `seen`, which says in which version
    each was seen. All or nothing: raises what `attach` raises, or `BatchRefused`.

    Who may not add a file at all isn't told what is wrong with it. No transaction stands around
    this one: nobody waits while the file is looked at, and it goes again if nothing is committed.
    """
    refusals = obstacles(changes=_changes(seen), actor=actor, now=now)
    if refusals:
        raise BatchRefused(refusals) if len(seen) > 1 else next(iter(refusals.values()))
    file = accepted(upload)
    with stored(file, now=now) as one:
        return _attach(one, seen, actor, now, door)


def attach_also(
    *, evidence: Evidence, seen: Mapping[ActualKey, int], actor: User, now: datetime, door: Door
) -> list[Evidence]:
    """Let a file that proves one value, which `actor` may read, prove those of `seen` as well.

    The same stored file; for each of them a row of evidence and of history. All or nothing.
    """
    return _attach(stored_as(evidence), seen, actor, now, door)


@transaction.atomic
def detach(
    *, evidence_id: int, seen_version: int, actor: User, now: datetime, door: Door
) -> Actual:
    """Take a file away from a value. The file itself is kept, since the history names it."""
    files = Evidence.objects.select_related("record").filter(record__kind=KIND)
    evidence = files.filter(pk=evidence_id, removed_at__isnull=True).first()
    if evidence is None:
        raise NotThere(_("没有这份佐证材料"))
    key, reason = parse_key(evidence.record.key), evidence.described
    change = Change(key, Action.DETACH, seen_version, reason=reason)
    actual = write_one(change=change, actor=actor, now=now, door=door).stored
    evidence.removed_at = now
    evidence.save(update_fields=["removed_at"])
    return actual


@transaction.atomic
def _attach(
    file: StoredFile, seen: Mapping[ActualKey, int], actor: User, now: datetime, door: Door
) -> list[Evidence]:
    changes = _changes(seen, reason=file.described)
    outcomes = write(changes=changes, actor=actor, now=now, door=door, all_or_nothing=True)
    records = [outcome.stored.record for outcome in outcomes]
    _refuse_without_room(file, list(seen), records)
    return keep(file=file, records=records, actor=actor, now=now)


def _changes(seen: Mapping[ActualKey, int], *, reason: str = "") -> list[Change]:
    return [Change(key, Action.ATTACH, version, reason=reason) for key, version in seen.items()]


def _refuse_without_room(
    file: StoredFile, keys: Sequence[ActualKey], records: Sequence[Record]
) -> None:
    """Raises `Invalid` or `BatchRefused`. The records are locked: what is counted stays so."""
    refusals: dict[ActualKey, Refused] = {}
    known = kept_of(keys)
    for key, record in zip(keys, records, strict=True):
        try:
            _check_room(file, known.by_record.get(record.pk, ()), known.of_year(key))
        except NotAccepted as no:
            refusals[key] = refusal_of(no)
    if refusals:
        raise BatchRefused(refusals) if len(keys) > 1 else next(iter(refusals.values()))


def _check_room(file: StoredFile, has: Sequence[Kept], year: Sequence[Kept]) -> None:
    if any(one.sha256 == file.sha256 for one in has):
        raise NotAccepted(FileFault.ATTACHED_ALREADY)
    paths = {one.path: one.size for one in year}
    room(
        quota(),
        size=file.size,
        of_value=sum(one.size for one in has),
        files=len(has),
        # A file that is there already takes no further room.
        of_year=sum(paths.values()) - paths.get(file.path, 0),
    )
