"""The work on its pages."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from departments.models import Department
from tasks.models import Statement
from tasks.views.tasks import find_task
from tests.evidence_files import pdf


def test_a_task_shows_items_departments_and_its_clause(client: Client, plans: None) -> None:
    page = client.get("/tasks/yangquan-2025/3/").content.decode()
    assert "深入推进城乡生活节水" in page
    assert "推广实施合同节水管理。" in page
    assert "优化城镇公共供水管网改造建设方案" in page
    assert 'href="/plans/yangquan-2025/#c3"' in page
    assert 'href="/indicators/pipe_leakage_rate/#yangquan-2025-140300"' in page


def test_a_task_shows_what_its_clause_promises_for_a_county(client: Client, plans: None) -> None:
    page = client.get("/tasks/taiyuan-2026/17/").content.decode()
    found = re.findall(r'<li class="promise.*?href="/indicators/([^"]*)".*?</a>(.*?)</li>', page)
    assert [(link, re.sub("<[^>]+>", "", region).strip()) for link, region in found] == [
        ("reclaimed_water_rate/#taiyuan-2026-140100", ""),
        ("nonconventional_water_use/#taiyuan-2026-140100", ""),
        ("reclaimed_water_share/#taiyuan-2026-140100", ""),
        ("reclaimed_water_rate/#taiyuan-2026-140121", "清徐县"),
        ("reclaimed_water_use/#taiyuan-2026-140181", "古交市"),
    ]


@pytest.mark.parametrize(
    ("task", "count"),
    [
        pytest.param("taiyuan-2026/7", "5", id="its items stand in the annex"),
        pytest.param("taiyuan-2026/8", "", id="the page with its items is lost"),
    ],
)
def test_no_items_are_not_counted_as_none(
    client: Client, plans: None, task: str, count: str
) -> None:
    page = client.get("/tasks/?plan=taiyuan-2026").content.decode()
    row = page.split(f'href="/tasks/{task}/"', 1)[1].split("</tr>", 1)[0]
    assert re.findall(r'<td class="count"[^>]*>(.*?)</td>', row) == [count]


@pytest.mark.parametrize(
    ("task", "heading"),
    [
        ("yangquan-2025/3", "3. 深入推进城乡生活节水"),
        ("liaocheng-2025/2.2", "（二）拓展非常规水利用场景"),
    ],
)
def test_a_task_is_headed_by_its_number_as_printed(
    client: Client, plans: None, task: str, heading: str
) -> None:
    page = client.get(f"/tasks/{task}/").content.decode()
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [heading]


@pytest.mark.parametrize("role", ["lead", "participating", "shared"])
def test_page_and_api_find_the_same_tasks(client: Client, plans: None, role: str) -> None:
    department = Department.objects.get(region="140300", name="市水利局")
    query = f"plan=yangquan-2025&department={department.pk}&role={role}"
    page = client.get(f"/tasks/?{query}").content.decode()
    rows = client.get(f"/api/v1/tasks/?{query}").json()["results"]
    links = re.findall(r'<th scope="row">.*?href="/tasks/yangquan-2025/([^/]+)/"', page)
    assert links == [row["key"] for row in rows]
    assert rows


def test_a_department_owes_what_the_api_says(client: Client, plans: None) -> None:
    department = Department.objects.get(region="140300", name="市水利局")
    page = client.get(f"/departments/{department.pk}/").content.decode()
    promises = client.get(f"/api/v1/plan-indicators/?department={department.pk}").json()["results"]
    tasks = client.get(f"/api/v1/tasks/?department={department.pk}").json()["results"]
    for row in promises:
        assert f'#{row["plan"]}-{row["region"]}"' in page
    assert set(re.findall(r'href="/tasks/([\w-]+/[^/]+)/"', page)) == {
        f"{row['plan']}/{row['key']}" for row in tasks
    }
    assert "市水务局" in page, "the same kind of department in another city"


def test_a_department_is_found_by_its_other_spelling(client: Client, plans: None) -> None:
    page = client.get("/departments/?search=市城管局&region=140300").content.decode()
    assert "市城市管理局" in page


def test_what_a_form_with_files_is_about_is_read_once(
    client: Client, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its files are, to know whether they may be sent."""
    found: list[str] = []

    def counted(*asked: Any) -> Any:
        found.append(asked[-1])
        return find_task(*asked)

    monkeypatch.setattr("tasks.views.saying.find_task", counted)
    client.force_login(bob)
    proof = SimpleUploadedFile("验收.pdf", pdf())
    sent = {"state": "done", "part": "milestone:1", "text": "已验收", "file": proof}
    response = client.post("/tasks/yangquan-2025/2.1/say/?kind=report", sent)
    assert response.status_code == 302
    assert (found, Statement.objects.get().by) == (["2.1"], bob)
