"""Values and targets of every kind, and what the lists say of them, for tests of formats."""

import json
from decimal import Decimal
from typing import Any

from django.test import Client

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.models import Plan, PlanIndicator, Target
from tests import factories

# (region, indicator, year, base year, value, status)
Facts = set[tuple[str, str, int | None, int | None, Decimal | None, str]]


def everything() -> None:
    """A small plan with values and targets of every kind."""
    made = factories.mini_plan()
    _values()
    _targets(made.plan)


def _values() -> None:
    """Published values of every status, one withdrawn, and one that nobody may see yet."""
    factories.actual(year=2022, value="2.270", published="2.270")
    factories.actual(year=2023, region="140100", value="9.00", published="9.00")
    factories.actual("irrigation_efficiency", 2024, value="0.6380", published="0.6380")
    fall = "gdp_water_intensity_reduction"
    factories.actual(fall, 2025, base_year=2020, value="9.0", published="9.0")
    factories.actual(fall, 2025, base_year=2024, value="1.5", published="1.5")
    factories.actual(year=2025, value="2.5", state="draft", published=None)
    _say(factories.actual(year=2021), ObsStatus.PRELIMINARY, value="2.110")
    _say(factories.actual(year=2020), ObsStatus.NOT_AVAILABLE)
    _say(factories.actual("gdp_water_intensity", 2020), ObsStatus.NOT_APPLICABLE)
    _withdraw(factories.actual("gdp_water_intensity", 2021))


def _say(row: Actual, status: ObsStatus, value: str | None = None) -> None:
    number = None if value is None else Decimal(value)
    places = None if value is None else len(value.partition(".")[2])
    Actual.objects.filter(pk=row.pk).update(
        **{"value": number, "value_places": places, "obs_status": status},
        **{"published_value": number, "published_places": places},
        published_obs_status=status,
    )


def _withdraw(row: Actual) -> None:
    Actual.objects.filter(pk=row.pk).update(
        state=ActualState.WITHDRAWN,
        **dict.fromkeys(("published_value", "published_places", "published_at"), None),
        published_version=None,
        published_obs_status="",
        **{"withdrawn_value": Decimal("2.1"), "withdrawn_places": 1},
        **{"withdrawn_obs_status": "normal", "withdrawn_at": factories.NOW},
        **{"withdrawn_reason": "口径有误", "withdrawn_version": 2, "withdrawn_organ": "山西省"},
    )


def _targets(plan: Plan) -> None:
    """Targets of every form beside those of the small plan, in another unit."""
    use = PlanIndicator.objects.create(
        plan=plan,
        region_id="140321",
        indicator_id="total_water_use",
        printed_name="用水总量",
        printed_unit="万立方米",
        unit_id="万立方米",
        nature="expected",
        origin="body",
        order=9,
    )
    for year, form, number, more in (
        (2026, "range", "900", {"value_to": Decimal("950"), "value_to_places": 0}),
        (2027, "points", "1.50", {"base_year": 2025}),
        (2028, "per_year", "2.0", {"base_year": 2025}),
        (2029, "set_elsewhere", None, {"wording": "另行下达"}),
        (2030, "about", "900.0", {"aim": Decimal("880"), "aim_places": 0}),
    ):
        Target.objects.create(
            plan_indicator=use,
            year=year,
            form=form,
            comparator="<=",
            value=None if number is None else Decimal(number),
            value_places=None if number is None else len(number.partition(".")[2]),
            **more,
        )


def listed(name: str, query: str = "", client: Client | None = None) -> list[Any]:
    """The rows of a list, numbers as decimals."""
    response = (client or Client()).get(f"/api/v1/{name}/?page_size=1000{query}")
    assert response.status_code == 200, response.content.decode()
    rows: list[Any] = json.loads(response.content, parse_float=Decimal)["results"]
    return rows


def facts(name: str, query: str = "", client: Client | None = None) -> Facts:
    """What a list says; a target has the status that statistical formats give it."""
    return {
        (
            *(row["region"], row["indicator"], row["year"], row["base_year"]),
            None if row["value"] is None else Decimal(row["value"]),
            row.get("obs_status") or _status(row),
        )
        for row in listed(name, query, client)
    }


def _status(target: Any) -> str:
    if target["value"] is not None:
        return "normal"
    return "not_available" if target["form"] == "set_elsewhere" else "not_applicable"


def text(address: str, client: Client | None = None, language: str = "zh") -> str:
    """What an address of the API streams."""
    asked = {"Accept-Language": language}
    response = (client or Client()).get(f"/api/v1/{address}", headers=asked)
    assert response.status_code == 200, response.content.decode()
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
