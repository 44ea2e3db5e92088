"""A bureau reports what its bulletin holds beside the plan: required by nothing, shown as such."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from tests.indicators.actuals.workflow import approved, do, enter, page, signed_in, submitted
from tests.people import editor, reviewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

GRID = "/entry/140300/2025/"
DOMESTIC = parse_key("140300.domestic_water_use.2025")
REDUCTION = "overdraft_area_reduction"


def test_a_row_is_added_filled_in_and_stays(alice: User) -> None:
    client = signed_in(alice)
    assert '<option value="domestic_water_use">生活用水量（亿立方米）</option>' in page(
        client, GRID
    )
    answer = client.post(GRID, {"do": "add", "adding": "domestic_water_use"})
    assert answer["Location"] == f"{GRID}?add=domestic_water_use#row-{DOMESTIC}"
    text = page(client, f"{GRID}?add=domestic_water_use")
    assert f'name="value:{DOMESTIC}"' in text
    assert '<option value="domestic_water_use">' not in text  # it is there already
    sent = {f"value:{DOMESTIC}": "0.52", f"source:{DOMESTIC}": "公报", f"seen:{DOMESTIC}": ""}
    saved = client.post(f"{GRID}row/", sent | {"row": str(DOMESTIC)})
    assert "0.52亿立方米" in saved.content.decode()
    assert f'name="value:{DOMESTIC}"' in page(client, GRID)


def test_what_is_typed_and_what_was_added_before_is_kept(alice: User) -> None:
    client = signed_in(alice)
    empty = parse_key("140300.water_consumption.2025")
    sent = {
        f"value:{DOMESTIC}": "0.52",
        f"seen:{DOMESTIC}": "",
        f"value:{empty}": "",
        "do": "add",
        "adding": "closed_wells",
    }
    answer = client.post(GRID, sent)
    assert answer["Location"].startswith(f"{GRID}?add=water_consumption&add=closed_wells#")
    assert Actual.objects.get(record__key=str(DOMESTIC)).printed_value is not None


@pytest.mark.parametrize("wanted", ["", "no_such_indicator", REDUCTION, "total_water_use"])
def test_nothing_else_can_be_added(alice: User, wanted: str) -> None:
    client = signed_in(alice)
    answer = client.post(GRID, {"do": "add", "adding": wanted}, follow=True)
    assert answer.redirect_chain == [(GRID, 302)]
    assert "请先选择要添加的指标。" in answer.content.decode()
    added = page(client, f"{GRID}?add={wanted}")
    assert added.count('class="entry__row"') == page(client, GRID).count('class="entry__row"')


def test_only_who_enters_every_indicator_can(alice: User) -> None:
    bob = signed_in(editor("bob", function="urban_management"))
    assert 'id="adding"' not in page(bob, GRID)
    text = page(bob, f"{GRID}?add=domestic_water_use")
    assert f'name="value:{DOMESTIC}"' not in text
    sent = {"row": str(DOMESTIC), f"value:{DOMESTIC}": "0.52", f"seen:{DOMESTIC}": ""}
    assert bob.post(f"{GRID}row/", sent).status_code == 404
    assert not Actual.objects.filter(indicator="domestic_water_use").exists()


def test_a_closed_year_takes_no_further_rows(alice: User) -> None:
    assert 'id="adding"' not in page(signed_in(alice), "/entry/140300/2024/")


def test_a_program_may_report_it_too(alice: User) -> None:
    answer = signed_in(alice).put(
        f"/api/v1/actuals/{DOMESTIC}/",
        json.dumps({"value": "0.52", "source": "公报"}),
        content_type="application/json",
        HTTP_IF_NONE_MATCH="*",
    )
    assert (answer.status_code, answer.json()["may"]) == (201, ["save", "submit"])


def test_the_page_of_the_city_shows_it_without_a_verdict(alice: User, client: Client) -> None:
    rui = reviewer("rui")
    assert 'id="beside"' not in page(client, "/cities/140300/?year=2025")
    approved(alice, rui)  # which the plan promises
    enter(alice, "0.4", parse_key("140300.industrial_water_use.2025"))  # of which nobody knows yet
    do(Action.APPROVE, rui, submitted(alice, "0.52", DOMESTIC))
    text = page(client, "/cities/140300/?year=2025")
    section = text[text.index('id="beside"') : text.index("</details>", text.index('id="beside"'))]
    assert f'href="/actuals/{DOMESTIC}/"' in section and "0.52亿立方米" in section
    assert "工业用水量" not in section and "用水总量" not in section
    assert page(client, f"/actuals/{DOMESTIC}/")
    assert 'id="beside"' not in page(client, "/cities/140300/?year=2024")
