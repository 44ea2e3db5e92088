"""Plans that amend, set or supersede one another: what is stored, and what is refused."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from common.records.models import HistoryRow
from indicators.plans.models import Plan, Target
from siwei.loading.problems import FixtureError
from siwei.loading.read import read_fixtures
from tests.siwei.amending_plans import AMENDING, FILES, SUPERSEDING, write, write_left_open
from tests.siwei.mini_plan import TEXT, YAML, line_of, spoilt

SECOND_TARGET = """\
      - value: 23000
        goal: standing
        comparator: "<="
        amends: {plan: mini-2025, year: 2030}
        citations:
          - {clause: c1, quote: 2030年用水总量控制目标调整为23000万立方米以内}
"""


def load(*files: Path) -> str:
    out = StringIO()
    call_command("load_plans", *files, stdout=out)
    return out.getvalue()


def amends() -> dict[str, str]:
    """Each target of 2030 and 2026 of the total, by its plan, with the plan that it amends."""
    rows = Target.objects.filter(plan_indicator__indicator="total_water_use", amends__isnull=False)
    return {
        row.plan_indicator.plan.slug: row.amends.plan_indicator.plan.slug
        for row in rows
        if row.amends is not None
    }


def states() -> list[object]:
    targets = Target.objects.order_by("pk").values_list("pk", "amends", "effective_on", "value")
    plans = Plan.objects.order_by("pk").values_list("pk", "supersedes", "supersedes_on")
    return [*targets, *plans, HistoryRow.objects.count()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slugs", "found"),
    [
        pytest.param(["mini-2025", "change-2027"], {"change-2027": "mini-2025"}, id="amended"),
        pytest.param(
            ["change-2027", "mini-2025"], {"change-2027": "mini-2025"}, id="stored the other way"
        ),
        pytest.param(
            ["again-2028", "change-2027", "mini-2025"],
            {"change-2027": "mini-2025", "again-2028": "change-2027"},
            id="twice",
        ),
    ],
)
def test_amendments_are_stored_once(
    tmp_path: Path, slugs: list[str], found: dict[str, str]
) -> None:
    files = [write(tmp_path, slug) for slug in slugs]
    load(*files)
    assert amends() == found
    before = states()
    assert load(*files).count("无变化") == len(slugs)
    assert states() == before


@pytest.mark.django_db
def test_the_day_is_that_of_the_issue_unless_the_file_says(tmp_path: Path) -> None:
    load(write(tmp_path, "mini-2025"), write(tmp_path, "change-2027"))
    amending = Target.objects.filter(amends__isnull=False)
    assert amending.get().effective_on == date(2027, 5, 1)
    said = spoilt("amends:", "effective_on: 2027-08-01\n        amends:", source=AMENDING)
    out = load(write(tmp_path, "change-2027", said))
    assert "更新 1，" in out
    assert amending.get().effective_on == date(2027, 8, 1)


@pytest.mark.django_db
def test_an_amendment_that_is_taken_back(tmp_path: Path) -> None:
    load(write(tmp_path, "mini-2025"), write(tmp_path, "change-2027"))
    alone = spoilt("        amends: {plan: mini-2025, year: 2030}\n", "", source=AMENDING)
    out = load(write(tmp_path, "change-2027", alone))
    assert "更新 1，" in out
    target = Target.objects.get(plan_indicator__plan__slug="change-2027")
    assert (target.amends, target.effective_on) == (None, None)


@pytest.mark.django_db
def test_a_target_that_a_plan_left_to_the_province(tmp_path: Path) -> None:
    load(write_left_open(tmp_path), write(tmp_path, "quota-2027"))
    assert amends() == {"quota-2027": "mini-2025"}


@pytest.mark.django_db
def test_a_plan_that_takes_the_place_of_another(tmp_path: Path) -> None:
    files = [write(tmp_path, slug) for slug in ("whole-2028", "mini-2025")]
    load(*files)
    plan = Plan.objects.get(slug="whole-2028")
    assert plan.supersedes == Plan.objects.get(slug="mini-2025")
    assert plan.supersedes_on == date(2028, 7, 1)
    before = states()
    assert load(*files).count("无变化") == 2
    assert states() == before
    load(write(tmp_path, "whole-2028", spoilt("  supersedes: mini-2025\n", "", source=SUPERSEDING)))
    found = Plan.objects.filter(slug="whole-2028").values_list("supersedes", "supersedes_on")
    assert found.get() == (None, None)


@pytest.mark.django_db
def test_an_amendment_changes_what_the_history_says_of_its_plan(tmp_path: Path) -> None:
    alone = spoilt("        amends: {plan: mini-2025, year: 2030}\n", "", source=AMENDING)
    load(write(tmp_path, "mini-2025"), write(tmp_path, "change-2027", alone))
    rows = HistoryRow.objects.filter(record__kind="plan", record__key="change-2027")
    first = rows.get()
    load(write(tmp_path, "change-2027"))
    last = rows.latest("number")
    assert last.before == first.after
    changed = {name for name in last.after if last.after[name] != first.after[name]}
    assert changed == {"targets", "amended"}


def refused(files: list[Path]) -> list[str]:
    with pytest.raises(FixtureError) as refusal:
        read_fixtures(settings.FIXTURES, files)
    return [problem.message for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("slug", "yaml_text", "reason"),
    [
        pytest.param(
            "change-2027",
            spoilt("year: 2030}", "year: 2031}", source=AMENDING),
            "没有这个目标：年份2031，基期年（无）",
            id="no such year",
        ),
        pytest.param(
            "change-2027",
            spoilt("indicator: total_water_use", "indicator: groundwater_use", source=AMENDING),
            "里没有行政区140300的指标“groundwater_use”",
            id="another indicator",
        ),
        pytest.param(
            "quota-2027",
            spoilt('    region: "140300"', '    region: "140400"', source=FILES["quota-2027"][1]),
            "里没有行政区140400的指标“total_water_use”",
            id="another region",
        ),
        pytest.param(
            "change-2027",
            spoilt("{plan: mini-2025", "{plan: change-2027", source=AMENDING),
            "不能修订或代替它自己",
            id="itself",
        ),
        pytest.param(
            "change-2027",
            spoilt("amends:", "effective_on: 2025-05-01\n        amends:", source=AMENDING),
            "修订的生效日期2025-05-01早于被修订目标的日期2025-12-03",
            id="before the plan that it amends",
        ),
        pytest.param(
            "change-2027",
            spoilt("  issued_on: 2027-05-01\n", "", source=AMENDING).replace(
                "status: issued", "status: undated"
            ),
            "修订须写明从哪一天起",
            id="no day",
        ),
        pytest.param(
            "change-2027",
            spoilt("      - year: 2030\n", SECOND_TARGET + "      - year: 2030\n", source=AMENDING),
            "再次修订的，请写修订后的目标",
            id="amended twice by one plan",
        ),
        pytest.param(
            "change-2027",
            spoilt(
                "        amends: {plan: mini-2025, year: 2030}\n",
                "        effective_on: 2027-05-01\n",
                source=AMENDING,
            ),
            "却没有写修订哪个目标",
            id="a day without an amendment",
        ),
        pytest.param(
            "change-2027",
            spoilt("status: issued", "status: issued\n  supersedes: mini-2025", source=AMENDING),
            "不必再修订它的目标",
            id="amends what it supersedes",
        ),
        pytest.param(
            "whole-2028",
            spoilt("supersedes: mini-2025", "supersedes: whole-2028", source=SUPERSEDING),
            "不能修订或代替它自己",
            id="supersedes itself",
        ),
        pytest.param(
            "whole-2028",
            SUPERSEDING.replace('region: "140300"', 'region: "140400"'),
            "只能代替同一行政区的规划",
            id="supersedes the plan of another region",
        ),
        pytest.param(
            "whole-2028",
            SUPERSEDING.replace(
                "supersedes: mini", "supersedes_on: 2025-01-01\n  supersedes: mini"
            ),
            "早于“mini-2025”的印发日期2025-12-03",
            id="supersedes a plan of later",
        ),
    ],
)
def test_refusals(tmp_path: Path, slug: str, yaml_text: str, reason: str) -> None:
    files = [write(tmp_path, "mini-2025"), write(tmp_path, slug, yaml_text)]
    (message,) = refused(files)
    assert reason in message


def test_a_target_is_amended_by_one_plan_alone(tmp_path: Path) -> None:
    again = FILES["again-2028"][1].replace("plan: change-2027", "plan: mini-2025")
    files = [write(tmp_path, slug) for slug in ("mini-2025", "change-2027")]
    (message,) = refused([*files, write(tmp_path, "again-2028", again)])
    assert "“mini-2025”的这个目标已由“change-2027”修订" in message


def test_amendments_go_in_no_circle(tmp_path: Path) -> None:
    forth = AMENDING.replace("plan: mini-2025", "plan: again-2028")
    forth = forth.replace("amends:", "effective_on: 2028-03-01\n        amends:")
    files = [write(tmp_path, "change-2027", forth), write(tmp_path, "again-2028")]
    assert refused(files) == ["修订关系绕成了一圈"] * 2


def test_superseding_goes_in_no_circle(tmp_path: Path) -> None:
    first = YAML.replace("status: issued", "status: issued\n  supersedes: whole-2028", 1)
    first = first.replace("  supersedes:", "  supersedes_on: 2028-07-01\n  supersedes:")
    files = [write(tmp_path, "mini-2025", first), write(tmp_path, "whole-2028")]
    assert refused(files) == ["代替关系绕成了一圈"] * 2


def test_a_superseded_plan_is_no_longer_amended(tmp_path: Path) -> None:
    late = spoilt("amends:", "effective_on: 2028-08-01\n        amends:", source=AMENDING)
    files = [write(tmp_path, slug) for slug in ("mini-2025", "whole-2028")]
    (message,) = refused([*files, write(tmp_path, "change-2027", late)])
    assert "自2028-07-01起已由“whole-2028”代替，不能再修订" in message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        pytest.param("change-2027", "没有规划“mini-2025”", id="amends"),
        pytest.param("whole-2028", "没有规划“mini-2025”", id="supersedes"),
    ],
)
def test_what_neither_files_nor_database_have(tmp_path: Path, slug: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        load(write(tmp_path, slug))
    assert not Plan.objects.exists()


def _with_2031(folder: Path) -> Path:
    text = FILES["mini-2025"][0].replace("2030年", "2031年")
    return write(folder, "mini-2025", YAML.replace("2030", "2031"), text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(_with_2031, id="another year"),
    ],
)
def test_an_amended_target_that_goes_is_refused_until_the_amendment_changes(
    tmp_path: Path, spoil: Callable[[Path], Path]
) -> None:
    load(write(tmp_path, "mini-2025"), write(tmp_path, "change-2027"))
    before = states()
    with pytest.raises(CommandError, match="请同时载入改好的“change-2027”"):
        load(spoil(tmp_path))
    assert states() == before
    text, moved = (one.replace("2030", "2031") for one in FILES["change-2027"])
    load(spoil(tmp_path), write(tmp_path, "change-2027", moved, text))
    assert amends() == {"change-2027": "mini-2025"}


LATE = AMENDING.replace("amends:", "effective_on: 2029-08-01\n        amends:")
ELSEWHERE = YAML.replace('region: "140300"', 'region: "140400"')
LATER_ISSUE = (
    YAML.replace("issued_on: 2025-12-03", "issued_on: 2028-08-01")
    .replace("2025年12月3日", "2028年8月1日")
    .replace("    nature:", "    note: 2025年的目标印发时已过。\n    nature:")
)
LATER_TEXT = TEXT.replace("2025年12月3日", "2028年8月1日")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "again", "place", "reason"),
    [
        pytest.param(
            {"mini-2025": "", "change-2027": "", "again-2028": ""},
            ("change-2027", LATE),
            ("effective_on", LATE),
            "规划“again-2028”自2028-03-01起修订这个目标，早于它的日期2029-08-01",
            id="an amendment moved behind the next one",
        ),
        pytest.param(
            {"mini-2025": "", "change-2027": ""},
            ("mini-2025", LATER_ISSUE, LATER_TEXT),
            ("issued_on", LATER_ISSUE),
            "规划“change-2027”自2027-05-01起修订这个目标，早于它的日期2028-08-01",
            id="a plan moved behind its amendment",
        ),
        pytest.param(
            {"mini-2025": "", "change-2027": LATE},
            ("whole-2028", SUPERSEDING),
            ("supersedes:", SUPERSEDING),
            "规划“change-2027”自2029-08-01起修订“mini-2025”，那时它已由本规划代替（2028-07-01）",
            id="superseded before it is amended",
        ),
        pytest.param(
            {"mini-2025": "", "whole-2028": ""},
            ("mini-2025", LATER_ISSUE, LATER_TEXT),
            ("issued_on", LATER_ISSUE),
            "规划“whole-2028”自2028-07-01起代替本规划，早于它的印发日期2028-08-01",
            id="a plan moved behind the one that took its place",
        ),
        pytest.param(
            {"mini-2025": "", "whole-2028": ""},
            ("mini-2025", ELSEWHERE),
            ("region", ELSEWHERE),
            "代替本规划的“whole-2028”是140300的，只能代替同一行政区的规划",
            id="a superseded plan of another region",
        ),
    ],
)
def test_a_plan_that_is_loaded_alone_fits_those_of_the_database(
    tmp_path: Path,
    stored: dict[str, str],
    again: tuple[str, ...],
    place: tuple[str, str],
    reason: str,
) -> None:
    load(*(write(tmp_path, slug, text) for slug, text in stored.items()))
    before = states()
    with pytest.raises(CommandError) as refusal:
        load(write(tmp_path, *again))
    first, *others = str(refusal.value).splitlines()
    assert first == f"plans/{again[0]}.yaml:{line_of(*place)}: {reason}"
    assert [line for line in others if not line.startswith("共")] == []
    assert states() == before


@pytest.mark.parametrize(
    ("slugs", "unseen"),
    [
        pytest.param(["change-2027"], ["mini-2025"], id="amends"),
        pytest.param(["whole-2028"], ["mini-2025"], id="supersedes"),
        pytest.param(["again-2028", "change-2027"], [None, "mini-2025"], id="one of two"),
        pytest.param(["change-2027", "mini-2025"], [None, None], id="all there"),
    ],
)
def test_a_check_without_a_database_says_what_it_could_not_look_at(
    tmp_path: Path, slugs: list[str], unseen: list[str | None]
) -> None:
    out = StringIO()
    files = [write(tmp_path, slug) for slug in slugs]
    call_command("load_plans", *files, check=True, stdout=out)
    for line, missing in zip(out.getvalue().splitlines(), unseen, strict=True):
        ending = "，无误" if missing is None else f"没有校验，请一并给出：{missing}"
        assert line.endswith(ending)
