"""The board of tasks: list, matrix and time line of one filter."""

import io
import re
from collections import Counter
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.db.models import Model
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from indicators.plans.models import Plan
from tasks.models import Assignment, Item, Milestone, Task
from tasks.rules.board import number_ranges
from tasks.rules.signs import sign_of
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.selectors.board import of_matrix
from tasks.selectors.tasks import tasks
from tasks.viewmodels.matrix import DutyMatrix, duty_matrix
from tests import factories
from tests.people import editor

TODAY = date(2026, 11, 30)
MATRIX = "/tasks/?view=matrix&plan=yangquan-2025"
XLSX = "/tasks/matrix.xlsx?plan=yangquan-2025"


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    """With somebody who could report: nobody else is ever late."""
    made = factories.mini_plan()
    editor("clerk")
    return made


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.content.decode()


def matrix_of(slug: str) -> DutyMatrix:
    plan = Plan.objects.get(slug=slug)
    return duty_matrix(plan, list(of_matrix(tasks(today=TODAY), plan)))


def signs(matrix: DutyMatrix) -> list[str]:
    """Each task with what stands in its cells: 1: ●1 ○ -"""
    return [
        f"{row.task.key}: "
        + " ".join(
            "".join(f"{part.sign}{part.items}" for part in cell.parts) or "-" for cell in row.cells
        )
        for row in matrix.rows
    ]


# -- rules


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""),
        ([4], "4"),
        ([5, 4], "4, 5"),
        ([1, 2, 3, 7], "1–3, 7"),
        ([1, 3, 2, 2, 8, 9, 11], "1–3, 8, 9, 11"),
    ],
)
def test_numbers_in_short(numbers: list[int], words: str) -> None:
    assert number_ranges(numbers) == words


@pytest.mark.parametrize("statuses", [MilestoneStatus, TaskStatus])
def test_each_status_has_a_symbol_of_its_own(
    statuses: type[MilestoneStatus] | type[TaskStatus],
) -> None:
    assert len({sign_of(status).symbol for status in statuses}) == len(statuses)


# -- the matrix


def test_a_matrix_has_who_leads_first_and_says_which_items(mini: factories.MiniPlan) -> None:
    matrix = matrix_of("yangquan-2025")
    assert [column.department for column in matrix.columns] == [mini.water, mini.city]
    assert signs(matrix) == ["1: ●1 ○1", "2.1: - ◇"]
    assert [(row.departments, [cell.words for cell in row.cells]) for row in matrix.rows] == [
        (2, ["牵头（具体任务 1）", "参与（具体任务 1）"]),
        (1, ["", "按职责分工"]),
    ]
    assert [(one.label, one.sign, one.counts) for one in matrix.totals] == [
        ("牵头", "●", [1, 0]),
        ("参与", "○", [0, 1]),
        ("按职责分工", "◇", [0, 1]),
        ("任务合计", "", [1, 2]),
    ]


def test_every_item_is_the_whole_task(mini: factories.MiniPlan) -> None:
    task = Task.objects.get(key="1")
    lead = Assignment.objects.get(task=task, department=mini.water)
    lead.items.set(Item.objects.filter(task=task))
    assert signs(matrix_of("yangquan-2025"))[0] == "1: ● ○1"


def test_two_roles_in_one_task_are_two_signs(mini: factories.MiniPlan) -> None:
    task = Task.objects.get(key="1")
    Assignment.objects.create(
        task=task, department=mini.water, role="shared", clause=task.clause, order=9
    )
    assert signs(matrix_of("yangquan-2025"))[0] == "1: ●1◇ ○1"


def test_a_task_without_departments_is_not_counted_as_none(plans: None) -> None:
    (row,) = (row for row in matrix_of("taiyuan-2026").rows if row.task.key == "8")
    assert row.departments is None


def test_the_page_says_each_duty_of_the_plan_once(client: Client, plans: None) -> None:
    page = text_of(client, MATRIX)
    said = re.findall(r'<td class="duties__cell" title="([^"]*)"', page)
    pairs = {(task, department) for task, department in duties("yangquan-2025")}
    assert len(said) == len(pairs) > 50
    assert "市水利局：牵头" in {unescape(words) for words in said}
    heads = re.findall(r'duties__department"><a href="/departments/(\d+)/"', page)
    assert set(map(int, heads)) == {department for _task, department in pairs}


def duties(slug: str) -> list[tuple[int, int]]:
    return list(
        Assignment.objects.filter(task__plan__slug=slug)
        .values_list("task_id", "department_id")
        .order_by()
        .distinct()
    )


def test_without_a_plan_the_matrix_is_that_of_the_first(client: Client, plans: None) -> None:
    page = text_of(client, "/tasks/?view=matrix")
    assert '<option value="taiyuan-2026" selected>' in page
    assert 'href="/tasks/matrix.xlsx?plan=taiyuan-2026"' in page
    assert "/tasks/yangquan-2025/" not in page
    of_region = text_of(client, "/tasks/?view=matrix&region=371500")
    assert '<option value="liaocheng-2025" selected>' in of_region


def test_a_matrix_of_nothing_says_so(client: Client, plans: None) -> None:
    query = f"view=matrix&search={quote('没有这样的词')}"
    page = text_of(client, f"/tasks/?{query}")
    assert "没有任务" in page and '<a href="/tasks/?view=matrix">' in page
    assert "没有矩阵" in text_of(client, f"/tasks/matrix.xlsx?{query}", 404)


# -- the workbook


def book_of(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith('-tasks.xlsx"')
    return response.content


def test_the_workbook_says_what_the_page_says(client: Client, plans: None) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book_of(client, XLSX)))
    head, *rows = sheet.get_sheet_by_index(0).to_python()
    matrix = matrix_of("yangquan-2025")
    assert head[2:-1] == [column.department.name for column in matrix.columns]
    assert [row[0] for row in rows] == [
        *(row.task.numbered_title for row in matrix.rows),
        *(f"{total.sign} {total.label}".strip() for total in matrix.totals),
    ]
    assert [
        [str(value).replace("\n", "").replace(" ", "").replace(",", ", ") for value in row[2:-1]]
        for row in rows[: len(matrix.rows)]
    ] == [
        ["".join(f"{part.sign}{part.items}" for part in cell.parts) for cell in row.cells]
        for row in matrix.rows
    ]
    assert rows[-1][2:-1] == [float(column.tasks) for column in matrix.columns]


def test_the_workbook_says_where_it_comes_from(client: Client, plans: None) -> None:
    address = f"{XLSX}&role=lead&due_before=2030-12-31&search={quote('水')}"
    book = CalamineWorkbook.from_filelike(io.BytesIO(book_of(client, address)))
    notes = [str(row[0]) for row in book.get_sheet_by_index(1).to_python()]
    assert notes[0].endswith("：部门分工矩阵")
    assert {"职责：牵头", "到期不晚于：2030-12-31", "搜索：水"} <= set(notes)
    assert any(note.startswith("规划：") for note in notes)
    assert notes[-1].startswith("http://testserver/tasks/?plan=yangquan-2025&role=lead")
    assert notes[-1].endswith("&view=matrix")


def test_the_workbook_is_printed_on_a3_and_has_no_formula(
    client: Client, mini: factories.MiniPlan
) -> None:
    Task.objects.filter(key="1").update(title="=1+1", number="")
    sheet = load_workbook(io.BytesIO(book_of(client, XLSX))).worksheets[0]
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (8, "landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
    assert sheet["C1"].alignment.text_rotation == 255
    assert sheet.column_dimensions["C"].width < 10
    assert sheet["A2"].value == "=1+1"
    assert "f" not in {cell.data_type for row in sheet for cell in row}


# -- the time line


def test_milestones_stand_in_the_order_of_their_days(client: Client, plans: None) -> None:
    page = text_of(client, "/tasks/?view=timeline")
    heads = re.findall(r'<h2 id="year-(\w+)"', page)
    assert heads == sorted(set(heads)) and heads[-1] == "undated"
    days = re.findall(r'timeline__when"><time datetime="([\d-]+)"', page)
    assert days == sorted(days)
    assert len(days) == Milestone.objects.exclude(due_on=None).count()
    assert page.count('class="timeline__today"') == 1
    first = page.split("timeline__entry", 2)[1]
    assert all(words in first for words in ("到2020年末", "晋城市", "市水务局", "牵头"))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_line_for_today_stands_on_one_page_only(
    client: Client, mini: factories.MiniPlan, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("tasks.views.board.ON_A_PAGE", size)
    pages = [
        text_of(client, f"/tasks/?view=timeline&page={number}")
        for number in range(1, -(-3 // size) + 1)
    ]
    whole = "".join(pages)
    assert whole.count('class="timeline__today"') == 1
    order = ["2020年底前", "timeline__today", "2099年底前", "尽快"]
    places = [whole.index(words) for words in order if words in whole]
    assert places == sorted(places) and len(places) >= 3


@pytest.mark.parametrize(
    ("query", "after"),
    [
        ("due_before=2020-12-31", "2020年底前"),
        ("status=undated", None),
        ("status=overdue,undated", "2020年底前"),
    ],
)
def test_the_line_closes_what_is_past(
    client: Client, mini: factories.MiniPlan, query: str, after: str | None
) -> None:
    page = text_of(client, f"/tasks/?view=timeline&{query}")
    assert page.count('class="timeline__today"') == 1
    line = page.index('class="timeline__today"')
    undated = page.find('id="year-undated"')
    assert undated == -1 or line < undated
    assert after is None or page.index(after) < line


# -- one filter for all


def test_the_tabs_keep_the_filter(client: Client, plans: None) -> None:
    page = text_of(client, "/tasks/?plan=yangquan-2025&role=lead&view=matrix")
    tabs = page.split('<nav class="tabs"', 1)[1].split("</nav>", 1)[0]
    assert re.findall(r'href="([^"]*)"( aria-current="page")?', unescape(tabs)) == [
        ("/tasks/?plan=yangquan-2025&role=lead", ""),
        ("/tasks/?plan=yangquan-2025&role=lead&view=matrix", ' aria-current="page"'),
        ("/tasks/?plan=yangquan-2025&role=lead&view=timeline", ""),
    ]
    assert '<input type="hidden" name="view" value="matrix">' in page


@pytest.mark.parametrize(
    "query",
    [
        "view=table",
        "view=list,matrix",
        f"group={quote('没有这一组')}",
        "due_before=31.12.2030",
        "view=timeline&due_after=0001-01-01",
        "view=timeline&role=boss",
    ],
)
def test_what_is_not_known_is_refused(client: Client, plans: None, query: str) -> None:
    text_of(client, f"/tasks/?{query}", 400)


def test_groups_and_departments_are_those_of_the_plan(client: Client, plans: None) -> None:
    page = text_of(client, "/tasks/?plan=yangquan-2025")
    options = re.findall(r'<select id="filter-department".*?</select>', page, re.DOTALL)[0]
    assert "阳泉市水利局" in options and "太原市" not in options
    groups = re.findall(r'<select id="filter-group".*?</select>', page, re.DOTALL)[0]
    own = Task.objects.filter(plan__slug="yangquan-2025").values_list("group_label", flat=True)
    assert groups.count("<option") == 1 + len(set(own))


def test_too_many_are_not_offered(
    client: Client, plans: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.selectors.board.MOST_OFFERED", 30)
    page = text_of(client, "/tasks/")
    assert page.count('<option value="yangquan-2025"') == 1
    for name in ("group", "department"):
        options = re.findall(rf'<select id="filter-{name}".*?</select>', page, re.DOTALL)[0]
        assert options.count("<option") == 1


# -- the same in the API


def keys(client: Client, address: str) -> list[Any]:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return [row.get("key") or (row["task"], row["due_text"]) for row in response.json()["results"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"group={quote('（一）坚持以水定地')}", ["1", "2.1"]),
        ("region=140300", ["1", "2.1"]),
        ("region=140321", []),
        ("due_before=2020-12-30", []),
        ("due_before=2020-12-31", ["2.1"]),
        ("due_after=2021-01-01", ["1"]),
        ("due_after=2020-12-31", ["1", "2.1"]),
        ("due_after=2021-01-01&due_before=2099-12-30", []),
    ],
)
def test_filters_of_tasks(
    client: Client, mini: factories.MiniPlan, query: str, found: list[str]
) -> None:
    assert keys(client, f"tasks/?{query}") == found


def test_both_days_ask_for_one_milestone(client: Client, mini: factories.MiniPlan) -> None:
    first = Milestone.objects.get(due_on=factories.LONG_AGO)
    first.pk, first.due_on, first.order, first.number = None, factories.FAR_AHEAD, 9, 9
    first.save()
    assert keys(client, "tasks/?due_after=2021-01-01&due_before=2050-01-01") == []
    assert keys(client, "tasks/?due_before=2050-01-01") == ["2.1"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"group={quote('（一）坚持以水定地')}", 3),
        ("role=lead", 1),
        ("role=shared", 2),
        ("due_after=2021-01-01", 1),
        ("due_after=2020-12-31&due_before=2020-12-31", 1),
        (f"search={quote('完成')}", 3),
        (f"search={quote('滴灌')}", 1),
        (f"search={quote('取水 完成')}", 2),
        (f"search={quote('滴灌 取水')}", 0),
    ],
)
def test_filters_of_milestones(
    client: Client, mini: factories.MiniPlan, query: str, count: int
) -> None:
    assert len(keys(client, f"milestones/?{query}")) == count


def test_milestones_of_a_department(client: Client, mini: factories.MiniPlan) -> None:
    assert len(keys(client, f"milestones/?department={mini.water.pk}")) == 1
    assert len(keys(client, f"milestones/?department={mini.city.pk}&role=shared")) == 2


def test_an_unknown_group_is_refused_by_name(client: Client, mini: factories.MiniPlan) -> None:
    body = client.get(f"/api/v1/tasks/?group={quote('没有这一组')}").json()
    assert [(one["field"], one["code"]) for one in body["errors"]] == [("group", "unknown")]


# -- what it costs


@pytest.mark.parametrize(
    ("address", "tasks", "milestones"),
    [
        ("/tasks/", 2, 3),
        ("/tasks/?view=matrix", 3, 0),  # which plan it is, then its two tasks
        ("/tasks/?view=timeline", 2, 2),
        ("/tasks/?view=timeline&page=3", 2, 2),
    ],
)
def test_a_view_reads_no_more_than_it_shows(
    client: Client,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    tasks: int,
    milestones: int,
) -> None:
    """Of a nation as of five cities."""
    for number in range(6):
        factories.mini_plan(f"yangquan-{2025 + number}")
    for size in ("LISTED", "ON_A_PAGE"):
        monkeypatch.setattr(f"tasks.views.board.{size}", 2)
    counted: Counter[str] = Counter()
    for model in (Task, Milestone):
        monkeypatch.setattr(model, "from_db", counting(model.from_db, counted))
    assert client.get(address).status_code == 200
    assert counted == Counter(Task=tasks, Milestone=milestones)


def counting(from_db: Any, counted: Counter[str]) -> Any:
    """A model's way to make a row of what was read, which counts the rows."""

    def read(cls: type[Model], db: str, names: Any, values: Any) -> Any:
        counted[cls.__name__] += 1
        return from_db.__func__(cls, db, names, values)

    return classmethod(read)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # Plans (2), groups, departments; the count and the rows with what hangs on them.
        ("/tasks/", 10),
        # The plan is looked up instead of the count; with its tasks who does which items of them.
        ("/tasks/?view=matrix", 10),
        ("/tasks/matrix.xlsx", 9),
        # Milestones: their number, how many are past, the rows, regions, assignments.
        ("/tasks/?view=timeline", 9),
    ],
)
def test_a_view_costs_the_same_however_much_there_is(
    client: Client,
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    count: int,
) -> None:
    for number in range(count):
        factories.mini_plan(f"yangquan-{2025 + number}")
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
