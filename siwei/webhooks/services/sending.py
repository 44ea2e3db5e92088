"""Sends one message: one POST to an address that was checked, and what came of it.

Written on `http.client`, since here the connection is what matters: the socket is opened to a
number that was checked (`selectors.addresses`), and TLS and the header `Host` go by the name. So
nobody can change what the name leads to in between. No proxy of the environment is used, nothing
is followed, and everything together takes ten seconds at most.
"""

import io
import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic
from typing import IO

from common.labels import label
from siwei.webhooks.rules.addresses import Address, BadAddress, Ip, parse
from siwei.webhooks.rules.enums import AddressFault, Outcome
from siwei.webhooks.rules.messages import MAX_ANSWER, readable
from siwei.webhooks.selectors.addresses import checked

SECONDS = 10.0
MAX_READ = 64 * 1024  # bytes, the head of the answer among them
MAX_BODY = 4 * MAX_ANSWER  # bytes: a character of UTF-8 has four at the most
GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """How it ended. `text` is the beginning of what the receiver said, or why there is nothing."""

    outcome: Outcome
    milliseconds: int
    status: int | None = None
    text: str = ""


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self.began = monotonic()
        self.seconds = seconds

    def left(self) -> float:
        """The seconds that are left. Raises `TimeoutError` where none are."""
        left = self.seconds - (monotonic() - self.began)
        if left <= 0:
            raise TimeoutError
        return left

    def milliseconds(self) -> int:
        return round((monotonic() - self.began) * 1000)


class _Reading(io.RawIOBase):
    """What a socket receives, up to a time and a size, whatever the other side drips."""

    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        self.sock = sock
        self.deadline = deadline
        self.left = MAX_READ

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        self.sock.settimeout(self.deadline.left())
        got = self.sock.recv_into(buffer[: self.left]) if self.left else 0
        self.left -= got
        return got

    def makefile(self, _mode: str) -> IO[bytes]:
        """What `HTTPResponse` asks of a socket."""
        return io.BufferedReader(self)


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send `body` to `address`; never raises for anything that the other side does."""
    deadline = _Deadline(SECONDS)
    try:
        outcome, status, text = _exchange(parse(address), body, headers, deadline)
    except BadAddress as error:
        unknown = error.fault == AddressFault.UNKNOWN
        outcome = Outcome.UNREACHABLE if unknown else Outcome.FORBIDDEN
        status, text = None, label(error.fault)
    except TimeoutError:
        outcome, status, text = Outcome.LATE, None, ""
    except ssl.SSLCertVerificationError as error:
        outcome, status, text = Outcome.UNTRUSTED, None, error.verify_message
    except (OSError, HTTPException) as error:
        outcome, status, text = Outcome.UNREACHABLE, None, readable(str(error).encode())
    return Answer(outcome, deadline.milliseconds(), status, text)


def _exchange(
    address: Address, body: bytes, headers: Mapping[str, str], deadline: _Deadline
) -> tuple[Outcome, int, str]:
    found = checked(address, seconds=deadline.left())
    sock = _connected(address, found, deadline)
    with sock:
        _send(sock, address, body, headers, deadline)
        reading: object = _Reading(sock, deadline)
        response = HTTPResponse(reading, method="POST")  # type: ignore[arg-type]
        response.begin()
        return _outcome(response.status), response.status, readable(_beginning(response))


def _connected(address: Address, found: Sequence[Ip], deadline: _Deadline) -> socket.socket:
    """A socket to the first of the numbers that answers; each gets its share of the time."""
    for left, ip in zip(range(len(found), 0, -1), found, strict=True):
        try:
            sock = _connect(ip, address.port, deadline.left() / left)
            break
        except OSError:
            if left == 1:
                raise
    if not address.is_secure:
        return sock
    sock.settimeout(deadline.left())
    # The certificates that this host trusts; OpenSSL's SSL_CERT_FILE names others.
    return ssl.create_default_context().wrap_socket(sock, server_hostname=address.host)


def _connect(ip: Ip, port: int, seconds: float) -> socket.socket:
    """`socket.create_connection`, without another question to the name system."""
    sock = socket.socket(socket.AF_INET if ip.version == 4 else socket.AF_INET6)
    try:
        sock.settimeout(seconds)
        sock.connect((str(ip), port))
    except BaseException:
        sock.close()
        raise
    return sock


def _send(
    sock: socket.socket,
    address: Address,
    body: bytes,
    headers: Mapping[str, str],
    deadline: _Deadline,
) -> None:
    connection = HTTPConnection(address.host, address.port)
    connection.sock = sock
    connection.putrequest("POST", address.target, skip_host=True, skip_accept_encoding=True)
    own = {"Host": address.authority, "Connection": "close", "Content-Length": str(len(body))}
    for name, value in (own | dict(headers)).items():
        connection.putheader(name, value)
    sock.settimeout(deadline.left())
    connection.endheaders(body)


def _beginning(response: HTTPResponse) -> bytes:
    """The first bytes of the answer. It counts already, so what ends it early is no fault."""
    said = b""
    with suppress(OSError, HTTPException):
        while len(said) < MAX_BODY and (more := response.read1(MAX_BODY - len(said))):
            said += more
    return said


def _outcome(status: int) -> Outcome:
    if status == GONE:
        return Outcome.GONE
    if 300 <= status < 400:
        return Outcome.REDIRECTED
    return Outcome.DELIVERED if 200 <= status < 300 else Outcome.REFUSED
