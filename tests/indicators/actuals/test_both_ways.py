"""Checks look both ways: what a change makes its neighbours say, to clerk, reviewer and program."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from common.records.rules.doors import BY_PAGE
from common.refusals import Invalid
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.services.writing import write_one
from tests import factories
from tests.indicators.actuals.workflow import (
    NOW,
    REDUCTION,
    TOTAL,
    do,
    enter,
    page,
    signed_in,
    submitted,
)
from tests.people import open_year

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

LEVEL, LEVEL_2020 = (
    parse_key("140300.gdp_water_intensity.2025"),
    parse_key("140300.gdp_water_intensity.2020"),
)
NEXT_LEVEL = parse_key("140300.gdp_water_intensity.2026")
NEXT_REDUCTION = parse_key("140300.gdp_water_intensity_reduction.2025-2026")
GROUNDWATER = parse_key("140300.groundwater_use.2025")
BEFORE_NEW_YEAR = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)  # 23:59 where the cities are
ROW = "/entry/140300/2025/row/"


def known(key: ActualKey, value: str) -> Actual:
    """An approved value."""
    return factories.actual(
        code=key.indicator,
        year=key.year,
        region=key.region,
        base_year=key.base_year,
        value=value,
        published=value,
    )


def codes(actor: User, key: ActualKey, value: str) -> list[str]:
    """What the checks say of a value that is saved."""
    seen = Actual.objects.filter(
        region=key.region, indicator=key.indicator, year=key.year, base_year=key.base_year
    ).first()
    change = Change(
        key, Action.SAVE, seen.version if seen else None, Entry(value, source="水资源公报")
    )
    return [
        found.code
        for found in write_one(change=change, actor=actor, now=NOW, door=BY_PAGE).findings
    ]


def test_a_level_names_the_approved_reduction_that_counts_to_it(alice: User) -> None:
    known(LEVEL_2020, "30.0")
    known(REDUCTION, "9.5")
    assert codes(alice, LEVEL, "27.1") == []
    assert "level_disagrees" in codes(alice, LEVEL, "24.0")


def test_a_level_names_the_reduction_of_the_year_after_that_counts_from_it(alice: User) -> None:
    known(NEXT_LEVEL, "27.0")
    known(NEXT_REDUCTION, "3.0")
    assert "level_disagrees" not in codes(alice, LEVEL, "27.8")
    assert "level_disagrees" in codes(alice, LEVEL, "30.0")


def test_a_cumulative_value_is_held_against_the_year_after(alice: User) -> None:
    farmland = parse_key("140300.high_standard_farmland.2025")
    known(parse_key("140300.high_standard_farmland.2026"), "47.0")
    assert codes(alice, farmland, "47.0") == []
    assert codes(alice, farmland, "47.1") == ["cumulative_above_next"]


def test_the_reviewer_reads_it_too(alice: User, rui: User) -> None:
    known(LEVEL_2020, "30.0")
    known(REDUCTION, "9.5")
    submitted(alice, "24.0", LEVEL, explanation="已核对")
    assert "而填报的是下降9.5%" in page(signed_in(rui), "/review/")


def cells(key: ActualKey, value: str, seen: str = "") -> dict[str, str]:
    fields = {"value": value, "status": "normal", "source": "公报"}
    return {f"{name}:{key}": text for name, text in fields.items()} | {
        f"seen:{key}": seen,
        "row": str(key),
    }


def renewed(answer: str) -> dict[str, str]:
    """The findings of other rows in the answer of one, by key."""
    found = re.findall(
        r'<div class="entry__findings" id="findings-([\w.-]+)" hx-swap-oob="true">(.*?)</div>',
        answer,
        re.DOTALL,
    )
    return dict(found)


def test_a_saved_row_renews_the_warnings_of_its_neighbours(alice: User) -> None:
    client = signed_in(alice)
    enter(alice, "0.40", GROUNDWATER, explanation="")
    answer = client.post(ROW, cells(TOTAL, "0.35")).content.decode()
    neighbours = renewed(answer)
    assert "大于“用水总量”" in neighbours.pop(str(GROUNDWATER))
    assert neighbours == {}
    # No version of another row: it was seen by nobody.
    assert re.findall(r'name="seen:([^"]+)"', answer) == [str(TOTAL)]
    answer = client.post(ROW, cells(TOTAL, "2.20", seen="1")).content.decode()
    assert "大于“用水总量”" not in renewed(answer)[str(GROUNDWATER)]


def test_a_changed_level_renews_the_reduction_and_the_other_way_round(alice: User) -> None:
    client = signed_in(alice)
    known(LEVEL_2020, "30.0")
    enter(alice, "27.1", LEVEL)
    enter(alice, "9.5", REDUCTION)
    answer = client.post(ROW, cells(LEVEL, "24.0", seen="1")).content.decode()
    assert "与按水平值推算的下降20.00%" in renewed(answer)[str(REDUCTION)]
    answer = client.post(ROW, cells(REDUCTION, "20.0", seen="1")).content.decode()
    assert "而填报的是" not in renewed(answer)[str(LEVEL)]


def test_a_row_without_neighbours_renews_nothing(alice: User) -> None:
    answer = signed_in(alice).post(ROW, cells(TOTAL, "2.20")).content.decode()
    assert renewed(answer) == {}


def test_a_year_that_is_not_over_is_asked_about(alice: User) -> None:
    early = enter(alice, now=BEFORE_NEW_YEAR)
    with pytest.raises(Invalid, match="这一年还没有结束") as refused:
        do(Action.SUBMIT, alice, early, now=BEFORE_NEW_YEAR)
    assert refused.value.faults[0].code == "explanation_required"
    assert do(Action.SUBMIT, alice, early, now=NOW).state == "submitted"


def test_what_was_submitted_too_early_stays_a_question_for_the_reviewer(
    alice: User, rui: User
) -> None:
    early = enter(alice, explanation="快报数，已定", now=BEFORE_NEW_YEAR)
    do(Action.SUBMIT, alice, early, now=BEFORE_NEW_YEAR)
    assert "这一年还没有结束" in page(signed_in(rui), "/review/")


def test_it_is_asked_about_on_every_way_in(alice: User) -> None:
    this_year = timezone.localdate().year
    open_year(this_year)
    client, key = signed_in(alice), ActualKey("140300", "total_water_use", this_year)
    row = client.post(f"/entry/140300/{this_year}/row/", cells(key, "2.20")).content.decode()
    assert "这一年还没有结束" in row and "data-asks" in row
    address = f"/api/v1/actuals/{key}/"
    assert "year_not_over" in [one["code"] for one in client.get(address).json()["warnings"]]
    refused = client.post(f"{address}submit/", content_type="application/json", HTTP_IF_MATCH='"1"')
    assert refused.json()["errors"][0]["code"] == "explanation_required"
    single = client.post(f"/actuals/{key}/", {"do": "submit", "seen": "1"})
    assert (single.status_code, "这一年还没有结束" in single.content.decode()) == (400, True)
    assert Actual.objects.get(year=this_year, indicator="total_water_use").state == "draft"


def test_a_missing_source_warns_and_stops_nothing(alice: User, rui: User) -> None:
    client = signed_in(alice)
    row = client.post(ROW, cells(TOTAL, "2.20") | {f"source:{TOTAL}": "\u200b"}).content.decode()
    assert "没有写明来源" in row and "data-asks" not in row
    actual = Actual.objects.get(region="140300", year=2025, indicator="total_water_use")
    assert actual.source == ""
    assert do(Action.SUBMIT, alice, actual).state == "submitted"
    assert "没有写明来源" in page(signed_in(rui), "/review/")


def test_an_expected_target_missed_is_a_remark(alice: User) -> None:
    """It is said on the page and by the API, and explained by nobody."""
    client = signed_in(alice)
    key = parse_key("140300.reclaimed_water_rate.2025")
    row = client.post(ROW, cells(key, "20.0")).content.decode()
    assert 'class="entry__remark' in row and "data-asks" not in row
    told = client.get(f"/api/v1/actuals/{key}/").json()
    assert (told["warnings"], [one["code"] for one in told["remarks"]]) == ([], ["limit_crossed"])
    actual = Actual.objects.get(region="140300", indicator="reclaimed_water_rate")
    assert (actual.value, do(Action.SUBMIT, alice, actual).state) == (Decimal(20), "submitted")
