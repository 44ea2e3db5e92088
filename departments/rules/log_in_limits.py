"""How often a password or a key may be tried, and by what the tries are counted.

A limit that counts by name alone would be a way to keep somebody out. So whoever is known goes
by another count: a device on which that person has logged in before is counted by itself, and
a network from which people have logged in lately is not asked for the tries of the whole world.
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from unicodedata import normalize

from common.limits.rules import Limit

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)

# Of a device on which this person has logged in before.
BY_DEVICE = Limit("log_in.device", 10, HOUR)
# Of anybody else: whatever the name, whatever the address, and both together.
BY_ADDRESS = Limit("log_in.address", 20, QUARTER)
BY_NAME_AND_ADDRESS = Limit("log_in.name_and_address", 10, HOUR)
BY_NAME = Limit("log_in.name", 12, QUARTER)
# Of a person who is logged in and gives their password again.
CONFIRMATIONS = Limit("password.confirmation", 10, HOUR)
# Of wrong keys; the right one is let in whatever others have tried.
KEYS_BY_ADDRESS = Limit("key.address", 20, QUARTER)
KEYS_BY_PREFIX = Limit("key.prefix", 10, QUARTER)

# No account has a longer name.
LONGEST_NAME = 300
# How long a network counts as known after a log-in.
KNOWN_FOR = timedelta(days=90)
# How long the tries of the whole world don't keep somebody out who was let in again.
LET_IN_FOR = QUARTER


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to log in: the name, the address, and the device if that name is known on it."""

    name: str
    address: str = ""
    device: str = ""

    def limits(self) -> list[tuple[Limit, str]]:
        """By what the try is counted, in this order; the first that is exceeded refuses it."""
        name, place = same_name(self.name), network(self.address)
        if self.device:
            return [(BY_DEVICE, f"{name} {self.device}")]
        by_address = [(BY_ADDRESS, place)] if place else []
        # What is refused for its name is not counted by address: others are there, too.
        return [(BY_NAME_AND_ADDRESS, f"{name} {place}"), *by_address, (BY_NAME, name)]


def same_name(name: str) -> str:
    """A name by which its other notations (full width, capitals) are counted, too.

    Of one that is no account's, being too long, only the start counts: what normalises it takes
    the square of its length, at the worst.
    """
    return normalize("NFKC", name[:LONGEST_NAME]).strip().casefold()


def network(address: str) -> str:
    """The address by which tries are counted: of IPv6 the /64, all of which one host may use."""
    try:
        known = ip_address(address)
    except ValueError:  # none, or what a server makes of a socket
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((int(known), 64), strict=False))


def beginning(place: str) -> str:
    """How every address begins that is in this network of `network`; others may, too."""
    groups = place.removesuffix("::/64").split(":")
    known = []
    for group in groups:
        if group in ("", "0") or "/" in group:
            break  # from here on it can be written in several ways
        known.append(group)
    return "".join(f"{group}:" for group in known)
