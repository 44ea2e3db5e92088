"""Who owes what in the five plans and by when, held against the papers."""

import pytest

from departments.models import Department
from indicators.plans.models import Plan, PlanIndicator
from tasks.models import Assignment, Milestone, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]


@pytest.mark.parametrize(
    ("slug", "indicator", "departments"),
    [
        ("yangquan-2025", "total_water_use", "市水利局:lead"),
        (
            "yangquan-2025",
            "gdp_water_intensity_reduction",
            "市水利局:lead 市农业农村局:participating 市城市管理局:participating",
        ),
        ("yangquan-2025", "reclaimed_water_rate", "市城市管理局:lead 市水利局:participating"),
        (
            "yangquan-2025",
            "water_saving_appliance_rate",
            "市城市管理局:shared 市机关事务管理局:shared 市水利局:shared 市教育局:shared "
            "市市场监管局:shared",
        ),
        (
            "taiyuan-2026",
            "water_saving_appliance_rate",
            "市城乡管理局:lead 市水务局:participating 市机关事务局:participating",
        ),
        (
            "taiyuan-2026",
            "irrigation_efficiency",
            "市水务局:lead 市农业农村局:participating 市发展改革委:participating",
        ),
        ("taiyuan-2026", "green_coverage_rate", "市园林局:lead"),
        ("taiyuan-2026", "water_from_yellow_river", "市水务局:lead"),
        (
            "taiyuan-2026",
            "happy_rivers_lakes",
            "市水务局:lead 市财政局:participating 市规划和自然资源局:participating "
            "市生态环境局:participating 市城乡管理局:participating 市园林局:participating",
        ),
        ("changzhi-2025", "total_water_use", ""),
        ("jincheng-2020", "total_water_use", ""),
        (
            "jincheng-2020",
            "efficient_irrigation_increment",
            "市农业农村局:lead 市发展改革委:participating 市水务局:participating "
            "市科技局:participating 市财政局:participating",
        ),
        (
            "jincheng-2020",
            "water_efficiency_leader_institutions",
            "市发展改革委:lead 市水务局:participating 市能源局:participating "
            "市工信局:participating 市住建局:participating 市农业农村局:participating "
            "市市场监管局:participating",
        ),
        ("liaocheng-2025", "gdp_water_intensity", "市水利局:lead 市统计局:lead"),
        ("liaocheng-2025", "reclaimed_water_rate", "市城管局:lead 市水利局:lead"),
        (
            "liaocheng-2025",
            "chemical_park_nonconventional_rate",
            "市工业和信息化局:lead 市水利局:lead",
        ),
        (
            "liaocheng-2025",
            "gdp_water_intensity_reduction",
            "市水利局:lead 市自然资源和规划局:lead 市行政审批局:lead",
        ),
    ],
)
def test_departments_of_an_indicator_in_order(slug: str, indicator: str, departments: str) -> None:
    promise = PlanIndicator.objects.get(
        plan__slug=slug, indicator=indicator, region=Plan.objects.get(slug=slug).region
    )
    owed = promise.responsibilities.order_by("order").values_list("department__name", "role")
    assert " ".join(f"{name}:{role}" for name, role in owed) == departments


# The departments of a task as one clause of the paper names them, in its order.
@pytest.mark.parametrize(
    ("slug", "key", "clause", "items", "departments"),
    [
        ("yangquan-2025", "1", "a2.1", "1", "市规划和自然资源局:lead"),
        ("yangquan-2025", "3", "a2.4", "4 5", "市城市管理局:lead"),
        ("yangquan-2025", "3", "a2.4b", "4 5", "市市场监管局:participating"),
        (
            "yangquan-2025",
            "7",
            "a2.16b",
            "16 17 18 19 20 21",
            "市生态环境局:participating 市规划和自然资源局:participating "
            "市城市管理局:participating",
        ),
        ("yangquan-2025", "14", "a2.47", "47", "市行政审批局:lead 市水利局:lead"),
        (
            "yangquan-2025",
            "20",
            "c20",
            "",
            "市水利局:shared 市财政局:shared 市税务局:shared 市发展改革委:shared",
        ),
        (
            "taiyuan-2026",
            "3",
            "a2.5",
            "5 6 7 8 9",
            "市审批服务管理局:lead 市水务局:lead 市公安局:participating "
            "市人民检察院:participating 市生态环境局:participating",
        ),
        (
            "taiyuan-2026",
            "15",
            "a2.53",
            "53 54 55",
            "市工信局:lead 市城乡管理局:lead 市水务局:lead 市发展改革委:participating "
            "市能源局:participating",
        ),
        ("taiyuan-2026", "6", "a2.14", "14", "市规划和自然资源局:lead"),
        ("taiyuan-2026", "16", "a2.58", "58", "市审批服务管理局:lead"),
        ("taiyuan-2026", "20", "a2.80", "80", "市财政局:lead"),
        (
            # Printed twice in one cell: 市住建局, 市农业农村局. Counted once.
            "jincheng-2020",
            "3",
            "a1.3",
            "",
            "市水务局:lead 市发展改革委:participating 市能源局:participating "
            "市工信局:participating 市住建局:participating 市农业农村局:participating "
            "市生态环境局:participating",
        ),
        (
            "jincheng-2020",
            "14",
            "a1.14",
            "",
            "市住建局:lead 市发展改革委:participating 市审批服务管理局:participating "
            "市工信局:participating 市水务局:participating 市商务局:participating "
            "市文旅局:participating 市城市管理局:participating",
        ),
        (
            "jincheng-2020",
            "31",
            "a1.31",
            "",
            "人行晋城中心支行:lead 市发展改革委:participating 市财政局:participating "
            "市水务局:participating 市工信局:participating 市住建局:participating "
            "市农业农村局:participating 市金融办:participating 晋城银保监分局:participating",
        ),
        ("liaocheng-2025", "2.1", "2.1", "", "市农业农村局:lead 市水利局:lead 市城管局:lead"),
        (
            "liaocheng-2025",
            "5.3",
            "5.3",
            "2 3 4",
            "市水利局:lead 市财政局:lead 中国人民银行聊城市分行:lead",
        ),
    ],
)
def test_departments_of_a_task_in_order(
    slug: str, key: str, clause: str, items: str, departments: str
) -> None:
    numbers = [int(number) for number in items.split()]
    assigned = [
        one
        for one in Assignment.objects.filter(
            task__plan__slug=slug, task__key=key, clause__key=clause
        ).order_by("order")
        if sorted(item.number for item in one.items.all()) == numbers
    ]
    assert " ".join(f"{one.department.name}:{one.role}" for one in assigned) == departments


@pytest.mark.parametrize(
    ("region", "name", "spelling"),
    [
        ("140300", "市城市管理局", "市城管局"),
        ("140300", "市工业和信息化局", "市工信局"),
        ("140300", "市交通运输局", "市交通局"),
        ("140300", "市文化和旅游局", "市文旅局"),
        ("140100", "市审批服务管理局", "市行政审批服务管理局"),
        ("140500", "市城市管理局", "市城市管理"),
    ],
)
def test_two_spellings_are_one_department(region: str, name: str, spelling: str) -> None:
    department = Department.objects.get(region=region, name=name)
    assert [alias.name for alias in department.aliases.all()] == [spelling]
    assert not Department.objects.filter(region=region, name=spelling).exists()


def test_what_a_border_lost_in_the_scan_makes_an_inference_is_said() -> None:
    for key in ("3", "15"):
        assert "推断" in Task.objects.get(plan__slug="taiyuan-2026", key=key).note


def test_a_task_bears_the_title_of_the_body() -> None:
    task = Task.objects.get(plan__slug="yangquan-2025", key="7")
    assert task.title == "开展生态保护和修复"
    assert "附件2作“推动生态保护和修复”" in task.note


def test_the_tasks_of_taiyuans_lost_page_have_no_items() -> None:
    without = Task.objects.filter(plan__slug="taiyuan-2026", items=None).order_by("order")
    assert [task.key for task in without] == ["8", "9", "10", "11"]
    for task in without:
        assert not task.assignments.exists()
        assert "缺第21至36项" in task.note


TAIYUANS_COUNTIES = "140105 140106 140107 140108 140109 140110 140121 140122 140123 140181"


@pytest.mark.parametrize(
    ("slug", "due_on", "due_text", "words", "regions"),
    [
        ("jincheng-2020", "2022-12-31", "2022年底以前", "全面实行居民用水阶梯水价制度", ""),
        ("jincheng-2020", "2020-12-31", "到2020年末", "完善全市分级重点监控用水单位名录", ""),
        ("taiyuan-2026", "2026-06-30", "2026年6月底前", "自评估报告", "140121 140122 140181"),
        (
            "taiyuan-2026",
            "2028-01-31",
            "2028年1月底前",
            "自评估报告",
            "140107 140108 140109 140110",
        ),
        ("taiyuan-2026", "2026-12-31", "2026年", "地下水置换晋祠泉保护治理工程", "140121"),
        ("taiyuan-2026", "2026-12-31", "2026年", "晋泉地表水厂建设项目", ""),
        ("taiyuan-2026", "2025-12-31", "在2025年", "幸福河湖", TAIYUANS_COUNTIES),
        ("taiyuan-2026", "2030-12-31", "到2030年", "退出地下水超载行列", TAIYUANS_COUNTIES),
        ("liaocheng-2025", "-", "尽快", "冠县大沙河水库", "371525"),
        ("yangquan-2025", "2030-12-31", "到2030年年底", "河流生态环境显著改善", ""),
        ("changzhi-2025", "2030-12-31", "到2030年", "现代化治水体系基本形成", ""),
    ],
)
def test_milestones(slug: str, due_on: str, due_text: str, words: str, regions: str) -> None:
    milestone = Milestone.objects.get(
        task__plan__slug=slug, due_text=due_text, text__contains=words
    )
    assert str(milestone.due_on or "-") == due_on
    assert " ".join(sorted(region.code for region in milestone.regions.all())) == regions
