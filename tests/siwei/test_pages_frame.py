"""What holds of every page: it opens in both languages, keeps the CSP, and refuses in words."""

import re
from html import escape

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from departments.models import Department, DepartmentFunction
from tests.factories import mini_plan

# Each page with what it costs: one query a kind of row, however many rows there are.
PAGES = {
    "/": 35,
    "/cities/": 7,
    "/cities/140300/?since=2099-01-01": 43,
    "/cities/140300/plan/": 16,
    "/cities/140300/tasks/": 20,
    "/cities/140300/departments/": 6,
    "/cities/140300/changes/?since=2099-01-01": 10,
    "/changes/?since=2099-01-01": 9,
    "/plans/": 4,
    "/plans/yangquan-2025/": 9,
    "/conflicts/": 6,
    "/indicators/": 4,
    "/indicators/total_water_use/": 32,
    "/compare/?indicator=total_water_use&year=2025": 23,
    "/tasks/": 10,
    "/tasks/yangquan-2025/3/": 18,
    "/calendar/?year=2026": 9,
    "/calendar/?year=2026&month=12": 9,
    "/departments/": 5,
    "/departments/?region=140300": 7,
    "/data/": 10,
    "/developers/": 0,
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_in_its_language(
    client: Client, plans: None, path: str, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language
    html = page.content.decode()
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}" ' in html
    assert re.search(r'data-printed="[^"]*http://testserver' + re.escape(escape(path)), html)
    assert len(re.findall(r"<h1[ >]", html)) == 1


@pytest.mark.parametrize(("path", "queries"), PAGES.items())
def test_a_page_costs_no_more_with_more_rows(
    client: Client,
    plans: None,
    path: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(queries):
        client.get(path)


def test_a_city_costs_no_more_with_another_plan(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plans = ["yangquan-2025"]
    mini_plan(plans[0])
    cost = {}
    for tab in ("", "plan/", "tasks/"):
        with CaptureQueriesContext(connection) as of_one_plan:
            client.get(f"/cities/140300/{tab}")
        cost[tab] = len(of_one_plan)
    plans.append("yangquan-2031")
    mini_plan(plans[1])
    html = {}
    for tab, queries in cost.items():
        with django_assert_num_queries(queries):
            html[tab] = client.get(f"/cities/140300/{tab}").content.decode()
    for slug in plans:
        assert f'href="/plans/{slug}/"' in html[""] and f'href="/plans/{slug}/"' in html["plan/"]
        assert f'href="/tasks/{slug}/1/"' in html["tasks/"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_inline(client: Client, plans: None, path: str) -> None:
    html = client.get(path).content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script>|javascript:", html) == []


@pytest.mark.parametrize("path", PAGES)
def test_an_id_stands_once(client: Client, plans: None, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(path).content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_the_language_follows_the_switch_and_not_the_browser(client: Client, db: None) -> None:
    english_browser = {"Accept-Language": "en-GB,en;q=0.9"}
    assert "总览" in client.get("/", headers=english_browser).content.decode()
    answer = client.post(
        reverse("set_language"), {"language": "en", "next": "/tasks/?status=overdue"}
    )
    assert answer.headers["Location"] == "/tasks/?status=overdue"
    assert "Overview" in client.get("/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert "总览" in client.get("/").content.decode()


def test_an_empty_database_says_what_to_do(client: Client, db: None) -> None:
    for path in ("/", "/cities/", "/plans/", "/tasks/", "/departments/"):
        assert "load_plans" in client.get(path).content.decode(), path


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/plans/atlantis-2025/", "没有标识为“atlantis-2025”的规划"),
        ("/cities/999999/", "没有代码为“999999”的行政区"),
        ("/indicators/happiness/", "没有代码为“happiness”的指标"),
        ("/tasks/yangquan-2025/99/", "没有编号为“99”的任务"),
        ("/departments/0/", "没有编号为“0”的部门"),
        ("/departments/x/", "没有编号为“x”的部门"),
        (f"/departments/{10**30}/", "的部门"),
    ],
)
@pytest.mark.parametrize("debug", [False, True], ids=["production", "debug"])
def test_what_is_unknown_is_not_found_in_words(
    client: Client, db: None, settings: Settings, path: str, words: str, debug: bool
) -> None:
    settings.DEBUG = debug
    page = client.get(path)
    assert page.status_code == 404
    assert words in page.content.decode()


@pytest.mark.parametrize(
    ("address", "field", "words"),
    [
        ("/tasks/?plan=atlantis-2025", "plan", "未知的取值：atlantis-2025"),
        ("/tasks/?department=-1", "department", "未知的取值：-1"),
        ("/tasks/?role=boss", "role", "未知的取值：boss"),
        ("/tasks/?page=99", "page", "没有第“99”页"),
        ("/tasks/?page=-1", "page", "没有第“-1”页"),
        ("/tasks/?page=١", "page", "没有第“١”页"),
        ("/plans/?status=lost", "status", "未知的取值：lost"),
        ("/plans/?region=1", "region", "未知的取值：1"),
        ("/cities/?parent=1", "parent", "未知的取值：1"),
        ("/indicators/?theme=love", "theme", "未知的取值：love"),
        ("/indicators/?colour=red", "colour", "这一页没有这个筛选条件"),
        ("/indicators/total_water_use/?nature=kind", "nature", "未知的取值：kind"),
        ("/conflicts/?plan=x,", "plan", "逗号之间不能为空"),
        ("/departments/?function=magic", "function", "未知的取值：magic"),
        ("/plans/?search=" + "a" * 101, "search", "100"),
        ("/plans/?search=%00", "search", ""),
    ],
)
def test_a_bad_filter_is_refused_with_its_name(
    client: Client, db: None, address: str, field: str, words: str
) -> None:
    mini_plan()
    page = client.get(address)
    html = page.content.decode()
    assert page.status_code == 400
    assert f'<code lang="en">{field}</code>' in html
    assert words in html


def test_without_public_reading_a_page_asks_to_log_in(
    client: Client, db: None, settings: Settings
) -> None:
    settings.PUBLIC_READ = False
    settings.LOGIN_URL = "/accounts/login/"
    for path in ("/", "/plans/", "/departments/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/accounts/login/?next={path}",
        )


def test_a_form_that_comes_too_late_is_refused_in_words(db: None) -> None:
    late = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "rui"})
    page = late.content.decode()
    assert late.status_code == 403
    assert "页面已过期，没有提交" in page and '<nav class="nav"' in page
    assert 'href="/accounts/login/">重新打开这个页面' in page


def test_a_failure_is_told_without_the_database(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("siwei.pages.views.overview.plan_summaries", fail)
    client.raise_request_exception = False
    page = client.get("/")
    assert page.status_code == 500
    assert "服务器出错了" in page.content.decode()


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/cities/?parent=140000", ["/cities/140300/"]),
        ("/plans/?status=issued", ["/plans/yangquan-2025/"]),
        ("/tasks/?plan=yangquan-2025&role=lead", ["/tasks/yangquan-2025/3/"]),
        ("/departments/?region=140300&function=water", ["/departments/"]),
        ("/indicators/?search=总量", ["/indicators/total_water_use/"]),
    ],
)
def test_a_filter_keeps_what_fits(client: Client, plans: None, path: str, links: list[str]) -> None:
    html = client.get(path).content.decode()
    for link in links:
        assert f'href="{link}' in html


def test_a_filter_that_finds_nothing_offers_to_clear_it(client: Client, plans: None) -> None:
    html = client.get("/tasks/?search=登月").content.decode()
    assert "没有符合筛选条件的内容" in html
    assert 'value="登月"' in html


def test_the_list_of_departments_reads_those_that_it_shows(client: Client, plans: None) -> None:
    read: list[int] = []

    def note(sender: type[Department], instance: Department, **_: object) -> None:
        read.append(instance.pk)

    post_init.connect(note, sender=Department)
    try:
        html = client.get("/departments/?region=140300").content.decode()
    finally:
        post_init.disconnect(note, sender=Department)
    assert sorted(read) == sorted(
        Department.objects.filter(region="140300").values_list("pk", flat=True)
    )
    offered = re.findall(r'<option value="([^"]+)"', html)
    regions = Department.objects.order_by("region").values_list("region", flat=True).distinct()
    functions = DepartmentFunction.objects.filter(departments__isnull=False).distinct()
    assert offered == [*regions, *functions.order_by("order").values_list("pk", flat=True)]


def test_a_department_page_opens_for_every_department(client: Client, plans: None) -> None:
    for department in Department.objects.filter(region="140300"):
        assert client.get(f"/departments/{department.pk}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/compare/table.csv?indicator=total_water_use&year=2025", "/nosuch/", "/api/v1/regions/"],
)
def test_what_one_reader_was_shown_is_kept_for_nobody_else(
    plans: None, client: Client, address: str
) -> None:
    answer = client.get(address)
    # What everybody reads alike a proxy may keep, if it asks each time.
    public = address.startswith("/api/")
    assert answer["Cache-Control"] == ("public, no-cache" if public else "private, no-cache")
    assert "Cookie" in answer["Vary"]
