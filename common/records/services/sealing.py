"""Numbers and seals the rows that are appended, and moves the head of the whole history on."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from common.outages import Unavailable
from common.records.models import HistoryHead, HistoryRow
from common.records.rules.chain import DIGESTS
from common.records.rules.seals import Key, head_seal, same, seal
from common.records.services.keys import current_digest, current_key, key_named
from common.records.services.stored import StoredRow, head_of, sealed_row

log = logging.getLogger(__name__)


class NoHead(Unavailable):
    """The end of the history isn't there, or is sealed with a key that the settings don't have:
    nothing can be appended before somebody has looked."""


def head_is_sealed(stored: HistoryHead, key: Key) -> bool:
    """Whether the head is as Siwei wrote it with `key`, the one that it names."""
    if stored.digest not in DIGESTS:
        return False
    wanted = head_seal(head_of(stored), key=key, digest=stored.digest)
    return same(wanted, stored.head_seal)


def seal_fault(row: StoredRow, keys: Mapping[str, Key]) -> str:
    """What is wrong with the seal of a stored row; `keys`: those that the settings have, by id."""
    key, before = keys.get(row.key_id), row.before_it or ""
    if key is None:
        words = _("第 %(number)d 条变更记录的封印无法核对：没有密钥 %(key)s")
        return words % {"number": row.number, "key": row.key_id}
    right = row.digest in DIGESTS and (bool(before) or row.sequence == 1)
    if right and same(seal(row.sealed, before, key=key, digest=row.digest), row.seal):
        return ""
    return _("第 %d 条变更记录的封印不符") % row.number


def seal_rows(rows: Sequence[HistoryRow]) -> None:
    """Give rows that aren't stored yet their sequence numbers and seals, and move the head on,
    which stays locked until the transaction ends. Two statements.

    Raises `NoHead`. A head that somebody else has changed isn't sealed again: what is written
    goes on from it, and `verify_history` goes on to report it.
    """
    stored = HistoryHead.objects.select_for_update().filter(pk=HistoryHead.ONLY).first()
    if stored is None:
        raise NoHead("The head of the history is gone: run manage.py verify_history.")
    former = key_named(stored.key_id)
    if former is None:
        raise NoHead(
            f"The history is sealed with the key {stored.key_id}, which neither SIWEI_HISTORY_KEY "
            "nor SIWEI_FORMER_HISTORY_KEYS has."
        )
    intact = head_is_sealed(stored, former)
    if not intact:
        log.error("The head of the history was changed behind Siwei: run manage.py verify_history.")
    key = current_key()
    _seal(rows, stored, key)
    stored.digest, stored.key_id = current_digest(), key.id
    new = head_seal(head_of(stored), key=key, digest=stored.digest)
    stored.head_seal = new if intact else ""
    stored.save(force_update=True)


def _seal(rows: Sequence[HistoryRow], head: HistoryHead, key: Key) -> None:
    for row in rows:
        head.sequence += 1
        row.sequence, row.key_id = head.sequence, key.id
        sealed = sealed_row(row, row.record)
        row.seal = head.seal = seal(sealed, head.seal, key=key, digest=row.digest)
    # The first row of a thing makes it one more that has a history.
    first = Counter(row.record.kind for row in rows if row.number == 1)
    head.records = Counter(head.records) + first
