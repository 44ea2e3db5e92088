"""Reads to which numbers the name of an address leads, and whether anything may be sent there."""

import socket
from collections.abc import Sequence
from threading import Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from siwei.webhooks.rules.addresses import Address, BadAddress, Ip, fault_of, parse, plain
from siwei.webhooks.rules.enums import AddressFault

DISCARD = 9  # any port will do: nothing is sent


CHECK_SECONDS = 3.0  # while somebody waits for a form


def fault_in(text: str) -> AddressFault | None:
    """What is wrong with an address that somebody enters: as it is written, or now."""
    try:
        checked(parse(text), seconds=CHECK_SECONDS)
    except BadAddress as error:
        return error.fault
    except TimeoutError:
        return AddressFault.UNKNOWN
    return None


def checked(address: Address, *, seconds: float) -> Sequence[Ip]:
    """The numbers to which `address` leads, all of which may be sent to.

    Raises `BadAddress`, and `TimeoutError` where the name system says nothing for so many seconds.
    """
    found = _resolved(address, seconds)
    is_own = _is_own_name(address.host) or any(_is_own(ip) for ip in found)
    fault = fault_of(address, found, is_own=is_own, networks=settings.WEBHOOK_NETWORKS)
    if fault is not None:
        raise BadAddress(fault)
    return found


def _resolved(address: Address, seconds: float) -> list[Ip]:
    """Nothing bounds how long the system's own resolver takes, so it is asked on another thread,
    which ends by itself."""
    answers: list[Ip] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        # An address of the own link carries the name of its interface.
        answers.extend(plain(str(row[4][0]).partition("%")[0]) for row in rows)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise TimeoutError
    return list(dict.fromkeys(answers))


def _is_own_name(host: str) -> bool:
    """Whether browsers reach Siwei by this name, behind whichever proxy it stands."""
    names = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    own = urlsplit(settings.BASE_URL).hostname
    return host == own or validate_host(f"[{host}]" if ":" in host else host, names)


def _is_own(ip: Ip) -> bool:
    """Whether an address is one of this host: a socket that would send there is bound to it."""
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(ip), DISCARD))
            return str(probe.getsockname()[0]) == str(ip)
    except OSError:  # no way leads there
        return False
