"""Every row has one master: the file that brings it, or the administration that added it."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from common.refusals import Invalid
from departments.models import (
    Department,
    DepartmentFunction,
    Membership,
    Region,
    RegionSuccession,
)
from departments.people import person_of
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.models import (
    Indicator,
    IndicatorDivision,
    PlanIndicator,
    SeriesBreak,
    Unit,
    UnitSpelling,
)
from tests.indicators.actuals.workflow import save
from tests.people import editor, open_year, person
from tests.siwei.mini_plan import TEXT, YAML, spoilt, write_plan

pytestmark = pytest.mark.django_db
FIXTURES: Path = project.FIXTURES
NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)


def load(folder: Path, yaml_text: str = YAML, *options: str) -> str:
    out = StringIO()
    call_command("load_plans", write_plan(folder, yaml_text=yaml_text), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The project's files, for a test that changes one of them."""
    settings.FIXTURES = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, settings.FIXTURES, ignore=shutil.ignore_patterns("plans"))
    return Path(settings.FIXTURES)


def correct(file: Path, old: str, new: str) -> None:
    file.write_text(spoilt(old, new, source=file.read_text(encoding="utf-8")), encoding="utf-8")


# What loading does


def test_rows_say_which_file_brings_them(tmp_path: Path) -> None:
    load(tmp_path)
    assert Region.objects.get(code="140300").managed_by_file == "regions.yaml"
    assert Unit.objects.get(symbol="%").managed_by_file == "units.yaml"
    assert UnitSpelling.objects.get(text="百分比").managed_by_file == "units.yaml"
    assert DepartmentFunction.objects.get(code="water").managed_by_file == "functions.yaml"
    assert Indicator.objects.get(code="total_water_use").managed_by_file == "catalogue.yaml"
    division = IndicatorDivision.objects.get(whole="total_water_use", code="source")
    assert division.managed_by_file == "catalogue.yaml"
    assert division.complete
    assert [part.part_id for part in division.parts.all()] == [
        "surface_water_abstraction",
        "groundwater_use",
        "nonconventional_water_use",
    ]
    department = Department.objects.get(name="市水利局")
    assert department.managed_by_file == "plans/mini-2025.yaml"


def test_a_plan_indicator_has_the_unit_that_its_plan_means(tmp_path: Path) -> None:
    text = YAML.replace('name: 漏损率\n    unit: "%"', 'name: 漏损率\n    unit: ""')
    old = 'name: 万元GDP用水量\n    unit: "%"'
    text = text.replace(old, old.replace('"%"', "百分比"))
    load(tmp_path, text)
    units = dict(PlanIndicator.objects.values_list("printed_unit", "unit"))
    assert units == {"亿立方米": "亿立方米", "百分比": "%", "": "%"}


def test_loading_again_leaves_what_the_administration_added(tmp_path: Path) -> None:
    load(tmp_path)
    stone = Unit.objects.create(
        symbol="石", dimension="volume", factor="0.1", name="石", name_en="dan"
    )
    UnitSpelling.objects.create(text="市石", unit=stone, in_plans=True)
    UnitSpelling.objects.create(text="立米", unit_id="立方米")
    DepartmentFunction.objects.create(code="emergency", name="应急管理", name_en="Emergency")
    Department.objects.create(region_id="140300", name="市应急局", function_id="emergency")
    Region.objects.create(
        code="140399", name="某县", name_en="C", level="county", parent_id="140300"
    )
    mine = Indicator.objects.create(
        code="rain_barrels", name="雨桶", name_en="B", unit=stone, direction="none", theme="city"
    )
    own = IndicatorDivision.objects.create(whole_id="total_water_use", code="own")
    own.parts.create(part_id="groundwater_use", order=1)
    before = snapshot()
    assert "无变化" in load(tmp_path)
    assert snapshot() == before
    assert mine.managed_by_file == ""


def snapshot() -> list[list[dict[str, Any]]]:
    models: list[type[Model]] = [
        Region,
        Unit,
        UnitSpelling,
        DepartmentFunction,
        Department,
        Indicator,
        IndicatorDivision,
        RegionSuccession,
        SeriesBreak,
    ]
    return [list(model._default_manager.order_by("pk").values()) for model in models]


FOREIGN: list[tuple[str, Callable[[], object], str, str]] = [
    (
        "a region",
        lambda: Region.objects.create(code="140000", name="山西", name_en="S", level="province"),
        "fixtures/regions.yaml:",
        "140000",
    ),
    (
        "a unit",
        lambda: Unit.objects.create(
            symbol="米", dimension="length", factor=1, name="米", name_en="metres"
        ),
        "fixtures/units.yaml:",
        "米",
    ),
    (
        "a kind of department",
        lambda: DepartmentFunction.objects.create(code="justice", name="司法", name_en="J"),
        "fixtures/functions.yaml:",
        "justice",
    ),
    (
        "a department",
        lambda: made_department("市城市管理局"),
        "plans/mini-2025.yaml:11",
        "市城市管理局",
    ),
]


def made_department(name: str) -> Department:
    """A department that an administrator made before any file was loaded."""
    province = Region.objects.create(
        code="140000",
        name="山西省",
        name_en="Shanxi",
        level="province",
        managed_by_file="regions.yaml",
    )
    city = Region.objects.create(
        code="140300",
        name="阳泉市",
        name_en="Yangquan",
        level="city",
        parent=province,
        managed_by_file="regions.yaml",
    )
    kind = DepartmentFunction.objects.create(
        code="urban_management", name="城管", name_en="U", managed_by_file="functions.yaml"
    )
    return Department.objects.create(region=city, name=name, function=kind)


@pytest.mark.parametrize(
    ("make", "place", "name"), [row[1:] for row in FOREIGN], ids=[row[0] for row in FOREIGN]
)
class TestAFileThatBringsWhatAnAdministratorMade:
    def test_is_refused_with_file_and_line(
        self, tmp_path: Path, make: Callable[[], object], place: str, name: str
    ) -> None:
        make()
        before = snapshot()
        with pytest.raises(CommandError) as refused:
            load(tmp_path)
        assert place in str(refused.value)
        assert f"“{name}”已由系统管理员建立" in str(refused.value)
        assert "未写入任何数据" in str(refused.value)
        assert snapshot() == before

    def test_becomes_its_master_where_the_operator_says_so(
        self, tmp_path: Path, make: Callable[[], Any], place: str, name: str
    ) -> None:
        row = make()
        load(tmp_path, YAML, "--adopt")
        row.refresh_from_db()
        file = place.removeprefix("fixtures/").partition(":")[0]
        assert row.managed_by_file == file
        assert "无变化" in load(tmp_path)


def test_spellings_and_divisions_of_the_administration_are_refused_too(
    tmp_path: Path, folder: Path
) -> None:
    load(tmp_path)
    UnitSpelling.objects.create(text="立米", unit_id="立方米")
    IndicatorDivision.objects.create(whole_id="irrigated_area", code="method")
    correct(folder / "units.yaml", "typed: [m³, m3, 方]", "typed: [m³, m3, 方, 立米]")
    correct(
        folder / "catalogue.yaml",
        "  definition: 有水源和配套灌溉设施",
        "  divisions: [{code: method, parts: [efficient_irrigation_area]}]\n"
        "  definition: 有水源和配套灌溉设施",
    )
    with pytest.raises(CommandError, match=r"(?s)catalogue\.yaml.*“method”.*units\.yaml.*“立米”"):
        load(tmp_path)
    load(tmp_path, YAML, "--adopt")
    assert UnitSpelling.objects.get(text="立米").managed_by_file == "units.yaml"


def test_what_a_file_no_longer_brings_is_handed_to_the_administration(
    tmp_path: Path, folder: Path
) -> None:
    load(tmp_path)
    correct(
        folder / "functions.yaml",
        "- {code: local_finance, name: 地方金融, name_en: Local finance office}\n",
        "",
    )
    correct(folder / "units.yaml", "  printed: [平方公里]\n", "")
    correct(
        folder / "catalogue.yaml",
        "    - {code: use, complete: true, parts: [domestic_water_use, industrial_water_use,"
        " agricultural_water_use, ecological_water_use]}\n",
        "",
    )
    out = load(tmp_path)
    assert "部门职能：新增 0，更新 2，删除 0" in out  # and the one after it moves up
    assert "计量单位：新增 0，更新 0，删除 1" in out
    assert DepartmentFunction.objects.get(code="local_finance").managed_by_file == ""
    assert not UnitSpelling.objects.filter(text="平方公里").exists()
    assert not IndicatorDivision.objects.filter(code="use").exists()


def with_a_recoded_county(folder: Path) -> None:
    """古交市 got another code, as regions.yaml may say it."""
    old = 'level: county, parent: "140100"}\n- {code: "140300"'
    new = (
        'level: county, parent: "140100", valid_to: 2025-01-01, '
        'became: [{code: "140182", kind: recoded, on: 2025-01-01}]}\n'
        '- {code: "140182", name: 古交市, name_en: Gujiao, level: county, parent: "140100", '
        "valid_from: 2025-01-01}\n"
        '- {code: "140300"'
    )
    correct(folder / "regions.yaml", old, new)


def test_breaks_and_successions_of_the_administration_are_refused_too(
    tmp_path: Path, folder: Path
) -> None:
    load(tmp_path)
    SeriesBreak.objects.filter(indicator="total_water_use").update(managed_by_file="")
    with_a_recoded_county(folder)
    load(tmp_path, YAML, "--adopt")
    RegionSuccession.objects.update(managed_by_file="")
    SeriesBreak.objects.filter(indicator="total_water_use").update(managed_by_file="")
    with pytest.raises(CommandError) as refused:
        load(tmp_path)
    assert "“total_water_use 2020”已由系统管理员建立" in str(refused.value)
    assert "“140181 → 140182”已由系统管理员建立" in str(refused.value)
    load(tmp_path, YAML, "--adopt")
    assert RegionSuccession.objects.get().managed_by_file == "regions.yaml"
    assert "无变化" in load(tmp_path)


def test_a_break_or_a_succession_that_is_taken_out_of_its_file_goes(
    tmp_path: Path, folder: Path
) -> None:
    """Nothing hangs on them, and a year that is corrected must not leave the wrong one in force."""
    with_a_recoded_county(folder)
    load(tmp_path)
    mine = SeriesBreak.objects.create(
        indicator_id="irrigated_area", year=2019, kind="method", note="x", note_en="x", source="x"
    )
    correct(folder / "breaks.yaml", "year: 2020", "year: 2021")
    correct(
        folder / "regions.yaml", ', became: [{code: "140182", kind: recoded, on: 2025-01-01}]', ""
    )
    out = load(tmp_path)
    assert "口径变动：新增 1，更新 0，删除 1" in out
    assert "行政区划：新增 0，更新 0，删除 1" in out
    years = SeriesBreak.objects.filter(indicator="total_water_use").values_list("year", flat=True)
    assert list(years) == [2021]
    assert not RegionSuccession.objects.exists()
    assert SeriesBreak.objects.filter(pk=mine.pk).exists()


# Departments that a file renames


def renamed(text: str = YAML) -> str:
    """The plan after 市水利局 has become 市水务局; its text still says the old name."""
    start = text.index("indicators:")
    head = text[:start].replace(
        "{name: 市水利局, function: water}",
        "{name: 市水务局, function: water, aliases: [市水利局], formerly: [市水利局]}",
    )
    return head + text[start:].replace("市水利局", "市水务局")


def test_a_renamed_department_keeps_its_people_and_its_duties(tmp_path: Path) -> None:
    load(tmp_path)
    bureau = Department.objects.get(name="市水利局")
    clerk = person("clerk")
    Membership.objects.create(user=clerk, region_id="140300", department=bureau, role="editor")
    duties = list(bureau.indicator_responsibilities.values_list("pk", flat=True))
    tasks = list(bureau.assignments.values_list("pk", flat=True))
    assert duties and tasks
    load(tmp_path, renamed())
    bureau.refresh_from_db()
    assert bureau.name == "市水务局"
    assert Membership.objects.get(user=clerk).department == bureau
    assert list(bureau.indicator_responsibilities.values_list("pk", flat=True)) == duties
    assert list(bureau.assignments.values_list("pk", flat=True)) == tasks
    assert Department.objects.filter(region="140300").count() == 2
    assert "无变化" in load(tmp_path, renamed())


def test_a_new_name_that_is_there_already_with_people_in_both_is_refused(tmp_path: Path) -> None:
    load(tmp_path)
    old = Department.objects.get(name="市水利局")
    Membership.objects.create(
        user=person("clerk"), region_id="140300", department=old, role="editor"
    )
    Department.objects.create(
        region_id="140300",
        name="市水务局",
        function_id="water",
        managed_by_file="plans/other-2025.yaml",
    )
    with pytest.raises(CommandError, match=r"plans/mini-2025\.yaml:10.*先在系统管理中把人员移到"):
        load(tmp_path, renamed())
    assert Department.objects.filter(name="市水利局").exists()


def test_a_former_name_of_another_files_department_is_left_alone(tmp_path: Path) -> None:
    load(tmp_path, renamed())
    Department.objects.create(
        region_id="140300",
        name="市水利局",
        function_id="water",
        managed_by_file="plans/other-2025.yaml",
    )
    assert "无变化" in load(tmp_path, renamed())
    assert Department.objects.filter(name="市水利局").exists()


def test_a_former_name_can_not_be_a_name_of_today(tmp_path: Path) -> None:
    text = spoilt("aliases: [市城管局]", "aliases: [市城管局], formerly: [市水利局]")
    with pytest.raises(CommandError, match=r"mini-2025\.yaml:11: “市水利局”仍是部门表里的名称"):
        load(tmp_path, text)


def test_people_keep_a_department_that_no_plan_names_and_the_administration_gets_it(
    tmp_path: Path,
) -> None:
    load(tmp_path)
    bureau = Department.objects.get(name="市水利局")
    Membership.objects.create(
        user=person("clerk"), region_id="140300", department=bureau, role="editor"
    )
    text = renamed().replace(", formerly: [市水利局]", "")
    load(tmp_path, text)
    bureau.refresh_from_db()
    assert (bureau.name, bureau.managed_by_file) == ("市水利局", "")


# What an administrator has renamed or given another spelling


def change(client: Client, row: Model, **sent: object) -> None:
    """Send the page of a row with these columns; the others as they are."""
    page = client.get(address(type(row), "change", row.pk))
    form = page.context["adminform"].form
    shown = {name: form[name].value() or "" for name in form.fields}
    aliases = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    answer = client.post(address(type(row), "change", row.pk), {**shown, **aliases, **sent})
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_a_department_that_an_administrator_renamed_stays_itself(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    bureau = Department.objects.get(name="市水利局")
    clerk = person("clerk")
    Membership.objects.create(user=clerk, region_id="140300", department=bureau, role="editor")
    duties = list(bureau.indicator_responsibilities.values_list("pk", flat=True))
    change(client, bureau, name="市水务局", note="2026 年更名")
    for _load in range(2):
        out = load(tmp_path)
        assert "部门“市水务局”：系统管理中改过的“名称”保留未动（文件：市水利局）" in out
        assert "部门“市水务局”：系统管理中改过的“说明”保留未动（文件：—）" in out
        assert "mini-2025：无变化" in out
    bureau.refresh_from_db()
    assert (bureau.name, bureau.note) == ("市水务局", "2026 年更名")
    assert Membership.objects.get(user=clerk).department == bureau
    assert list(bureau.indicator_responsibilities.values_list("pk", flat=True)) == duties
    assert Department.objects.filter(region="140300").count() == 2
    for page in ("/api/v1/departments/", "/departments/", address(Department, "changelist")):
        name = {"q" if "admin" in page else "search": "市水利局"}
        assert "市水务局" in client.get(page, name).content.decode(), "the plan's name finds it"
    found = client.get(f"/api/v1/departments/{bureau.pk}/").json()
    assert found["aliases"] == ["市水利局"]
    shown = client.get(reverse("department", args=[bureau.pk])).content.decode()
    assert re.search(r"规划中也写作</dt><dd[^>]*>市水利局<", shown)


@pytest.mark.parametrize(
    "formerly", [", formerly: [市水利局]", ""], ids=["with its former name", "without"]
)
def test_a_file_that_comes_to_say_the_same_name_means_the_same_department(
    client: Client, administrator: User, tmp_path: Path, formerly: str
) -> None:
    bureau = Department.objects.get(name="市水利局")
    change(client, bureau, name="市水务局")
    text = renamed().replace(", formerly: [市水利局]", formerly)
    assert "保留未动" not in load(tmp_path, text)
    bureau.refresh_from_db()
    assert (bureau.name, bureau.name_in_file) == ("市水务局", "市水务局")
    assert bureau.kept_columns == []
    assert "无变化" in load(tmp_path, text)


def test_a_file_that_brings_both_names_is_refused_with_its_line(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    change(client, Department.objects.get(name="市水利局"), name="市水务局")
    first = "  - {name: 市水利局, function: water}\n"
    yaml_text = spoilt(first, f"{first}  - {{name: 市水务局, function: other}}\n")
    text = spoilt("（市水利局、", "（市水利局、市水务局、", source=TEXT)
    file = write_plan(tmp_path, yaml_text=yaml_text, text=text)
    with pytest.raises(CommandError, match=r"mini-2025\.yaml:11: .*文件里却两个都有"):
        call_command("load_plans", file)


def test_a_spelling_of_an_administrator_stays_beside_those_of_the_file(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    bureau = Department.objects.get(name="市城市管理局")
    change(client, bureau, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "市执法局"})
    out = load(tmp_path)
    assert "系统管理中建立的部门别名，保留未动：市城市管理局（市执法局）" in out
    assert {alias.name for alias in bureau.aliases.all()} == {"市城管局", "市执法局"}
    page = client.get(address(Department, "change", bureau.pk)).content.decode()
    assert "市城市管理局、市城管局" in page, "the file's own are shown"


def test_a_name_that_two_departments_come_to_bear_is_said(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    bureau = Department.objects.get(name="市城市管理局")
    assert "请在系统管理中改正" not in load(tmp_path)
    change(client, bureau, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "市水务局"})
    out = load(tmp_path, renamed())
    assert "“市水务局”同时是阳泉市水务局、阳泉市城市管理局的名称或别名" in out


@pytest.mark.parametrize(
    ("model", "pk", "column"),
    [
        (Region, "140300", "name_en"),
        (DepartmentFunction, "water", "name"),
        (Unit, "%", "name"),
        (Indicator, "total_water_use", "name"),
        (Indicator, "total_water_use", "definition"),
    ],
)
def test_what_was_renamed_survives_until_it_is_given_back_to_the_file(
    client: Client, administrator: User, tmp_path: Path, model: type[Any], pk: str, column: str
) -> None:
    row = model._default_manager.get(pk=pk)
    before = getattr(row, column)
    change(client, row, **{column: "改过的"})
    assert "保留未动" in load(tmp_path)
    row.refresh_from_db()
    assert getattr(row, column) == "改过的"
    page = client.get(address(model, "change", pk)).content.decode()
    assert "已在这里改过" in page
    sent = {"action": "back_to_the_file", "_selected_action": [pk]}
    client.post(address(model, "changelist"), sent)
    assert "保留未动" not in load(tmp_path)
    row.refresh_from_db()
    assert getattr(row, column) == before


def test_a_bureau_whose_kind_nobody_foresaw_is_added(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    sent = {"region": "140300", "name": "市数据局", "function": "other", "note": ""}
    aliases = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    page = client.get(address(Department, "add")).content.decode()
    assert 'id="add_id_function"' in page, "or a kind of its own, from the same page"
    assert client.post(address(Department, "add"), {**sent, **aliases}).status_code == 302
    assert "系统管理中建立的部门，保留未动：市数据局" in load(tmp_path)


# What the administration does


@pytest.fixture
def administrator(client: Client, tmp_path: Path) -> User:
    load(tmp_path)
    user = person("admin", superuser=True)
    user.is_staff = True
    user.save()
    client.force_login(user)
    return user


def address(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=arguments)


OF_FILES: list[tuple[type[Model], str]] = [
    (Region, "regions.yaml"),
    (DepartmentFunction, "functions.yaml"),
    (Department, "plans/mini-2025.yaml"),
    (Unit, "units.yaml"),
    (UnitSpelling, "units.yaml"),
    (Indicator, "catalogue.yaml"),
    (IndicatorDivision, "catalogue.yaml"),
]


RENAMABLE = (Region, DepartmentFunction, Department, Unit, Indicator)


@pytest.mark.parametrize(("model", "file"), OF_FILES, ids=lambda one: getattr(one, "__name__", ""))
class TestWhatAFileBrings:
    def test_is_shown_with_the_file_in_which_it_is_changed(
        self, client: Client, administrator: User, model: type[Model], file: str
    ) -> None:
        assert client.get(address(model, "changelist")).status_code == 200
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        page = client.get(address(model, "change", row.pk)).content.decode()
        assert f"来自文件 fixtures/{file}，请在该文件中修改后重新装载。" in page
        assert ('name="_save"' in page) is (model in RENAMABLE)

    def test_is_neither_deleted_nor_changed_but_in_its_words(
        self, client: Client, administrator: User, model: type[Model], file: str
    ) -> None:
        before = snapshot()
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        sent = {"text": "x", "highest": "7", "parent": "", "complete": "", "is_share": "on"}
        status = 200 if model in RENAMABLE else 403  # without the name, the form comes back
        assert client.post(address(model, "change", row.pk), sent).status_code == status
        assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(address(model, "changelist"), bulk)
        assert snapshot() == before


UNIT = {"symbol": "石", "dimension": "volume", "factor": "0.1", "name": "石", "name_en": "dan"}
INDICATOR = {
    "code": "rain_barrels",
    "name": "雨桶",
    "name_en": "Rain barrels",
    "unit": "个",
    "direction": "at_least",
    "theme": "city",
    "order": "1000",
}
PARTS = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0"}
ADDED: list[tuple[str, type[Model], dict[str, str], dict[str, str]]] = [
    ("a unit", Unit, {**UNIT, "order": "1000"}, {"name_en": "dan of grain"}),
    ("a spelling", UnitSpelling, {"text": "立米", "unit": "立方米"}, {"text": "方米"}),
    (
        "a kind of department",
        DepartmentFunction,
        {"code": "emergency", "name": "应急", "name_en": "Emergency", "order": "1000"},
        {"name": "应急管理"},
    ),
    ("an indicator", Indicator, INDICATOR, {"name": "集雨桶", "whole_numbers": "on"}),
    (
        "a division",
        IndicatorDivision,
        {
            "whole": "irrigated_area",
            "code": "method",
            **PARTS,
            "parts-0-part": "fertigation_area",
            "parts-0-order": "1",
        },
        {"complete": "on"},
    ),
]


@pytest.mark.parametrize(
    ("model", "sent", "changed"), [row[1:] for row in ADDED], ids=[row[0] for row in ADDED]
)
def test_an_administrator_adds_and_keeps_rows_of_their_own(
    client: Client,
    administrator: User,
    model: type[Model],
    sent: dict[str, str],
    changed: dict[str, str],
) -> None:
    before = set(model._default_manager.values_list("pk", flat=True))
    response = client.post(address(model, "add"), sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
    row = model._default_manager.exclude(pk__in=before).get()
    page = client.get(address(model, "change", row.pk)).content.decode()
    assert "由系统管理维护；装载文件时不会改动。" in page
    resent = {**sent, **changed}
    if model is IndicatorDivision:
        resent |= {"parts-TOTAL_FORMS": "0"}
    assert client.post(address(model, "change", row.pk), resent).status_code == 302
    row.refresh_from_db()
    for name, value in changed.items():
        assert getattr(row, name) == (True if value == "on" else value)
    assert row.managed_by_file == ""  # type: ignore[attr-defined]
    client.post(address(model, "delete", row.pk), {"post": "yes"})
    assert not model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("model", "sent", "words"),
    [
        (Unit, {**UNIT, "symbol": "%", "order": "1"}, "已存在"),
        (Unit, {**UNIT, "factor": "0", "order": "1"}, "应大于 0"),
        (UnitSpelling, {"text": "百分比", "unit": "1"}, "已存在"),
        (UnitSpelling, {"text": "亩", "unit": "1"}, "“亩”本身就是一个单位的符号"),
        (Indicator, {**INDICATOR, "code": "Rain"}, "只用小写英文字母和下划线"),
        (Indicator, {**INDICATOR, "unit": "%", "largest": "101"}, "最大可能值 100"),
        (Indicator, {**INDICATOR, "smallest": "9", "largest": "8"}, "合理最小值大于合理最大值"),
        (Indicator, {**INDICATOR, "tolerance": "0"}, "应大于 0、小于 1"),
        (Indicator, {**INDICATOR, "tolerance": "1.5"}, "应大于 0、小于 1"),
        (Indicator, {**INDICATOR, "slips": ["亩"]}, "须是同一种量的另一个单位"),
        (
            Indicator,
            {**INDICATOR, "level_of": "gdp_water_intensity_reduction"},
            "自己是下降幅度，不是水平",
        ),
        (
            IndicatorDivision,
            {
                "whole": "irrigated_area",
                "code": "x",
                **PARTS,
                "parts-0-part": "irrigated_area",
                "parts-0-order": "1",
            },
            "一个指标不能是它自己的分项",
        ),
        (
            IndicatorDivision,
            {
                "whole": "irrigated_area",
                "code": "x",
                **PARTS,
                "parts-0-part": "groundwater_use",
                "parts-0-order": "1",
            },
            "的单位是“亿立方米”，与总量的“万亩”不同",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: Client, administrator: User, model: type[Model], sent: dict[str, str], words: str
) -> None:
    before = snapshot()
    response = client.post(address(model, "add"), sent)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert snapshot() == before


def test_the_columns_that_give_stored_values_their_meaning_stay(
    client: Client, administrator: User
) -> None:
    client.post(address(Indicator, "add"), INDICATOR)
    changed = {**INDICATOR, "code": "barrels", "unit": "%", "level_of": "total_water_use"}
    client.post(address(Indicator, "change", "rain_barrels"), changed)
    row = Indicator.objects.get(code="rain_barrels")
    assert (row.unit_id, row.level_of) == ("个", None)


def test_what_an_administrator_added_is_entered_and_read_like_the_rest(
    tmp_path: Path,
) -> None:
    load(tmp_path)
    stone = Unit.objects.create(
        symbol="石", dimension="volume", factor="0.1", name="石", name_en="dan"
    )
    UnitSpelling.objects.create(text="市石", unit=stone)
    Indicator.objects.create(
        code="rain_barrels", name="雨桶", name_en="B", unit=stone, direction="none", theme="city"
    )
    alice = editor("alice")
    open_year(2025)
    key = ActualKey("140300", "rain_barrels", 2025)

    def entered(text: str) -> Actual:
        entry = Entry(value=text, source="台账")
        return save(key=key, entry=entry, seen_version=None, actor=alice, now=NOW).stored

    with pytest.raises(Invalid, match="2立方米等于20石"):
        entered("2立方米")
    assert entered("12.5市石").printed_value == Decimal("12.5")


def test_a_kind_of_department_may_enter_every_indicator_because_its_row_says_so(
    tmp_path: Path,
) -> None:
    load(tmp_path)
    bob = editor("bob", function="urban_management")
    assert not person_of(bob).grants[0].covers_every_indicator
    DepartmentFunction.objects.filter(code="urban_management").update(enters_every_indicator=True)
    again = User.objects.get(pk=bob.pk)
    assert person_of(again).grants[0].covers_every_indicator
