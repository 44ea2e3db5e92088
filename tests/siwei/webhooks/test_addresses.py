"""Where messages may go: how an address is written, and to which numbers its name leads."""

import socket
from ipaddress import ip_network
from threading import Event

import pytest
from pytest_django import Settings

from siwei.webhooks.rules.addresses import BadAddress, Network, fault_of, is_public, parse, plain
from siwei.webhooks.rules.enums import AddressFault
from siwei.webhooks.selectors.addresses import checked, fault_in

F = AddressFault


@pytest.mark.parametrize(
    ("text", "host", "port", "target", "authority"),
    [
        ("https://a.example", "a.example", 443, "/", "a.example"),
        ("https://A.Example:443/x?y=1", "a.example", 443, "/x?y=1", "a.example"),
        ("https://a.example:8443/x", "a.example", 8443, "/x", "a.example:8443"),
        ("http://a.example/", "a.example", 80, "/", "a.example"),
        ("http://a.example:443/", "a.example", 443, "/", "a.example:443"),
        ("https://a.example.:1024", "a.example", 1024, "/", "a.example:1024"),
        ("https://水利.example/a%20b", "xn--kcrt84d.example", 443, "/a%20b", "xn--kcrt84d.example"),
        ("https://hook_1/x", "hook_1", 443, "/x", "hook_1"),
        ("https://192.0.2.1/", "192.0.2.1", 443, "/", "192.0.2.1"),
        ("https://[2001:DB8::1]:9443/", "2001:db8::1", 9443, "/", "[2001:db8::1]:9443"),
    ],
)
def test_an_address_that_is_written_well(
    text: str, host: str, port: int, target: str, authority: str
) -> None:
    address = parse(text)
    assert (address.host, address.port, address.target) == (host, port, target)
    assert address.authority == authority
    assert address.is_secure is text.startswith("https")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", F.MALFORMED),
        ("a.example/hook", F.SCHEME),
        ("//a.example/hook", F.SCHEME),
        ("ftp://a.example/", F.SCHEME),
        ("file:///etc/passwd", F.SCHEME),
        ("gopher://a.example:6379/_x", F.SCHEME),
        ("https:///hook", F.MALFORMED),
        ("https://", F.MALFORMED),
        ("https://a.example/ b", F.MALFORMED),
        ("https://a.example/\r\nX: y", F.MALFORMED),
        ("https://a.example\\@127.0.0.1/", F.MALFORMED),
        ("https://a.example/#x", F.MALFORMED),
        ("https://a.example/#", F.MALFORMED),
        ("https://a.example/水", F.MALFORMED),
        ("https://a..example/", F.MALFORMED),
        ("https://-a.example/", F.MALFORMED),
        ("https://a%2eexample/", F.MALFORMED),
        ("https://[::1/", F.MALFORMED),
        ("https://[a.example]/", F.MALFORMED),
        ("https://a.example:x/", F.MALFORMED),
        ("https://a.example:70000/", F.MALFORMED),
        ("https://a.example/" + "x" * 500, F.MALFORMED),
        ("https://user@a.example/", F.USER),
        ("https://user:secret@a.example/", F.USER),
        ("https://a.example:0/", F.PORT),
        ("https://a.example:22/", F.PORT),
        ("https://a.example:25/", F.PORT),
        ("https://a.example:80/", F.PORT),
        ("http://a.example:81/", F.PORT),
        ("https://2130706433/", F.NUMBER),
        ("https://0x7f000001/", F.NUMBER),
        ("https://0x7f.1/", F.NUMBER),
        ("https://017700000001/", F.NUMBER),
        ("https://0177.0.0.1/", F.NUMBER),
        ("https://127.1/", F.NUMBER),
        ("https://1.2.3.256/", F.NUMBER),
        ("https://１２７.1/", F.NUMBER),
        ("https://a.example.127/", F.NUMBER),
        ("https://[fe80::1%25eth0]/", F.NOT_PUBLIC),
    ],
)
def test_an_address_that_is_not(text: str, fault: AddressFault) -> None:
    with pytest.raises(BadAddress) as caught:
        parse(text)
    assert caught.value.fault == fault


PUBLIC = [
    *("8.8.8.8", "223.5.5.5", "2400:3200::1", "2606:4700::1111"),
    *("::ffff:8.8.8.8", "64:ff9b::8.8.8.8"),
]
NOT_PUBLIC = [
    *("0.0.0.0", "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255"),
    *("192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.1"),
    *("192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.255.255.250"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8"),
    *("2002:7f00:1::", "2002:808:808::", "2001:0:808:808::1", "2001:db8::1", "fc00::1"),
    *("fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1", "100::1", "5f00::1"),
]


@pytest.mark.parametrize("number", PUBLIC)
def test_a_public_number(number: str) -> None:
    assert is_public(plain(number))


@pytest.mark.parametrize("number", NOT_PUBLIC)
def test_a_number_that_only_some_reach(number: str) -> None:
    assert not is_public(plain(number))


TEN = (ip_network("10.0.0.0/8"),)


@pytest.mark.parametrize(
    ("text", "numbers", "is_own", "networks", "fault"),
    [
        ("https://a.example", ["8.8.8.8", "2400:3200::1"], False, (), None),
        ("https://a.example", [], False, (), F.UNKNOWN),
        ("https://a.example", ["8.8.8.8", "10.0.0.1"], False, (), F.NOT_PUBLIC),
        ("https://a.example", ["8.8.8.8"], True, (), F.OWN_HOST),
        ("https://a.example", ["10.0.0.1"], False, TEN, None),
        ("https://a.example", ["::ffff:10.0.0.1"], False, TEN, None),
        ("https://a.example", ["10.0.0.1"], True, TEN, None),
        ("https://a.example", ["10.0.0.1", "192.168.0.1"], False, TEN, F.NOT_PUBLIC),
        ("https://a.example", ["64:ff9b::10.0.0.1"], False, TEN, F.NOT_PUBLIC),
        ("http://a.example", ["10.0.0.1"], False, TEN, None),
        ("http://a.example", ["8.8.8.8"], False, TEN, F.PLAIN),
        ("http://a.example", ["10.0.0.1", "8.8.8.8"], False, TEN, F.PLAIN),
    ],
)
def test_where_its_name_leads(
    text: str, numbers: list[str], is_own: bool, networks: tuple[Network], fault: F | None
) -> None:
    found = [plain(number) for number in numbers]
    assert fault_of(parse(text), found, is_own=is_own, networks=networks) == fault


@pytest.fixture
def leads_to(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers to which every name leads."""
    numbers: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if not numbers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return numbers


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [
        (["8.8.8.8"], None),
        ([], F.UNKNOWN),
        (["127.0.0.1"], F.OWN_HOST),
        (["127.9.9.9"], F.NOT_PUBLIC),
        (["fe80::1%eth0"], F.NOT_PUBLIC),
        (["10.11.12.13"], F.NOT_PUBLIC),
        (["8.8.8.8", "169.254.169.254"], F.NOT_PUBLIC),
    ],
)
def test_a_name_is_what_it_leads_to(
    leads_to: list[str], numbers: list[str], fault: F | None
) -> None:
    leads_to += numbers
    assert fault_in("https://receiver.example/") == fault


@pytest.mark.parametrize("host", ["siwei.example", "www.siwei.example", "water.example"])
def test_the_own_host_by_any_of_its_names(
    leads_to: list[str], settings: Settings, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["*", ".siwei.example"]
    settings.BASE_URL = "https://water.example"
    leads_to += ["8.8.8.8"]
    assert fault_in(f"https://{host}/") == F.OWN_HOST
    settings.WEBHOOK_NETWORKS = [ip_network("8.8.8.0/24")]
    assert fault_in(f"http://{host}/") is None


def test_what_this_machine_says_of_itself() -> None:
    """Without any help: the system's own names and numbers."""
    assert fault_in("https://localhost/") == F.OWN_HOST
    assert fault_in("https://[::ffff:127.0.0.1]/") == F.OWN_HOST


def test_a_name_system_that_says_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [] if end.wait(5) else None)
    with pytest.raises(TimeoutError):
        checked(parse("https://a.example"), seconds=0.05)
    end.set()
