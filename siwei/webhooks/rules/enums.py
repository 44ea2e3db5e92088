"""What becomes of a message, why a webhook is off, and what is wrong with an address."""

from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt ended. Only the first one is a success."""

    DELIVERED = "delivered"
    REFUSED = "refused"  # a status that is none of the others
    GONE = "gone"  # 410
    REDIRECTED = "redirected"  # 3xx, which nobody follows
    LATE = "late"  # no whole answer in time
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"  # a certificate that doesn't hold
    FORBIDDEN = "forbidden"  # the address leads where nothing may be sent


class OffReason(StrEnum):
    """Why nothing is sent to a webhook any more."""

    STOPPED = "stopped"  # by an administrator
    GONE = "gone"
    FAILING = "failing"  # for a day
    LOST = "lost"  # the feed doesn't know up to where it was told


class AddressFault(StrEnum):
    """Why nothing is sent to an address."""

    MALFORMED = "malformed"
    SCHEME = "scheme"
    USER = "user"
    PORT = "port"
    NUMBER = "number"  # a host as one number, in hexadecimal or octal digits
    UNKNOWN = "unknown"  # no such name
    OWN_HOST = "own_host"
    NOT_PUBLIC = "not_public"
    PLAIN = "plain"  # http outside of the networks that the operator allows
