"""What was loaded before isn't loaded again, and nothing that has changed since is hidden by that:
each load ends as a full one would, and says the same."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from common.records.models import HistoryRow
from common.stamps.selectors import stamp
from departments.models import Department, DepartmentAlias, Region
from indicators.actuals.models import Actual
from indicators.plans.models import (
    Citation,
    Clause,
    Indicator,
    LoadedFile,
    Plan,
    Reported,
    Target,
    Unit,
)
from siwei.bench.plan_files import change_plan, write_plan_files
from siwei.loading import file_digests, row_digests
from siwei.loading.check_links import check_links
from siwei.loading.groups import ties_of, together
from siwei.loading.store import wait_for_others
from siwei.loading.yaml_source import read_yaml
from tasks.models import Assignment, Task
from tests.siwei.amending_plans import SUPERSEDING, SUPERSEDING_TEXT, write
from tests.siwei.mini_plan import TEXT, YAML, spoilt

pytestmark = pytest.mark.django_db
FIXTURES: Path = project.FIXTURES

# Plans of two other cities beside those of 140300: one of them reports a value.
FAR = YAML.replace("mini-2025", "far-2025").replace("140300", "140400")
LONE_TEXT = spoilt(
    "到2030年，漏损率", "2024年用水总量为2.35亿立方米。到2030年，漏损率", source=TEXT
)
LONE = spoilt(
    """          - {clause: a1.1, column: 2030年, quote: "2.35"}
""",
    """          - {clause: a1.1, column: 2030年, quote: "2.35"}
    reported:
      - year: 2024
        value: 2.35
        citations: [{clause: c1, quote: 2024年用水总量为2.35亿立方米}]
""",
    source=YAML.replace("mini-2025", "lone-2025").replace("140300", "140500"),
)
ALL = {"mini-2025", "change-2027", "far-2025", "lone-2025"}
PAIR = {"mini-2025", "change-2027"}


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Two plans of a city, of which one amends the other, and one of each of two others."""
    settings.FIXTURES = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, settings.FIXTURES, ignore=shutil.ignore_patterns("plans"))
    write(settings.FIXTURES, "mini-2025")
    write(settings.FIXTURES, "change-2027")
    put(settings.FIXTURES, "far-2025", FAR, TEXT)
    put(settings.FIXTURES, "lone-2025", LONE, LONE_TEXT)
    return Path(settings.FIXTURES)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were parsed, without their endings."""
    names: list[str] = []

    def parsing(file: Path) -> Any:
        names.append(file.stem)
        return read_yaml(file)

    monkeypatch.setattr("siwei.loading.read.read_yaml", parsing)
    return names


def put(folder: Path, slug: str, yaml_text: str, text: str) -> None:
    (folder / "plans" / f"{slug}.yaml").write_text(yaml_text, encoding="utf-8")
    (folder / "plans" / f"{slug}.txt").write_text(text, encoding="utf-8")


def run(*options: Any) -> str:
    """What a load says, whether it succeeds or not."""
    out = StringIO()
    try:
        call_command("load_plans", *options, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def state() -> dict[str, list[tuple[Any, ...]]]:
    """What the tables hold that a load may write, but for numbers and times of the database."""
    models: tuple[type[Model], ...] = (
        *(model for model, _path in (*row_digests.OF_PLANS, *row_digests.OF_REGIONS)),
        *row_digests.SHARED,
        Actual,
    )
    found: dict[str, list[tuple[Any, ...]]] = {"history": [(HistoryRow.objects.count(),)]}
    for model in models:
        columns = [
            one.attname
            for one in model._meta.concrete_fields
            if one.get_internal_type() not in ("BigAutoField", "DateTimeField")
            and not (one.is_relation and _is_numbered(one.related_model))
        ]
        rows = model._base_manager.values_list(*columns)
        found[model._meta.label] = sorted(rows, key=repr)
    return found


def _is_numbered(model: Any) -> bool:
    return bool(model._meta.pk.get_internal_type() == "BigAutoField")


def undone(*options: Any) -> tuple[str, dict[str, list[tuple[Any, ...]]]]:
    """What a load says and leads to, without leaving anything behind."""
    with transaction.atomic():
        result = run(*options), state()
        transaction.set_rollback(True)
    return result


def correct(file: Path, old: str, new: str) -> None:
    file.write_text(spoilt(old, new, source=file.read_text(encoding="utf-8")), encoding="utf-8")


def rename(name: str, new: str) -> None:
    """As the administration does it."""
    row = Department.objects.get(name=name, region="140300")
    row.name, row.kept_columns = new, ["name"]
    row.save()


def add_alias(name: str) -> None:
    department = Department.objects.get(name="市水利局", region="140300")
    DepartmentAlias.objects.create(department=department, name=name)


def adopt_nothing(folder: Path) -> None:
    """A department of an administrator, of the name that a file comes to bring."""
    Department.objects.create(region_id="140300", name="市应急局", function_id="water")
    mini = folder / "plans" / "mini-2025"
    correct(mini.with_suffix(".yaml"), "indicators:\n", f"{EMERGENCY}indicators:\n")
    correct(mini.with_suffix(".txt"), "市水利局、市城管局按", "市水利局、市应急局、市城管局按")


EMERGENCY = "  - {name: 市应急局, function: water}\n"


def supersede(folder: Path) -> None:
    far = SUPERSEDING.replace("whole-2028", "next-2028").replace("140300", "140400")
    put(folder, "next-2028", far.replace("mini-2025", "far-2025"), SUPERSEDING_TEXT)


def move(folder: Path) -> None:
    """The plan of one city turns out to be of another, which has one."""
    correct(folder / "plans" / "far-2025.yaml", '"140400"', '"140500"')


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changes, and which plans are then read; `shared`: what they share is."""

    does: Callable[[Path], object]
    plans: set[str]
    shared: bool = True


CHANGES = {
    "a serial number of a plan": Change(
        lambda folder: correct(folder / "plans/far-2025.yaml", 'serial: "1"', 'serial: "2"'),
        {"far-2025"},
    ),
    "a value that the text doesn't state": Change(
        lambda folder: correct(folder / "plans/far-2025.yaml", "value: 2.35", "value: 2.36"), ALL
    ),
    "a note of a plan": Change(
        lambda folder: correct(
            folder / "plans/far-2025.yaml", "  status: issued", "  status: issued\n  note: 订正"
        ),
        {"far-2025"},
    ),
    "a comment in a plan": Change(
        lambda folder: correct(folder / "plans/far-2025.yaml", "tasks:", "# 注\ntasks:"),
        {"far-2025"},
    ),
    "a text": Change(
        lambda folder: correct(folder / "plans/far-2025.txt", "= 附件1", "= 附件1\n% 校注"),
        {"far-2025"},
    ),
    "a text that a plan no longer fits": Change(
        lambda folder: correct(folder / "plans/far-2025.txt", "2.27亿", "2.28亿"), ALL
    ),
    "a plan that is amended": Change(
        lambda folder: correct(
            folder / "plans/mini-2025.yaml", "  status: issued", "  status: issued\n  note: 订正"
        ),
        PAIR,
    ),
    "a plan that amends": Change(
        lambda folder: correct(folder / "plans/change-2027.yaml", "tasks:", "# 注\ntasks:"), PAIR
    ),
    "a target that another plan amends is taken out": Change(
        lambda folder: correct(
            folder / "plans/mini-2025.yaml",
            """      - year: 2030
        value: 2.35
        comparator: "<="
        citations:
          - {clause: a1.1, column: 2030年, quote: "2.35"}
""",
            "",
        ),
        ALL,
    ),
    "a new plan that supersedes": Change(supersede, {"far-2025", "next-2028"}),
    "a plan moves to a city that has one": Change(move, {"far-2025", "lone-2025"}),
    "a plan that is amended is gone": Change(
        lambda folder: (folder / "plans/mini-2025.yaml").unlink(), {"change-2027"}
    ),
    "a plan of another city is gone": Change(
        lambda folder: (folder / "plans/far-2025.yaml").unlink(), set(), shared=False
    ),
    "a text is gone": Change(
        lambda folder: (folder / "plans/far-2025.txt").unlink(), ALL - {"far-2025"}
    ),
    "a file brings what an administrator made": Change(adopt_nothing, ALL),
    "the catalogue": Change(
        lambda folder: correct(folder / "catalogue.yaml", "name: 用水总量", "name: 用水总数量"), ALL
    ),
    "units": Change(lambda folder: correct(folder / "units.yaml", "name: ", "name:  "), ALL),
    "kinds of department": Change(
        lambda folder: correct(folder / "functions.yaml", "name: ", "name:  "), ALL
    ),
    "regions": Change(
        lambda folder: correct(folder / "regions.yaml", "name: 小店区", "name: 大店区"), ALL
    ),
    "breaks": Change(lambda folder: correct(folder / "breaks.yaml", "note: ", "note:  "), ALL),
    "tiles that are wrong": Change(
        lambda folder: correct(folder / "tiles.yaml", "row: ", "row: 99"), set(), shared=False
    ),
    # The administration
    "a department is renamed": Change(lambda folder: rename("市水利局", "市水务局"), PAIR),
    "a department gets another spelling": Change(lambda folder: add_alias("水利"), PAIR),
    "a department is added": Change(
        lambda folder: Department.objects.create(
            region_id="140300", name="市应急局", function_id="water"
        ),
        PAIR,
    ),
    "a unit is renamed": Change(
        lambda folder: Unit.objects.filter(symbol="%").update(name="百分", kept_columns=["name"]),
        set(),
    ),
    "a region is renamed": Change(
        lambda folder: Region.objects.filter(code="140105").update(
            name="大店区", kept_columns=["name"]
        ),
        set(),
    ),
    "an indicator is added": Change(
        lambda folder: Indicator.objects.create(
            code="rain_barrels",
            name="雨桶",
            name_en="B",
            unit_id="%",
            direction="none",
            theme="city",
        ),
        set(),
    ),
    # Whatever else may write to the tables
    "a clause": Change(
        lambda folder: Clause.objects.filter(plan__slug="far-2025", key="c1").update(text="无"),
        {"far-2025"},
    ),
    "a target": Change(
        lambda folder: Target.objects.filter(
            plan_indicator__plan__slug="far-2025", year=2030, value__isnull=False
        ).update(value=9),
        {"far-2025"},
    ),
    "a target is gone": Change(
        lambda folder: Target.objects.filter(
            plan_indicator__plan__slug="far-2025", year=2030
        ).delete(),
        {"far-2025"},
    ),
    "a citation": Change(
        lambda folder: Citation.objects.filter(clause__plan__slug="far-2025").update(start=0),
        {"far-2025"},
    ),
    "a reported value": Change(lambda folder: Reported.objects.update(note="别的"), {"lone-2025"}),
    "an assignment": Change(
        lambda folder: Assignment.objects.filter(task__plan__slug="far-2025").delete(),
        {"far-2025"},
    ),
    "a task": Change(
        lambda folder: Task.objects.filter(plan__slug="far-2025").update(note="别的"), {"far-2025"}
    ),
    "an actual that a plan reports is gone": Change(
        lambda folder: Actual.objects.all().delete(), {"lone-2025"}
    ),
    "a plan is gone from the database": Change(
        lambda folder: Plan.objects.filter(slug="far-2025").update(slug="was-2025"), {"far-2025"}
    ),
    "what was kept is gone": Change(lambda folder: LoadedFile.objects.all().delete(), ALL),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_never_hidden(folder: Path, parsed: list[str], name: str) -> None:
    change = CHANGES[name]
    run()
    change.does(folder)
    parsed.clear()
    said, ended = undone()
    assert {one for one in parsed if "-2" in one} == change.plans
    assert ("catalogue" in parsed) == change.shared
    assert (said, ended) == undone("--full")


def test_one_change_after_the_other(folder: Path) -> None:
    """What is kept after a load of a part is as good as what a full one keeps."""
    run()
    for name in CHAIN:
        CHANGES[name].does(folder)
        expected = undone("--full")
        assert (run(), state()) == expected, name
        assert undone() == undone("--full"), name


CHAIN = (
    "a department gets another spelling",
    "a department is renamed",
    "a plan that is amended",
    "a new plan that supersedes",
    "a region is renamed",
    "an actual that a plan reports is gone",
    "a plan moves to a city that has one",
    "the catalogue",
    "a plan that is amended is gone",
    "a plan that amends",
)


def test_nothing_is_parsed_or_written_where_nothing_has_changed(
    folder: Path, parsed: list[str]
) -> None:
    run()
    before = stamp(public=False), list(LoadedFile.objects.values_list()), HistoryRow.objects.count()
    parsed.clear()
    with CaptureQueriesContext(connection) as queries:
        said = run()
    assert parsed == []
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert said.count("：无变化") == len(ALL)
    after = stamp(public=False), list(LoadedFile.objects.values_list()), HistoryRow.objects.count()
    assert after == before


def test_an_unchanged_load_costs_the_same_with_more_plans(
    tmp_path: Path, settings: Settings, parsed: list[str]
) -> None:
    counts = []
    for number, cities in enumerate((2, 5)):
        settings.FIXTURES = FIXTURES
        files = write_plan_files(tmp_path / str(number), cities)
        settings.FIXTURES = tmp_path / str(number)
        run()
        parsed.clear()
        with CaptureQueriesContext(connection) as queries:
            assert run().count("：无变化") == cities
        assert parsed == []
        counts.append(len(queries))
        change_plan(files[0])
        assert run().count("：无变化") == cities - 1
        assert {one for one in parsed if "-2" in one} == {files[0].stem}
    assert counts[0] == counts[1]


def test_what_was_left_alone_is_said_again(folder: Path, parsed: list[str]) -> None:
    run()
    rename("市水利局", "市水务局")
    Region.objects.filter(code="140105").update(name="大店区", kept_columns=["name"])
    said = run()
    assert "部门“市水务局”：系统管理中改过的“名称”保留未动（文件：市水利局）" in said
    assert "行政区“大店区”：系统管理中改过的“名称”保留未动（文件：小店区）" in said
    parsed.clear()
    assert run() == said
    assert parsed == []
    # Given back to the file.
    Department.objects.update(kept_columns=[])
    assert "市水务局" not in run()
    assert Department.objects.filter(name="市水利局", region="140300").exists()


def test_another_release_reads_everything(
    folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    parsed.clear()
    monkeypatch.setattr(file_digests, "_code", lambda: "another release")
    run()
    assert set(parsed) > ALL


def test_the_release_covers_the_code_and_what_reads_the_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = file_digests._code.__wrapped__()
    monkeypatch.setattr(file_digests, "release", lambda: "another")
    assert file_digests._code.__wrapped__() != plain
    monkeypatch.undo()
    monkeypatch.setattr(file_digests, "version", lambda name: "99")
    assert file_digests._code.__wrapped__() != plain


@pytest.mark.parametrize("option", ["--full", "--adopt", "--check"])
def test_everything_is_read_when_that_is_asked_for(
    folder: Path, parsed: list[str], option: str
) -> None:
    run()
    parsed.clear()
    run(option)
    assert {one for one in parsed if "-2" in one} == ALL


def test_one_file_of_two_that_belong_together(folder: Path, parsed: list[str]) -> None:
    """What it is checked against then is in the database: another check than with both files."""
    run()
    parsed.clear()
    run(folder / "plans/mini-2025.yaml")
    run(folder / "plans/far-2025.yaml")
    assert {one for one in parsed if "-2" in one} == {"mini-2025"}
    parsed.clear()
    run()
    assert {one for one in parsed if "-2" in one} == PAIR


def test_the_same_files_in_another_folder(
    folder: Path, parsed: list[str], settings: Settings, tmp_path: Path
) -> None:
    run()
    settings.FIXTURES = tmp_path / "copied"
    shutil.copytree(folder, settings.FIXTURES)
    parsed.clear()
    assert run().count("：无变化") == len(ALL)
    assert parsed == []


def test_a_database_of_an_earlier_day(folder: Path, parsed: list[str]) -> None:
    """What was kept comes back with the rows that it is about."""
    run()
    with transaction.atomic():
        correct(folder / "plans/far-2025.yaml", 'serial: "1"', 'serial: "2"')
        run()
        transaction.set_rollback(True)
    parsed.clear()
    assert "far-2025：新增 0，更新 1" in run()
    assert {one for one in parsed if "-2" in one} == {"far-2025"}


def test_a_load_that_is_refused_keeps_nothing(folder: Path) -> None:
    run()
    before = list(LoadedFile.objects.values_list())
    correct(folder / "plans/mini-2025.yaml", "  status: issued", "  status: issued\n  note: 订正")
    correct(folder / "plans/far-2025.yaml", "value: 2.35", "value: 2.36")
    assert "共 " in run()
    assert list(LoadedFile.objects.values_list()) == before


def test_a_file_that_is_written_to_while_it_is_read(
    folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    far = folder / "plans/far-2025.yaml"
    before = far.read_text(encoding="utf-8")
    correct(far, 'serial: "1"', 'serial: "2"')

    def writing(*arguments: Any) -> Any:
        far.write_text(before, encoding="utf-8")
        return check_links(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("siwei.loading.load.check_links", writing)
        run()
    assert "far-2025：新增 0，更新 1" in run()


def test_another_load_that_ends_meanwhile(
    folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    correct(folder / "plans/far-2025.yaml", 'serial: "1"', 'serial: "2"')

    def overtaken() -> None:
        wait_for_others()
        LoadedFile.objects.filter(name="plans/lone-2025.yaml").update(digest="another")

    monkeypatch.setattr("siwei.loading.load.wait_for_others", overtaken)
    parsed.clear()
    run()
    assert {one for one in parsed if "-2" in one} == ALL


def test_a_department_that_is_handed_to_and_fro_is_never_taken_for_settled(
    folder: Path, parsed: list[str]
) -> None:
    """Two plans name it in their texts, and neither lists it any more."""
    department = Department(region_id="140300", name="市司法局", function_id="water")
    for slug in PAIR:
        file = folder / "plans" / f"{slug}.txt"
        file.write_text(file.read_text(encoding="utf-8") + "市司法局。\n", encoding="utf-8")
    run()
    department.name_in_file, department.managed_by_file = "市司法局", "plans/mini-2025.yaml"
    department.save()
    for _time in range(3):
        parsed.clear()
        expected = undone("--full")
        assert undone() == expected
        run()
        assert set(parsed) > PAIR


def test_what_a_load_reads_is_covered(folder: Path) -> None:
    """Every table that a load of unchanged plans names is part of the digests, or needn't be."""
    run()
    with CaptureQueriesContext(connection) as queries:
        run("--full")
    said = " ".join(one["sql"] for one in queries)
    named = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if f'"{model._meta.db_table}"' in said
    }
    covered = {
        model._meta.label
        for model in (
            *row_digests.SHARED,
            *(one for one, _path in (*row_digests.OF_PLANS, *row_digests.OF_REGIONS)),
        )
    }
    assert named - covered == set(NOT_COVERED)


NOT_COVERED = {
    "plans.LoadedFile": "what is kept",
    "records.Record": "covered as far as it is of plans and tasks",
    "records.HistoryRow": "named by the record's number and hash",
    "actuals.Actual": "asked for by itself: which reported values have none",
    "tasks.Statement": "only guards what a file takes out, which no unchanged file does",
}


def test_which_plans_belong_together() -> None:
    ties = {
        "a": ties_of("a", ["1"], []),
        "b": ties_of("b", ["2"], []),
        "c": ties_of("c", ["3"], ["b"]),
        "d": ties_of("d", ["1", "4"], ["gone"]),
        "e": ties_of("e", ["5"], ["gone"]),
        "f": ties_of("f", ["6"], []),
    }
    assert {frozenset(one) for one in together(ties).values()} == {
        frozenset("ade"),
        frozenset("bc"),
        frozenset("f"),
    }
