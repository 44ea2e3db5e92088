"""Writing what was seen: all of it, once, or nothing; and taking it back."""

from collections.abc import Callable, Collection, Mapping

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.records.models import HistoryRow
from common.records.services.whole import verify_whole
from common.records.wording import door_in_words
from common.refusals import NotAllowed, NotThere, WrongState
from common.spreadsheets.cells import BookCells
from departments.people import person_of
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action
from indicators.actuals.selectors.country import country
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState, RowKind
from siwei.exchange.selectors.batches import batch_of, batches_of
from siwei.exchange.services.committing import commit, discard
from siwei.exchange.services.errors import BatchDone, RowsRefused
from siwei.exchange.services.taking_back import take_back
from tests.factories import mini_plan
from tests.indicators.actuals.workflow import do, enter
from tests.people import administrator, editor, open_year, reviewer, viewer
from tests.siwei.exchange.books import HEADS, NOW, TOTAL, a_row, book, kinds, staged

pytestmark = pytest.mark.django_db

USE = "140300.irrigation_efficiency.2025"
TWO = book(HEADS, a_row(), a_row(0.63, indicator="灌溉系数", unit=""))


@pytest.fixture
def alice() -> User:
    mini_plan()
    open_year(2025)
    return editor("alice")


def committed(
    batch: ImportBatch,
    actor: User,
    explanations: Mapping[int, str] | None = None,
    left_out: Collection[int] = (),
) -> ImportBatch:
    return commit(
        batch=batch, explanations=explanations or {}, left_out=left_out, actor=actor, now=NOW
    )


def values() -> dict[str, str]:
    return {str(one.key): str(one.printed_value) for one in Actual.objects.all()}


def test_a_commit_writes_all_of_it_through_the_door_of_its_batch(alice: User) -> None:
    batch = committed(staged(alice, TWO), alice)
    assert values() == {TOTAL: "2.21", USE: "0.63"}
    assert (batch.state, batch.committed_at) == (BatchState.COMMITTED, NOW)
    assert batch.result == {TOTAL: 1, USE: 1}
    row = HistoryRow.objects.filter(record__key=TOTAL).get()
    assert (row.by, row.action) == (alice, Action.SAVE)
    assert door_in_words(row.door, row.door_name) == f"导入（批次 {batch.pk}）"


def test_importing_what_is_stored_changes_nothing(alice: User) -> None:
    committed(staged(alice, TWO), alice)
    again = staged(alice, TWO)
    assert kinds(again) == [RowKind.UNCHANGED] * 2
    with pytest.raises(RowsRefused, match="没有要导入的数值"):
        committed(again, alice)


def test_a_second_click_writes_nothing_and_says_so(alice: User) -> None:
    seen = staged(alice, TWO)
    committed(seen, alice)
    # The second request holds the batch as it was before the first.
    with pytest.raises(BatchDone, match="已经导入"):
        committed(seen, alice)
    assert HistoryRow.objects.filter(record__kind="actual").count() == 2


def test_a_stale_preview_writes_nothing_and_names_the_row(alice: User) -> None:
    batch = staged(alice, TWO)
    enter(alice, "2.25")
    with pytest.raises(RowsRefused, match="表一 D2") as refused:
        committed(batch, alice)
    assert list(refused.value.rows) == [0]
    assert values() == {TOTAL: "2.25"}
    batch.refresh_from_db()
    assert batch.state == BatchState.PREVIEWED


def test_somebody_elses_batch_is_not_committed(alice: User) -> None:
    batch = staged(alice, TWO)
    with pytest.raises(NotAllowed):
        committed(batch, editor("anna"))
    assert not Actual.objects.exists()


def test_a_right_that_was_taken_away_since_refuses_everything(alice: User) -> None:
    batch = staged(alice, TWO)
    alice.memberships.all().delete()
    fresh = User.objects.get(pk=alice.pk)
    with pytest.raises(RowsRefused):
        committed(batch, fresh)
    assert not Actual.objects.exists()


@pytest.mark.parametrize("bad", ["—", "#DIV/0!"])
def test_a_wrong_row_is_left_out_by_choice_or_stops_everything(alice: User, bad: str) -> None:
    what = book(HEADS, a_row(), a_row(bad, indicator="灌溉系数", unit=""))
    batch = staged(alice, what)
    with pytest.raises(RowsRefused, match="表一 D3"):
        committed(batch, alice)
    assert not Actual.objects.exists()
    committed(batch, alice, left_out={1})
    assert values() == {TOTAL: "2.21"}


def test_a_later_chunk_that_is_refused_takes_the_earlier_ones_along(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siwei.exchange.services.committing.SOME", 1)
    open_year(2024)
    batch = staged(alice, book(HEADS, a_row(year=2024), a_row()))
    ReportingYear.objects.filter(year=2025).update(is_open=False)
    with pytest.raises(RowsRefused, match="表一 D3"):
        committed(batch, alice)
    assert not (Actual.objects.exists() or HistoryRow.objects.filter(by=alice).exists())
    ReportingYear.objects.filter(year=2025).update(is_open=True)
    assert len(committed(batch, alice).result) == 2


def test_a_warning_needs_its_explanation(alice: User) -> None:
    batch = staged(alice, book(HEADS, a_row(2.3)))
    for nothing in ({}, {0: " "}):
        with pytest.raises(RowsRefused, match="解释"):
            committed(batch, alice, nothing)
    committed(batch, alice, {0: "来水偏少"})
    assert Actual.objects.get().explanation == "来水偏少"


def test_a_source_alone_keeps_the_zeros_of_its_value(alice: User) -> None:
    enter(alice, "2.20")
    committed(staged(alice, book(HEADS, a_row(2.2, source="统计年鉴"))), alice)
    row = Actual.objects.get()
    assert (str(row.printed_value), row.source) == ("2.20", "统计年鉴")


def test_a_discarded_batch_is_never_written(alice: User) -> None:
    batch = staged(alice, TWO)
    discard(batch=batch, actor=alice)
    with pytest.raises(BatchDone, match="放弃"):
        committed(batch, alice)


def test_taking_back_puts_back_what_stood_before(alice: User) -> None:
    enter(alice, "2.20", note="旧说明")
    batch = committed(staged(alice, TWO), alice)
    back = take_back(batch=batch, actor=alice, now=NOW)
    assert (back.state, back.taken_back_at) == (BatchState.TAKEN_BACK, NOW)
    total, use = (Actual.objects.get(record__key=key) for key in (TOTAL, USE))
    assert (str(total.printed_value), total.note) == ("2.20", "旧说明")
    assert (use.value, use.obs_status) == (None, "missing")
    with pytest.raises(BatchDone, match="已经撤销"):
        take_back(batch=batch, actor=alice, now=NOW)
    assert not [fault for fault in verify_whole().faults if TOTAL in fault or USE in fault]


def test_what_was_only_submitted_is_taken_back_too(alice: User) -> None:
    batch = committed(staged(alice, TWO), alice)
    do(Action.SUBMIT, alice, Actual.objects.get(indicator="total_water_use"))
    take_back(batch=batch, actor=alice, now=NOW)
    assert set(Actual.objects.values_list("state", "obs_status")) == {("draft", "missing")}


@pytest.mark.parametrize("action", [Action.APPROVE, Action.RETURN])
def test_a_decision_on_one_value_keeps_them_all(alice: User, action: Action) -> None:
    batch = committed(staged(alice, TWO), alice)
    waiting = do(Action.SUBMIT, alice, Actual.objects.get(indicator="total_water_use"))
    do(action, reviewer("rui"), waiting, "已核对")
    before = values()
    with pytest.raises(WrongState, match="阳泉市 2025 用水总量"):
        take_back(batch=batch, actor=alice, now=NOW)
    assert values() == before


def test_a_value_that_was_changed_since_keeps_them_all(alice: User) -> None:
    batch = committed(staged(alice, TWO), alice)
    enter(alice, "2.22", seen=1)
    with pytest.raises(WrongState, match="又改过"):
        take_back(batch=batch, actor=alice, now=NOW)
    assert values() == {TOTAL: "2.22", USE: "0.63"}


@pytest.mark.parametrize("who", [reviewer, administrator])
def test_who_oversees_a_city_imports_drafts_for_it(alice: User, who: Callable[[str], User]) -> None:
    """Nothing else: the clerk submits it, and it is decided on by somebody else than they are."""
    person = who("rui")
    committed(staged(person, TWO), person)
    assert {(one.state, one.changed_by) for one in Actual.objects.all()} == {("draft", person)}
    total = Actual.objects.get(indicator="total_water_use")
    with pytest.raises(NotAllowed):
        enter(person, "2.22", key=total.key, seen=1)
    with pytest.raises(NotAllowed):
        do(Action.SUBMIT, person, total)
    waiting = do(Action.SUBMIT, alice, total)
    with pytest.raises(NotAllowed):
        do(Action.APPROVE, person, waiting)


def test_nothing_is_taken_back_that_was_not_imported(alice: User) -> None:
    with pytest.raises(BatchDone):
        take_back(batch=staged(alice, TWO), actor=alice, now=NOW)


def test_who_may_look_at_a_batch(alice: User) -> None:
    preview, done = staged(alice, TWO), committed(staged(alice, TWO), alice)
    assert list(batches_of(alice)) == [done, preview]
    assert batch_of(preview.pk, alice) == preview
    for user in (reviewer("rui"), administrator("root")):
        assert list(batches_of(user)) == [done]
    for user in (editor("anna"), viewer("vera")):
        with pytest.raises(NotThere):
            batch_of(done.pk, user)


def _queries(number: int, actor: User) -> tuple[int, int]:
    """Of the preview and the commit of so many new values."""
    years = range(2026 - number, 2026)
    what: BookCells = book(HEADS, *(a_row(2.21, year=year) for year in years))
    with CaptureQueriesContext(connection) as preview:
        batch = staged(actor, what)
    with CaptureQueriesContext(connection) as written:
        committed(batch, actor)
    assert len(batch.rows["rows"]) == number
    return len(preview), len(written)


def test_the_queries_do_not_grow_with_the_rows(alice: User) -> None:
    for year in range(2015, 2025):
        open_year(year)
    person_of(alice), country()  # read once
    few = _queries(2, alice)
    assert _queries(11, alice) == few
