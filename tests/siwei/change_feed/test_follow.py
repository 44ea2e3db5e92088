"""Random histories: a copy that follows the feed, begun at any moment, is what the lists answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from common.records.rules.doors import BY_PAGE, by_command
from common.records.services.verification import verify
from common.refusals import Refused
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.services.writing import write_as_siwei, write_one
from siwei.loading.problems import FixtureError
from siwei.loading.read import Fixtures, read_fixtures
from siwei.loading.store import store_fixtures
from tests.people import editor, open_year, reviewer
from tests.siwei.amending_plans import AMENDING, write
from tests.siwei.change_feed.copying import Copy, listed
from tests.siwei.mini_plan import TEXT, YAML, spoilt

KEYS = [
    parse_key(f"140300.{key}")
    for key in (
        "total_water_use.2024",
        "total_water_use.2025",
        "gdp_water_intensity_reduction.2020-2025",
    )
]
TARGET = """      - year: 2030
        value: 2.35
        comparator: "<="
        citations:
          - {clause: a1.1, column: 2030年, quote: "2.35"}
"""
MILESTONE = (
    "milestones:\n      - {due_text: 到2025年, text: 控制总量, clause: c1, "
    "quote: 到2025年，全市用水总量控制在2.27亿立方米以内}"
)
# What files say, each loaded over whatever was loaded before.
VARIANTS = {
    "first": [("mini-2025", YAML, TEXT)],
    "stricter": [("mini-2025", YAML.replace("2.27", "2.20"), TEXT.replace("2.27", "2.20"))],
    "shorter": [
        (
            "mini-2025",
            YAML.replace(TARGET, ""),
            TEXT.replace("\t2.35", "").replace("\t2030年", ""),
        )
    ],
    "others answer": [("mini-2025", spoilt("participating: [", "shared: ["), TEXT)],
    "with a milestone": [("mini-2025", spoilt("milestones: []", MILESTONE), TEXT)],
    "amended": [("mini-2025", YAML, TEXT), ("change-2027", AMENDING, "")],
    "no longer amended": [
        ("mini-2025", YAML, TEXT),
        (
            "change-2027",
            AMENDING.replace("        amends: {plan: mini-2025, year: 2030}\n", ""),
            "",
        ),
    ],
}
BEGIN = datetime(2025, 12, 29, 1, tzinfo=UTC)
CORRECTION = (Action.REOPEN, Action.SAVE, Action.SUBMIT, Action.APPROVE)

steps = st.sampled_from([Action.SAVE, Action.SUBMIT, Action.APPROVE, Action.RETRACT, *Action])
values = st.sampled_from(["2.10", "2.21", "9.5", None])


class Histories(RuleBasedStateMachine):
    """Some values of one city, and two documents."""

    users: dict[str, User]
    fixtures: dict[str, Fixtures]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.client, self.now = Client(), BEGIN
        self.copies = [Copy()]

    def teardown(self) -> None:
        try:
            self.every_copy_is_what_is_listed()
            assert [one.faults for one in verify() if one.faults] == []
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    @rule(key=st.sampled_from(KEYS), step=steps, value=values)
    def change(self, key: object, step: Action, value: str | None) -> None:
        self.now += timedelta(hours=5)
        actual = Actual.objects.filter(record__key=str(key)).first()
        seen = None if actual is None else actual.version
        status = ObsStatus.NORMAL if value else ObsStatus.NOT_AVAILABLE
        entry = Entry(value, status, "公报", "尚未统计", "核对无误")
        change = Change(key, step, seen, entry if step is Action.SAVE else None, reason="请附公报")  # type: ignore[arg-type]
        clerk = step in (Action.SAVE, Action.SUBMIT, Action.WITHDRAW)
        try:
            if step is Action.REMOVE and actual is not None:
                write_as_siwei(changes=[change], now=self.now, door=by_command("demo"))
            elif step not in (Action.REMOVE, Action.LOAD, Action.ATTACH, Action.DETACH):
                actor = self.users["alice" if clerk else "rui"]
                write_one(change=change, actor=actor, now=self.now, door=BY_PAGE)
        except Refused:
            return

    @rule(key=st.sampled_from(KEYS), value=values, last=st.sampled_from([None, Action.RETRACT]))
    def publish(self, key: object, value: str | None, last: Action | None) -> None:
        for step in (*CORRECTION, *([last] if last else [])):
            self.change(key=key, step=step, value=value)

    @rule(variant=st.sampled_from(sorted(VARIANTS)))
    def load(self, variant: str) -> None:
        self.now += timedelta(days=1)
        try:
            store_fixtures(self.fixtures[variant], now=self.now)
        except FixtureError:  # what is amended may not go
            return

    @rule()
    def begin_a_copy(self) -> None:
        self.copies.append(Copy.of_now(self.client))

    @rule(number=st.integers(0, 9), page_size=st.sampled_from([1, 3, 1000]))
    def follow(self, number: int, page_size: int) -> None:
        self.copies[number % len(self.copies)].follow(self.client, page_size)

    def every_copy_is_what_is_listed(self) -> None:
        there = listed(self.client)
        whole = Copy().follow(self.client)
        for copy in [whole, *self.copies]:
            copy.follow(self.client, 3)
            assert copy.rows == there
            # However it was read: the same changes, in the same order, each once.
            begun = len(whole.changes) - len(copy.changes)
            assert names(copy) == names(whole)[begun:]
        assert len({one["cursor"] for one in whole.changes}) == len(whole.changes)
        for position in (0, len(whole.changes) // 2):
            again = Copy(cursor=whole.changes[position]["cursor"]).follow(self.client)
            assert again.changes == whole.changes[position + 1 :]


def names(copy: Copy) -> list[tuple[str, str]]:
    return list(zip([one["cursor"] for one in copy.changes], copy.told, strict=True))


@pytest.fixture
def fixtures(db: None, tmp_path: Path) -> dict[str, Fixtures]:
    found = {}
    for name, plans in VARIANTS.items():
        folder = tmp_path / name
        folder.mkdir()
        files = [write(folder, slug, yaml, text) for slug, yaml, text in plans]
        found[name] = read_fixtures(project.FIXTURES, files)
    return found


def test_a_copy_is_what_is_listed(fixtures: dict[str, Fixtures]) -> None:
    store_fixtures(fixtures["first"], now=BEGIN)
    for year in (2024, 2025):
        open_year(year)
    users = {"alice": editor("alice"), "rui": reviewer("rui")}
    machine = type("Machine", (Histories,), {"users": users, "fixtures": fixtures})
    # A failing history isn't made shorter: each takes seconds to try.
    run_state_machine_as_test(
        machine, settings=settings(max_examples=6, stateful_step_count=10, phases=[Phase.generate])
    )
