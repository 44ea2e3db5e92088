"""A development zone is a region like a county: with promises of its own, apart from the cities."""

import re
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from django.test import Client

from departments.models import Department, Region
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from indicators.plans.models import PlanIndicator
from tests import factories
from tests.indicators.actuals.workflow import do, enter, page, signed_in
from tests.people import administrator, editor, open_year, reviewer
from tests.siwei.mini_plan import YAML, spoilt
from tests.siwei.test_masters import load

ZONE = "140371"
KEY = f"{ZONE}.total_water_use.2025"


@pytest.fixture(params=["140300", "140321"], ids=["in a city", "in a county"])
def zone(db: None, request: pytest.FixtureRequest) -> Region:
    """A zone to which the city's plan promises, and the county beside it, too."""
    made = factories.mini_plan()
    found = Region.objects.create(
        code=ZONE, name="阳泉经开区", name_en="Zone", level="zone", parent_id=request.param
    )
    for code in (ZONE, "140321"):
        row = PlanIndicator.objects.get(plan=made.plan, region=made.plan.region_id, order=1)
        target = row.targets.get(year=2025)
        row.pk, row.region_id, row.order = None, code, row.order + 10
        row.save()
        target.pk, target.plan_indicator = None, row
        target.save()
    return found


def test_its_promises_are_not_among_the_cities(client: Client, zone: Region) -> None:
    assert "阳泉经开区" not in page(client, "/?year=2025")
    assert page(client, "/").count(f"/cities/{ZONE}/") == 0
    compared = client.get("/api/v1/comparison/?indicator=total_water_use&year=2025").json()
    assert [row["region"] for row in compared["results"]] == ["140300"]


def test_the_city_s_page_shows_it_in_the_table_of_the_counties(
    client: Client, zone: Region
) -> None:
    html = page(client, "/cities/140300/plan/?year=2025")
    promised = html[html.index("table--counties") :].split("</table>")[0]
    assert '<th scope="row">阳泉经开区</th>' in promised
    html = page(client, "/cities/140300/?year=2025")
    assert f'id="{ZONE}-total_water_use"' in html


def test_it_is_compared_when_it_is_named_and_stands_in_a_group_of_its_own(
    client: Client, zone: Region
) -> None:
    html = page(client, f"/compare/?indicator=total_water_use&year=2025&region={ZONE}")
    assert "阳泉经开区" in html
    groups = re.findall(r'chips__name">(.*?)<', html)
    assert groups == ["山西省", "县（市、区）", "开发区"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("regions/?level=zone", [ZONE]),
        ("completeness/?province=140000&year=2025", ["140300", "140321", ZONE]),
        (f"assessments/?region={ZONE}&year=2025", [ZONE]),
    ],
)
def test_every_list_has_it(client: Client, zone: Region, query: str, codes: list[str]) -> None:
    rows: list[dict[str, Any]] = client.get(f"/api/v1/{query}").json()["results"]
    assert [row.get("region", row.get("code")) for row in rows] == codes


def test_its_value_is_entered_and_reviewed_by_the_province(client: Client, zone: Region) -> None:
    open_year(2025)
    Department.objects.create(region=zone, name="经开区水务局", function_id="water")
    alice, rui = editor("alice", ZONE), reviewer("rui")
    assert KEY in page(signed_in(alice), f"/entry/{ZONE}/2025/")
    do(Action.SUBMIT, alice, enter(alice, "2.20", parse_key(KEY)))
    assert "阳泉经开区" in page(signed_in(rui), "/review/")
    actual = Actual.objects.get(region=ZONE)
    do(Action.APPROVE, rui, actual)
    (row,) = client.get(f"/api/v1/actuals/?region={ZONE}").json()["results"]
    assert (row["key"], row["value"]) == (KEY, 2.20)


@pytest.mark.parametrize(
    ("code", "parent", "refusal"),
    [
        pytest.param("140372", "140300", "", id="of a city"),
        pytest.param("140372", "140321", "", id="of a county"),
        pytest.param("140072", "140000", "", id="of a province"),
        pytest.param("140472", "140300", "以 1403 开头", id="of another city"),
        pytest.param("140472", "140321", "以 1403 开头", id="of another city's county"),
        pytest.param("140372", ZONE, "上级必须是", id="of a zone"),
    ],
)
def test_an_administrator_adds_one(
    client: Client, zone: Region, code: str, parent: str, refusal: str
) -> None:
    client.force_login(administrator("ada"))
    sent = {"code": code, "name": "某开发区", "name_en": "Z", "level": "zone", "parent": parent}
    answer = client.post("/admin/departments/region/add/", sent)
    assert Region.objects.filter(code=code).exists() == (not refusal)
    assert refusal in answer.content.decode()


def test_a_plan_promises_to_a_zone(tmp_path: Any, settings: Any, db: None) -> None:
    """As a file: an invented zone in regions.yaml, and a plan that names it."""
    folder = tmp_path / "fixtures"
    copytree(settings.FIXTURES, folder, ignore=ignore_patterns("plans"))
    settings.FIXTURES = folder
    file = folder / "regions.yaml"
    entry = f'- {{code: "{ZONE}", name: 经开区, name_en: Zone, level: zone, parent: "140300"}}\n'
    file.write_text(file.read_text(encoding="utf-8") + entry, encoding="utf-8")
    wanted = spoilt(
        "  - indicator: total_water_use\n",
        f'  - indicator: total_water_use\n    region: "{ZONE}"\n',
        source=YAML,
    )
    load(tmp_path, wanted)
    assert PlanIndicator.objects.get(indicator="total_water_use").region_id == ZONE
