"""A city: what is broken first, each tab with what it shows and nothing else, where it leads."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.actuals.models import Actual
from indicators.assessments.filters import CITY_COLUMNS
from indicators.assessments.rules.attainment import relative_gap
from indicators.assessments.rules.statuses import Status
from indicators.plans.models import Target
from siwei.pages.viewmodels.city_order import CITY_ORDER, GROUPS
from siwei.pages.viewmodels.city_tabs import CityTab
from tests import factories

STANDING = "/cities/140300/?year=2025"
TABS = ["", "plan/", "tasks/", "departments/", "changes/"]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def table(html: str) -> str:
    return html[html.index('class="table standing"') :].split("</table>", maxsplit=1)[0]


def row(html: str, code: str) -> str:
    return html[html.index(f'<tr id="{code}"') :].split("</tr>", maxsplit=1)[0]


def names(html: str) -> list[str]:
    """The indicators of the table, in its order."""
    found = re.findall(r'<th scope="row".*?<a [^>]*>(.*?)</a>', table(html), re.DOTALL)
    return [str(one) for one in found]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.fixture
def mini(db: None) -> None:
    """Values of three years, the last beyond none of its limits; a limit of 2030."""
    factories.mini_plan()
    later = {"goal_kind": "by_year", "year": 2030, "value": Decimal("2.35"), "value_places": 2}
    Target.objects.filter(goal_kind="standing").update(**later)
    for year, value in ((2023, "2.10"), (2024, "2.15"), (2025, "2.20")):
        factories.actual(year=year, value=value, published=value)


def test_every_status_has_its_place_once() -> None:
    assert sorted(status for group in GROUPS for status in group) == sorted(Status)


def test_what_is_broken_stands_first_and_what_binds_before_the_rest(
    client: Client, demo: None
) -> None:
    bodies = table(page(client, STANDING)).split("<tbody")[1:]
    groups = [re.findall(r"status--([\w-]+)", body) for body in bodies]
    assert groups == [
        ["breached", "breached"],
        ["missed", "missed", "behind"],
        ["no-data"] * 4,
        ["near-limit"] * 2,
        ["met"] * 4,
        ["not-assessable"] * 3,
    ]
    for body in bodies:
        natures = re.findall(r'status--([\w-]+)"|nature--(\w+)"', body)
        of_one = [nature for _status, nature in natures if nature]
        if "missed" not in body:
            binding = [nature == "constraint" for nature in of_one]
            assert binding == sorted(binding, reverse=True)


def test_every_column_says_what_it_is_ordered_by() -> None:
    assert set(CITY_COLUMNS) == CITY_ORDER.keys()


@pytest.mark.parametrize("column", CITY_COLUMNS)
def test_its_heads_order_the_promises_and_the_file(client: Client, demo: None, column: str) -> None:
    own, up, down = (
        names(page(client, f"{STANDING}{asked}"))
        for asked in ("", f"&ordering={column}", f"&ordering=-{column}")
    )
    assert sorted(up) == sorted(down) == sorted(own) and up != down
    html = page(client, f"{STANDING}&ordering=-{column}")
    assert len(table(html).split("<tbody")) == 2
    assert table(html).count('aria-sort="descending"') == 1
    assert f'name="ordering" value="-{column}" form="filter"' in html
    file = client.get(f"/cities/140300/table.csv?year=2025&ordering=-{column}")
    lines = file.content.decode("utf-8-sig").splitlines()[1 : len(down) + 1]
    assert [name for name, line in zip(down, lines, strict=True) if name not in line] == []


def test_a_gap_is_compared_as_a_share_of_its_limit(client: Client, demo: None) -> None:
    rooms = [
        relative_gap(row.assessment)
        for row in client.get(f"{STANDING}&ordering=gap").context["promises"].groups[0]
    ]
    known = [room for room in rooms if room is not None]
    assert known == sorted(known) and known[0] < 0 < known[-1]
    assert None in rooms and None not in rooms[: len(known)]


def test_no_other_tab_has_an_order(client: Client, mini: None) -> None:
    assert 'class="sort"' not in page(client, "/cities/140300/tasks/")
    for tab in TABS[1:]:
        assert client.get(f"/cities/140300/{tab}?ordering=gap").status_code == 400
    assert client.get(f"{STANDING}&ordering=colour").status_code == 400


def test_a_line_holds_the_whole_verdict(client: Client, mini: None) -> None:
    html = page(client, STANDING)
    line = words(row(html, "total_water_use").split("<details>")[0])
    assert re.fullmatch(r"用水总量 亿立方米 · 约束性 △ 接近红线 2\.20 ≤ 2\.270 \+0\.070", line)
    assert 'aria-label="2024 年 2.15，2025 年 2.20，限值 2.270"' in row(html, "total_water_use")


def test_a_bullet_shows_no_last_year_that_was_counted_otherwise(client: Client, mini: None) -> None:
    factories.series_break(year=2025)
    assert 'aria-label="2025 年 2.20，限值 2.270"' in page(client, STANDING)


def test_a_reason_says_what_is_ahead(client: Client, mini: None) -> None:
    more = words(row(page(client, STANDING), "total_water_use").split("<details>")[1])
    assert "未超过约束性目标2.270亿立方米" in more
    assert "按目前速度，2030年约为2.78亿立方米，超过2.35亿立方米的限值" in more
    assert "今后不变差即可" in more


def test_what_the_pace_will_break_stands_above_the_table(client: Client, mini: None) -> None:
    html = page(client, STANDING)
    above = words(html[html.index("standing__notes") : html.index('class="table standing"')])
    assert "按目前速度将达不到： 用水总量 （2030年约2.78亿立方米，限值2.35亿立方米）" in above
    assert "按目前速度将达不到" not in page(client, "/cities/140300/?year=2023")


def test_the_running_year_goes_by_the_last_value(client: Client, mini: None) -> None:
    html = page(client, "/cities/140300/?year=2026")
    assert "按目前速度，2030年约为2.78亿立方米" in words(row(html, "total_water_use"))


def test_an_invented_value_is_marked_wherever_it_is_named(client: Client, mini: None) -> None:
    assert "演示" not in page(client, STANDING).split('class="table standing"')[0]
    Actual.objects.update(demo=True)
    above = page(client, STANDING).split('class="table standing"')[0]
    assert re.search(r"限值2\.35亿立方米） *演示", words(above[above.index("standing__notes") :]))


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_is_called_by_its_name_and_leads_to_the_others(
    client: Client, mini: None, tab: str
) -> None:
    html = page(client, f"/cities/140300/{tab}?year=2025&since=2026-03-01")
    nav = html[html.index('id="city-tabs"') :].split("</nav>")[0]
    addresses = re.findall(r'href="([^"]+)"', nav)
    assert addresses == [f"/cities/140300/{one}?year=2025&since=2026-03-01" for one in TABS]
    (current,) = re.findall(r'href="([^"]+)" aria-current="page">([^<]+)<', nav)
    assert current[0] == f"/cities/140300/{tab}?year=2025&since=2026-03-01"
    assert f"<title>阳泉市：{current[1]} ·" in html


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_stays_in_the_past(client: Client, mini: None, tab: str) -> None:
    html = page(client, f"/cities/140300/{tab}?as_of=2020-01-01")
    nav = html[html.index('id="city-tabs"') :].split("</nav>")[0]
    assert nav.count("as_of=2020-01-01") == len(CityTab)


@pytest.mark.parametrize(
    ("tab", "never_reads"),
    [
        ("plan/", ["actuals_actual", "tasks_"]),
        ("tasks/", ["actuals_actual"]),
        ("departments/", ["actuals_actual", "plans_planindicator", "tasks_"]),
    ],
)
def test_a_tab_reads_nothing_of_the_others(
    client: Client, mini: None, tab: str, never_reads: list[str]
) -> None:
    with CaptureQueriesContext(connection) as queries:
        page(client, f"/cities/140300/{tab}")
    statements = [one["sql"] for one in queries if "count(" not in one["sql"].lower()]
    for name in never_reads:
        assert [sql for sql in statements if f'FROM "{name}' in sql] == []


def test_nothing_of_the_page_of_before_is_lost(client: Client, demo: None) -> None:
    found = {tab: page(client, f"/cities/140300/{tab}?year=2025") for tab in TABS}
    for tab, what in (
        ("", ['id="late"', 'id="changes"', 'id="beside"', "年度自评报告", "规划文本矛盾 2 处"]),
        ("plan/", ['id="promises-yangquan-2025"', "文本自相矛盾 2 处"]),
        ("tasks/", ['id="late"', 'id="tasks"', 'id="tasks-yangquan-2025"']),
        ("departments/", ['id="departments"', "市水利局"]),
        ("changes/", ['id="changes"', 'id="filter-since"']),
    ):
        for one in what:
            assert one in found[tab], (tab, one)


def test_many_late_milestones_are_named_shortly_and_lead_to_the_rest(
    client: Client, demo: None
) -> None:
    html = page(client, "/cities/140500/?year=2025")
    part = html[html.index('id="late"') :].split("</section>")[0]
    assert part.count("<li") == 8
    assert part.count('<li class="no-print"') == 4
    assert 'href="/cities/140500/tasks/#late">全部 17 项' in part


def test_the_counties_are_summed_up(client: Client, sixth: None) -> None:
    html = page(client, "/cities/990100/?year=2025")
    folded = html[html.index('<details class="fold" id="counties">') :].split("</summary>")[0]
    assert re.search(r"\d+ 个县（市、区）：.*\d+ 项", words(folded))


def test_a_county_without_a_plan_has_every_tab(client: Client, sixth: None) -> None:
    for tab in TABS:
        assert "load_plans" not in page(client, f"/cities/990104/{tab}")
    assert "没有自己的规划，对它的承诺写在" in page(client, "/cities/990104/plan/")


def test_the_page_of_a_value_says_it_too(client: Client, mini: None) -> None:
    html = page(client, "/actuals/140300.total_water_use.2025/")
    assert "按目前速度，2030年约为2.78亿立方米，超过2.35亿立方米的限值" in html
    before_the_first_target = page(client, "/actuals/140300.total_water_use.2024/")
    assert 'class="outlook"' not in before_the_first_target
