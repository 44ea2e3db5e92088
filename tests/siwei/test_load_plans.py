"""Loading again changes nothing; a corrected file is followed; actuals are never touched."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.forms.models import model_to_dict
from pytest_django import Settings

from common.records.models import HistoryRow
from departments.models import Department, Membership
from indicators.actuals.models import Actual
from indicators.plans.models import Citation, Indicator, Plan, PlanIndicator, Target
from tasks.models import Assignment, Task
from tests.indicators.actuals.workflow import history
from tests.siwei.mini_plan import TEXT, YAML, spoilt, write_plan

FIXTURES: Path = project.FIXTURES
pytestmark = pytest.mark.django_db

REPORTED = spoilt(
    """        citations:
          - {clause: a1.1, column: 2030年, quote: "2.35"}
""",
    """        citations:
          - {clause: a1.1, column: 2030年, quote: "2.35"}
    reported:
      - year: 2024
        value: 2.35
        citations: [{clause: c1, quote: 2024年用水总量为2.35亿立方米}]
""",
)


REPORTED_TEXT = spoilt(
    "到2030年，漏损率", "2024年用水总量为2.35亿立方米。到2030年，漏损率", source=TEXT
)


def load(folder: Path, yaml_text: str = YAML) -> str:
    out = StringIO()
    text = REPORTED_TEXT if "reported:" in yaml_text else TEXT
    call_command("load_plans", write_plan(folder, text=text, yaml_text=yaml_text), stdout=out)
    return out.getvalue()


def everything() -> list[list[dict[str, object]]]:
    models = (
        Plan,
        PlanIndicator,
        Target,
        Citation,
        Department,
        Task,
        Assignment,
        Actual,
        HistoryRow,
    )
    return [
        [model_to_dict(row) | {"pk": row.pk} for row in model.objects.order_by("pk")]
        for model in models
    ]


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, REPORTED)
    before = everything()
    assert "无变化" in load(tmp_path, REPORTED)
    assert everything() == before


def test_values_stay_as_printed(tmp_path: Path) -> None:
    load(tmp_path)
    target = Target.objects.get(plan_indicator__indicator="gdp_water_intensity_reduction")
    assert str(target.printed_value) == "9.0"


def test_marks_stand_on_the_stated_number(tmp_path: Path) -> None:
    load(tmp_path)
    for citation in Citation.objects.filter(stated_value__isnull=False).select_related("clause"):
        marked = citation.clause.text[citation.start : citation.end]
        assert Decimal(marked) == citation.stated_value


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        pytest.param(
            "nature: constraint",
            "nature: expected",
            lambda: PlanIndicator.objects.get(indicator="total_water_use").nature == "expected",
            id="a changed nature",
        ),
        pytest.param(
            '    number: "1"',
            "    number: 一",
            lambda: Task.objects.get().number == "一",
            id="a changed number",
        ),
        pytest.param(
            "lead: [市水利局], participating: [市城市管理局]",
            "lead: [市城市管理局, 市水利局]",
            lambda: (
                list(
                    PlanIndicator.objects.get(indicator="total_water_use")
                    .responsibilities.order_by("order")
                    .values_list("department__name", "role")
                )
                == [("市城市管理局", "lead"), ("市水利局", "lead")]
            ),
            id="a changed order of departments",
        ),
    ],
)
def test_a_corrected_file_updates(
    tmp_path: Path, old: str, new: str, check: Callable[[], bool]
) -> None:
    load(tmp_path)
    assert "更新" in load(tmp_path, spoilt(old, new))
    assert check()


def test_what_a_file_no_longer_says_is_removed(tmp_path: Path) -> None:
    load(tmp_path)
    start = YAML.index("  - indicator: pipe_leakage_rate")
    without = YAML[:start] + YAML[YAML.index("tasks:") :]
    without += "  - {clause: c1, quote: 到2030年，漏损率, reason: description}\n"
    # the indicator, its two departments, its target, its citation
    assert "删除 5" in load(tmp_path, without)
    assert not PlanIndicator.objects.filter(indicator="pipe_leakage_rate").exists()


def test_a_reported_value_is_published_with_its_revision(tmp_path: Path) -> None:
    load(tmp_path, REPORTED)
    actual = Actual.objects.get()
    assert (actual.state, actual.printed_published_value) == ("approved", Decimal("2.35"))
    assert "试验市" in actual.source
    assert history(actual)[-1].action == "load"


def test_actuals_are_never_touched(tmp_path: Path) -> None:
    load(tmp_path, REPORTED)
    Actual.objects.update(value=Decimal("2.20"), state="draft")
    load(tmp_path, YAML)
    load(tmp_path, REPORTED)
    actual = Actual.objects.get()
    assert (actual.value, actual.state) == (Decimal("2.20"), "draft")


def load_another(folder: Path) -> None:
    """A second plan of the same city, in which both departments are named and do nothing."""
    file = write_plan(folder, yaml_text=spoilt("mini-2025", "other-2025"))
    file.with_suffix(".txt").rename(file.with_name("other-2025.txt"))
    call_command("load_plans", file.rename(file.with_name("other-2025.yaml")), stdout=StringIO())


def test_departments_of_another_plan_stay(tmp_path: Path) -> None:
    load(tmp_path)
    load_another(tmp_path)
    load(tmp_path)
    assert Department.objects.filter(name="市城市管理局").count() == 1
    assert Plan.objects.count() == 2


def without_a_department() -> tuple[str, str]:
    """The two files after a correction that takes 市城管局 out of the plan."""
    yaml_text = spoilt(", participating: [市城市管理局]", "")
    yaml_text = yaml_text.replace("市水利局, 市城市管理局", "市水利局")
    start = yaml_text.index("  - {name: 市城市管理局")
    yaml_text = yaml_text[:start] + yaml_text[yaml_text.index("indicators:") :]
    return yaml_text, TEXT.replace("、市城管局", "")


def test_a_department_that_the_plan_no_longer_names_goes(tmp_path: Path) -> None:
    load(tmp_path)
    yaml_text, text = without_a_department()
    out = StringIO()
    call_command("load_plans", write_plan(tmp_path, yaml_text=yaml_text, text=text), stdout=out)
    assert not Department.objects.filter(name="市城市管理局").exists()
    # three duties for indicators, one assignment, the department, its other spelling
    assert "更新 2，删除 6" in out.getvalue()


def test_a_department_in_which_people_work_stays(tmp_path: Path) -> None:
    load(tmp_path)
    clerk = User.objects.create_user("clerk")
    department = Department.objects.get(name="市城市管理局")
    Membership.objects.create(
        user=clerk, region=department.region, department=department, role="editor"
    )
    yaml_text, text = without_a_department()
    call_command("load_plans", write_plan(tmp_path, yaml_text=yaml_text, text=text))
    assert Membership.objects.get().department == department


def test_a_department_that_an_administrator_set_up_stays(tmp_path: Path) -> None:
    load(tmp_path)
    Department.objects.create(region_id="140300", name="市教育局", function_id="education")
    assert "无变化" in load(tmp_path)
    assert Department.objects.filter(name="市教育局").exists()


def test_says_what_changed_in_what_the_plans_share(tmp_path: Path) -> None:
    load(tmp_path)
    Indicator.objects.filter(code="total_water_use").update(name_en="Another name")
    assert "指标目录：新增 0，更新 1，删除 0" in load(tmp_path)
    assert "指标目录" not in load(tmp_path)


def test_names_the_plans_that_no_file_holds(tmp_path: Path, settings: Settings) -> None:
    load(tmp_path)
    settings.FIXTURES = tmp_path / "empty"
    shutil.copytree(FIXTURES, settings.FIXTURES, ignore=shutil.ignore_patterns("plans"))
    (settings.FIXTURES / "plans").mkdir()
    out = StringIO()
    call_command("load_plans", stdout=out)
    assert "mini-2025：数据库里有，文件里没有，保留未动" in out.getvalue()
    assert Plan.objects.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        pytest.param(OperationalError("no route to host"), "no route to host", id="unreachable"),
        pytest.param(KeyboardInterrupt(), "已中断，未写入任何数据", id="Ctrl-C"),
    ],
)
def test_what_stops_half_way_leaves_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, words: str
) -> None:
    def fail(**_given: object) -> int:
        raise error

    monkeypatch.setattr("siwei.loading.store.publish_reported", fail)
    with pytest.raises(CommandError, match=words):
        load(tmp_path)
    assert not Plan.objects.exists()


def test_a_database_without_tables_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = [("plans", "0001")]
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: plan)
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        load(tmp_path)
