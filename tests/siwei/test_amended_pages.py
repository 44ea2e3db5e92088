"""What amends what, on pages and in the API: the old value beside the new one, both ways."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests import factories
from tests.siwei.amending_plans import (
    AMENDING,
    AMENDING_TEXT,
    DIFFERING,
    DIFFERING_TEXT,
    SUPERSEDING,
    SUPERSEDING_TEXT,
    write,
    write_left_open,
)

pytestmark = pytest.mark.django_db
TITLE = "试验市关于调整用水总量控制目标的通知"


@pytest.fixture
def documents(tmp_path: Path) -> None:
    """mini-2025 with its amendment, and a plan that differs from both without a word about it."""
    files = [write(tmp_path, slug) for slug in ("mini-2025", "change-2027", "other-2028")]
    call_command("load_plans", *files, stdout=StringIO())


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/{address}").json()["results"]
    return found


def test_pages_show_the_old_value_beside_the_new_one(client: Client, documents: None) -> None:
    factories.actual("total_water_use", 2029, value="2.29", published="2.29")
    for address in (
        "/cities/140300/plan/",
        "/indicators/total_water_use/",
        "/compare/?indicator=total_water_use&year=2026&view=trajectory",
        "/actuals/140300.total_water_use.2029/",
    ):
        shown = page(client, address)
        assert "2.35" in shown and "将于2027-05-01起修订" in shown, address
        assert 'href="/plans/change-2027/#c1"' in shown, address


def test_an_amendment_is_shown_as_it_is_printed(client: Client, tmp_path: Path) -> None:
    """A yearly rate has no unit and no ≤; what is in another unit says so."""
    rate = AMENDING.replace(
        "value: 23000", "value: 2.0\n        base_year: 2025\n        form: per_year"
    )
    said = "到2030年，用水总量在2025年基础上年均下降2.0%"
    rate = rate.replace('comparator: "<="', 'comparator: ">="')
    rate = rate.replace("2030年用水总量控制目标调整为23000万立方米以内", said)
    text = AMENDING_TEXT.replace("将《试验市落实“四水四定”方案》确定的", "").replace(
        "2030年用水总量控制目标调整为23000万立方米以内", said
    )
    files = [write(tmp_path, "mini-2025"), write(tmp_path, "change-2027", rate, text)]
    call_command("load_plans", *files, stdout=StringIO())
    for address in ("/cities/140300/plan/", "/indicators/total_water_use/", "/plans/mini-2025/"):
        shown = page(client, address)
        assert "年均−2.0%" in shown, address
        assert "2.0万立方米" not in shown and ">2.0</" not in shown, address
    assert "<s>2.35亿立方米</s>" in page(client, "/indicators/total_water_use/")


def test_the_reader_leads_from_one_sentence_to_the_other(client: Client, documents: None) -> None:
    assert f'href="/plans/change-2027/#c1" title="将于2027-05-01起修订：《{TITLE}》"' in page(
        client, "/plans/mini-2025/"
    )
    assert 'href="/plans/mini-2025/#a1.1" title="修订《' in page(client, "/plans/change-2027/")


def test_targets_of_the_api_name_each_other(client: Client, documents: None) -> None:
    found = rows(client, "targets/?year=2030&indicator=total_water_use")
    by_plan = {one["plan"]: one for one in found}
    name = {"region": "140300", "indicator": "total_water_use", "year": 2030, "base_year": None}
    old, new = by_plan["mini-2025"], by_plan["change-2027"]
    assert (old["amends"], old["effective_on"]) == (None, None)
    assert old["amended_by"] == {"plan": "change-2027", "effective_on": "2027-05-01"} | name
    assert new["amends"] == {"plan": "mini-2025"} | name
    assert (new["amended_by"], new["effective_on"]) == (None, "2027-05-01")


def test_two_documents_that_differ_are_a_conflict(client: Client, documents: None) -> None:
    """The amended value of mini-2025 is none: it is the amendment that stands."""
    found = rows(client, "conflicts/")
    assert [(one["kind"], one["plan"], float(one["adopted"])) for one in found] == [
        ("between", "change-2027", 23000),
        ("between", "other-2028", 2.2),
    ]
    for one in found:
        assert {reading["plan"] for reading in one["readings"]} == {"change-2027", "other-2028"}
        assert one["readings"][0]["plan"] == one["plan"]
    marked = {
        one["plan"]: one["conflict"]
        for one in rows(client, "targets/?year=2030&indicator=total_water_use")
    }
    assert marked == {"mini-2025": False, "change-2027": True, "other-2028": True}
    shown = page(client, "/conflicts/")
    assert shown.count('class="reading"') + shown.count("reading--adopted") == 2
    assert "≠ 另一文件" in shown and TITLE in shown


def test_the_same_value_in_another_unit_is_no_conflict(client: Client, tmp_path: Path) -> None:
    same = write(
        tmp_path,
        "other-2028",
        DIFFERING.replace("2.20", "2.30"),
        DIFFERING_TEXT.replace("2.20", "2.30"),
    )
    files = [write(tmp_path, slug) for slug in ("mini-2025", "change-2027")]
    call_command("load_plans", *files, same, stdout=StringIO())
    assert rows(client, "conflicts/") == []


@pytest.mark.parametrize(
    "slugs",
    [
        pytest.param(["mini-2025", "change-2027"], id="amended"),
        pytest.param(["mini-2025", "change-2027", "again-2028"], id="amended twice"),
    ],
)
def test_what_amends_a_superseded_plan_ends_with_it(
    client: Client, tmp_path: Path, slugs: list[str]
) -> None:
    files = [write(tmp_path, slug) for slug in (*slugs, "whole-2028")]
    call_command("load_plans", *files, stdout=StringIO())
    assert rows(client, "conflicts/") == []
    assert not any(one["conflict"] for one in rows(client, "targets/?year=2030"))


def test_what_sets_a_target_of_a_superseded_plan_ends_with_it(
    client: Client, tmp_path: Path
) -> None:
    noted = SUPERSEDING.replace("    nature:", "    note: 2026年的目标照录。\n    nature:")
    later = noted.replace("2030", "2026"), SUPERSEDING_TEXT.replace("2030", "2026")
    files = [write_left_open(tmp_path), write(tmp_path, "quota-2027")]
    call_command("load_plans", *files, write(tmp_path, "whole-2028", *later), stdout=StringIO())
    assert rows(client, "conflicts/") == []


def test_a_superseded_plan_says_so_on_its_page_and_in_the_api(
    client: Client, tmp_path: Path
) -> None:
    files = [write(tmp_path, slug) for slug in ("mini-2025", "whole-2028")]
    call_command("load_plans", *files, stdout=StringIO())
    assert "自 2028-07-01 起不再按本规划评判" in page(client, "/plans/mini-2025/")
    new = page(client, "/plans/whole-2028/")
    assert '<a href="/plans/mini-2025/"' in new and "自 2028-07-01 起" in new
    links = {
        one["slug"]: (one["supersedes"], one["superseded_by"], one["superseded_on"])
        for one in rows(client, "plans/")
    }
    assert links == {
        "mini-2025": (None, "whole-2028", "2028-07-01"),
        "whole-2028": ("mini-2025", None, None),
    }
    assert rows(client, "conflicts/") == []
