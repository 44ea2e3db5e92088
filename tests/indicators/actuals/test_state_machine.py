"""The workflow against a plain model of itself: several people, stale versions, closed years.

Hypothesis drives the services with whatever comes to its mind. The model says for every step
whether it is done or which refusal it meets; after every step the database has to say what the
model says, and the history has to prove how it came about.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from common import refusals
from common.records.models import HistoryRow, Record
from common.records.rules.chain import first_break
from common.records.services.stored import stored_rows
from common.records.services.verification import verify
from departments.models import Department, Membership
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from tests.indicators.actuals.workflow import LEAKAGE, Seen, decide, save
from tests.people import editor, open_year, reviewer, viewer

READERS = {"alice", "bob", "rita", "rui", "vera"}
EDITORS = {"alice", "bob", "rita"}
REVIEWERS = {"rita", "rui"}  # Rita does both, but never to the same value
PEOPLE = sorted(READERS | {"charlie"})
NEXT = {
    (None, "save"): "draft",
    ("draft", "save"): "draft",
    ("returned", "save"): "draft",
    ("reopened", "save"): "reopened",
    ("draft", "submit"): "submitted",
    ("reopened", "submit"): "submitted",
    ("submitted", "withdraw"): "draft",
    ("submitted", "approve"): "approved",
    ("submitted", "return"): "returned",
    ("approved", "reopen"): "reopened",
    ("approved", "retract"): "withdrawn",
    ("reopened", "retract"): "withdrawn",
    ("draft", "retract"): "draft",
    ("submitted", "retract"): "submitted",
    ("returned", "retract"): "returned",
    ("withdrawn", "save"): "withdrawn",
    ("withdrawn", "submit"): "submitted",
}
STEPS = ["save", "submit", "withdraw", "approve", "return", "reopen", "retract"]
DECISIONS = ("approve", "return", "reopen", "retract")
SENDS_BACK = ("return", "reopen", "retract")
EXPLAINED = "核对无误"  # answers every question that a check could ask

steps = st.sampled_from(STEPS)
people = st.sampled_from(PEOPLE)
values = st.sampled_from(["8.0", "8.00", "8.7", "9.1", "95", None])
reasons = st.sampled_from(["请附公报", "请附公报", " "])
steps_behind = st.sampled_from([0, 0, 0, 0, 0, 1, 2, -1])


class Workflow(RuleBasedStateMachine):
    """One value. `users` is filled in by the test."""

    users: dict[str, User]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.open = True
        self.state: str | None = None
        self.version: int | None = None
        self.value: str | None = None
        self.submitter = self.changer = ""
        self.sent_back = False
        self.published: str | None = None
        self.withdrawn: str | None = None
        self.is_published = self.was_published = False
        self.sent: str | None = None  # what a reviewer sent back and nobody approved since

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @rule(
        step=st.sampled_from(STEPS), who=people, behind=steps_behind, value=values, reason=reasons
    )
    def anything(self, step: str, who: str, behind: int, value: str | None, reason: str) -> None:
        """What somebody tries, whether or not it makes sense."""
        self.attempt(step, who, self.seen(behind), value, reason)

    @rule(data=st.data(), value=values)
    def something_sensible(self, data: st.DataObject, value: str | None) -> None:
        """A few of the steps that are possible: without them no walk would get far."""
        for _ in range(3):
            possible = [
                (step, who)
                for step in STEPS
                for who in PEOPLE
                if self.refusal(step, who, self.version, "x") is None
            ]
            if possible:
                step, who = data.draw(st.sampled_from(possible))
                self.attempt(step, who, self.version, value, "请附公报")

    @rule(who=people)
    def everything_impossible(self, who: str) -> None:
        """Whatever this person may not do now is refused, and leaves no trace."""
        for step in STEPS:
            if self.refusal(step, who, self.version, "x"):
                self.attempt(step, who, self.version, "8.7", "x")

    def attempt(
        self, step: str, who: str, seen: int | None, value: str | None, reason: str
    ) -> None:
        self.now += timedelta(minutes=1)
        refusal = self.refusal(step, who, seen, reason.strip())
        if refusal:
            with pytest.raises(refusal):
                self.act(step, who, seen, value, reason)
            return
        self.act(step, who, seen, value, reason)
        if step == "save" and self.state is not None and value == self.value:
            return  # what is stored already is not written again
        self.state = NEXT[self.state, step]
        self.version = (self.version or 0) + 1
        if step == "save":
            self.value, self.changer = value, who
        elif step == "submit":
            self.submitter = who
        elif step == "approve":
            self.published, self.withdrawn = self.value, None
            self.is_published = self.was_published = True
            self.sent = None
        elif step == "retract":
            self.sent, self.withdrawn, self.published = self.published, self.published, None
            self.is_published = False
        elif step in SENDS_BACK:
            self.sent = self.value
        if step in DECISIONS:
            self.sent_back = step != "approve"

    def act(self, step: str, who: str, seen: int | None, value: str | None, reason: str) -> None:
        actor = self.users[who]
        if step != "save":
            action, values = Action(step), [Seen(LEAKAGE, seen or 0)]
            decide(action=action, values=values, actor=actor, now=self.now, reason=reason)
            return
        status = ObsStatus.NORMAL if value else ObsStatus.MISSING
        entry = Entry(value, status, source="公报", note="", explanation=EXPLAINED)
        save(key=LEAKAGE, entry=entry, seen_version=seen, actor=actor, now=self.now)

    @rule(is_open=st.booleans())
    def open_or_close_the_year(self, is_open: bool) -> None:
        ReportingYear.objects.update(is_open=is_open)
        self.open = is_open

    def seen(self, behind: int) -> int | None:
        """The version that somebody who is `behind` believes in; nobody believes in none."""
        return None if self.version is None else max(self.version - behind, 0)

    def refusal(
        self, step: str, who: str, seen: int | None, reason: str
    ) -> type[refusals.Refused] | None:
        """Which refusal the step meets, None where it is done. The order is part of it."""
        judges = step in DECISIONS
        own = self.state == "submitted" and who in (self.submitter, self.changer)
        own = own and step in ("approve", "return")
        allowed = who in REVIEWERS and not own if judges else who in EDITORS
        there = self.version is not None or step == "save"
        obstacles = [
            (step in SENDS_BACK and not reason, refusals.Invalid),
            (who not in READERS and not self.was_published, refusals.NotThere),
            (not allowed, refusals.NotAllowed),
            (seen != self.version or not there, refusals.Stale),
            ((self.state, step) not in NEXT, refusals.WrongState),
            (step == "retract" and not self.is_published, refusals.WrongState),
            (not (self.open or self.sent_back or judges), refusals.WrongState),
            (step == "submit" and self.value is None, refusals.Invalid),
            # Nobody corrected it, and nobody says why.
            (step == "submit" and not reason and self.sent == self.value, refusals.Invalid),
        ]
        return next((refusal for stands, refusal in obstacles if stands), None)

    def stored(self) -> Actual | None:
        return Actual.objects.filter(region="140300", indicator="pipe_leakage_rate").first()

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        actual = self.stored()
        if self.state is None:
            assert actual is None
            return
        assert actual is not None
        assert (actual.state, actual.version) == (self.state, self.version)
        assert _printed(actual.printed_value) == self.value

    @invariant()
    def only_an_approval_publishes(self) -> None:
        actual = self.stored()
        assert (actual is not None and actual.published_at is not None) == self.is_published
        assert _printed(actual.printed_published_value if actual else None) == self.published
        withdrawal = actual.withdrawal if actual else None
        assert _printed(withdrawal.value if withdrawal else None) == self.withdrawn
        assert (withdrawal is not None) == (self.was_published and not self.is_published)

    @invariant()
    def the_chain_is_whole(self) -> None:
        revisions = self.revisions()
        assert [row.number for row in revisions] == list(range(1, (self.version or 0) + 1))
        record = Record.objects.filter(key=str(LEAKAGE)).first()
        assert (record is None) == (self.version is None)  # a refused write leaves none behind
        if record is not None:
            assert first_break(row.link for row in stored_rows([record])) is None
            assert (record.number, record.hash) == (self.version, revisions[-1].hash)

    @invariant()
    def everything_is_proved(self) -> None:
        assert [one.faults for one in verify(region="140300") if one.faults] == []

    @invariant()
    def nothing_is_approved_but_by_another_person_who_reviews(self) -> None:
        submitter = changer = None
        for row in self.revisions():
            name = row.by.username if row.by else None
            if row.action == Action.SUBMIT:
                submitter = name
            if row.action == Action.SAVE:
                changer = name
            if row.after["state"] == "approved":
                assert row.action == Action.APPROVE
                assert row.before["state"] == "submitted"
                assert name in REVIEWERS
                assert name not in (submitter, changer)

    def revisions(self) -> list[HistoryRow]:
        rows = HistoryRow.objects.filter(record__key=str(LEAKAGE))
        return list(rows.select_related("by").order_by("number"))


def _printed(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


@pytest.fixture
def users(small_plan: None) -> dict[str, User]:
    rita = reviewer("rita")
    water = Department.objects.get(region="140300", function="water")
    Membership.objects.create(user=rita, region_id="140300", department=water, role="editor")
    found = [
        editor("alice"),
        editor("bob", function="urban_management"),
        reviewer("charlie", "370000"),
        rita,
        reviewer("rui"),
        viewer("vera"),
    ]
    return {user.username: user for user in found}


def test_the_workflow_does_what_its_model_does(users: dict[str, User]) -> None:
    open_year(2025)
    machine = type("Machine", (Workflow,), {"users": users})
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=25, stateful_step_count=30),
    )
