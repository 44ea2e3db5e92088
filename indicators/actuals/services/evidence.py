"""Files that prove a value; whoever may enter the value may add and take away its files."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from common.records.models import Evidence
from common.records.rules.doors import Door
from common.records.services.files import BadFile, checked, keep
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.services.errors import Fault, Invalid, NotThere
from indicators.actuals.services.writing import obstacles, write_one


@transaction.atomic
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

    Raises `NotThere`, `NotAllowed`, `Stale`, `WrongState` or `Invalid` (size, real type).
    """
    try:
        file = checked(upload)
    except BadFile as bad:
        # Who may not add a file at all isn't told what is wrong with it.
        change = Change(key, Action.ATTACH, seen_version)
        refusals = obstacles(changes=[change], actor=actor, now=now)
        raise refusals.get(key) or _invalid(bad) from None
    change = Change(key, Action.ATTACH, seen_version, reason=file.described)
    actual = write_one(change=change, actor=actor, now=now, door=door).stored
    return keep(file=file, record=actual.record, actor=actor, now=now)


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


def _invalid(bad: BadFile) -> Invalid:
    return Invalid(bad.message, [Fault("file", bad.code, bad.message)])
