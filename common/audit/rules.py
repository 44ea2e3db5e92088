"""What is written into the audit log, and for how long it is kept at least."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Any

# Half a year, as the Cybersecurity Law (网络安全法, article 21) asks of logs of a network. The
# trigger of the table refuses to delete anything younger, whatever the setting says.
LEAST_DAYS = 183
MAX_ADDRESS = 45
MAX_NAME = 150
MAX_WHAT = 300


class Event(StrEnum):
    """What happened. The order is that of the page's filter."""

    LOG_IN = "log_in"
    LOG_IN_FAILED = "log_in_failed"
    LIMITED = "limited"
    UNLOCKED = "unlocked"
    LOG_OUT = "log_out"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_SET = "password_set"
    REFUSED = "refused"
    EXPORT = "export"
    EVIDENCE = "evidence"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    KEY_USED = "key_used"
    KEY_REFUSED = "key_refused"
    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    PRUNED = "pruned"


def shortened(text: str, length: int) -> str:
    """The text on one line, without what no database takes, and no longer than its column."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return clean if len(clean) <= length else clean[: length - 1] + "…"


MOST_OF_A_VALUE = 80


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that an administrator kept: of the row itself or, with `name`, of one that hangs
    on it. `label` is empty where the whole row came or went, `before` and `after` of a secret."""

    action: str
    name: str = ""
    thing: str = ""
    label: str = ""
    before: str = ""
    after: str = ""


def kept(message: str) -> list[Kept]:
    """What Django's log of the administration says; nothing where it holds mere words."""
    try:
        said = json.loads(message)
    except ValueError:
        return []
    return [one for part in said for one in _kept(part)] if isinstance(said, list) else []


def _kept(part: dict[str, dict[str, Any]]) -> Iterator[Kept]:
    for action, said in part.items():
        whose = (action, str(said.get("name", "")), str(said.get("object", "")))
        values = said.get("values") or [[label, "", ""] for label in said.get("fields", [])]
        if not values and whose[1]:
            yield Kept(*whose)
        for label, before, after in values:
            yield Kept(*whose, str(label), before, after)


def written(things: Iterable[Kept]) -> list[str]:
    """They as details of rows, as few as hold them all."""
    rows: list[list[list[str]]] = []
    for one in things:
        line = _line(one)
        if rows and len(_json([*rows[-1], line])) <= MAX_WHAT:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_json(lines) for lines in rows]


def read(detail: str) -> list[Kept]:
    """What `written` wrote; nothing of any other detail."""
    try:
        return [Kept(*line) for line in json.loads(detail)] if detail.startswith("[[") else []
    except (ValueError, TypeError):
        return []


def _line(one: Kept) -> list[str]:
    most = MOST_OF_A_VALUE
    while True:
        line = [shortened(text, most) for text in astuple(one)]
        if len(_json([line])) <= MAX_WHAT:
            return line
        most -= 10


def _json(lines: list[list[str]]) -> str:
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
