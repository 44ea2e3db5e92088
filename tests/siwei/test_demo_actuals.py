"""The demonstration's values: marked, plausible, with a true history, and gone by one command."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import override_settings
from django.utils import timezone

from common.records.models import Evidence, HistoryRow, Publication
from common.records.rules.doors import BY_PAGE
from common.records.services.verification import verify
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.actuals.services.evidence import attach
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.assessments import overview
from indicators.plans.models import Indicator
from siwei.demo.actuals import fill_actuals
from siwei.demo.people import prepare_people
from siwei.demo.stories import STORIES
from tests.common.records.tampering import forge
from tests.evidence_files import pdf
from tests.indicators.actuals.workflow import Seen, decide, enter, save
from tests.people import editor, open_year

TODAY = date(2026, 11, 20)
NOW = timezone.make_aware(datetime(2026, 11, 20, 10, 0))


@pytest.fixture
def filled(plans: None) -> int:
    prepare_people(today=TODAY)
    return fill_actuals(today=TODAY, now=NOW)


def value(key: str) -> Decimal | None:
    wanted = parse_key(key)
    row = Actual.objects.get(
        region=wanted.region,
        indicator=wanted.indicator,
        year=wanted.year,
        base_year=wanted.base_year,
    )
    return row.printed_value


def stored() -> list[object]:
    return [
        list(Actual.objects.order_by("pk").values()),
        list(HistoryRow.objects.order_by("pk").values()),
    ]


def test_every_named_indicator_is_known(plans: None) -> None:
    known = set(Indicator.objects.values_list("code", flat=True))
    for story in STORIES.values():
        assert {*story.values, *story.sums, *story.reductions, *story.unfinished} <= known


def test_what_the_plans_report_stays_as_it_is(plans: None) -> None:
    before = list(Actual.objects.order_by("pk").values())
    prepare_people(today=TODAY)
    fill_actuals(today=TODAY, now=NOW)
    reported = Actual.objects.filter(pk__in=[row["id"] for row in before]).order_by("pk")
    assert list(reported.values()) == before
    assert not reported.filter(demo=True).exists()


def test_everything_else_is_marked_and_says_so(filled: int) -> None:
    invented = Actual.objects.filter(demo=True)
    assert invented.count() == filled > 500
    assert set(invented.values_list("source", flat=True)) == {"演示数据（虚构）"}
    assert not Actual.objects.filter(demo=False, record__history__action="save").exists()


def test_a_second_run_changes_nothing(filled: int) -> None:
    before = stored()
    assert fill_actuals(today=TODAY, now=NOW) == 0
    assert stored() == before


def test_the_same_values_come_again(filled: int) -> None:
    assert value("140300.total_water_use.2025") == Decimal("2.053")
    assert value("140300.gdp_water_intensity_reduction.2020-2025") == Decimal("10.7")
    assert value("140500.mine_water_use_rate.2019") == Decimal("69.0")


def test_every_history_is_whole(filled: int) -> None:
    assert [found for found in verify() if found.faults] == []


def test_nobody_approved_what_they_submitted(filled: int) -> None:
    approvals = HistoryRow.objects.filter(action=Action.APPROVE, record__actual__demo=True)
    assert approvals.exists()
    for approval in approvals.select_related("record__actual"):
        actual = approval.record.actual
        assert approval.by_id not in (actual.submitted_by_id, actual.changed_by_id)


def test_the_values_pass_the_checks_or_are_explained(filled: int) -> None:
    rows = list(Actual.objects.filter(demo=True))
    around = Surroundings([row.key for row in rows])
    for row in rows:
        findings = around.findings(row.key, row.printed_value)
        assert not [one for one in findings if one.blocks], row.key
        asked = any(one.asks for one in findings)
        assert asked == bool(row.explanation), (row.key, findings)


def test_groundwater_and_the_parts_stay_below_the_whole(filled: int) -> None:
    for region in ("140300", "140400"):
        for year in range(2020, 2026):
            # What waits for review has a working value too.
            parts = [
                value(f"{region}.{code}.{year}")
                for code in (
                    "surface_water_abstraction",
                    "groundwater_use",
                    "nonconventional_water_use",
                )
            ]
            assert sum(part or 0 for part in parts) == value(f"{region}.total_water_use.{year}")


def test_last_year_is_left_for_the_workflow_to_be_tried(filled: int) -> None:
    last = Actual.objects.filter(demo=True, year=2025)
    states = set(last.values_list("state", flat=True))
    assert states == {ActualState.APPROVED, ActualState.SUBMITTED, ActualState.RETURNED}
    assert not last.filter(indicator="water_saving_appliance_rate", region="140300").exists()
    earlier = Actual.objects.filter(demo=True, year__lt=2025)
    assert set(earlier.values_list("state", flat=True)) == {ActualState.APPROVED}


def test_the_picture_tells_every_story(filled: int) -> None:
    cities = overview(year=2025, today=TODAY).cities
    assert {status for city in cities for status in city.promises.counts} == set(Status)


def test_a_reviewer_decides_on_what_waits(filled: int) -> None:
    row = Actual.objects.get(
        region="140300", indicator="high_standard_farmland", year=2025, demo=True
    )
    reviewer = User.objects.get(username="shanxi")
    decide(action=Action.APPROVE, values=[Seen(row.key, row.version)], actor=reviewer, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.demo) == (ActualState.APPROVED, True)
    assert [found for found in verify() if found.faults] == []


def test_before_the_due_day_nothing_is_handed_in_after_now(plans: None) -> None:
    today = date(2026, 1, 5)
    now = timezone.make_aware(datetime(2026, 1, 5, 9, 0))
    prepare_people(today=today)
    fill_actuals(today=today, now=now)
    assert not HistoryRow.objects.filter(record__actual__demo=True, at__gt=now).exists()
    assert Actual.objects.filter(demo=True, year=2025).exists()


def test_a_year_later_the_year_between_is_filled(filled: int) -> None:
    later = date(2027, 6, 1)
    prepare_people(today=later)
    fill_actuals(today=later, now=timezone.make_aware(datetime(2027, 6, 1, 9, 0)))
    assert Actual.objects.filter(demo=True, year=2026, region="140100").exists()
    assert [found for found in verify() if found.faults] == []


def test_one_command_removes_all_of_it_and_nothing_else(plans: None) -> None:
    before = list(Actual.objects.order_by("pk").values())
    loaded = set(HistoryRow.objects.filter(record__kind=KIND).values_list("pk", flat=True))
    prepare_people(today=TODAY)
    filled = fill_actuals(today=TODAY, now=NOW)
    rows = {row.pk: row.hash for row in HistoryRow.objects.all()}
    with override_settings(DEBUG=False):
        call_command("demo", remove=True, verbosity=0)
    assert list(Actual.objects.order_by("pk").values()) == before
    assert not Actual.objects.filter(demo=True).exists()
    # The history stays: every row that was there, and one more for each value.
    now = {row.pk: row.hash for row in HistoryRow.objects.all()}
    assert now.items() >= rows.items()
    added = HistoryRow.objects.exclude(pk__in=rows)
    assert added.count() == filled
    assert {(row.action, row.by_id) for row in added} == {("remove", None)}
    assert not added.filter(after__isnull=False).exists()
    # What was public of them ended; what the plans report stays public.
    public = Publication.objects.filter(record__kind=KIND)
    still = public.filter(ended_at__isnull=True)
    assert set(still.values_list("record__history", flat=True)) == loaded
    assert set(public.exclude(pk__in=still).values_list("ended_by", flat=True)) == {"removed"}
    assert [found for found in verify() if found.faults] == []


def test_what_comes_back_goes_on_with_its_chain(filled: int) -> None:
    key = "140300.total_water_use.2023"
    call_command("demo", remove=True, verbosity=0)
    removed = HistoryRow.objects.filter(record__key=key).order_by("-number")[0]
    assert fill_actuals(today=TODAY, now=NOW) == filled
    row = Actual.objects.get(record__key=key)
    rows = list(HistoryRow.objects.filter(record__key=key).order_by("number"))
    assert [one.action for one in rows] == [
        *("save", "submit", "approve", "remove"),
        *("save", "submit", "approve"),
    ]
    assert (row.began, row.version, row.published_version) == (5, 7, 7)
    assert rows[4].previous_hash == removed.hash
    assert rows[4].before is None
    assert [found for found in verify() if found.faults] == []


def test_a_file_of_a_removed_value_is_kept_but_no_longer_shown(filled: int) -> None:
    row = Actual.objects.get(region="140300", year=2025, state=ActualState.RETURNED, demo=True)
    attach(
        key=row.key,
        upload=SimpleUploadedFile("公报.pdf", pdf()),
        seen_version=row.version,
        actor=User.objects.get(username="yangquan"),
        now=NOW,
        door=BY_PAGE,
    )
    call_command("demo", remove=True, verbosity=0)
    assert Evidence.objects.get().removed_at is not None
    assert [found for found in verify() if found.faults] == []


def test_a_real_value_that_is_marked_as_invented_is_not_removed(filled: int) -> None:
    """What a statement of SQL can set proves nothing: nothing is removed, in any mode."""
    real = Actual.objects.filter(demo=False)[0]
    Actual.objects.filter(pk=real.pk).update(demo=True)
    for debug in (False, True):
        with override_settings(DEBUG=debug), pytest.raises(CommandError, match=str(real.key)):
            call_command("demo", remove=True, verbosity=0)
    assert Actual.objects.filter(demo=True).count() == filled + 1


def test_a_forged_row_of_history_proves_nothing_either(filled: int) -> None:
    """Triggers let everybody add a row; its seal needs the key."""
    real = Actual.objects.filter(demo=False).select_related("record")[0]
    row = forge(real.record, "save", None, demo=True)
    Actual.objects.filter(pk=real.pk).update(demo=True, version=2, updated_at=row.at)
    with pytest.raises(CommandError, match=str(real.key)):
        call_command("demo", remove=True, verbosity=0)


@override_settings(DEBUG=True)
def test_where_people_have_entered_values_there_is_no_demonstration(plans: None) -> None:
    open_year(2025)
    enter(editor("alice"))
    with pytest.raises(CommandError, match="已有人填报"):
        call_command("demo", verbosity=0)
    assert not User.objects.filter(username="admin").exists()


def test_a_database_without_a_demonstration_is_left_alone(plans: None) -> None:
    Actual.objects.update(demo=True)
    with pytest.raises(CommandError, match="不是演示用的数据库"):
        call_command("demo", remove=True, verbosity=0)
    assert Actual.objects.filter(demo=True).exists()


def test_what_a_person_corrected_stays(filled: int) -> None:
    row = Actual.objects.get(region="140300", indicator="irrigated_area", year=2025)
    assert ReportingYear.objects.get(province="140000", year=2025).is_open
    save(
        key=row.key,
        entry=Entry(value="9.90", source="统计年鉴", explanation="核对过"),
        seen_version=row.version,
        actor=User.objects.get(username="yangquan"),
        now=NOW,
    )
    call_command("demo", remove=True, verbosity=0)
    row.refresh_from_db()
    assert (row.printed_value, row.demo) == (Decimal("9.90"), False)
    assert [found for found in verify() if found.faults] == []


def test_after_a_removal_the_database_guards_the_history_again(filled: int) -> None:
    call_command("demo", remove=True, verbosity=0)
    remaining = HistoryRow.objects.all()
    assert remaining.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        remaining.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        remaining.update(reason="改")
