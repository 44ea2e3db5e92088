"""Text that no database takes reaches none, wherever in a request it stands."""

import pytest
from django.test import Client

from tests.people import person

pytestmark = pytest.mark.django_db
COOKIES = ("sessionid", "csrftoken", "siwei_language", "messages", "siwei_device")


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/api/v1/regions/", "/admin/"])
@pytest.mark.parametrize("value", [r'"abcdefgh\000abcdefgh"', '"\\355\\240\\275"', "x" * 5000])
def test_a_cookie_that_is_none_of_ours_counts_as_absent(address: str, value: str) -> None:
    sent = "; ".join(f"{name}={value}" for name in COOKIES)
    client = Client()
    answer = client.get(address, HTTP_COOKIE=sent)
    assert answer.status_code == client.get(address).status_code


def test_whoever_has_a_broken_cookie_logs_in(client: Client) -> None:
    person("alice")
    sent = {"username": "alice", "password": "siwei-test"}
    answer = Client().post("/accounts/login/", sent, HTTP_COOKIE=r'sessionid="ab\000cdefghij"')
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "header",
    ["Authorization", "Accept-Language", "If-Match", "X-Forwarded-For", "Referer", "HX-Request"],
)
@pytest.mark.parametrize("address", ["/", "/api/v1/regions/"])
def test_a_header_with_a_nul_is_refused(header: str, address: str) -> None:
    answer = Client(headers={header: "Api-Key abcd\x00.x"}).get(address)
    assert answer.status_code == 400
    kind = "application/problem+json" if address.startswith("/api/") else "text/html"
    assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize("name", ["next", "lang", "page", "x"])
@pytest.mark.parametrize("address", ["/plans/", "/accounts/login/", "/api/v1/regions/"])
def test_a_parameter_with_a_nul_is_no_server_error(address: str, name: str) -> None:
    for value in ("%00", "%ED%A0%80", "a%00b"):
        assert Client().get(f"{address}?{name}={value}").status_code < 500
        assert Client().get(f"{address}?{value}=1").status_code < 500
