"""What is said about the work: who may say what, what follows, and that it is kept for good."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from pytest_django import Settings

from common.records import append_only
from common.records.models import Evidence, HistoryRow, Record
from common.records.services.verification import verify
from common.refusals import Invalid, NotAllowed, NotThere, Refused, WrongState
from departments.models import Department, Membership
from departments.rules.successions import Lineage
from tasks.models import Assignment, Item, Milestone, Statement, Task
from tasks.rules.enums import REPLIES_TO, StatementKind, WorkState
from tasks.rules.history import KIND
from tasks.selectors.statements import statements
from tasks.selectors.tasks import late_by_region
from tasks.services.kind import ProgressKind
from tests import factories
from tests.people import editor, machine, reviewer, viewer
from tests.tasks.work import LEADS, NOW, SHARES, TODAY, done, milestone, report, speak, status

CITY = "urban_management"


@pytest.fixture(autouse=True)
def mini(db: None, settings: Settings, tmp_path: Path) -> factories.MiniPlan:
    settings.MEDIA_ROOT = tmp_path
    return factories.mini_plan()


@pytest.fixture
def alice(mini: factories.MiniPlan) -> User:
    """Of the water bureau."""
    return editor("alice")


@pytest.fixture
def bob(mini: factories.MiniPlan) -> User:
    """Of the city management bureau."""
    return editor("bob", function=CITY)


@pytest.fixture
def rui(mini: factories.MiniPlan) -> User:
    return reviewer("rui")


def refused(say: Callable[[], object]) -> Refused:
    before = (Statement.objects.count(), HistoryRow.objects.count(), Record.objects.count())
    with pytest.raises(Refused) as found:
        say()
    after = (Statement.objects.count(), HistoryRow.objects.count(), Record.objects.count())
    assert after == before
    return found.value


class TestReports:
    def test_a_report_says_who_and_in_which_role(self, bob: User, mini: factories.MiniPlan) -> None:
        row = report(bob, percent=40, next_step="  验收 ")
        assert (row.department, row.role, row.organ) == (mini.city, "shared", "")
        assert (row.percent, row.next_step, row.on_behalf) == (40, "验收", False)
        history = HistoryRow.objects.get(record=row.record)
        assert (history.action, history.by, history.record.key) == (
            "say",
            bob,
            "yangquan-2025/2.1/1",
        )
        assert history.after["state"] == "in_progress"

    def test_who_only_takes_part_reports_its_part(self, bob: User) -> None:
        assert report(bob, task=LEADS, item=1).role == "participating"

    def test_of_an_item_only_who_does_it(self, bob: User) -> None:
        refusal = refused(lambda: report(bob, task=LEADS, item=2))
        assert isinstance(refusal, NotAllowed)

    def test_a_correction_is_a_new_report(self, bob: User) -> None:
        report(bob, percent=40)
        report(bob, percent=30)
        assert [one.percent for one in Statement.objects.all()] == [40, 30]

    def test_the_same_again_is_not_said_twice(self, bob: User, tmp_path: Path) -> None:
        assert done(bob) == done(bob)
        assert (Statement.objects.count(), Evidence.objects.count()) == (1, 1)
        assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 1

    def test_evidence_is_a_part_of_it(self, bob: User) -> None:
        row = done(bob, files=2)
        names = [one.name for one in row.record.evidence.all()]
        assert names == ["验收0.pdf", "验收1.pdf"]
        after = HistoryRow.objects.get(record=row.record).after
        assert [one["file"].partition(" ")[0] for one in after["files"]] == names

    def test_a_file_that_is_none_leaves_nothing(self, bob: User, tmp_path: Path) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        from common.records.rules.doors import BY_PAGE
        from tasks.rules.statements import Draft
        from tasks.services.saying import say
        from tests.tasks.work import NOW, PLAN

        draft = Draft(StatementKind.REPORT, PLAN, SHARES, "字", state=WorkState.DONE, milestone=1)
        files = [SimpleUploadedFile("a.pdf", b"MZ")]
        refusal = refused(lambda: say(draft=draft, actor=bob, now=NOW, door=BY_PAGE, files=files))
        assert [one.field for one in refusal.faults] == ["file"]
        assert not [one for one in tmp_path.rglob("*") if one.is_file()]

    @pytest.mark.parametrize(
        ("limits", "message"),
        [
            ({"EVIDENCE_VALUE_FILES": 1}, "一次最多 1 份佐证材料"),
            ({"EVIDENCE_VALUE_SIZE": 1}, "一次的佐证材料合计最多 0 MB"),
            (
                {"EVIDENCE_YEAR_SIZE": 1},
                "这份规划的佐证材料已满（合计最多 0 MB），请联系系统管理员",
            ),
        ],
    )
    def test_evidence_has_its_limits(
        self, bob: User, settings: Settings, limits: dict[str, int], message: str
    ) -> None:
        for name, most in limits.items():
            setattr(settings, name, most)
        refusal = refused(lambda: done(bob, files=2))
        assert [(one.field, one.message) for one in refusal.faults] == [("file", message)]

    def test_for_a_department_without_anybody_the_water_bureau_reports(
        self, alice: User, mini: factories.MiniPlan
    ) -> None:
        row = report(alice, department=mini.city.pk)
        assert (row.department, row.on_behalf) == (mini.city, True)

    def test_for_one_that_has_somebody_it_does_not(self, alice: User, bob: User) -> None:
        assert isinstance(refused(lambda: report(alice)), NotAllowed)
        bob.is_active = False
        bob.save()
        assert report(alice).on_behalf

    def test_of_several_departments_of_a_person_one_is_named(
        self, bob: User, mini: factories.MiniPlan
    ) -> None:
        Membership.objects.create(
            user=bob, region_id="140300", department=mini.water, role="editor"
        )
        refusal = refused(lambda: report(bob, task=LEADS))
        assert [(one.field, one.code) for one in refusal.faults] == [("department", "required")]
        assert report(bob, task=LEADS, department=mini.water.pk).role == "lead"


class TestStrangers:
    @pytest.mark.parametrize("kind", StatementKind)
    @pytest.mark.parametrize(
        "stranger",
        [
            lambda: viewer("vera"),
            lambda: editor("charlie", region="140100"),
            lambda: reviewer("rob", province="140100"),
        ],
        ids=["viewer", "clerk of another city", "reviewer of another city"],
    )
    def test_say_nothing(
        self, stranger: Callable[[], User], kind: StatementKind, bob: User
    ) -> None:
        factories.mini_plan("taiyuan-2026", "140100")
        about = done(bob).pk
        state = WorkState.IN_PROGRESS if kind is StatementKind.REPORT else None
        who = stranger()
        alone = refused(lambda: speak(who, kind, state=state))
        assert isinstance(alone, NotAllowed if kind not in REPLIES_TO else NotAllowed | Invalid)
        wanted = refused(lambda: speak(who, kind, state=state, about=about))
        assert isinstance(wanted, NotAllowed | Invalid)

    def test_on_a_task_that_is_not_there_nobody(self, bob: User) -> None:
        assert isinstance(refused(lambda: report(bob, task="9.9")), NotThere)

    @pytest.mark.parametrize(
        "kind", [StatementKind.QUESTION, StatementKind.URGING, StatementKind.CONFIRMATION]
    )
    def test_a_department_neither_urges_nor_decides(self, bob: User, kind: StatementKind) -> None:
        about = done(bob).pk if kind is StatementKind.CONFIRMATION else None
        assert isinstance(refused(lambda: speak(bob, kind, about=about)), NotAllowed)


class TestMilestones:
    def test_is_late_until_it_is_met(self, alice: User, bob: User) -> None:
        assert status() == "overdue"
        row = done(bob)
        assert status() == "reported"
        speak(alice, StatementKind.CONFIRMATION, about=row.pk, text="")
        assert status() == "met"
        assert late_by_region(Lineage([]), today=TODAY) == {}
        report(bob, milestone=1)
        assert status() == "overdue"
        assert late_by_region(Lineage([]), today=TODAY) == {"140300": 1}

    def test_a_rejection_says_why_and_leaves_it_late(self, alice: User, bob: User) -> None:
        row = done(bob)
        assert isinstance(
            refused(lambda: speak(alice, StatementKind.REJECTION, about=row.pk, text="")), Invalid
        )
        said = speak(alice, StatementKind.REJECTION, about=row.pk, text="验收单没有盖章")
        assert (status(), said.organ) == ("overdue", "阳泉市水利局")

    def test_nobody_is_late_where_nobody_could_report(self, mini: factories.MiniPlan) -> None:
        assert status() == "unreportable"
        assert late_by_region(Lineage([]), today=TODAY) == {}

    def test_what_takes_part_only_meets_nothing(self, alice: User, bob: User) -> None:
        row = done(bob, task=LEADS)
        assert status(task=LEADS) == "upcoming"
        refusal = refused(lambda: speak(alice, StatementKind.CONFIRMATION, LEADS, about=row.pk))
        assert [one.code for one in refusal.faults] == ["not_decisive"]

    def test_who_does_a_share_and_takes_part_in_an_item_meets_it(
        self, alice: User, bob: User, mini: factories.MiniPlan
    ) -> None:
        task = Task.objects.get(key=SHARES)
        item = Item.objects.create(task=task, number=1, text="安装水表", clause=task.clause)
        part = Assignment.objects.create(
            task=task, department=mini.city, role="participating", clause=task.clause, order=0
        )
        part.items.add(item)
        assert report(bob, item=1).role == "shared"
        row = done(bob)
        assert (row.role, status()) == ("shared", "reported")
        speak(alice, StatementKind.CONFIRMATION, about=row.pk, text="")
        assert status() == "met"

    def test_nobody_confirms_what_they_reported(
        self, alice: User, rui: User, mini: factories.MiniPlan
    ) -> None:
        row = done(alice, department=mini.city.pk)
        refusal = refused(lambda: speak(alice, StatementKind.CONFIRMATION, about=row.pk))
        assert (type(refusal), refusal.code) == (NotAllowed, "own_work")
        assert speak(rui, StatementKind.CONFIRMATION, about=row.pk).organ == "山西省"
        assert status() == "met"

    @pytest.mark.parametrize(
        "other", [{"milestone": 2}, {"department": "water"}], ids=["milestone", "department"]
    )
    def test_a_decision_is_on_what_was_reported(
        self, alice: User, bob: User, mini: factories.MiniPlan, other: dict[str, Any]
    ) -> None:
        row = done(bob)
        if "department" in other:
            other = {"department": mini.water.pk}
        for kind in (StatementKind.CONFIRMATION, StatementKind.REJECTION):
            refusal = refused(partial(speak, alice, kind, about=row.pk, **other))
            assert [one.code for one in refusal.faults] == ["not_of_about"]

    def test_a_report_replies_to_nothing(self, alice: User, bob: User) -> None:
        """Else it would be on the milestone of a question, without the evidence that this asks."""
        asked = speak(alice, StatementKind.QUESTION, milestone=1, text="何时完成？")
        refusal = refused(lambda: report(bob, WorkState.DONE, about=asked.pk))
        assert [(one.field, one.code) for one in refusal.faults] == [("about", "no_reply")]

    def test_nobody_decides_on_the_work_of_their_own_department(
        self, alice: User, rui: User, mini: factories.MiniPlan
    ) -> None:
        row = done(alice, task=LEADS, department=mini.water.pk)
        colleague = editor("anna")
        confirm = partial(speak, task=LEADS, kind=StatementKind.CONFIRMATION, about=row.pk)
        assert refused(lambda: confirm(colleague)).code == "own_work"
        confirm(rui)
        assert status(task=LEADS) == "met"

    def test_another_department_takes_no_confirmation_back(
        self, alice: User, bob: User, mini: factories.MiniPlan
    ) -> None:
        """Each of several reports for itself."""
        task = Task.objects.get(key=SHARES)
        Assignment.objects.create(
            task=task, department=mini.water, role="lead", clause=task.clause, order=2
        )
        row = done(bob)
        report(alice, milestone=1, department=mini.water.pk)
        assert status() == "reported"
        speak(reviewer("rui"), StatementKind.CONFIRMATION, about=row.pk)
        report(alice, milestone=1, department=mini.water.pk, text="另一部分还在做")
        assert status() == "met"
        report(bob, milestone=1, text="返工")
        assert status() == "overdue"

    def test_the_same_decision_sent_twice_is_made_once(self, alice: User, bob: User) -> None:
        row = done(bob)
        confirm = partial(speak, alice, StatementKind.CONFIRMATION, about=row.pk, text="")
        assert confirm() == confirm()
        assert Statement.objects.count() == 2

    def test_what_was_corrected_or_decided_is_not_decided_on(self, alice: User, bob: User) -> None:
        row = done(bob)
        report(bob, milestone=1)
        refusal = refused(lambda: speak(alice, StatementKind.CONFIRMATION, about=row.pk))
        assert (type(refusal), refusal.code) == (WrongState, "decided_already")
        again = done(bob, text="已验收")
        speak(alice, StatementKind.CONFIRMATION, about=again.pk)
        assert isinstance(
            refused(lambda: speak(alice, StatementKind.REJECTION, about=again.pk)), WrongState
        )

    def test_the_right_milestone_belongs_to_the_task(self, bob: User) -> None:
        assert [one.field for one in refused(lambda: report(bob, milestone=9)).faults] == [
            "milestone"
        ]


class TestExtensions:
    UNTIL = date(2026, 12, 31)

    def ask(self, who: User, **more: Any) -> Statement:
        wanted: dict[str, Any] = {"milestone": 1, "until": self.UNTIL} | more
        return speak(who, StatementKind.EXTENSION, text="资金未到位", **wanted)

    def test_moves_the_day_once_it_is_granted(self, alice: User, bob: User) -> None:
        asked = self.ask(bob)
        assert status() == "overdue"
        speak(alice, StatementKind.GRANT, about=asked.pk, text="")
        row = milestone()
        assert (row.due_on, row.due) == (factories.LONG_AGO, self.UNTIL)  # type: ignore[attr-defined]
        assert row.status == "upcoming"  # type: ignore[attr-defined]
        assert status(today=date(2027, 1, 1)) == "overdue"

    def test_a_later_one_is_never_moved_back(self, alice: User, bob: User) -> None:
        first = self.ask(bob)
        second = self.ask(bob, until=date(2026, 6, 30))
        speak(alice, StatementKind.GRANT, about=first.pk)
        refusal = refused(lambda: speak(alice, StatementKind.GRANT, about=second.pk))
        assert (type(refusal), refusal.code) == (WrongState, "not_later")

    def test_what_was_met_meanwhile_needs_none(self, alice: User, bob: User) -> None:
        asked = self.ask(bob)
        speak(alice, StatementKind.CONFIRMATION, about=done(bob).pk)
        refusal = refused(lambda: speak(alice, StatementKind.GRANT, about=asked.pk))
        assert (type(refusal), refusal.code) == (WrongState, "met_already")

    def test_a_later_day_of_the_plan_counts(self, alice: User, bob: User) -> None:
        speak(alice, StatementKind.GRANT, about=self.ask(bob).pk)
        Milestone.objects.filter(task__key=SHARES, number=1).update(due_on=date(2028, 6, 30))
        assert milestone().due == date(2028, 6, 30)  # type: ignore[attr-defined]

    def test_is_decided_on_once(self, alice: User, bob: User) -> None:
        asked = self.ask(bob)
        speak(alice, StatementKind.REFUSAL, about=asked.pk, text="不同意")
        assert status() == "overdue"
        refusal = refused(lambda: speak(alice, StatementKind.GRANT, about=asked.pk))
        assert isinstance(refusal, WrongState)

    @pytest.mark.parametrize(
        ("wanted", "code"),
        [
            ({"until": factories.LONG_AGO}, "not_later"),
            ({"until": date(2025, 1, 1)}, "not_to_come"),
            ({"milestone": 2}, "undated"),
            ({"until": date(9999, 12, 31)}, "too_far"),
        ],
    )
    def test_is_for_a_day_to_come(self, bob: User, wanted: dict[str, object], code: str) -> None:
        assert [one.code for one in refused(lambda: self.ask(bob, **wanted)).faults] == [code]

    def test_who_takes_part_does_not_ask_for_one(self, bob: User) -> None:
        assert isinstance(refused(lambda: self.ask(bob, task=LEADS)), NotAllowed)

    def test_nor_is_it_asked_for_what_is_met(self, alice: User, bob: User) -> None:
        speak(alice, StatementKind.CONFIRMATION, about=done(bob).pk)
        assert refused(lambda: self.ask(bob)).code == "met_already"

    def test_nobody_grants_their_own(self, alice: User, mini: factories.MiniPlan) -> None:
        asked = self.ask(alice, department=mini.city.pk)
        assert refused(lambda: speak(alice, StatementKind.GRANT, about=asked.pk)).code == "own_work"


class TestWhoReads:
    def test_the_city_and_its_reviewer_all_others_what_was_confirmed(
        self, alice: User, bob: User, rui: User
    ) -> None:
        row = done(bob)
        speak(rui, StatementKind.QUESTION, about=row.pk, text="验收是哪一天？")
        other = editor("charlie", region="140300", function=CITY)
        for person in (alice, bob, rui, other, viewer("vera")):
            assert statements(person).count() == 2
        factories.mini_plan("taiyuan-2026", "140100")
        for stranger in (None, editor("dora", region="140100")):
            assert not statements(stranger).exists()
        speak(alice, StatementKind.CONFIRMATION, about=row.pk)
        assert list(statements(None)) == [row]


class TestUrging:
    def test_nobody_urges_or_asks_their_own_department(
        self, alice: User, mini: factories.MiniPlan
    ) -> None:
        for kind in (StatementKind.URGING, StatementKind.QUESTION):
            say_it = partial(speak, alice, kind, LEADS, department=mini.water.pk)
            assert isinstance(refused(say_it), NotAllowed)

    def test_the_same_words_are_meant_an_hour_later(self, alice: User, bob: User) -> None:
        urge = partial(speak, alice, StatementKind.URGING, text="请尽快报告")
        first = urge()
        assert urge() == first
        assert urge(now=NOW + timedelta(hours=2)) != first


class TestForGood:
    def test_a_statement_of_another_things_record_is_found(self, alice: User, bob: User) -> None:
        row = done(bob)
        record = Record.objects.create(kind="plan", key="yangquan-2025", number=1, hash="0" * 64)
        Statement.objects.create(
            **{
                name: getattr(row, name)
                for name in ("task", "milestone", "department", "role", "by", "at")
            },
            record=record,
            kind=StatementKind.CONFIRMATION.value,
            about=row,
        )
        assert ProgressKind().without_history() != []

    def test_the_history_proves_it(self, alice: User, bob: User) -> None:
        speak(alice, StatementKind.CONFIRMATION, about=done(bob).pk)
        found = {one.key: one.faults for one in verify(files=False) if "/2.1/" in one.key}
        assert found == {"yangquan-2025/2.1/1": (), "yangquan-2025/2.1/2": ()}
        call_command("verify_history", region="140300", verbosity=0)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE tasks_statement SET percent = 1",
            "UPDATE tasks_statement SET demo = NOT demo",
            "DELETE FROM tasks_statement",
        ],
    )
    def test_the_database_refuses_to_change_it(self, bob: User, statement: str) -> None:
        report(bob)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_what_somebody_changes_all_the_same_is_found(self, bob: User) -> None:
        row = report(bob)
        append_only.remove(editor_of_schema(), "tasks_statement")
        Statement.objects.filter(pk=row.pk).update(text="另一句话")
        faults = [one.faults for one in verify(files=False) if one.key.startswith("yangquan")]
        assert ["text" in fault for found in faults for fault in found] == [True]
        Statement.objects.filter(pk=row.pk).delete()
        gone = [one.faults for one in verify(files=False) if one.key == row.record.key]
        assert "却没有移除它的一条" in gone[0][0]


def editor_of_schema() -> BaseDatabaseSchemaEditor:
    connection.check_constraints()
    return connection.schema_editor()


def test_a_renamed_department_breaks_no_history(bob: User, mini: factories.MiniPlan) -> None:
    report(bob)
    Department.objects.filter(pk=mini.city.pk).update(name="市城管委")
    assert not any(one.faults for one in verify(files=False) if one.key.startswith("yangquan"))


def test_the_kind_is_known() -> None:
    assert KIND == "progress"


def test_a_program_reports_and_decides_nothing(
    alice: User, bob: User, mini: factories.MiniPlan
) -> None:
    """A person looks at the evidence, as a person reviews values."""
    row = done(bob)
    program = machine("nightly")
    Membership.objects.create(
        user=program, region_id="140300", department=mini.water, role="editor"
    )
    assert report(program, task=LEADS).by == program
    assert isinstance(
        refused(lambda: speak(program, StatementKind.CONFIRMATION, about=row.pk)), NotAllowed
    )
