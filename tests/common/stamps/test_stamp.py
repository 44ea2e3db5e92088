"""The stamp of the data: another one after every write that an answer could tell of."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from common.limits.models import Counter
from common.records import append_only
from common.records.models import Record
from common.stamps import triggers
from common.stamps.models import INSTALLED, Stamp
from common.stamps.rules import left_out, watch_of
from common.stamps.selectors import stamp
from departments.models import ApiKey, Department, DepartmentAlias, Membership, Region
from departments.services.keys import key_used
from indicators.actuals.models import Actual
from indicators.plans.models import Indicator, Plan, Unit
from tasks.models import Milestone, Statement
from tests import factories, people

# Who adds a model says here that answers may tell of it; else its app leaves it out, with a reason.
WATCHED = {
    "actuals.actual",
    "actuals.reportingyear",
    "auth.user",
    "departments.account",
    "departments.apikey",
    "departments.department",
    "departments.departmentalias",
    "departments.departmentfunction",
    "departments.membership",
    "departments.region",
    "departments.regionsuccession",
    "plans.citation",
    "plans.clause",
    "plans.indicator",
    "plans.indicator_slips",
    "plans.indicatordivision",
    "plans.indicatorpart",
    "plans.plan",
    "plans.planindicator",
    "plans.planindicatordepartment",
    "plans.reported",
    "plans.seriesbreak",
    "plans.target",
    "plans.unit",
    "plans.unitspelling",
    "records.evidence",
    "records.historyrow",
    "records.publication",
    "records.record",
    "tasks.assignment",
    "tasks.assignment_items",
    "tasks.item",
    "tasks.milestone",
    "tasks.milestone_regions",
    "tasks.statement",
    "tasks.task",
}


def stamps() -> tuple[str, str]:
    """What the public's answers stand on, and everybody's."""
    return stamp(public=True), stamp(public=False)


@contextmanager
def renews(*, public: bool, working: bool = True) -> Iterator[None]:
    """Which of the two are others afterwards."""
    before = stamps()
    yield
    after = stamps()
    assert all(after)
    assert (after[0] != before[0], after[1] != before[1]) == (public, working)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_model_is_watched_or_left_out_for_a_reason() -> None:
    every = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert {label for label in every if watch_of(label)} == WATCHED
    assert every - WATCHED == set(left_out())
    assert all(left_out().values())


def test_every_watched_table_has_its_triggers(db: None) -> None:
    for model, how in triggers.watched().items():
        if connection.vendor == "sqlite":
            kinds = 3 + (3 if how.public else 0) + (3 if how.part else 0)
        else:
            kinds = 1 + (3 if how.public or how.part else 0)
        assert len(triggers.intact(connection, model._meta.db_table)) == kinds, model


def test_what_is_written_past_django_renews_it(demo: None) -> None:
    """Every table that holds a row, but for those that take no update."""
    guarded, written = set(append_only.guarded()), 0
    for model, how in triggers.watched().items():
        table, row = model._meta.db_table, model._base_manager.first()
        if table in guarded or row is None:
            continue
        column = next(
            one.column
            for one in model._meta.local_concrete_fields
            if not one.primary_key and one.column not in how.unseen
        )
        with renews(public=how.public is None):
            run(f'UPDATE "{table}" SET "{column}" = "{column}"')
        written += 1
    assert written > len(WATCHED) - 8


def edit_in_bulk() -> None:
    Department.objects.bulk_create(
        Department(region_id="140300", name=name, function_id="water") for name in ("甲", "乙")
    )


def edit_rows_of_files() -> None:
    unit = Unit.objects.first()
    assert unit is not None
    unit.name_en = "Another name"
    unit.save()


def assign() -> None:
    milestone = Milestone.objects.order_by("pk")[0]
    milestone.regions.add(Region.objects.get(code="140300"))


PUBLIC: dict[str, Callable[[], Any]] = {
    "in bulk": edit_in_bulk,
    "an update": lambda: Indicator.objects.update(name_en="x"),
    "a bulk update": lambda: Plan.objects.bulk_update([Plan(pk=Plan.objects.get().pk)], ["note"]),
    "one that is there is left": lambda: Region.objects.bulk_create(
        [Region(code="140399", name="新县", level="county", parent_id="140300")],
        ignore_conflicts=True,
    ),
    "raw SQL": lambda: run("UPDATE plans_target SET note = 'x'"),
    "raw deletion": lambda: run("DELETE FROM plans_citation"),
    "the administration": edit_rows_of_files,
    "many to many": assign,
    "another name of a department": lambda: DepartmentAlias.objects.create(
        department=Department.objects.order_by("pk")[0], name="又名"
    ),
    "rights": lambda: people.viewer("victor"),
    "a person's name": lambda: User.objects.update(first_name="丽"),
    "a year": lambda: people.open_year(2026),
    "a value that is published": lambda: factories.actual(year=2019),
    "a published value": lambda: Actual.objects.update(published_source="公报更正"),
    "a value taken away": lambda: run("UPDATE actuals_actual SET demo = NOT demo"),
    "a draft is handed in": lambda: Actual.objects.filter(published_at=None).update(
        state="submitted"
    ),
    "the history": lambda: factories.history_row(Actual.objects.order_by("pk")[0], 2, "approve"),
    "a report on a milestone": lambda: factories.confirmed_report(
        factories.mini_plan("yangquan-2026")
    ),
}


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    return factories.plan_in_use()


@pytest.mark.parametrize("write", PUBLIC.values(), ids=PUBLIC)
def test_what_everybody_can_see_renews_both(
    mini: factories.MiniPlan, write: Callable[[], Any]
) -> None:
    with renews(public=True):
        write()


WORKING: dict[str, Callable[[], Any]] = {
    "a correction under way": lambda: Actual.objects.exclude(published_at=None).update(
        state="reopened", value="2.33", obs_status="normal", version=7
    ),
    "the texts of a draft": lambda: Actual.objects.filter(published_at=None).update(
        value="1.5", note="草稿"
    ),
    "its history": lambda: factories.history_row(Actual.objects.order_by("pk")[0], 2, "save"),
    "a question on the work": lambda: Statement.objects.create(
        record_id=_record(),
        task=Statement.objects.order_by("pk")[0].task,
        kind="question",
        department=Department.objects.order_by("pk")[0],
        text="进度如何？",
        by=User.objects.order_by("pk")[0],
        at=factories.NOW,
    ),
    "a key": lambda: ApiKey.objects.create_key(name="夜间", user=User.objects.order_by("pk")[0]),
}


def _record() -> int:
    return int(Record.objects.create(kind="progress", key="yangquan-2025/2.1/9", number=1).pk)


@pytest.mark.parametrize("write", WORKING.values(), ids=WORKING)
def test_what_is_being_worked_on_is_no_news_to_the_public(
    mini: factories.MiniPlan, write: Callable[[], Any]
) -> None:
    with renews(public=False):
        write()


def use_a_key() -> None:
    key_used(ApiKey.objects.get(), address="192.0.2.1", now=timezone.now())


UNSEEN: dict[str, Callable[[], Any]] = {
    "a log-in": lambda: User.objects.update(last_login=timezone.now()),
    "the use of a key": use_a_key,
    "a try": lambda: Counter.objects.create(key="x", tries=1, ends_at=timezone.now()),
    "a read": lambda: list(Region.objects.all()),
}


@pytest.mark.parametrize("write", UNSEEN.values(), ids=UNSEEN)
def test_what_no_answer_tells_of_renews_nothing(
    mini: factories.MiniPlan, write: Callable[[], Any]
) -> None:
    ApiKey.objects.create_key(name="夜间", user=User.objects.order_by("pk")[0])
    with renews(public=False, working=False):
        write()


def test_it_never_comes_back(mini: factories.MiniPlan) -> None:
    """What was undone was seen meanwhile: by a restored copy of the database, say."""
    seen = {stamps()}
    for name in ("a", "b", "a", "b"):
        Region.objects.filter(code="140300").update(name_en=name)
        seen.add(stamps())
    assert len(seen) == 5


def test_a_savepoint_that_is_undone_hides_no_later_write(mini: factories.MiniPlan) -> None:
    point = transaction.savepoint()
    Region.objects.update(name_en="x")
    transaction.savepoint_rollback(point)
    with renews(public=True):
        Region.objects.update(name_en="y")


def test_it_costs_one_query(
    mini: factories.MiniPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        stamp(public=True)


def test_without_triggers_there_is_no_stamp(mini: factories.MiniPlan) -> None:
    before = stamps()
    triggers.remove(connection)
    assert stamps() == ("", "")
    assert triggers.intact(connection, "plans_plan") == set()
    call_command("migrate", verbosity=0)
    assert stamps()[0] not in ("", before[0])
    with renews(public=True):
        Plan.objects.update(note="x")


def test_watching_again_changes_nothing(mini: factories.MiniPlan) -> None:
    with renews(public=False, working=False):
        triggers.install(connection)


def test_a_trigger_that_does_something_else_is_not_ours(mini: factories.MiniPlan) -> None:
    table = "records_historyrow"
    assert append_only.foreign(connection, table) == []
    if connection.vendor == "sqlite":
        name = f"{table}_stamped_working_insert"
        run(f"DROP TRIGGER {name}")
        run(f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN SELECT 1; END")
        assert append_only.foreign(connection, table) == [name]
    else:
        run(
            "CREATE OR REPLACE FUNCTION records_historyrow_stamped_insert() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
        )
        assert append_only.foreign(connection, table) == [f"{table}_stamped_insert"]


def elsewhere(work: Callable[[], Any]) -> Any:
    """What `work` answers on a connection of its own."""
    found: list[Any] = []

    def act() -> None:
        with closing(connection):
            found.append(work())

    thread = Thread(target=act)
    thread.start()
    thread.join(timeout=30)
    assert found, "it waits for somebody"
    return found[0]


@pytest.mark.django_db(transaction=True)
def test_others_see_it_with_what_was_written(mini: factories.MiniPlan) -> None:
    def seen() -> tuple[str, list[str]]:
        return stamp(public=True), list(Plan.objects.values_list("note", flat=True))

    before = elsewhere(seen)
    with transaction.atomic():
        Plan.objects.update(note="更正")
        assert elsewhere(seen) == before
    after = elsewhere(seen)
    assert after[0] != before[0] and after[1] == ["更正"]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Plan.objects.update(note="又更正")
        raise ZeroDivisionError
    assert elsewhere(seen) == after


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_writer_waits_for_another_and_each_commit_is_seen(mini: factories.MiniPlan) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; run with --postgres")
    before = stamps()
    with transaction.atomic():
        Plan.objects.update(note="先开始")
        # The later transaction takes another slot, and ends first.
        elsewhere(lambda: Region.objects.update(name_en="x"))
        between = elsewhere(stamps)
    after = stamps()
    assert len({before[0], between[0], after[0]}) == 3
    assert Stamp.objects.exclude(slot=INSTALLED).count() == 2


def test_a_membership_that_ends_is_a_write(mini: factories.MiniPlan) -> None:
    people.editor("alice")
    with renews(public=True):
        Membership.objects.all().delete()
