"""The list of tasks and the time line as files say what the API says, all of it."""

from datetime import date

import pytest
from django.test import Client

from tests.table_files import Book, csv_rows

pytestmark = pytest.mark.usefixtures("plans")


def test_the_list_holds_every_task_that_the_filter_finds(client: Client) -> None:
    told = client.get("/api/v1/tasks/?page_size=1000").json()["results"]
    rows = csv_rows(client, "/tasks/table.csv")
    assert [(row["规划标识"], row["任务编号"].lstrip("'")) for row in rows] == [
        (one["plan"], one["key"]) for one in told
    ]
    book = Book(client, "/tasks/table.xlsx?plan=yangquan-2025&role=lead&page=1")
    lead = book.rows("主要任务")
    assert (
        len(lead)
        == client.get("/tasks/?plan=yangquan-2025&role=lead").context["page_obj"].paginator.count
    )
    assert all(row["牵头"] for row in lead)
    assert "职责：牵头" in book.notes
    assert "http://testserver/tasks/?plan=yangquan-2025&role=lead" in book.notes


def test_the_time_line_is_in_the_order_of_its_days(client: Client) -> None:
    query = "view=timeline&due_after=2026-01-01"
    book = Book(client, f"/tasks/table.xlsx?{query}")
    rows = book.rows("时间线")
    days = [row["到期日"] for row in rows if row["到期日"]]
    assert days == sorted(days) and isinstance(days[0], date) and days[0] >= date(2026, 1, 1)
    page = client.get(f"/tasks/?{query}")
    assert len(rows) == page.context["page_obj"].paginator.count
    assert any("2026-01-01" in note for note in book.notes)
    assert f'href="/tasks/table.xlsx?{query.replace("&", "&amp;")}"' in page.content.decode()


def test_a_file_that_holds_only_a_part_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.downloads.MOST_ROWS", 2)
    book = Book(client, "/tasks/table.xlsx")
    assert len(book.rows("主要任务")) == 2
    assert "只有前 2 行；请缩小范围，分几次导出。" in book.notes
