"""What the feed tells of plans and targets: of each loading what it changed, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from openapi_schema_validator import OAS31Validator

from common.records.models import HistoryRow
from common.records.rules.chain import Content
from indicators.plans.rules.public_changes import public_changes
from indicators.plans.rules.target_keys import parse_target_key
from siwei.loading.read import read_fixtures
from siwei.loading.store import store_fixtures
from tests.siwei.amending_plans import AMENDING, SUPERSEDING, write
from tests.siwei.change_feed.copying import Copy, listed
from tests.siwei.change_feed.test_follow import MILESTONE, TARGET
from tests.siwei.mini_plan import TEXT, YAML, spoilt

NOW = datetime(2027, 6, 1, tzinfo=UTC)
PLAN = "mini-2025"
T2025, T2030 = (f"target {PLAN}/140300.total_water_use.{year}" for year in (2025, 2030))
FALL = f"target {PLAN}/140300.gdp_water_intensity_reduction.2020-2025"
WORDS = f"target {PLAN}/140300.pipe_leakage_rate.2030"
CHANGE = "change-2027"
AMENDS = "        amends: {plan: mini-2025, year: 2030}\n"
State = tuple[str, str, str]  # slug, YAML, text
BASE: State = (PLAN, YAML, TEXT)

pytestmark = pytest.mark.django_db


def load(folder: Path, *plans: State) -> None:
    files = [write(folder, slug, yaml, text) for slug, yaml, text in plans]
    store_fixtures(read_fixtures(project.FIXTURES, files), now=NOW)


def mini(old: str, new: str, text: str = TEXT) -> State:
    return (PLAN, spoilt(old, new), text)


def told_after(client: Client, folder: Path, before: list[State], after: list[State]) -> list[str]:
    """What a second loading tells; whoever follows it has what is listed."""
    load(folder, *before)
    copy = Copy.of_now(client)
    load(folder, *after)
    assert copy.follow(client).rows == listed(client)
    return copy.told


def test_a_first_loading_publishes_everything(client: Client, tmp_path: Path) -> None:
    load(tmp_path, BASE)
    copy = Copy().follow(client)
    published = [f"plan {PLAN}", T2025, T2030, FALL, WORDS, f"task {PLAN}/1"]
    assert copy.told == [f"published {one}" for one in published]
    assert copy.rows == listed(client)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        pytest.param(BASE, [], id="the same again"),
        pytest.param(
            (PLAN, YAML.replace("2.27", "2.20"), TEXT.replace("2.27", "2.20")),
            [f"corrected plan {PLAN}", f"corrected {T2025}"],
            id="another value",
        ),
        pytest.param(
            (PLAN, spoilt(TARGET, ""), TEXT.replace("\t2.35", "").replace("\t2030年", "")),
            [f"corrected plan {PLAN}", f"removed {T2030}"],
            id="a target less",
        ),
        pytest.param(
            mini("    nature: constraint\n", "    nature: expected\n"),
            [f"corrected plan {PLAN}", f"corrected {T2025}", f"corrected {T2030}"],
            id="what all targets of an indicator show",
        ),
        pytest.param(
            mini("participating: [市城市管理局]", "shared: [市城市管理局]"),
            [f"corrected plan {PLAN}", f"corrected {T2025}", f"corrected {T2030}"],
            id="who answers for an indicator",
        ),
        pytest.param(
            mini("  status: issued\n", "  status: issued\n  note: 据复印件\n"),
            [f"corrected plan {PLAN}"],
            id="the document",
        ),
        pytest.param(
            mini("milestones: []", MILESTONE),
            [f"published milestone {PLAN}/1/1"],
            id="a milestone more",
        ),
        pytest.param(
            mini(
                "      - {clause: c1, shared: [市水利局, 市城市管理局]}",
                "      - {clause: c1, shared: [市城市管理局, 市水利局]}",
            ),
            [f"corrected task {PLAN}/1"],
            id="who does a task",
        ),
    ],
)
def test_a_loading_tells_what_it_changed(
    client: Client, tmp_path: Path, after: State, told: list[str]
) -> None:
    assert told_after(client, tmp_path, [BASE], [after]) == told


def test_what_a_loading_removes_of_the_work(client: Client, tmp_path: Path) -> None:
    with_one = mini("milestones: []", MILESTONE)
    told = told_after(client, tmp_path, [with_one], [BASE])
    assert told == [f"removed milestone {PLAN}/1/1"]


def test_a_task_that_goes_takes_its_milestones_along(client: Client, tmp_path: Path) -> None:
    second = YAML[YAML.index('  - key: "1"\n') : YAML.index("untracked:")]
    more = spoilt(
        "untracked:",
        second.replace('"1"', '"2"').replace("milestones: []", MILESTONE) + "untracked:",
    )
    told = told_after(client, tmp_path, [(PLAN, more, TEXT)], [BASE])
    assert told == [f"removed task {PLAN}/2", f"removed milestone {PLAN}/2/1"]


def test_an_amendment_is_told_of_what_it_amends(client: Client, tmp_path: Path) -> None:
    told = told_after(client, tmp_path, [BASE], [BASE, (CHANGE, AMENDING, "")])
    amending = f"target {CHANGE}/140300.total_water_use.2030"
    assert told == [f"published plan {CHANGE}", f"published {amending}", f"amended {T2030}"]
    (row,) = [one["row"] for one in Copy().follow(client).changes if one["kind"] == "amended"]
    assert row["value"] == 2.35  # what it says itself stays
    assert row["amended_by"]["plan"] == CHANGE


def test_an_amendment_that_is_taken_back(client: Client, tmp_path: Path) -> None:
    alone = (CHANGE, spoilt(AMENDS, "", source=AMENDING), "")
    told = told_after(client, tmp_path, [BASE, (CHANGE, AMENDING, "")], [BASE, alone])
    amending = f"target {CHANGE}/140300.total_water_use.2030"
    assert told == [f"corrected plan {CHANGE}", f"corrected {amending}", f"corrected {T2030}"]


def test_a_plan_that_is_superseded(client: Client, tmp_path: Path) -> None:
    told = told_after(client, tmp_path, [BASE], [BASE, ("whole-2028", SUPERSEDING, "")])
    assert told[0] == "published plan whole-2028"
    assert told[-1] == f"amended plan {PLAN}"


def test_what_is_gone_by_now_has_no_row_and_its_tombstone_follows(
    client: Client, tmp_path: Path
) -> None:
    load(tmp_path, BASE)
    load(tmp_path, (PLAN, spoilt(TARGET, ""), TEXT.replace("\t2.35", "").replace("\t2030年", "")))
    changes = Copy().follow(client).changes
    of_it = [(one["kind"], one["row"]) for one in changes if f"target {one['key']}" == T2030]
    assert of_it == [("published", None), ("removed", None)]


def content(folder: Path) -> Content:
    load(folder, BASE)
    found: Content = HistoryRow.objects.get(record__kind="plan").after
    return found


def test_a_plan_that_is_removed(tmp_path: Path) -> None:
    told = [
        f"{one.kind} {one.subject} {one.key}" for one in public_changes(content(tmp_path), None)
    ]
    gone = [f"plan {PLAN}", T2025, T2030, FALL, WORDS]
    assert told == [f"removed {one}" for one in gone]


def test_a_part_that_the_history_did_not_keep_yet_is_no_change(tmp_path: Path) -> None:
    now = content(tmp_path)
    before = {name: rows for name, rows in now.items() if name not in ("departments", "amended")}
    assert public_changes(before, now) == []


def test_digests_of_before_tell_nothing(tmp_path: Path) -> None:
    now = content(tmp_path)
    digests = {"document": "5f2c", "targets": "0d8a"}
    assert public_changes(None, digests) == []
    assert {one.kind for one in public_changes(digests, now)} == {"published"}


@pytest.mark.parametrize(
    "key",
    [
        "yangquan-2025/140300.total_water_use.2025",
        "yangquan-2025/140300.gdp_water_intensity_reduction.2020-2025",
        "yangquan-2025/140300.total_water_use.standing",
        "yangquan-2025/140300.total_water_use.2020-undated",
    ],
)
def test_the_key_of_a_target_is_read_as_it_is_written(key: str) -> None:
    assert str(parse_target_key(key)) == key


@pytest.mark.parametrize(
    "key", ["", "140300.total_water_use.2025", "a/1403.x.2025", "a/140300.x.y"]
)
def test_no_key_of_a_target(key: str) -> None:
    with pytest.raises(ValueError, match=key or "^$"):
        parse_target_key(key)


def test_every_row_is_as_the_schema_describes_it(client: Client, tmp_path: Path) -> None:
    load(tmp_path, mini("milestones: []", MILESTONE))
    accept = {"Accept": "application/vnd.oai.openapi+json"}
    described = client.get("/api/schema/", headers=accept).json()
    schema = {
        "$ref": "#/components/schemas/PaginatedChangeList",
        "components": described["components"],
    }
    page = client.get("/api/v1/changes/").json()
    assert {one["subject"] for one in page["results"]} == {"plan", "target", "task", "milestone"}
    OAS31Validator(schema).validate(page)
    page["results"][0]["row"] = {"key": "nothing of the kind"}
    assert not OAS31Validator(schema).is_valid(page)
