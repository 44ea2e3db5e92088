"""What pages, files and the API say of the invented sixth plan and the documents after it."""

import csv
import re
from typing import Any

import pytest
from django.test import Client

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
