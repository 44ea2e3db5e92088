"""What pages, files and the API say of the invented sixth plan and the documents after it."""

import csv
import re
from typing import Any

import pytest
from django.test import Client

from indicators.plans.models import Plan
from tests import factories

pytestmark = pytest.mark.usefixtures("sixth")
CITY = "990100"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html: str) -> str:
    """What is read, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/{address}").json()["results"]
    return found


# A target of the plan, amended by the notice, and of the plan that took its place.
ASKED = f"indicator=total_water_use&year=2025&region={CITY}"
SENTENCES = [("shiyan-2024", "shiyan-2025", "9.3"), ("shiyan-2026", "shiyan-2026", "9.0")]


def test_a_file_names_the_document_in_which_its_quotation_stands(client: Client) -> None:
    text = client.get(f"/compare/table.csv?{ASKED}").content.decode("utf-8-sig")
    lines = list(csv.DictReader(text.splitlines()))
    found = [(one["规划标识"], one["出处所在规划标识"]) for one in lines]
    assert found == [one[:2] for one in SENTENCES]
    for line, (_plan, _source, value) in zip(lines, SENTENCES, strict=True):
        assert line["出处"] == "c1" and value in line["原话"]


def test_a_number_leads_to_the_document_in_which_it_stands(client: Client) -> None:
    html = page(client, f"/compare/?{ASKED}")
    assert 'href="/plans/shiyan-2025/#c1" title="全市2030年用水总量控制目标调整为9.3' in html


def test_the_comparison_names_the_document_that_sets_a_target(client: Client) -> None:
    found = [(one["plan"], one["target"]["set_by"]) for one in rows(client, f"comparison/?{ASKED}")]
    assert found == [("shiyan-2024", "shiyan-2025"), ("shiyan-2026", None)]


def test_a_goal_without_a_year_is_not_called_standing(client: Client) -> None:
    factories.actual("new_surface_water_plants", 2025, region=CITY, value="1", published="1")
    shown = page(client, f"/actuals/{CITY}.new_surface_water_plants.2025/")
    assert "未写明年份" in shown and "长期控制" not in shown


def test_plans_are_counted_and_not_their_promises(client: Client) -> None:
    """The plan promises for its city and four districts; its successor for the city."""
    html = page(client, "/indicators/total_water_use/?year=2025")
    assert "2 份规划承诺这个指标（共 6 项）" in html


def test_a_district_leads_to_the_plan_that_promises_for_it(client: Client) -> None:
    html = page(client, "/cities/990104/?year=2025")
    assert "没有自己的规划，对它的承诺写在" in html and "load_plans" not in html
    assert '<a href="/plans/shiyan-2024/" lang="zh-Hans">试验市落实' in html
    limits = re.findall(r'<td role="cell" class="number standing__limit">.*?</td>', html, re.S)
    assert 'href="/plans/shiyan-2024/#' in limits[0]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/cities/990000/", "这个行政区还没有规划"),
        ("/cities/990000/tasks/", "这个行政区还没有规划"),
        ("/cities/990104/tasks/", "这个行政区没有自己的规划"),
        ("/cities/990104/?as_of=2001-01-01", "当时还没有载入规划"),
        ("/cities/990104/tasks/?as_of=2001-01-01", "当时还没有载入规划"),
        ("/?as_of=2001-01-01", "当时还没有载入规划"),
    ],
)
def test_only_an_empty_database_asks_to_load_plans(client: Client, address: str, said: str) -> None:
    html = page(client, address)
    assert said in html and "load_plans" not in html and "没有布置任务" not in html


ENDED = "自 2026-07-01 起不再评判，代替它的是"


@pytest.mark.parametrize(
    ("address", "count"),
    [
        # Beside the city's and four districts' promises: in the comparison and in the table.
        ("/indicators/total_water_use/?year=2025", 10),
        (f"/compare/?{ASKED}", 1),
        (f"/cities/{CITY}/?year=2025", None),
        (f"/actuals/{CITY}.total_water_use.2025/", 1),
    ],
)
def test_a_superseded_plan_is_marked_wherever_its_promise_stands(
    client: Client, address: str, count: int | None
) -> None:
    factories.actual("total_water_use", 2025, region=CITY, value="9.1", published="9.1")
    html = page(client, address)
    marked = re.findall(rf'{ENDED} <a href="/plans/shiyan-2026/"', html)
    assert marked and count in (None, len(marked))


def test_promises_of_several_plans_are_told_apart(client: Client) -> None:
    html = page(client, f"/cities/{CITY}/?year=2025")
    table = html[html.index('id="standing"') : html.index('id="changes"')]
    heads = re.findall(r'<th scope="row".*?</th>', table, re.S)
    total = [head for head in heads if "用水总量" in head]
    assert [re.findall(r'"/plans/(shiyan-\d+)/"', head)[0] for head in total] == [
        "shiyan-2024",
        "shiyan-2026",
    ]


def test_each_plan_of_a_city_has_a_heading_of_its_own(client: Client) -> None:
    headings = re.findall(
        r"<h2[^>]*>(规划承诺了什么.*?)</h2>", page(client, f"/cities/{CITY}/plan/")
    )
    titles = Plan.objects.order_by("slug").values_list("title", flat=True)
    assert [words(one) for one in headings] == [f"规划承诺了什么： {title} " for title in titles]


def test_no_pace_leads_to_a_target_of_a_superseded_plan(client: Client) -> None:
    code = "high_standard_farmland"
    for year, value in ((2023, "60"), (2024, "64"), (2025, "68")):
        factories.actual(code, year, region=CITY, value=value, published=value)
    html = page(client, f"/compare/?indicator={code}&year=2025&region={CITY}&view=trajectory")
    html = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), html)
    assert "按目前速度，2030 年将为" not in html
    assert "规划自2026-07-01起由《试验市" in html
    city = page(client, f"/cities/{CITY}/?year=2025")
    assert "实际年变化为达标所需的" in city and "按目前速度，2030 年约" not in city


def test_the_reader_strikes_what_is_amended_and_not_what_is_set(client: Client) -> None:
    html = page(client, "/plans/shiyan-2024/")
    struck = re.findall(r"<s>(.*?)</s>", html)
    assert any("9.5" in one for one in struck)
    assert "→ 0.62" in words(html) and not [one for one in struck if "省" in one]
    assert "力争9.2" in html  # in the title of the mark


def test_an_amending_document_says_what_it_amends(client: Client) -> None:
    html = page(client, f"/cities/{CITY}/plan/")
    section = html[html.index('id="promises-shiyan-2025"') :]
    section = section[: section.index("</section>")]
    assert re.search(r"2025-04-01起修订：\s*试验市", words(section))
    assert re.search(r"下达：\s*试验市", words(section))


def test_an_estimate_in_the_table_of_districts_says_so(client: Client) -> None:
    html = page(client, f"/cities/{CITY}/?year=2024")
    table = html[html.index("standing__counties") :]
    assert "估算" in words(table[: table.index("</table>")])


def test_a_limit_of_a_district_leads_to_the_document_that_amends_it(client: Client) -> None:
    Plan.objects.update(supersedes=None, supersedes_on=None)  # the plan is judged in 2030, too
    row = factories.actual("total_water_use", 2030, region="990102", value="2.6", published="2.6")
    row.published_obs_status = "preliminary"
    row.save()
    html = page(client, f"/cities/{CITY}/?year=2030")
    table = html[html.index("standing__counties") :]
    table = table[: table.index("</table>")]
    assert 'href="/plans/shiyan-2025/#a1.1" title="2.7"' in table
    assert re.search(r"2\.6 初步数 / ≤ ?2\.7", words(table))


def test_a_day_to_come_has_no_changes_yet(client: Client) -> None:
    assert "2099-01-01 还没有到来" in page(client, "/changes/?since=2099-01-01")
