"""Every route × every role, against the one table of tests/siwei/routes.py."""

import json
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from common.records.models import Evidence, HistoryRow, Publication, Record
from departments.models import Account, ApiKey
from indicators.actuals.models import Actual, ReportingYear
from siwei.calendar.models import Feed
from siwei.exchange.models import ImportBatch
from tasks.models import Statement
from tests.evidence_files import pdf
from tests.siwei.exchange.files import upload
from tests.siwei.routes import BOOK, PDF, ROLES, TABLE, Route
from tests.siwei.world import BOOK_ROW, World

# Needed by whoever runs the process, and to log in, with no data in them; and the secret address
# that programs read.
WITHOUT_A_PERSON = {
    *("GET healthz", "GET readyz"),
    *("GET login", "POST login", "GET set_language", "POST set_language"),
    "GET calendar_feed",
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or f"without a name: {entry.pattern}"))


ALL = sorted(set(names(get_resolver())))
# Who administers is one question for all of its pages (tests/siwei/test_administration.py asks
# what they change).
ADMINISTRATION = [name for name in ALL if name.startswith("admin:") and " " not in name]
OURS = [name for name in ALL if not name.startswith("admin:")]


def stored() -> list[object]:
    models = (Actual, Statement, Record, HistoryRow, Publication, Evidence, ReportingYear)
    rows: list[object] = [list(model._default_manager.order_by("pk").values()) for model in models]
    rows.append(list(ImportBatch.objects.order_by("pk").values()))
    rows.append(list(Feed.objects.order_by("pk").values_list("pk", "nonce")))
    rows.append(list(ApiKey.objects.order_by("pk").values_list("prefix", "revoked")))
    rows.append(list(Account.objects.order_by("pk").values()))
    return [*rows, list(User.objects.order_by("pk").values_list("password", "is_superuser"))]


def ask(
    world: World, role: str, route: Route, method: str = "", *, before: list[object] | None = None
) -> str:
    """What the role gets. Whatever it changes is taken back; so `before`, what is `stored`, is the
    same for all who ask."""
    client = Client()
    user = world.people[role]
    if user is not None:
        client.force_login(User.objects.get(pk=user.pk))
    before = stored() if before is None else before
    with transaction.atomic():
        response = send(client, world.address(route), method or route.method, route)
        changed = stored() != before
        transaction.set_rollback(True)
    return "done" if changed else outcome(response, method or route.method)


def send(client: Client, address: str, method: str, route: Route) -> HttpResponseBase:
    if method == "GET":
        return client.get(address)
    if method == "POST" and not route.name.startswith("api:"):
        sent = dict(route.sent)
        if sent.get("file") == PDF:
            sent["file"] = SimpleUploadedFile("bulletin.pdf", pdf())
        if sent.get("file") == BOOK:
            sent["file"] = upload((*BOOK_ROW, 0.626))
        return client.post(address, sent)
    headers = {"If-Match": '"1"'}
    body = json.dumps(route.sent)
    return client.generic(method, address, body, content_type="application/json", headers=headers)


def outcome(response: HttpResponseBase, method: str) -> str:
    """What an answer means that changed nothing."""
    status = response.status_code
    assert status < 500, response
    if status == 401 or (status == 302 and response["Location"].startswith("/accounts/login/")):
        return "login"
    known = {403: "forbidden", 404: "missing", 405: "no such method"}
    if status in known:
        return known[status]
    if status >= 400:
        return "refused"
    return "ok" if method == "GET" else "nothing"


def test_every_route_stands_in_the_table() -> None:
    assert sorted({route.name for route in TABLE}) == OURS


@pytest.mark.parametrize("route", TABLE, ids=str)
def test_who_gets_what(world: World, route: Route) -> None:
    before = stored()
    assert {role: ask(world, role, route, before=before) for role in ROLES} == route.access


def test_a_method_that_is_not_in_the_table_changes_nothing(world: World) -> None:
    """Not even for somebody who may do everything."""
    everybody = world.people["editor"]
    assert everybody is not None
    everybody.memberships.create(region_id="140000", role="reviewer")
    User.objects.filter(pk=everybody.pk).update(is_superuser=True, is_staff=True)
    listed = {(route.name, route.method) for route in TABLE}
    before = stored()
    changing = [
        (method, route.name)
        for route in {route.name: route for route in TABLE}.values()
        for method in METHODS
        if (route.name, method) not in listed
        and ask(world, "editor", route, method, before=before) == "done"
    ]
    assert changing == []


def test_a_page_that_is_only_read_takes_no_form(world: World) -> None:
    written = {route.name for route in TABLE if route.method != "GET"}
    only_read = [route for route in TABLE if route.name not in written]
    answers = {str(route): ask(world, "editor", route, "POST") for route in only_read}
    assert {name: answer for name, answer in answers.items() if answer != "no such method"} == {}


def test_whoever_asks_for_the_head_of_a_page_is_told_of_the_page(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(username="rui"))
    addresses = [world.address(route) for route in TABLE if route.method == "GET"]
    heads = {address: client.head(address).status_code for address in addresses}
    assert heads == {address: client.get(address).status_code for address in addresses}


FRAMED = {"compare_embed", "indicator_embed"}


def test_nothing_may_be_framed_but_what_is_embedded(world: World) -> None:
    """Not even a refusal; a frame that nobody may show would hide what is clicked in it."""
    everybody = Client()
    everybody.force_login(User.objects.get(username="admin"))
    framed = set()
    for route in TABLE:
        for client in (Client(), everybody):
            answer = client.get(world.address(route))
            policy = answer.headers["Content-Security-Policy"]
            if answer.headers.get("X-Frame-Options") == "DENY":
                # A file of evidence has a policy of its own, which names no frame at all.
                assert "frame-ancestors" not in policy.replace("frame-ancestors 'none'", ""), route
            else:
                assert "frame-ancestors *;" in f"{policy};", route
                framed.add(route.name)
    assert framed == FRAMED
    for name in ADMINISTRATION:
        try:
            assert everybody.get(reverse(name)).headers["X-Frame-Options"] == "DENY", name
        except NoReverseMatch:
            continue  # of one object


def test_without_public_reading_nothing_is_read(world: World, settings: Settings) -> None:
    settings.PUBLIC_READ = False
    read = {str(route) for route in TABLE if ask(world, "anonymous", route) != "login"}
    assert read == WITHOUT_A_PERSON


@pytest.mark.parametrize("role", ROLES)
def test_the_administration_lets_in_administrators_only(world: World, role: str) -> None:
    client = Client()
    user = world.people[role]
    if user is not None:
        client.force_login(user)
    let_in = {name for name in ADMINISTRATION if enters(client, name)}
    if role == "administrator":  # what they find shut there: tests/siwei/test_administration.py
        assert {"admin:index", "admin:auth_user_changelist", "admin:auth_user_change"} <= let_in
    else:
        assert let_in <= {"admin:logout"}  # whoever is in may leave


def enters(client: Client, name: str) -> bool:
    """Whether a page of the administration answers, instead of sending to its log-in."""
    for arguments in ([], ["1"], ["auth"], ["1", "1"]):
        try:
            address = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        response = client.get(address)
        assert response.status_code < 500
        to_login = "/login/" in response.headers.get("Location", "")
        return not to_login and response.status_code != 403
    raise AssertionError(name)
