"""The history of all values verified, beside a cursor that computes the same hashes."""

import gc
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from time import process_time

from django.db import connection, transaction

from common.records.models import Record
from common.records.services.verification import check
from indicators.actuals.rules.content import KIND

_ROWS = f"""
SELECT r.kind, r.key, h.number, h.at, h.by_id, h.action, h.before, h.after, h.reason, h.scheme,
    h.username, h.full_name, h.door, h.door_name, h.previous_hash, h.hash, h.digest
FROM records_historyrow h JOIN records_record r ON r.id = h.record_id
WHERE r.kind = '{KIND}' ORDER BY h.record_id, h.number"""


@dataclass(frozen=True, slots=True)
class Verified:
    """Processor milliseconds of this process."""

    ours: float
    floor: float


def verified() -> Verified:
    gc.freeze()  # as the command does
    begin = process_time()
    records = Record.objects.filter(kind=KIND).order_by("pk").values_list("pk", flat=True)
    for one in check(kind=KIND, records=list(records)):
        assert not one.faults, one
    middle = process_time()
    _hashed()
    end = process_time()
    gc.unfreeze()
    return Verified((middle - begin) * 1000, (end - middle) * 1000)


def _hashed() -> None:
    """Every row's hash, as `common.records.rules.chain` says, and nothing else."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS)
        while rows := cursor.fetchmany(2000):
            for kind, key, number, at, by, action, before, after, reason, scheme, *rest in rows:
                *who, previous, said, digest = rest
                content = [previous, kind, key, number, _instant(at), by, action]
                content += [_said(before), _said(after), reason]
                content += [scheme, *who] if scheme > 1 else []
                text = json.dumps(
                    content, ensure_ascii=False, separators=(",", ":"), sort_keys=True
                )
                assert hashlib.new(digest, text.encode()).hexdigest() == said, key


def _instant(at: datetime) -> str:
    """As the hash has it; SQLite says it without its zone, which is UTC."""
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _said(content: str | None) -> object:
    return None if content is None else json.loads(content)
