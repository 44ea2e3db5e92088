"""`manage.py verify_history` finds what somebody did behind the services' back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from common.records.models import HistoryRow, Publication, Record
from common.records.services import kinds, verification
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from indicators.plans.models import Plan
from tasks.models import Task
from tests.common.records.tampering import unguarded
from tests.indicators.actuals.workflow import Seen, decide, save
from tests.people import editor, open_year, reviewer

pytestmark = pytest.mark.usefixtures("plans")

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
KEY = parse_key("140300.total_water_use.2025")


@pytest.fixture(autouse=True)
def actual(plans: None) -> Actual:
    """Five revisions: saved, submitted, approved, reopened, saved again."""
    open_year(2025)
    alice, rui = editor("alice"), reviewer("rui")
    row = save(key=KEY, entry=Entry(value="2.20"), seen_version=None, actor=alice, now=NOW).stored
    for action, actor in ((Action.SUBMIT, alice), (Action.APPROVE, rui), (Action.REOPEN, rui)):
        seen = [Seen(KEY, row.version)]
        row = decide(action=action, values=seen, actor=actor, now=NOW, reason="公报更正")[0]
    entry = Entry(value="2.19")
    return save(key=KEY, entry=entry, seen_version=row.version, actor=alice, now=NOW).stored


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_history", *arguments, stdout=out)
    return out.getvalue()


def found() -> list[str]:
    """The lines about values that the command prints before it fails."""
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", stdout=out)
    return [line for line in out.getvalue().splitlines() if line.startswith("14")]


def test_an_intact_history_is_counted() -> None:
    actuals, revisions = Actual.objects.count(), HistoryRow.objects.count()
    assert actuals > 1  # those that the plans report are there too
    plans, tasks = Plan.objects.count(), Task.objects.count()
    counted = f"数值 {actuals}、规划 {plans}、任务进展 0、主要任务 {tasks}，变更记录 {revisions}"
    assert verify() == f"应有：{counted}。\n找到：{counted}。\n完好无缺。\n"


@pytest.mark.parametrize(
    ("region", "counted"),
    [("140000", True), ("140300", True), ("371500", False), ("140105", False)],
)
def test_a_region_and_those_below_it(region: str, counted: bool) -> None:
    chosen = Actual.objects.filter(region__code__startswith=region.rstrip("0"))
    assert chosen.filter(region="140300").exists() is counted
    plans = Plan.objects.filter(region__code__startswith=region.rstrip("0"))
    tasks = Task.objects.filter(plan__in=plans)
    assert f"{chosen.count() + plans.count() + tasks.count()} 个档案" in verify("--region", region)


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(CommandError, match="999999"):
        verify("--region", "999999")


def change(number: int, **columns: object) -> Callable[[Actual], object]:
    return lambda actual: actual.record.history.filter(number=number).update(**columns)


def say(number: int, **fields: object) -> Callable[[Actual], object]:
    """Change what a history row says of the value."""

    def tamper(actual: Actual) -> None:
        row = actual.record.history.get(number=number)
        row.after.update(fields)
        row.save()

    return tamper


def remove(number: int) -> Callable[[Actual], object]:
    return lambda actual: actual.record.history.filter(number=number).delete()


def swap(actual: Actual) -> None:
    first, second = actual.record.history.filter(number__in=(2, 3)).order_by("number")
    for row, number in ((first, 99), (second, 2), (first, 3)):
        HistoryRow.objects.filter(pk=row.pk).update(number=number)


def move_to_another_actual(actual: Actual) -> None:
    other = Actual.objects.exclude(pk=actual.pk).filter(version=1).first()
    assert other is not None
    other.record.history.all().delete()
    actual.record.history.filter(number=1).update(record=other.record)


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (say(1, value="2.10"), "第 1 条"),
        (say(1, value="2.200"), "第 1 条"),
        (change(2, by=None), "第 2 条"),
        (change(3, reason=""), "第 3 条"),
        (change(3, at=datetime(2026, 3, 2, tzinfo=UTC)), "第 3 条"),
        (change(4, hash="0" * 64), "第 4 条"),
        (change(4, previous_hash=""), "第 4 条"),
        (say(5, note="改"), "第 5 条"),
        (remove(1), "第 1 条"),
        (remove(3), "第 3 条"),
        (remove(5), "第 5 版"),
        (swap, "第 2 条"),
        (move_to_another_actual, "第 1 条"),
    ],
    ids=[
        "a value",
        "its printed decimals",
        "who",
        "why",
        "when",
        "a hash",
        "the hash before",
        "the last row's note",
        "the first row is gone",
        "a row is gone",
        "the last row is gone",
        "two rows changed places",
        "a row of another actual",
    ],
)
def test_a_tampered_revision_is_found(
    actual: Actual, tamper: Callable[[Actual], object], words: str
) -> None:
    with unguarded():
        tamper(actual)
    mine = [line for line in found() if line.startswith(f"{KEY}  ")]
    assert len(mine) == 1
    assert words in mine[0]


def store(text: str) -> Callable[[Actual], object]:
    """What no service writes, past the models."""

    def tamper(actual: Actual) -> None:
        last = actual.record.history.get(number=5)
        column = "%s::jsonb" if connection.vendor == "postgresql" else "%s"
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE records_historyrow SET after = {column} WHERE id = %s", [text, last.pk]
            )

    return tamper


@pytest.mark.parametrize(
    "text",
    ['"abc"', "[1]", '[["value", "2.20"]]', "9" * 5000, "[" * 900 + "]" * 900, "true"],
    ids=["a text", "a list", "pairs", "a long number", "deep", "a word"],
)
def test_what_is_no_content_at_all_is_named_and_stops_nothing(actual: Actual, text: str) -> None:
    with unguarded():
        store(text)(actual)
    [line] = found()
    assert line.startswith(f"{KEY}  ") and "第 5 条" in line and "当前内容" in line


@pytest.mark.parametrize(
    "text", ["", "{oops", '{"value": "\\ud800"}'], ids=["empty", "broken", "half a character"]
)
def test_so_is_what_only_sqlite_takes(actual: Actual, text: str) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL takes no such text")
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        store(text)(actual)
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    [line] = found()
    assert line.startswith(f"{KEY}  ") and "第 5 条" in line


# Nothing of it is published any more.
WITHDRAWN: dict[str, object] = {
    "published_version": None,
    "published_value": None,
    "published_places": None,
    "published_obs_status": "",
    "published_at": None,
}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"value": Decimal("2.18")}, "当前内容"),
        ({"value_places": 3}, "当前内容"),
        ({"state": "approved"}, "当前内容"),
        ({"source": "另一公报"}, "当前内容"),
        ({"explanation": "改"}, "当前内容"),
        ({"version": 6}, "第 6 版"),
        ({"changed_by": None}, "操作人"),
        ({"submitted_by": None}, "操作人"),
        ({"submitted_at": NOW + timedelta(days=1)}, "操作人"),
        ({"began": 2}, "操作人"),
        ({"demo": True}, "demo"),
        ({"published_value": Decimal("2.19")}, "发布内容"),
        ({"published_source": "另一公报"}, "发布内容"),
        (WITHDRAWN, "发布内容"),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_an_actual_changed_behind_the_services_back_is_found(
    actual: Actual, columns: dict[str, object], words: str
) -> None:
    Actual.objects.filter(pk=actual.pk).update(**columns)
    lines = found()
    assert len(lines) == 1
    assert lines[0].startswith(f"{KEY}  ")
    assert words in lines[0]


def test_a_value_published_without_a_decision_is_found(actual: Actual) -> None:
    with unguarded():
        actual.record.history.filter(number__gt=1).delete()
    Actual.objects.filter(pk=actual.pk).update(version=1, state="draft", value=Decimal("2.20"))
    assert "发布内容" in found()[0]


def test_an_actual_without_any_revision_is_found(actual: Actual) -> None:
    with unguarded():
        actual.record.history.all().delete()
    assert found() == [f"{KEY}  没有任何变更记录"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"number": 4}, "登记的末条是第 4 条"),
        ({"hash": "0" * 64}, "登记的末条"),
        ({"key": "140300.total_water_use.2026"}, "属于另一个键"),
    ],
    ids=["its number", "its hash", "its key"],
)
def test_a_changed_head_is_found(actual: Actual, columns: dict[str, object], words: str) -> None:
    Record.objects.filter(pk=actual.record_id).update(**columns)
    assert words in found()[0]


def shorten(actual: Actual) -> None:
    (one,) = actual.record.publications.all()
    one.content = {**one.content, "value": "2.2"}
    one.save()


@pytest.mark.parametrize(
    "tamper",
    [
        shorten,
        lambda actual: actual.record.publications.update(version=2),
        lambda actual: actual.record.publications.update(published_at=NOW + timedelta(days=1)),
        lambda actual: actual.record.publications.update(ended_at=NOW, ended_by="withdrawn"),
        lambda actual: actual.record.publications.all().delete(),
        lambda actual: Publication.objects.create(
            record=actual.record,
            version=5,
            content={},
            published_at=NOW,
            ended_at=NOW,
            ended_by="replaced",
        ),
    ],
    ids=["its content", "its version", "its time", "its end", "it is gone", "one too many"],
)
def test_a_tampered_publication_is_found(
    actual: Actual, tamper: Callable[[Actual], object]
) -> None:
    tamper(actual)
    assert found() == [f"{KEY}  发布记录与变更记录不符"]


def test_a_value_that_went_without_a_row_is_found(actual: Actual) -> None:
    actual.delete()
    assert "已不存在" in found()[0]


def test_the_history_is_read_some_hundred_records_at_a_time(
    actual: Actual,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connection.check_constraints()
    monkeypatch.setattr(kinds, "_KINDS", {KIND: kinds.kind_of(KIND)})
    with django_assert_num_queries(5):  # records, their rows, publications, files and values
        list(verification.verify())
    monkeypatch.setattr(kinds.kind_of(KIND), "at_once", -(-Actual.objects.count() // 2))
    with django_assert_num_queries(11):  # twice, and once more to see that there is no third
        list(verification.verify())


def test_what_stands_between_is_passed_over() -> None:
    """Some records are read by the first and the last of them, or one by one where they are few."""
    pks = list(Record.objects.filter(kind=KIND).order_by("pk").values_list("pk", flat=True))
    for some in (pks[:7:2], [pks[0], pks[-1]], pks[3:4]):
        found = verification.check(kind=KIND, records=some)
        rows = HistoryRow.objects.filter(record__in=some)
        assert sum(one.rows for one in found) == rows.count()
        assert len(found) == len(some)
        assert not any(one.faults for one in found)


@pytest.mark.parametrize("step", [1, 7])
def test_some_things_are_checked_whatever_stands_between_them(step: int) -> None:
    """Few numbers apart and many, in any order: those that were asked for, and no others."""
    records = Record.objects.filter(kind=KIND).order_by("-pk")
    asked = list(records.values_list("pk", "key"))[::step]
    checked = verification.check(kind=KIND, records=[pk for pk, _key in asked])
    assert {one.key for one in checked} == {key for _pk, key in asked}
    assert not any(one.faults for one in checked)
