"""PostgreSQL: the role that serves can do what serving needs, and nothing to the history."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common.audit.models import AuditRow
from common.audit.rules import Event
from common.audit.services import record
from common.records.models import HistoryRow
from common.records.services.history import lock_all
from common.records.services.roles import grants, quoted, weaknesses
from common.records.services.whole import verify_whole
from indicators.actuals.rules.enums import Action
from siwei.notifications.rules.enums import DigestState
from siwei.notifications.services.digests import ask_for_digest
from tests.indicators.actuals.workflow import do, submitted
from tests.jobs import work
from tests.people import editor, open_year, reviewer

ROLE = 'serving "role"'


@pytest.fixture
def serving(plans: None) -> Iterator[None]:
    """From here on the connection is that of a role that owns nothing."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    open_year(2025)
    editor("alice")
    reviewer("rui")
    assert weaknesses()  # the role that has made the tables
    connection.check_constraints()
    execute(f"CREATE ROLE {quoted(ROLE)}")
    for statement in grants(ROLE):
        execute(statement)
    execute(f"SET ROLE {quoted(ROLE)}")
    yield
    execute("RESET ROLE")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_historyrow SET reason = 'x'",
        "DELETE FROM records_historyrow",
        "TRUNCATE records_historyrow",
        "DROP TABLE records_historyrow CASCADE",
        "DROP TRIGGER records_historyrow_never_changed ON records_historyrow",
        "ALTER TABLE records_historyrow DISABLE TRIGGER ALL",
        "ALTER TABLE records_historyrow ADD COLUMN x int",
        "CREATE OR REPLACE FUNCTION records_historyrow_refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN OLD; END $$",
        "SET session_replication_role = replica",
        "DELETE FROM records_historyhead",
        "INSERT INTO records_historyhead SELECT * FROM records_historyhead",
        "DELETE FROM records_evidence",
        "DELETE FROM records_publication",
        "UPDATE audit_auditrow SET name = 'x'",
        "TRUNCATE audit_auditrow",
        "DROP TRIGGER audit_auditrow_never_changed ON audit_auditrow",
        "DELETE FROM django_migrations",
        "CREATE TABLE x (y int)",
        "GRANT UPDATE ON records_historyrow TO CURRENT_USER",
    ],
)
def test_what_the_serving_role_cannot_do(serving: None, statement: str) -> None:
    before = list(HistoryRow.objects.order_by("pk").values_list("pk", "hash"))
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        execute(statement)
        # A grant that isn't one's to give is only a warning.
        execute("UPDATE records_historyrow SET reason = 'x'")
    assert list(HistoryRow.objects.order_by("pk").values_list("pk", "hash")) == before


def test_the_serving_role_deletes_no_young_row_of_the_audit_log(serving: None) -> None:
    record(event=Event.LOG_IN, now=timezone.now())
    with pytest.raises(IntegrityError, match="kept for"), transaction.atomic():
        execute("DELETE FROM audit_auditrow")
    assert AuditRow.objects.count() == 1


def test_what_is_granted_on_guarded_tables() -> None:
    granted = [statement for statement in grants(ROLE) if "_historyrow" in statement]
    granted += [statement for statement in grants(ROLE) if "_auditrow" in statement]
    assert granted == [
        f'GRANT SELECT, INSERT ON "records_historyrow" TO {quoted(ROLE)};',
        f'GRANT SELECT, INSERT, DELETE ON "audit_auditrow" TO {quoted(ROLE)};',
    ]


def test_jobs_and_their_mails_are_written_by_the_serving_role() -> None:
    granted = list(grants(ROLE))
    for table in ("django_tasks_database_dbtaskresult", "notifications_sentdigest"):
        rights = f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {quoted(ROLE)};'
        assert rights in granted


def test_the_serving_role_does_jobs(serving: None) -> None:
    alice = User.objects.get(username="alice")
    digest = ask_for_digest(user_id=alice.pk, now=timezone.now())
    assert digest is not None
    assert work() == {"SUCCESSFUL": 1}
    digest.refresh_from_db()
    assert digest.state == DigestState.SKIPPED  # she has no address
    DBTaskResult.objects.finished().delete()  # as `prune_db_task_results` does
    assert not DBTaskResult.objects.exists()


def test_what_the_serving_role_can_do(serving: None) -> None:
    alice, rui = (User.objects.get(username=name) for name in ("alice", "rui"))
    lock_all()
    assert do(Action.APPROVE, rui, submitted(alice)).state == "approved"
    assert verify_whole().faults == ()
    assert weaknesses() == ()
