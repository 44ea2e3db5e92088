"""What is written into the audit log, and for how long it is kept at least."""

from enum import StrEnum

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
