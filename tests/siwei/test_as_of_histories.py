"""Random histories: whatever the lists and pages showed at a moment, `as_of` shows of it later.

Hypothesis enters, decides, removes and loads; after every step a recorder keeps what everybody saw.
At the end each moment is asked for again, and each day, which is as its last step left it.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import settings
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
from siwei.loading.read import Fixtures, read_fixtures
from siwei.loading.store import store_fixtures
from tests.indicators.actuals.workflow import TOKEN
from tests.people import editor, open_year, reviewer
from tests.siwei.mini_plan import TEXT, YAML, spoilt, write_plan

KEYS = [
    parse_key(f"140300.{key}")
    for key in (
        "total_water_use.2024",
        "total_water_use.2025",
        "gdp_water_intensity_reduction.2020-2025",
    )
]
LISTS = [
    "plans/",
    "plan-indicators/",
    "targets/",
    "actuals/",
    "assessments/",
    "comparison/?indicator=total_water_use&year=2025",
    "completeness/",
]
PAGES = [
    "/?year=2025",
    "/cities/140300/?year=2025",
    "/indicators/total_water_use/?year=2025",
    "/compare/?indicator=total_water_use&year=2025&view=trajectory",
]
TARGET = """      - year: 2030
        value: 2.35
        comparator: "<="
        citations:
          - {clause: a1.1, column: 2030年, quote: "2.35"}
"""
REPORTED = """    reported:
      - year: 2024
        value: 2.35
        citations: [{clause: c1, quote: 2024年用水总量为2.35亿立方米}]
"""
REPORTING = spoilt(
    "到2030年，漏损率", "2024年用水总量为2.35亿立方米。到2030年，漏损率", source=TEXT
)
# What a corrected file says: another value, a target less, a value that the plan reports.
VARIANTS = {
    "first": (YAML, TEXT),
    "stricter": (YAML.replace("2.27", "2.20"), TEXT.replace("2.27", "2.20")),
    "shorter": (YAML.replace(TARGET, ""), TEXT.replace("\t2.35", "").replace("\t2030年", "")),
    "reporting": (spoilt(TARGET, TARGET + REPORTED), REPORTING),
}
BEGIN = datetime(2025, 12, 29, 1, tzinfo=UTC)
# The mark of the past, and the menu in which one asks for it: the one or the other.
BAND = re.compile(
    r'<div class="as-of.*?</div>|<details class="menu">.*?as-of__form.*?</details>', re.DOTALL
)
SPACE = re.compile(r"\s+")
KEPT = re.compile(r'(?:[?&]|&amp;(?:amp;)?)as_of=[^"&#]*|<input type="hidden" name="as_of"[^>]*>')
LAST = "2.21"

steps = st.sampled_from([Action.SAVE, Action.SUBMIT, Action.APPROVE, Action.APPROVE, *Action])
values = st.sampled_from(["2.10", LAST, "2.3", "9.5", None])
pauses = st.sampled_from([timedelta(minutes=7), timedelta(hours=5), timedelta(days=2)])


class Histories(RuleBasedStateMachine):
    """Some values of one city and its plan. The rest is filled in by the test."""

    users: dict[str, User]
    fixtures: dict[str, Fixtures]
    freeze: Callable[[datetime | None], None]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.client = Client()
        self.now = BEGIN
        self.seen: dict[datetime, dict[str, str]] = {}

    def teardown(self) -> None:
        try:
            self.everything_is_as_it_was_seen()
            assert [one.faults for one in verify() if one.faults] == []
        finally:
            self.freeze(None)
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    @rule(key=st.sampled_from(KEYS), step=steps, value=values, pause=pauses)
    def change(self, key: object, step: Action, value: str | None, pause: timedelta) -> None:
        """What the clerk or the reviewer does to a value, or Siwei takes it away."""
        self.passes(pause)
        actual = Actual.objects.filter(record__key=str(key)).first()
        seen = None if actual is None else actual.version
        status = ObsStatus.NORMAL if value else ObsStatus.NOT_AVAILABLE
        entry = Entry(value, status, "公报", "尚未统计", "核对无误", demo=value == LAST)
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
        self.look()

    @rule(pause=pauses, key=st.sampled_from(KEYS), value=values)
    def publish(self, pause: timedelta, key: object, value: str | None) -> None:
        for step in (Action.REOPEN, Action.SAVE, Action.SUBMIT, Action.APPROVE):
            self.change(key=key, step=step, value=value, pause=pause)

    @rule(pause=pauses, variant=st.sampled_from(sorted(VARIANTS)))
    def load(self, pause: timedelta, variant: str) -> None:
        self.passes(pause)
        store_fixtures(self.fixtures[variant], now=self.now)
        self.look()

    def passes(self, pause: timedelta) -> None:
        self.now += pause
        self.freeze(self.now)

    def look(self) -> None:
        """Keep what everybody sees now: four lists and pages, each in its turn."""
        every = [*(f"/api/v1/{one}" for one in LISTS), *PAGES]
        turn = [every[(4 * len(self.seen) + number) % len(every)] for number in range(4)]
        self.seen[self.now] = {one: self.shown(one) for one in turn}

    def shown(self, address: str, as_of: str = "") -> str:
        if as_of:
            address = f"{address}{'&' if '?' in address else '?'}as_of={as_of}"
        response = self.client.get(address)
        assert response.status_code == 200, response.content.decode()
        text = response.content.decode()
        if not address.startswith("/api/"):
            text = TOKEN.sub("", text[text.index("<main") : text.index("</main>")])
        return SPACE.sub(" ", KEPT.sub("", BAND.sub("", text)))

    def everything_is_as_it_was_seen(self) -> None:
        self.freeze(None)
        last_of_day = {timezone.localdate(at): at for at in self.seen}
        for at, seen in self.seen.items():
            day = timezone.localdate(at)
            is_last = last_of_day[day] == at
            moment = day.isoformat() if is_last else at.isoformat().replace("+00:00", "Z")
            for address, text in seen.items():
                assert self.shown(address, moment) == text, (address, moment)


@pytest.fixture
def fixtures(db: None, tmp_path: Path) -> dict[str, Fixtures]:
    found = {}
    for name, (yaml, text) in VARIANTS.items():
        (tmp_path / name).mkdir()
        file = write_plan(tmp_path / name, yaml_text=yaml, text=text)
        found[name] = read_fixtures(project.FIXTURES, [file])
    return found


def test_as_of_is_what_was_seen(
    fixtures: dict[str, Fixtures], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = timezone.now

    def freeze(at: datetime | None) -> None:
        monkeypatch.setattr(timezone, "now", real if at is None else lambda: at)

    store_fixtures(fixtures["first"], now=BEGIN)
    for year in (2024, 2025):
        open_year(year)
    users = {"alice": editor("alice"), "rui": reviewer("rui")}
    known = {"users": users, "fixtures": fixtures, "freeze": staticmethod(freeze)}
    machine = type("Machine", (Histories,), known)
    run_state_machine_as_test(machine, settings=settings(max_examples=3, stateful_step_count=7))
