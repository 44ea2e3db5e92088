"""One message to a real server: what it gets, what counts as taken, and for how long one waits."""

import socket
import ssl
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from siwei.webhooks.rules.enums import Outcome
from siwei.webhooks.services import sending
from siwei.webhooks.services.sending import post
from tests.mail_server import free_port
from tests.siwei.webhooks.receiver import CERTIFICATE, NAME, Receiver, receiving, saying

BODY = '{"type":"actual.published","名":"水"}'.encode()


def outcome_at(address: str) -> Outcome:
    return post(address, BODY, {}).outcome


def test_what_arrives_and_what_is_kept_of_the_answer(receiver: Receiver) -> None:
    receiver.answers = [saying(201, "收到了".encode())]
    answer = post(receiver.address("/hook?a=1"), BODY, {"webhook-id": "msg_1"})
    (got,) = receiver.received
    assert (got.path, got.body) == ("/hook?a=1", BODY)
    assert got.headers == {
        "host": f"127.0.0.1:{receiver.port}",
        "connection": "close",
        "content-length": str(len(BODY)),
        "webhook-id": "msg_1",
    }
    assert (answer.outcome, answer.status, answer.text) == (Outcome.DELIVERED, 201, "收到了")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.DELIVERED),
        (204, Outcome.DELIVERED),
        (299, Outcome.DELIVERED),
        (300, Outcome.REDIRECTED),
        (304, Outcome.REDIRECTED),
        (400, Outcome.REFUSED),
        (404, Outcome.REFUSED),
        (410, Outcome.GONE),
        (429, Outcome.REFUSED),
        (500, Outcome.REFUSED),
        (503, Outcome.REFUSED),
    ],
)
def test_only_2xx_is_a_success(receiver: Receiver, status: int, outcome: Outcome) -> None:
    receiver.answers = [status]
    answer = post(receiver.address(), BODY, {})
    assert (answer.outcome, answer.status) == (outcome, status)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_follows_a_redirect(receiver: Receiver, status: int) -> None:
    elsewhere = receiver.address("/elsewhere")
    receiver.answers = [saying(status, b"", Location=elsewhere)]
    assert outcome_at(receiver.address()) == Outcome.REDIRECTED
    assert [got.path for got in receiver.received] == ["/hook"]


def test_of_a_huge_answer_only_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.answers = [saying(500, b"a" * 50_000_000)]
    began = time.monotonic()
    answer = post(receiver.address(), BODY, {})
    assert answer.text == "a" * 500
    assert time.monotonic() - began < 5


def test_heads_that_never_end_are_not_read_to_the_end(receiver: Receiver) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for number in range(90):
            handler.send_header(f"X-{number}", "x" * 10_000)
        handler.end_headers()

    receiver.answers = [answer]
    answer_head = 90 * 10_000
    assert answer_head > sending.MAX_READ
    assert post(receiver.address(), BODY, {}).status == 200


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (b"a\x00b\x1b[31mc\r\nd", "a\ufffdb\ufffd[31mc\ufffd\nd"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("\u202e翻".encode(), "\ufffd翻"),
        ("水".encode() * 600, "水" * 500),
        (b"<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_an_answer_is_kept_as_text(receiver: Receiver, said: bytes, text: str) -> None:
    receiver.answers = [saying(500, said)]
    assert post(receiver.address(), BODY, {}).text == text


def _silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def _drips(handler: BaseHTTPRequestHandler) -> None:
    """Never silent for long, and never done."""
    try:
        for _ in range(60):
            handler.wfile.write(b"H")
            time.sleep(0.05)
    except OSError:
        pass


@pytest.mark.parametrize("slow", [_silent, _drips])
def test_a_slow_server_is_not_waited_for(
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    slow: Callable[[BaseHTTPRequestHandler], None],
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    receiver.answers = [slow]
    answer = post(receiver.address(), BODY, {})
    assert (answer.outcome, answer.status) == (Outcome.LATE, None)
    assert 250 < answer.milliseconds < 2000


def test_who_said_200_has_it_however_the_rest_drips(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"beginning")
        time.sleep(3)

    monkeypatch.setattr(sending, "SECONDS", 0.3)
    receiver.answers = [answer]
    got = post(receiver.address(), BODY, {})
    assert (got.outcome, got.text) == (Outcome.DELIVERED, "beginning")


def _speaks_ssh(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-x\r\n")


def test_nobody_listens_or_speaks_no_http(receiver: Receiver, own_network: None) -> None:
    assert outcome_at(f"http://127.0.0.1:{free_port()}/") == Outcome.UNREACHABLE
    receiver.answers = [_speaks_ssh]
    assert outcome_at(receiver.address()) == Outcome.UNREACHABLE
    receiver.answers = [lambda handler: None]
    assert outcome_at(receiver.address()) == Outcome.UNREACHABLE


def test_nothing_is_sent_where_it_may_not() -> None:
    """Without the operator's leave: a listening server isn't even connected to."""
    with receiving() as receiver:
        for host in ("127.0.0.1", "localhost", "[::1]", "2130706433"):
            answer = post(receiver.address(host=host), BODY, {})
            assert (answer.outcome, answer.status) == (Outcome.FORBIDDEN, None)
            assert answer.text
        assert receiver.received == []


class TestTls:
    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Names lead to this machine, once: a second question would be answered otherwise, as by
        somebody who rebinds a name."""
        asked: list[str] = []

        def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
            asked.append(host)
            number = "127.0.0.1" if len(asked) == 1 else "192.0.2.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    def test_the_number_that_was_checked_is_asked_by_its_name(
        self, own_network: None, asked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        with receiving(tls=True) as receiver:
            assert outcome_at(receiver.address(host=NAME)) == Outcome.DELIVERED
        assert asked == [NAME]
        assert receiver.names_asked == [NAME]
        assert receiver.received[0].headers["host"] == f"{NAME}:{receiver.port}"

    def test_a_name_that_leads_elsewhere_meanwhile_gains_nothing(
        self, own_network: None, asked: list[str]
    ) -> None:
        asked.append("earlier")
        with receiving() as receiver:
            assert outcome_at(receiver.address(host=NAME)) == Outcome.FORBIDDEN
            assert receiver.received == []

    @pytest.mark.parametrize("host", [NAME, "other.example"])
    def test_a_certificate_that_does_not_hold(
        self, own_network: None, asked: list[str], monkeypatch: pytest.MonkeyPatch, host: str
    ) -> None:
        """Of nobody whom this host trusts; of another name."""
        if host != NAME:
            monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        with receiving(tls=True) as receiver:
            answer = post(receiver.address(host=host), BODY, {})
            assert (answer.outcome, receiver.received) == (Outcome.UNTRUSTED, [])
            assert answer.text

    def test_https_to_who_speaks_http(self, own_network: None, receiver: Receiver) -> None:
        address = receiver.address().replace("http:", "https:")
        assert outcome_at(address) == Outcome.UNREACHABLE

    def test_the_context_verifies(self) -> None:
        context = ssl.create_default_context()
        assert context.check_hostname and context.verify_mode == ssl.CERT_REQUIRED
