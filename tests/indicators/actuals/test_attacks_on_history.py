"""What an attacker could do to the history with the rights of the application's own role, or with
those of the owner of the tables: `manage.py verify_history` reports each."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from common.records import append_only
from common.records.models import Evidence, HistoryHead, HistoryRow, Publication, Record
from common.records.rules.doors import BY_PAGE
from common.records.rules.seals import head_seal, key_from
from common.records.services.stored import head_of
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.services.evidence import attach
from indicators.plans.models import Citation, Clause, Plan, PlanIndicator, Target
from tasks.models import Task
from tests.common.records.tampering import forge, unguarded
from tests.evidence_files import pdf
from tests.indicators.actuals.workflow import LEAKAGE, NOW, TOTAL, do, enter, submitted
from tests.people import editor, open_year, reviewer

pytestmark = pytest.mark.usefixtures("small_plan")


@pytest.fixture(autouse=True)
def values(small_plan: None) -> None:
    """One value with a file is approved, and another one waits for review."""
    open_year(2025)
    alice, rui = editor("alice"), reviewer("rui")
    first = enter(alice)
    file = SimpleUploadedFile("公报.pdf", pdf())
    attach(key=TOTAL, upload=file, seen_version=first.version, actor=alice, now=NOW, door=BY_PAGE)
    first.refresh_from_db()
    do(Action.APPROVE, rui, do(Action.SUBMIT, alice, first))
    submitted(alice, "8.5", LEAKAGE)


def value(key: object) -> Actual:
    return Actual.objects.select_related("record").get(record__key=str(key))


def verify(*arguments: str) -> str:
    """All that the command prints, its refusal too; it fails."""
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("verify_history", *arguments, stdout=out)
    return f"{out.getvalue()}{refused.value}"


# Deletions


def everything_deleted() -> None:
    """The values with all of their history, and the head set back to an empty database's."""
    connection.check_constraints()
    with unguarded():
        HistoryRow.objects.all().delete()
    for model in (Publication, Evidence, Actual, Record):
        model._default_manager.all().delete()
    HistoryHead.objects.update(sequence=0, seal="", records={})


def everything_deleted_and_the_head() -> None:
    everything_deleted()
    HistoryHead.objects.all().delete()


def everything_deleted_with_the_head_of_the_first_day() -> None:
    """Somebody has kept the head from before there was anything, which is rightly sealed."""
    everything_deleted()
    head = HistoryHead.objects.get()
    key = key_from(settings.SECRET_KEY)
    head.head_seal = head_seal(head_of(head), key=key, digest=head.digest)
    head.save()


def all_values_deleted() -> None:
    mine = Record.objects.filter(kind="actual")
    connection.check_constraints()
    with unguarded():
        HistoryRow.objects.filter(record__in=mine).delete()
    for model in (Publication, Evidence, Actual):
        model._default_manager.all().delete()
    mine.delete()


def last_row_cut_and_set_back() -> None:
    """The last submission never was; everything that names it is set back, but for the seal of
    the head, which is in no table."""
    actual = value(LEAKAGE)
    first = actual.record.history.get(number=1)
    with unguarded():
        actual.record.history.filter(number__gt=1).delete()
    Record.objects.filter(pk=actual.record_id).update(number=1, hash=first.hash)
    Actual.objects.filter(pk=actual.pk).update(
        version=1, state="draft", submitted_by=None, submitted_at=None
    )
    HistoryHead.objects.update(sequence=first.sequence, seal=first.seal)


def one_record_deleted() -> None:
    actual = value(LEAKAGE)
    with unguarded():
        actual.record.history.all().delete()
    record = actual.record
    actual.delete()
    record.delete()


# Forgeries, with triggers intact


def forged_approval() -> None:
    """In a reviewer's name, published, and with every head moved on."""
    actual = value(LEAKAGE)
    row = forge(actual.record, "approve", User.objects.get(username="rui"), state="approved")
    Publication.objects.create(
        record=actual.record,
        version=row.number,
        content={
            "value": row.after["value"],
            "obs_status": "normal",
            "source": row.after["source"],
            "note": "",
        },
        published_at=row.at,
    )
    Actual.objects.filter(pk=actual.pk).update(
        state="approved",
        version=row.number,
        published_version=row.number,
        published_value=actual.value,
        published_places=actual.value_places,
        published_obs_status="normal",
        published_source=actual.source,
        published_at=row.at,
    )


def forged_row_that_nobody_can_read() -> None:
    actual = value(LEAKAGE)
    forge(actual.record, "approve", None)
    with unguarded():
        actual.record.history.filter(number=3).update(after={"no": "value"})


def other_digest() -> None:
    with unguarded():
        HistoryRow.objects.filter(record=value(TOTAL).record, number=1).update(digest="md5")


def other_door() -> None:
    with unguarded():
        HistoryRow.objects.filter(record=value(TOTAL).record, number=2).update(door="api")


def value_changed_before_somebody_approves_it() -> None:
    """The reviewer's own row, rightly sealed, then says what the attacker wrote."""
    Actual.objects.filter(record__key=str(LEAKAGE)).update(value=8, value_places=0)
    do(Action.APPROVE, User.objects.get(username="rui"), value(LEAKAGE))


# People


def other_person_under_the_number() -> None:
    User.objects.filter(username="rui").update(username="eve")


def people_swapped() -> None:
    alice, rui = (User.objects.get(username=name) for name in ("alice", "rui"))
    User.objects.filter(pk=alice.pk).update(username="someone")
    User.objects.filter(pk=rui.pk).update(username="alice")
    User.objects.filter(pk=alice.pk).update(username="rui")


def other_name_in_a_row() -> None:
    with unguarded():
        HistoryRow.objects.filter(action="approve").update(username="eve", full_name="伊芙")


def change(key: object, **columns: Any) -> Callable[[], object]:
    return lambda: Actual.objects.filter(record__key=str(key)).update(**columns)


# Evidence


def evidence() -> Evidence:
    return Evidence.objects.get()


def file_replaced() -> None:
    Path(evidence().file.path).write_bytes(b"%PDF-1.4 another one")


def file_replaced_in_the_table_too() -> None:
    Evidence.objects.update(sha256="0" * 64)


def file_gone() -> None:
    Path(evidence().file.path).unlink()


def file_elsewhere() -> None:
    Evidence.objects.update(file="../../etc/hostname")


def file_of_somebody_else() -> None:
    Evidence.objects.update(uploaded_by=User.objects.get(username="rui"))


def file_taken_away() -> None:
    Evidence.objects.update(removed_at=NOW)


def file_deleted() -> None:
    evidence().delete()


# Promises


def target_deleted() -> None:
    Target.objects.all()[0].delete()


def plan_without_history() -> None:
    Record.objects.filter(key="mini-2025").update(key="another-2025")


# Triggers


def trigger_gone() -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER records_historyrow_never_deleted")
        else:
            cursor.execute("DROP TRIGGER records_historyrow_never_changed ON records_historyrow")


def trigger_without_an_effect() -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER records_historyrow_never_deleted")
            cursor.execute(
                "CREATE TRIGGER records_historyrow_never_deleted BEFORE DELETE ON "
                "records_historyrow BEGIN SELECT 1; END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION records_historyrow_refuse() RETURNS trigger "
                "LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
            )


def run(*statements: str) -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def trigger_of_the_audit_log_gone() -> None:
    if connection.vendor == "sqlite":
        run("DROP TRIGGER audit_auditrow_never_deleted")
    else:
        run("DROP TRIGGER audit_auditrow_never_changed ON audit_auditrow")


def trigger_that_swallows_rows(table: str) -> Callable[[], None]:
    def attack() -> None:
        if connection.vendor == "sqlite":
            run(
                f"CREATE TRIGGER x BEFORE INSERT ON {table} WHEN NEW.id < 0 "
                "BEGIN SELECT RAISE(IGNORE); END"
            )
        else:
            run(
                "CREATE FUNCTION x() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NULL; END $$",
                f"CREATE TRIGGER x BEFORE INSERT ON {table} FOR EACH ROW "
                "WHEN (NEW.id < 0) EXECUTE FUNCTION x()",
            )

    return attack


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        (everything_deleted, "总末条的封印不符"),
        (everything_deleted_and_the_head, "总末条不在了"),
        (everything_deleted_with_the_head_of_the_first_day, "没有任何变更记录"),
        (all_values_deleted, "数目不符"),
        (last_row_cut_and_set_back, "总末条的封印不符"),
        (one_record_deleted, "数目不符"),
        (forged_approval, f"{LEAKAGE}  第 3 条变更记录的封印不符"),
        (forged_row_that_nobody_can_read, f"{LEAKAGE}  链条在第 3 条"),
        (value_changed_before_somebody_approves_it, f"{LEAKAGE}  第 3 条变更记录不是从前一条"),
        (other_digest, f"{TOTAL}  链条在第 1 条"),
        (other_door, f"{TOTAL}  链条在第 2 条"),
        (other_person_under_the_number, "现在的用户名是 eve，变更记录中是 rui"),
        (people_swapped, "现在的用户名是 alice，变更记录中是 rui"),
        (other_name_in_a_row, f"{TOTAL}  链条在第 4 条"),
        (change(LEAKAGE, submitted_by=None), f"{LEAKAGE}  操作人"),
        (change(LEAKAGE, changed_by=None), f"{LEAKAGE}  操作人"),
        (change(TOTAL, demo=True), f"{TOTAL}  当前内容与最后一条变更记录不符：demo"),
        (file_replaced, f"{TOTAL}  佐证材料“公报.pdf”的文件被换过"),
        (file_replaced_in_the_table_too, f"{TOTAL}  佐证材料与变更记录不符"),
        (lambda: Evidence.objects.update(size=1), "佐证材料“公报.pdf”登记的大小与文件不符"),
        (lambda: Evidence.objects.update(content_type="text/html"), "登记的类型与文件名不符"),
        (file_gone, f"{TOTAL}  佐证材料“公报.pdf”的文件不在了"),
        (file_elsewhere, f"{TOTAL}  佐证材料“公报.pdf”的文件不在了"),
        (file_of_somebody_else, f"{TOTAL}  佐证材料与变更记录不符"),
        (file_taken_away, f"{TOTAL}  佐证材料与变更记录不符"),
        (file_deleted, f"{TOTAL}  佐证材料与变更记录不符"),
        (lambda: Publication.objects.update(content={}), f"{TOTAL}  发布记录"),
        (lambda: Target.objects.filter(year=2025).update(value=1, value_places=0), "：targets"),
        (target_deleted, "：citations、targets"),
        (lambda: PlanIndicator.objects.update(nature="expected"), "：indicators"),
        (lambda: Clause.objects.update(text="另一句话"), "：text"),
        (lambda: Citation.objects.update(quote="另一句话"), "：citations"),
        (lambda: Plan.objects.update(title="另一规划"), "：document"),
        (plan_without_history, "规划 mini-2025 没有变更记录"),
        (trigger_gone, "数据库缺少触发器 records_historyrow_never_"),
        (trigger_without_an_effect, "数据库缺少触发器 records_historyrow_never_"),
        (trigger_of_the_audit_log_gone, "数据库缺少触发器 audit_auditrow_never_"),
        (trigger_that_swallows_rows("records_historyrow"), "表 records_historyrow 上有不属于"),
        (trigger_that_swallows_rows("audit_auditrow"), "表 audit_auditrow 上有不属于"),
        (lambda: HistoryHead.objects.update(records={"actual": 1}), "数目不符"),
        (lambda: HistoryHead.objects.update(key_id="0" * 16), "没有密钥 0000000000000000"),
        (lambda: HistoryHead.objects.update(digest="md5"), "总末条的封印不符"),
    ],
    ids=lambda given: given if isinstance(given, str) else given.__name__.strip("<>"),
)
def test_it_is_reported(attack: Callable[[], object], words: str) -> None:
    attack()
    assert words in verify()


def test_how_many_were_expected_and_found_is_said() -> None:
    actuals, plans = Actual.objects.count(), Plan.objects.count()
    tasks, rows = Task.objects.count(), HistoryRow.objects.count()
    one_record_deleted()
    said = verify().splitlines()
    others = f"规划 {plans}、任务进展 0、主要任务 {tasks}"
    assert f"应有：数值 {actuals}、{others}，变更记录 {rows}。" in said
    assert f"找到：数值 {actuals - 1}、{others}，变更记录 {rows - 2}。" in said


def test_what_is_written_after_a_cut_does_not_mend_it() -> None:
    last_row_cut_and_set_back()
    row = value(LEAKAGE)
    assert row.changed_by is not None
    enter(row.changed_by, "8.4", LEAKAGE, seen=row.version)
    assert "总末条的封印不符" in verify()


def test_a_forged_row_of_another_region_is_found_when_one_region_is_checked() -> None:
    forged_approval()
    assert f"{LEAKAGE}  第 3 条变更记录的封印不符" in verify("--region", "140000")


def test_files_are_left_alone_where_only_the_database_was_restored() -> None:
    file_gone()
    call_command("verify_history", "--without-files", stdout=StringIO())


@override_settings(HISTORY_KEY="the second key", FORMER_HISTORY_KEYS=[settings.SECRET_KEY])
def test_a_key_of_before_seals_nothing_after_the_one_that_took_its_place() -> None:
    """Somebody has come to know the first key, which is why there is a second one."""
    row = value(LEAKAGE)
    assert row.changed_by is not None
    do(Action.WITHDRAW, row.changed_by, row)
    call_command("verify_history", stdout=StringIO())
    with override_settings(HISTORY_KEY=settings.SECRET_KEY, FORMER_HISTORY_KEYS=["the second key"]):
        enter(row.changed_by, "8.4", LEAKAGE, seen=row.version + 1)
    assert "用旧密钥" in verify()


def test_rows_of_another_digest_go_on_with_the_chain() -> None:
    row = value(LEAKAGE)
    assert row.changed_by is not None
    with override_settings(HISTORY_DIGEST="sm3"):
        do(Action.WITHDRAW, row.changed_by, row)
    digests = row.record.history.order_by("number").values_list("digest", flat=True)
    assert list(digests) == ["sha256", "sha256", "sm3"]
    call_command("verify_history", stdout=StringIO())


def test_the_guard_is_whole_where_nobody_touched_it() -> None:
    found = {table: append_only.missing(connection, table) for table in append_only.guarded()}
    assert found == {"records_historyrow": [], "audit_auditrow": [], "tasks_statement": []}
    assert [append_only.foreign(connection, table) for table in found] == [[], [], []]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("CREATE RULE swallow AS ON INSERT TO records_historyrow DO INSTEAD NOTHING", "swallow"),
        ("ALTER TABLE records_historyrow ENABLE ROW LEVEL SECURITY", "ROW LEVEL SECURITY"),
        ("CREATE POLICY hidden ON records_historyrow USING (false)", "hidden"),
    ],
)
def test_what_else_postgresql_knows_is_reported(statement: str, name: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own statements")
    run(statement)
    assert append_only.foreign(connection, "records_historyrow") == [name]
