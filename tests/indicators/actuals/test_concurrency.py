"""Two people at once, each with a connection of their own, against a database that commits.

PostgreSQL is where it counts: there the writers really run side by side, held apart only by the
lock on the row (`select_for_update`).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from common.records.models import HistoryRow, Record
from common.records.rules.chain import first_break
from common.records.services.history import lock_all
from common.records.services.stored import stored_rows
from common.records.services.whole import verify_whole
from common.refusals import Refused, Stale
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    NOW,
    TOTAL,
    Seen,
    decide,
    enter,
    save,
    submitted,
)
from tests.people import editor, open_year, reviewer

WRITERS = 50
# Fewer, because two of these tests may run at once, and a PostgreSQL takes a hundred connections.
NEWCOMERS = 20
OTHER = parse_key("140300.groundwater_use.2025")

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("plans"),
]


@pytest.fixture(autouse=True)
def postgres(plans: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; run with --postgres")
    open_year(2025)


def at_once(works: list[Callable[[], object]]) -> list[object]:
    """Starts all of `works` in the same moment, each in a thread; what each returned or raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def chain() -> list[HistoryRow]:
    record = Record.objects.get(key=str(TOTAL))
    rows = list(record.history.order_by("number"))
    assert (record.number, record.hash) == (rows[-1].number, rows[-1].hash)
    links = [row.link for row in stored_rows([record])]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert first_break(links) is None
    return rows


def persistent(actor: User, value: str) -> None:
    """Somebody who looks again and writes again until it is theirs that is stored."""
    while True:
        known = Actual.objects.filter(region="140300").first()
        entry = Entry(value=value, source="公报")
        try:
            seen = known.version if known else None
            save(key=TOTAL, entry=entry, seen_version=seen, actor=actor, now=NOW)
            return
        except Stale:
            continue


def test_fifty_writers_of_one_value_leave_a_chain_without_a_gap() -> None:
    alice = editor("alice")
    values = [f"2.{number:02d}" for number in range(WRITERS)]
    at_once([partial(persistent, alice, value) for value in values])
    revisions = chain()
    assert sorted(row.after["value"] for row in revisions) == values
    for before, after in pairwise(revisions):
        assert after.before == before.after
    assert verify_whole().faults == ()
    actual = Actual.objects.get(region="140300")
    assert actual.version == WRITERS
    assert str(actual.printed_value) == revisions[-1].after["value"]


def test_many_writers_of_a_new_value_make_it_once() -> None:
    alice = editor("alice")

    def first(value: str) -> Callable[[], object]:
        entry = Entry(value=value, source="公报")
        return lambda: save(key=TOTAL, entry=entry, seen_version=None, actor=alice, now=NOW)

    results = at_once([first(f"2.{number:02d}") for number in range(NEWCOMERS)])
    refusals = [result for result in results if isinstance(result, Refused)]
    assert len(refusals) == NEWCOMERS - 1
    assert all(isinstance(refusal, Stale) for refusal in refusals)
    assert len(chain()) == 1


@pytest.mark.parametrize("other", [Action.APPROVE, Action.RETURN])
def test_two_reviewers_of_the_same_submission_leave_one_decision(other: Action) -> None:
    actual = submitted(editor("alice"))
    rui, rita = reviewer("rui"), reviewer("rita")
    seen = [Seen(actual.key, actual.version)]

    def decision(action: Action, actor: User) -> Callable[[], object]:
        return lambda: decide(action=action, values=seen, actor=actor, now=NOW, reason="核对")

    results = at_once([decision(Action.APPROVE, rui), decision(other, rita)])
    assert sum(isinstance(result, Stale) for result in results) == 1
    decisions = [row for row in chain() if row.action in ("approve", "return")]
    assert len(decisions) == 1
    actual.refresh_from_db()
    assert actual.state == decisions[0].after["state"]


def test_two_batches_in_opposite_order_never_block_each_other() -> None:
    alice = editor("alice")
    both = [submitted(alice), submitted(alice, "8.7", LEAKAGE)]
    rui, rita = reviewer("rui"), reviewer("rita")

    def batch(actor: User, actuals: list[Actual]) -> Callable[[], object]:
        values = [Seen(actual.key, actual.version) for actual in actuals]
        return lambda: decide(action=Action.APPROVE, values=values, actor=actor, now=NOW)

    results = at_once([batch(rui, both), batch(rita, both[::-1])])
    assert sum(isinstance(result, Refused) for result in results) == 1
    states = Actual.objects.filter(region="140300").values_list("state", flat=True)
    assert list(states) == ["approved", "approved"]
    assert HistoryRow.objects.filter(action="approve", record__actual__region="140300").count() == 2


def test_who_appends_twice_never_blocks_who_waits_for_the_end_of_the_history() -> None:
    """Everybody's last lock is the head. Who takes further ones after it locks all at first."""
    alice, bob = editor("alice"), editor("bob")

    @transaction.atomic
    def twice() -> None:
        lock_all()
        enter(alice, "2.21")
        enter(alice, "8.5", LEAKAGE)

    def other(key: ActualKey, value: str) -> Callable[[], object]:
        return lambda: enter(bob, value, key)

    results = at_once([twice, other(LEAKAGE, "8.6"), other(TOTAL, "2.22"), other(OTHER, "2.1")])
    assert all(result is None or isinstance(result, Stale | Actual) for result in results)
    assert verify_whole().faults == ()
