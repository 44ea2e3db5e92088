"""Where messages may be sent to: an address, as it is written and as it is resolved.

Whoever may enter an address could make Siwei's host talk to what only that host reaches. So what
counts is the numbers to which a name leads, and one of these is what is connected to, never the
name again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from siwei.webhooks.rules.enums import AddressFault

Ip: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

MAX_LENGTH = 500
HTTPS, HTTP = 443, 80
# Below are the services of hosts, mail and name servers among them.
LEAST_OTHER_PORT = 1024

_TEXT = re.compile(r"[!-\[\]-~\u0080-\U0010ffff]+")  # no space, no control character, no "\"
_PATH = re.compile(r"[!-~]*")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Its last 32 bits are the IPv4 address that a translator goes on to.
_NAT64 = IPv6Network("64:ff9b::/96")
# What `ipaddress` takes for public: tunnels to IPv4, and private networks of before.
_SPECIAL: tuple[Network, ...] = (
    IPv6Network("2002::/16"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("fec0::/10"),
)


class BadAddress(Exception):
    """Nothing is sent to this address; `fault` says why."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is written as it should be. `host` is in ASCII, `target` what is asked for
    there: path and query."""

    is_secure: bool
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as the header `Host` has them: a usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = HTTPS if self.is_secure else HTTP
        return host if self.port == usual else f"{host}:{self.port}"


def parse(text: str) -> Address:
    """An address as it is written. Raises `BadAddress`; what its name leads to is another question
    (`fault_of`)."""
    if len(text) > MAX_LENGTH or not _TEXT.fullmatch(text):
        raise BadAddress(AddressFault.MALFORMED)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadAddress(AddressFault.MALFORMED) from None
    if parts.scheme not in ("https", "http"):
        raise BadAddress(AddressFault.SCHEME)
    if "@" in parts.netloc:
        raise BadAddress(AddressFault.USER)
    is_secure = parts.scheme == "https"
    port = (HTTPS if is_secure else HTTP) if port is None else port
    if port < LEAST_OTHER_PORT and port != HTTPS and (is_secure or port != HTTP):
        raise BadAddress(AddressFault.PORT)
    return Address(is_secure, _host(parts), port, _target(parts, text))


def _host(parts: SplitResult) -> str:
    """The host in ASCII. Whatever ends in a number is an IPv4 address in its usual form, as
    resolvers read `127.1`, `0x7f000001` or `017700000001` as addresses, too."""
    written = parts.hostname or ""
    if "[" in parts.netloc:
        return _ipv6(written)
    try:
        host = written.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        raise BadAddress(AddressFault.MALFORMED) from None
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise BadAddress(AddressFault.MALFORMED)
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise BadAddress(AddressFault.NUMBER) from None
    return host


def _ipv6(written: str) -> str:
    try:
        found = IPv6Address(written)
    except ValueError:
        raise BadAddress(AddressFault.MALFORMED) from None
    if found.scope_id is not None:  # an interface of the own host
        raise BadAddress(AddressFault.NOT_PUBLIC)
    return str(found)


def _target(parts: SplitResult, text: str) -> str:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if "#" in text or not _PATH.fullmatch(target):
        raise BadAddress(AddressFault.MALFORMED)
    return target


def plain(number: str) -> Ip:
    """An address of the network; an IPv4 address that is written as IPv6 is one of IPv4."""
    found = ip_address(number)
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def is_public(ip: Ip) -> bool:
    """Whether an address belongs to the public network and to one host there."""
    if isinstance(ip, IPv6Address) and ip in _NAT64:
        return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
    special = ip.is_multicast or ip.is_reserved or any(ip in other for other in _SPECIAL)
    return ip.is_global and not special


def fault_of(
    address: Address, found: Sequence[Ip], *, is_own: bool, networks: Sequence[Network]
) -> AddressFault | None:
    """Why nothing is sent to an address whose name leads to `found`; None where nothing is wrong.

    `is_own`: it is a name or an address of the host itself. What lies in `networks`, which the
    operator allows, is fine whatever it is, by http as well. One address that isn't fine refuses
    all of them.
    """
    if not found:
        return AddressFault.UNKNOWN
    others = [ip for ip in found if not any(ip in network for network in networks)]
    if not others:
        return None
    if is_own:
        return AddressFault.OWN_HOST
    if not all(is_public(ip) for ip in others):
        return AddressFault.NOT_PUBLIC
    return None if address.is_secure else AddressFault.PLAIN
