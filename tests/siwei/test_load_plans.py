"""Loading again changes nothing; a corrected file is followed; actuals are never touched."""

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.forms.models import model_to_dict

from departments.models import Department
from indicators.models import Actual, Citation, Plan, PlanIndicator, Revision, Target
from tasks.models import Assignment, Task
from tests.siwei.mini_plan import YAML, spoilt, write_plan

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
        citations: [{clause: a1.1, column: 2030年, quote: "2.35"}]
""",
)


def load(folder: Path, yaml_text: str = YAML) -> str:
    out = StringIO()
    call_command("load_plans", write_plan(folder, yaml_text=yaml_text), stdout=out)
    return out.getvalue()


def everything() -> list[list[dict[str, object]]]:
    models = (Plan, PlanIndicator, Target, Citation, Department, Task, Assignment, Actual, Revision)
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
            "title: 控制总量",
            "title: 严控总量",
            lambda: Task.objects.get().title == "严控总量",
            id="a changed title",
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
    assert "删除 3" in load(tmp_path, without)  # the indicator, its target, its citation
    assert not PlanIndicator.objects.filter(indicator="pipe_leakage_rate").exists()


def test_a_reported_value_is_published_with_its_revision(tmp_path: Path) -> None:
    load(tmp_path, REPORTED)
    actual = Actual.objects.get()
    assert (actual.state, actual.printed_published_value) == ("approved", Decimal("2.35"))
    assert "试验市" in actual.source
    assert actual.revisions.get().action == "load"


def test_actuals_are_never_touched(tmp_path: Path) -> None:
    load(tmp_path, REPORTED)
    Actual.objects.update(value=Decimal("2.20"), state="draft")
    load(tmp_path, YAML)
    load(tmp_path, REPORTED)
    actual = Actual.objects.get()
    assert (actual.value, actual.state) == (Decimal("2.20"), "draft")


def test_departments_of_another_plan_stay(tmp_path: Path) -> None:
    load(tmp_path)
    other = spoilt("mini-2025", "other-2025", source=YAML)
    load(tmp_path, other)
    load(tmp_path)
    assert Department.objects.filter(name="市城市管理局").count() == 1
    assert Plan.objects.count() == 2
