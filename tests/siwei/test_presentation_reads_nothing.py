"""No presentation reads the database: what a page shows was read before it is shown."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.template import Context, Template
from django.test import Client

from indicators.plans.selectors.plans import plans as every_plan
from indicators.plans.viewmodels.options import plans_as_options

OURS = ("common", "departments", "indicators", "siwei", "tasks")
EXECUTE = Callable[..., Any]

PUBLIC = [
    "/",
    "/?province=140000",
    "/?year=2025&nature=constraint",
    "/provinces/140000/?year=2025",
    "/cities/",
    "/cities/140300/",
    "/cities/140300/plan/",
    "/cities/140300/tasks/",
    "/cities/140300/departments/",
    "/cities/140300/changes/?since=2026-03-01",
    "/changes/?since=2026-03-01",
    "/reports/",
    "/reports/city/140300/2025.docx",
    "/reports/province/140000/2025.docx",
    "/reports/briefing/140000/2025.docx?since=2026-03-01",
    "/cities/140300/verdicts/",
    "/plans/",
    "/plans/yangquan-2025/",
    "/conflicts/",
    "/indicators/",
    "/indicators/total_water_use/",
    "/compare/?indicator=total_water_use&year=2025",
    "/compare/table.csv?indicator=total_water_use&year=2025",
    "/tasks/",
    "/calendar/?year=2026",
    "/calendar/?year=2026&month=12",
    "/departments/",
    "/actuals/140300.total_water_use.2025/",
]
BEHIND_A_LOGIN = [
    ("yangquan", "/mine/"),
    ("yangquan", "/calendar/feeds/"),
    ("yangquan", "/import/"),
    ("yangquan", "/entry/140300/2025/"),
    ("yangquan", "/actuals/140300.total_water_use.2025/"),
    ("shanxi", "/mine/"),
    ("shanxi", "/review/"),
    ("shanxi", "/review/years/"),
    ("shanxi", "/actuals/140300.total_water_use.2025/"),
]


def modules() -> Iterator[tuple[str, str]]:
    """The module and the function of each frame, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame.f_globals.get("__name__", ""), frame.f_code.co_name
        frame = frame.f_back


def offender() -> str:
    """Where a query of now was asked for, if that is a viewmodel or a template; else empty."""
    ours = ""
    for module, function in modules():
        if ".viewmodels" in module:
            return f"{module}.{function}"
        if module.startswith("django.template."):
            # The context processor that asks who is there does so once a page.
            return "" if ours.startswith("siwei.pages.context.") else f"template ({ours})"
        if not ours and module.split(".")[0] in OURS:
            ours = f"{module}.{function}"
    return ""


@contextmanager
def noted() -> Iterator[list[str]]:
    """Collects the queries that a presentation asks for."""
    found: list[str] = []

    def note(execute: EXECUTE, sql: str, *rest: Any) -> Any:
        if where := offender():
            found.append(f"{where}: {sql[:120]}")
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def open_all(client: Client, urls: list[str]) -> list[str]:
    wrong: list[str] = []
    for url in urls:
        with noted() as found:
            answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.content
        wrong += [f"{url}: {one}" for one in found]
    return wrong


def test_what_reads_is_noted(plans: None) -> None:
    with noted() as found:
        list(every_plan())
        assert not found
        plans_as_options(every_plan())  # type: ignore[arg-type]
        Template("{{ plans.count }}").render(Context({"plans": every_plan()}))
    places = [one.split(":")[0].split(".")[-1] for one in found]
    assert list(dict.fromkeys(places)) == ["plans_as_options", "template ()"]


def first_link(client: Client, url: str, start: str) -> str:
    html = client.get(url).content.decode()
    return html[html.index(f'href="{start}') + len('href="') :].split('"')[0]


def test_a_public_page(client: Client, demo: None) -> None:
    one_task = first_link(client, "/tasks/", "/tasks/yangquan-2025/")
    one_department = first_link(client, "/tasks/", "/departments/1").split("#")[0]
    wrong = open_all(client, [*PUBLIC, one_task, one_department])
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("who", "url"), BEHIND_A_LOGIN)
def test_a_page_behind_a_login(client: Client, demo: None, who: str, url: str) -> None:
    client.force_login(User.objects.get(username=who))
    wrong = open_all(client, [url])
    assert not wrong, "\n".join(wrong)
