"""What a write costs: whole requests with session, user and page, and many values at once."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from common.records.rules.doors import BY_PAGE
from departments.models import Department, Membership, Region
from departments.people import person_of
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.country import country
from indicators.actuals.selectors.entry import EntryRow, grid
from indicators.actuals.services.work import Outcome
from indicators.actuals.services.writing import write
from indicators.plans.models import Indicator
from tests.indicators.actuals.workflow import NOW, signed_in
from tests.people import editor, open_year, person, reviewer

pytestmark = pytest.mark.usefixtures("plans")

CITY, URL = "140100", "/entry/140100/2026/"
ROWS = 26
CELL, FORM = 25, 38
PAGE = 34  # what the queue reads once more when it has something to ask


@pytest.fixture(autouse=True)
def year(plans: None) -> None:
    open_year(2025)
    open_year(2026)


@pytest.fixture
def alice(plans: None) -> User:
    return editor("alice", CITY)


@pytest.fixture
def client(alice: User) -> Client:
    made = signed_in(alice)
    made.get(URL)  # whatever is read once in a process
    return made


def rows(user: User) -> list[EntryRow]:
    """So many rows of the grid that can be filled in."""
    region = Region.objects.select_related("parent__parent").get(code=CITY)
    shown = grid(region=region, year=2026, person=person_of(user)).all_rows
    found = [row for row in shown if row.editable][:ROWS]
    assert len(found) == ROWS
    return found


def cells(row: EntryRow, value: str = "0.5", **texts: str) -> dict[str, str]:
    fields = {"value": value, "status": "normal", "source": "公报", "explanation": "核对"} | texts
    seen = {f"seen:{row.key}": str(row.actual.version) if row.actual else ""}
    return {f"{name}:{row.key}": text for name, text in fields.items()} | seen


def form(shown: Sequence[EntryRow], value: str = "0.5") -> dict[str, str]:
    return {name: text for row in shown for name, text in cells(row, value).items()}


def test_one_cell(
    alice: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for value in ("0.5", "0.6"):  # a new value; one that is there, and questioned
        row = rows(alice)[0]
        sent = cells(row, value, explanation="") | {"row": str(row.key)}
        with django_assert_max_num_queries(CELL):
            answer = client.post(f"{URL}row/", sent)
        assert f"<b>{value}" in answer.content.decode()
    assert Actual.objects.filter(region=CITY, year=2026, value=Decimal("0.6")).count() == 1


def test_a_form_of_26_rows_saved(
    alice: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for value in ("0.5", "0.6"):
        sent = form(rows(alice), value)
        with django_assert_max_num_queries(FORM):
            assert client.post(URL, sent).status_code == 302
        kept = Actual.objects.filter(region=CITY, year=2026, value=Decimal(value))
        assert kept.count() == ROWS


def test_a_form_of_26_rows_saved_and_submitted(
    alice: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sent = form(rows(alice)) | {"do": "submit_all"}
    with django_assert_max_num_queries(FORM):
        assert client.post(URL, sent).status_code == 302
    assert Actual.objects.filter(region=CITY, year=2026, state="submitted").count() == ROWS


def test_a_form_of_26_rows_refused(
    alice: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sent = form(rows(alice), "很多") | {"do": "submit_all"}
    with django_assert_max_num_queries(FORM):
        assert client.post(URL, sent).status_code == 400
    assert not Actual.objects.filter(region=CITY, year=2026).exists()


def test_a_reviewer_decides_26_values(
    alice: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.post(URL, form(rows(alice)) | {"do": "submit_all"})
    waiting = list(Actual.objects.filter(region=CITY, state="submitted"))
    rui = signed_in(reviewer("rui"))
    rui.get("/review/")
    seen = {f"seen:{one.key}": str(one.version) for one in waiting}
    sent = {**seen, "pick": [str(one.key) for one in waiting], "picked": "approve"}
    # What the checks ask about is asked about first: a decision, and the page again.
    with django_assert_max_num_queries(FORM + PAGE):
        page = rui.post("/review/", sent)
    assert page.status_code == 409
    asked = dict(re.findall(r'name="(asked:[^"]+)" value="([^"]+)"', page.content.decode()))
    keys = [name.removeprefix("asked:") for name in asked]
    left = {**{f"seen:{key}": seen[f"seen:{key}"] for key in keys}, "pick": keys}
    with django_assert_max_num_queries(FORM):
        assert rui.post("/review/", {**left, **asked, "picked": "confirm"}).status_code == 302
    assert Actual.objects.filter(region=CITY, year=2026, state="approved").count() == ROWS


# Many values by the service


@pytest.fixture
def clerk(plans: None) -> User:
    """Somebody who enters the values of a whole province: a hundred more cities."""
    Region.objects.bulk_create(
        Region(
            code=f"14{number:04d}",
            name=f"市{number}",
            name_en=f"City {number}",
            level="city",
            parent_id="140000",
        )
        for number in range(5000, 5100)
    )
    water = Department.objects.create(region_id="140000", name="省水利厅", function_id="water")
    user = person("clerk")
    Membership.objects.create(user=user, region_id="140000", department=water, role="editor")
    return user


def keys(cities: int) -> list[ActualKey]:
    levels = Indicator.objects.filter(level_of__isnull=True).order_by("order")[:ROWS]
    codes = [f"14{number:04d}" for number in range(5000, 5000 + cities)]
    found = [ActualKey(code, one.code, 2025) for code in codes for one in levels]
    assert len(found) == cities * ROWS
    return found


def save_and_submit(actor: User, wanted: Sequence[ActualKey]) -> list[Outcome]:
    entry = Entry("0.5", source="公报", explanation="核对")
    changes = [Change(key, Action.SAVE, None, entry) for key in wanted]
    saved = write(changes=changes, actor=actor, now=NOW, door=BY_PAGE)
    changes = [Change(one.key, Action.SUBMIT, one.stored.version) for one in saved]
    return write(changes=changes, actor=actor, now=NOW, door=BY_PAGE)


def statements(work: Callable[[], object]) -> Counter[tuple[str, str]]:
    """How many statements of each verb on each table."""
    with CaptureQueriesContext(connection) as queries:
        work()
    pattern = r'(SELECT|INSERT|UPDATE|DELETE)[^"]*"(\w+)"'
    found = (re.match(pattern, query["sql"]) for query in queries)
    return Counter((one[1], one[2]) for one in found if one)


def test_2600_values_take_no_more_statements_than_26_but_for_chunks(clerk: User) -> None:
    few, many = keys(1), keys(100)[ROWS:]
    person_of(clerk), country()  # are read once
    small = statements(lambda: save_and_submit(clerk, few))
    large = statements(lambda: save_and_submit(clerk, many))
    assert Actual.objects.filter(state="submitted", year=2025).count() == 100 * ROWS
    assert large.keys() == small.keys()
    columns = len(Actual._meta.concrete_fields)
    written = connection.ops.bulk_batch_size(["column"] * columns, many)
    for (verb, table), number in large.items():
        chunk = written if verb == "INSERT" else 1000
        chunks = -(-len(many) // chunk)
        assert number <= small[verb, table] * chunks, (verb, table)


def test_one_value_asks_for_no_more_than_it_needs(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """What is explained is submitted, and what nobody asks about approved, without a look at what
    stands around it; a value that is there comes with its lock. Two of each are the savepoint."""
    rui = reviewer("rui")
    person_of(alice), person_of(rui), country()  # are read once
    key = rows(alice)[0].key

    def does(action: Action, actor: User, seen: int | None, entry: Entry | None = None) -> int:
        change = Change(key, action, seen, entry)
        [done] = write(changes=[change], actor=actor, now=NOW, door=BY_PAGE)
        return done.stored.version

    entry = Entry("0.5", source="公报", explanation="核对")
    with django_assert_num_queries(17):
        version = does(Action.SAVE, alice, None, entry)
    with django_assert_num_queries(9):
        version = does(Action.SUBMIT, alice, version)
    with django_assert_num_queries(12):
        does(Action.APPROVE, rui, version)
