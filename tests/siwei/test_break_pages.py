"""A series break is named, with its document, wherever values from both sides stand."""

from typing import Any

import pytest
from django.test import Client

from indicators.actuals.models import Actual
from indicators.plans.models import Plan
from tests import factories
from tests.indicators.actuals.workflow import page, signed_in
from tests.indicators.assessments.test_pages_compare import figures
from tests.people import administrator, editor, open_year

TITLE, SOURCE = "2024年起统计方法变动", "用水统计调查制度"


@pytest.fixture
def broken(db: None) -> None:
    """Values of 2022 to 2025, counted otherwise from 2024 on; the plan is of 2025."""
    factories.mini_plan()
    for year in range(2022, 2026):
        factories.actual(year=year, value="2.10", published="2.10")
    factories.series_break(year=2024)


@pytest.mark.parametrize(
    "address",
    [
        "/cities/140300/?year=2025",
        "/indicators/total_water_use/?year=2025",
        "/compare/?indicator=total_water_use&year=2025&view=trajectory",
        "/actuals/140300.total_water_use.2025/",
    ],
)
def test_a_page_names_it_with_its_document(client: Client, broken: None, address: str) -> None:
    html = page(client, address)
    assert TITLE in html
    assert f'依据：<span lang="zh-Hans">{SOURCE}</span>' in html


def test_a_small_line_ends_at_it(client: Client, broken: None) -> None:
    html = page(client, "/cities/140300/?year=2025")
    row = html[html.index('id="total_water_use"') :]
    row = row[: row.index("</tr>")]
    assert row.count('class="spark__line"') == 2
    assert f"<title>{TITLE}</title>" in row


def test_a_curve_ends_at_it_and_a_mark_says_why(client: Client, broken: None) -> None:
    html = page(client, "/compare/?indicator=total_water_use&year=2025&view=trajectory")
    (figure,) = figures(client, html)
    (values,) = [trace for trace in figure["data"] if trace.get("x", [None])[0] == 2022]
    assert values["x"] == [2022, 2023, None, 2024, 2025]
    assert TITLE in [one["text"] for one in figure["layout"]["annotations"]]


def test_the_grid_says_that_last_year_was_counted_otherwise(broken: None) -> None:
    for year in (2024, 2025):
        open_year(year)
    Plan.objects.update(year=2024)
    client = signed_in(editor("alice"))
    assert f"{TITLE}，与本年口径不同" in page(client, "/entry/140300/2024/")
    assert "与本年口径不同" not in page(client, "/entry/140300/2025/")


def test_a_verdict_in_the_api_names_it(client: Client, broken: None) -> None:
    """The plan of 2025 was written in the new way; that of 2023 would not have been."""
    address = "/api/v1/assessments/?indicator=total_water_use&year=2025"
    assert client.get(address).json()["results"][0]["breaks"] == []
    Plan.objects.update(year=2023)
    (row,) = client.get(address).json()["results"]
    assert row["breaks"] == [
        {
            "indicator": "total_water_use",
            "region": None,
            "year": 2024,
            "kind": "method",
            "note": "改为直报",
            "note_en": "Reported directly",
            "source": SOURCE,
        }
    ]
    assert "跨越口径变动" in row["reason"]


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("", [2020, 2022, 2024]),
        ("region=140300", [2022, 2024]),
        ("region=140100", [2020, 2024]),
        ("year=2021:2023", [2022]),
        ("kind=price_basis", []),
        ("indicator=irrigation_efficiency", []),
    ],
)
def test_the_list_of_breaks(client: Client, broken: None, query: str, years: list[int]) -> None:
    factories.series_break(year=2022, region="140300")
    factories.series_break(year=2020, region="140100")
    found: list[dict[str, Any]] = client.get(f"/api/v1/series-breaks/?{query}").json()["results"]
    assert [row["year"] for row in found] == years


def test_an_administrator_adds_a_break_of_a_region(client: Client, broken: None) -> None:
    client.force_login(administrator("ada"))
    sent = {
        "indicator": "total_water_use",
        "region": "140300",
        "year": "2023",
        "kind": "revised_base",
        "note": "普查后修订",
        "note_en": "Revised after the census",
        "source": "某公报",
    }
    answer = client.post("/admin/plans/seriesbreak/add/", sent)
    assert answer.status_code == 302
    html = page(client, "/actuals/140300.total_water_use.2025/")
    assert "2023年起基期值修订" in html and "某公报" in html
    assert Actual.objects.count() == 4
