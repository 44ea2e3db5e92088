"""Entering, submitting, deciding: what each does, and every way in which it is refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from common.records.models import Record
from common.records.rules.doors import BY_PAGE
from common.records.services.verification import verify
from common.refusals import Invalid, NotAllowed, NotThere, Refused, Stale, WrongState
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.services.errors import BatchRefused
from indicators.actuals.services.evidence import attach
from indicators.actuals.services.writing import obstacles, write
from indicators.actuals.services.years import close_year
from tests.evidence_files import pdf
from tests.indicators.actuals.workflow import Seen, decide, history, save
from tests.people import editor, open_year, reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
KEY = parse_key("140300.total_water_use.2025")
LEAKAGE = parse_key("140300.pipe_leakage_rate.2025")
REDUCTION = parse_key("140300.gdp_water_intensity_reduction.2020-2025")


@pytest.fixture
def bob(plans: None) -> User:
    """The urban management bureau of the same city."""
    return editor("bob", function="urban_management")


def enter(
    actor: User, value: str = "2.21", key: ActualKey = KEY, seen: int | None = None, **texts: Any
) -> Actual:
    entry = Entry(value=value, source="水资源公报", **texts)
    return save(key=key, entry=entry, seen_version=seen, actor=actor, now=NOW).stored


def do(action: Action, actor: User, actual: Actual, reason: str = "") -> Actual:
    seen = [Seen(actual.key, actual.version)]
    return decide(action=action, values=seen, actor=actor, now=NOW, reason=reason)[0]


@pytest.mark.parametrize("value", ["99999999999999.9", "123456789.123456", "0.000001", "-0.0"])
def test_what_is_taken_is_kept_digit_for_digit(alice: User, value: str) -> None:
    kept = enter(alice, value, explanation="如实填报")
    kept.refresh_from_db()
    assert str(kept.printed_value) == value.removeprefix("-")
    assert [one.key for one in verify(region="140300") if one.faults] == []


def test_a_value_from_entry_to_publication_and_correction(alice: User, rui: User) -> None:
    actual = do(Action.SUBMIT, alice, enter(alice))
    actual = do(Action.RETURN, rui, actual, "请附水资源公报")
    actual = enter(alice, "2.20", seen=actual.version)
    actual = do(Action.APPROVE, rui, do(Action.SUBMIT, alice, actual))
    assert str(actual.printed_published_value) == "2.20"
    actual = do(Action.REOPEN, rui, actual, "公报更正")
    actual = enter(alice, "2.19", seen=actual.version)
    assert (actual.state, str(actual.printed_published_value)) == ("reopened", "2.20")
    actual = do(Action.APPROVE, rui, do(Action.SUBMIT, alice, actual))
    assert str(actual.printed_published_value) == "2.19"
    actions = [revision.action for revision in history(actual)]
    assert actions == [
        *("save", "submit", "return", "save", "submit", "approve"),
        *("reopen", "save", "submit", "approve"),
    ]


def test_a_withdrawn_value_is_a_draft_again(alice: User) -> None:
    assert do(Action.WITHDRAW, alice, do(Action.SUBMIT, alice, enter(alice))).state == "draft"


def test_what_is_stored_already_is_not_written_again(alice: User) -> None:
    first = enter(alice)
    again = enter(alice, seen=first.version)
    assert again.version == first.version
    assert len(history(again)) == 1


@pytest.mark.parametrize("status", [ObsStatus.NOT_AVAILABLE, ObsStatus.NOT_APPLICABLE])
def test_no_value_needs_a_reason(alice: User, rui: User, status: ObsStatus) -> None:
    with pytest.raises(Invalid) as refused:
        save(key=KEY, entry=Entry(obs_status=status), seen_version=None, actor=alice, now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["note"]
    entry = Entry(obs_status=status, note="统计局六月发布")
    actual = save(key=KEY, entry=entry, seen_version=None, actor=alice, now=NOW).stored
    actual = do(Action.APPROVE, rui, do(Action.SUBMIT, alice, actual))
    assert (actual.published_obs_status, actual.published_value) == (status, None)


def test_a_value_taken_back_cannot_be_submitted(alice: User) -> None:
    first = enter(alice)
    entry = Entry(obs_status=ObsStatus.MISSING)
    actual = save(key=KEY, entry=entry, seen_version=first.version, actor=alice, now=NOW).stored
    with pytest.raises(Invalid):
        do(Action.SUBMIT, alice, actual)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("很多", "not_a_number"),
        ("-1", "negative"),
        ("22700万立方米", "other_unit"),
        ("2.27亩", "wrong_unit"),
        ("2.1234567", "too_precise"),
        ("99999999999999.999999", "too_long"),
        ("", "required"),
    ],
)
def test_a_bad_value_is_refused(alice: User, typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(alice, typed)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert not Actual.objects.filter(region="140300").exists()


@pytest.mark.parametrize("field", ["source", "note", "explanation"])
@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "a\x85b", "a\ufffeb"])
def test_a_text_that_cannot_be_kept_is_refused(alice: User, field: str, typed: str) -> None:
    texts: dict[str, Any] = {"value": "2.21", field: typed}
    with pytest.raises(Invalid) as refused:
        save(
            key=KEY,
            entry=Entry(**texts),
            seen_version=None,
            actor=alice,
            now=NOW,
        )
    assert [(f.field, f.code) for f in refused.value.faults] == [(field, "control_characters")]


def test_lines_tabs_and_emoji_are_kept(alice: User) -> None:
    assert enter(alice, note="一\n二\t三 😀").note == "一\n二\t三 😀"


@pytest.mark.parametrize("reason", ["与公报\x00不符", "长" * 5001])
def test_a_reason_that_cannot_be_kept_is_refused(alice: User, rui: User, reason: str) -> None:
    submitted = do(Action.SUBMIT, alice, enter(alice))
    with pytest.raises(Invalid) as refused:
        do(Action.RETURN, rui, submitted, reason)
    assert [fault.field for fault in refused.value.faults] == ["reason"]


def test_a_share_over_100_is_refused(alice: User) -> None:
    with pytest.raises(Invalid):
        enter(alice, "101", LEAKAGE)


def test_a_warning_asks_for_an_explanation(alice: User) -> None:
    actual = enter(alice, "2.4")  # above the red line of 2.27
    with pytest.raises(Invalid) as refused:
        do(Action.SUBMIT, alice, actual)
    assert [fault.code for fault in refused.value.faults] == ["explanation_required"]
    actual = enter(alice, "2.4", seen=actual.version, explanation="新增调水")
    assert do(Action.SUBMIT, alice, actual).state == "submitted"


def test_an_explanation_goes_with_its_value(alice: User) -> None:
    actual = enter(alice, "2.4", explanation="新增调水")
    actual = enter(alice, "2.40", seen=actual.version)  # the same value, printed otherwise
    assert actual.explanation == "新增调水"
    actual = enter(alice, "9999", seen=actual.version)
    assert actual.explanation == ""
    with pytest.raises(Invalid) as refused:
        do(Action.SUBMIT, alice, actual)
    assert [fault.code for fault in refused.value.faults] == ["explanation_required"]
    actual = enter(alice, "9998", seen=actual.version, explanation="新增调水")
    assert do(Action.SUBMIT, alice, actual).explanation == "新增调水"


@pytest.mark.parametrize("action", [Action.RETURN, Action.REOPEN])
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_required(alice: User, rui: User, action: Action, reason: str) -> None:
    actual = do(Action.SUBMIT, alice, enter(alice))
    if action is Action.REOPEN:
        actual = do(Action.APPROVE, rui, actual)
    with pytest.raises(Invalid) as refused:
        do(action, rui, actual, reason)
    assert [fault.field for fault in refused.value.faults] == ["reason"]


class TestWho:
    def test_another_bureau_enters_its_own_rows_only(self, bob: User) -> None:
        assert enter(bob, "8.9", LEAKAGE).state == "draft"
        with pytest.raises(NotAllowed):
            enter(bob)

    def test_a_stranger_may_not_even_read_a_draft(self, alice: User) -> None:
        actual = enter(alice)
        for charlie in (editor("charlie", "371500"), reviewer("charles", "370000")):
            with pytest.raises(NotThere):
                enter(charlie, seen=actual.version)

    def test_a_stranger_reads_what_is_published_but_does_not_write_it(
        self, alice: User, rui: User
    ) -> None:
        actual = do(Action.APPROVE, rui, do(Action.SUBMIT, alice, enter(alice)))
        with pytest.raises(NotAllowed):
            do(Action.REOPEN, reviewer("charles", "370000"), actual, "看看")

    def test_a_viewer_only_reads(self, alice: User) -> None:
        actual = enter(alice)
        with pytest.raises(NotAllowed):
            enter(viewer("vera"), seen=actual.version)

    def test_an_editor_does_not_approve(self, alice: User) -> None:
        with pytest.raises(NotAllowed):
            do(Action.APPROVE, alice, do(Action.SUBMIT, alice, enter(alice)))

    def test_nobody_approves_their_own(self, alice: User) -> None:
        from departments.models import Membership

        Membership.objects.create(user=alice, region_id="140000", role="reviewer")
        actual = do(Action.SUBMIT, alice, enter(alice))
        for action in (Action.APPROVE, Action.RETURN):
            with pytest.raises(NotAllowed, match="自己提交"):
                do(action, alice, actual, "理由")

    def test_nobody_approves_what_they_were_the_last_to_change(
        self, alice: User, rui: User
    ) -> None:
        """Alice, who also reviews, corrects a value; a colleague submits it."""
        from departments.models import Membership

        Membership.objects.create(user=alice, region_id="140000", role="reviewer")
        dora = editor("dora")
        actual = enter(alice, "2.22", seen=enter(dora).version)
        actual = do(Action.SUBMIT, dora, actual)
        assert Action.APPROVE not in permitted(user=alice, rows=[actual])[actual.pk]
        for action in (Action.APPROVE, Action.RETURN):
            with pytest.raises(NotAllowed, match="自己最后修改"):
                do(action, alice, actual, "理由")
        assert do(Action.APPROVE, rui, actual).state == "approved"

    def test_a_file_added_is_a_change_too(self, alice: User) -> None:
        from departments.models import Membership

        Membership.objects.create(user=alice, region_id="140000", role="reviewer")
        dora = editor("dora")
        actual = enter(dora)
        file = SimpleUploadedFile("bulletin.pdf", pdf())
        seen = actual.version
        attach(key=KEY, upload=file, seen_version=seen, actor=alice, now=NOW, door=BY_PAGE)
        actual.refresh_from_db()
        actual = do(Action.SUBMIT, dora, actual)
        with pytest.raises(NotAllowed, match="自己最后修改"):
            do(Action.APPROVE, alice, actual)

    def test_who_changed_an_earlier_version_may_approve_the_present_one(self, alice: User) -> None:
        from departments.models import Membership

        Membership.objects.create(user=alice, region_id="140000", role="reviewer")
        dora = editor("dora")
        actual = enter(dora, "2.22", seen=enter(alice).version)
        assert do(Action.APPROVE, alice, do(Action.SUBMIT, dora, actual)).state == "approved"

    def test_a_reviewer_does_not_enter(self, rui: User) -> None:
        with pytest.raises(NotAllowed):
            enter(rui)


class TestVersions:
    def test_a_stale_write_is_refused_with_what_is_stored(self, alice: User) -> None:
        first = enter(alice)
        enter(alice, "2.22", seen=first.version)
        with pytest.raises(Stale) as refused:
            enter(alice, "2.23", seen=first.version)
        assert refused.value.current is not None
        assert str(refused.value.current.printed_value) == "2.22"

    def test_creating_what_is_there_is_stale(self, alice: User) -> None:
        enter(alice)
        with pytest.raises(Stale):
            enter(alice, "2.3")

    def test_a_stale_decision_is_refused(self, alice: User, rui: User) -> None:
        actual = do(Action.SUBMIT, alice, enter(alice))
        with pytest.raises(Stale):
            decide(action=Action.APPROVE, values=[Seen(KEY, 1)], actor=rui, now=NOW)
        actual.refresh_from_db()
        assert actual.state == "submitted"


def close(year: int, by: User) -> None:
    close_year(province="140000", year=year, actor=by, now=NOW)


class TestYears:
    def test_a_closed_year_takes_no_change(self, alice: User) -> None:
        with pytest.raises(WrongState, match="2024"):
            enter(alice, key=parse_key("140300.total_water_use.2024"))

    def test_a_reopened_value_of_a_closed_year_can_be_corrected(
        self, alice: User, rui: User
    ) -> None:
        from indicators.actuals.models import ReportingYear

        actual = do(Action.SUBMIT, alice, enter(alice))
        ReportingYear.objects.update(is_open=False)
        actual = do(Action.REOPEN, rui, do(Action.APPROVE, rui, actual), "公报更正")
        actual = enter(alice, "2.2", seen=actual.version)
        actual = do(Action.RETURN, rui, do(Action.SUBMIT, alice, actual), "请附公报")
        assert enter(alice, "2.21", seen=actual.version).state == "draft"

    def test_a_value_returned_in_a_closed_year_is_corrected_and_submitted_again(
        self, alice: User, rui: User
    ) -> None:
        actual = do(Action.SUBMIT, alice, enter(alice))
        close(2025, rui)
        actual = do(Action.RETURN, rui, actual, "请附公报")
        actual = enter(alice, "2.2", seen=actual.version)
        actual = do(Action.WITHDRAW, alice, do(Action.SUBMIT, alice, actual))
        actual = enter(alice, "2.21", seen=actual.version, note="已附公报")
        actual = do(Action.APPROVE, rui, do(Action.SUBMIT, alice, actual))
        with pytest.raises(WrongState, match="请审核人员退回更正"):
            enter(alice, "2.3", seen=actual.version)

    def test_a_draft_of_a_closed_year_waits_for_the_year(self, alice: User, rui: User) -> None:
        drafted = enter(alice)
        handed_in = do(Action.SUBMIT, alice, enter(alice, "8.9", LEAKAGE))
        close(2025, rui)
        with pytest.raises(WrongState, match="2025 年未开放填报；如需填报，请本省审核人员开放"):
            enter(alice, "2.2", seen=drafted.version)
        with pytest.raises(WrongState, match="请审核人员退回这个数值"):
            do(Action.WITHDRAW, alice, handed_in)

    def test_a_year_to_come_takes_no_value(self, alice: User) -> None:
        open_year(2027)
        with pytest.raises(Invalid):
            enter(alice, key=parse_key("140300.total_water_use.2027"))

    def test_a_year_begins_when_it_does_in_china(self, alice: User) -> None:
        open_year(2026)
        key = parse_key("140300.total_water_use.2026")
        evening = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)
        wanted: dict[str, Any] = {"key": key, "entry": Entry("2.1"), "actor": alice}
        with pytest.raises(Invalid):
            save(**wanted, seen_version=None, now=evening)
        assert save(**wanted, seen_version=None, now=evening + timedelta(minutes=1)).changed


@pytest.mark.parametrize(
    "key",
    [
        "149999.total_water_use.2025",
        "140300.no_such_indicator.2025",
        "140300.gdp_water_intensity_reduction.2025",
        "140300.total_water_use.2020-2025",
    ],
)
def test_a_key_that_names_nothing(alice: User, key: str) -> None:
    with pytest.raises(NotThere):
        enter(alice, key=parse_key(key))


class TestMany:
    def test_all_or_none(self, alice: User, bob: User) -> None:
        values = [enter(alice), enter(bob, "8.9", LEAKAGE), enter(alice, "9.9", REDUCTION)]
        enter(alice, "9.8", REDUCTION, seen=1)  # the third is stale now
        seen = [Seen(value.key, value.version) for value in values]
        with pytest.raises(BatchRefused) as refused:
            decide(action=Action.SUBMIT, values=seen, actor=alice, now=NOW)
        assert list(refused.value.refusals) == [REDUCTION]
        assert set(Actual.objects.filter(region="140300").values_list("state")) == {("draft",)}

    def test_each_is_recorded_for_itself(self, alice: User, rui: User) -> None:
        values = [enter(alice), enter(alice, "8.9", LEAKAGE)]
        seen = [Seen(value.key, value.version) for value in values]
        submitted = decide(action=Action.SUBMIT, values=seen, actor=alice, now=NOW)
        seen = [Seen(value.key, value.version) for value in submitted]
        for actual in decide(action=Action.APPROVE, values=seen, actor=rui, now=NOW):
            assert [r.action for r in history(actual)] == ["save", "submit", "approve"]


def test_a_refused_write_leaves_no_trace(alice: User, rui: User) -> None:
    actual = enter(alice)
    attempts: list[Callable[[], object]] = [
        lambda: enter(alice, "x", seen=1),
        lambda: enter(alice, "2.3", seen=7),
        lambda: do(Action.APPROVE, rui, actual),
        lambda: do(Action.WITHDRAW, alice, actual),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    actual.refresh_from_db()
    assert (actual.version, actual.printed_value) == (1, Decimal("2.21"))
    assert len(history(actual)) == 1


class TestEachForItself:
    """A batch that isn't all or nothing: a refusal stops no other, and leaves no trace."""

    def test_the_outcomes_are_in_the_order_of_the_changes(self, alice: User, bob: User) -> None:
        changes = [
            Change(KEY, Action.SAVE, None, Entry("2.21")),
            Change(LEAKAGE, Action.SAVE, None, Entry("很多")),
            Change(REDUCTION, Action.SAVE, 3, Entry("9.9")),
        ]
        first, second, third = write(changes=changes, actor=alice, now=NOW, door=BY_PAGE)
        assert first.stored.version == 1 and first.changed
        assert isinstance(second.refusal, Invalid)
        assert isinstance(third.refusal, Stale)
        assert Record.objects.filter(key__in=[str(LEAKAGE), str(REDUCTION)]).count() == 0
        (outcome,) = write(changes=changes[:1], actor=bob, now=NOW, door=BY_PAGE)
        refusal = outcome.refusal
        assert isinstance(refusal, NotAllowed)

    def test_the_values_of_a_batch_are_neighbours_of_each_other(self, alice: User) -> None:
        """Groundwater above the total: both come in the same call, the total after it."""
        part = parse_key("140300.groundwater_use.2025")
        entries = {part: "3.1", KEY: "2.2"}
        changes = [Change(key, Action.SAVE, None, Entry(text)) for key, text in entries.items()]
        outcome = write(changes=changes, actor=alice, now=NOW, door=BY_PAGE)[0]
        assert "part_above_whole" in [one.code for one in outcome.findings]

    def test_a_refused_value_is_no_neighbour(self, alice: User) -> None:
        part = parse_key("140300.groundwater_use.2025")
        entries = {part: "3.1", KEY: "-2.2"}
        changes = [Change(key, Action.SAVE, None, Entry(text)) for key, text in entries.items()]
        outcomes = write(changes=changes, actor=alice, now=NOW, door=BY_PAGE)
        assert "part_above_whole" not in [one.code for one in outcomes[0].findings]
        assert isinstance(outcomes[1].refusal, Invalid)

    def test_two_changes_of_one_value_are_a_mistake_of_the_caller(self, alice: User) -> None:
        change = Change(KEY, Action.SAVE, None, Entry("2.21"))
        with pytest.raises(ValueError, match="two changes"):
            write(changes=[change, change], actor=alice, now=NOW, door=BY_PAGE)

    def test_obstacles_do_nothing(self, alice: User) -> None:
        actual = enter(alice)
        wanted = [Change(KEY, Action.SUBMIT, actual.version), Change(LEAKAGE, Action.SUBMIT, 0)]
        found = obstacles(changes=wanted, actor=alice, now=NOW)
        assert list(found) == [LEAKAGE]
        actual.refresh_from_db()
        assert actual.state == "draft"
