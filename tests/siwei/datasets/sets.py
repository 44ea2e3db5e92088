"""What the tests of data sets share: what there is, what was sent, and what the list says."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import simplejson
from django.test import Client

from indicators.actuals.models import Actual
from tests import factories

NAMES = ("actuals", "targets", "assessments", "tasks")
EXTENSIONS = ("json", "jsonl", "csv", "xlsx", "parquet")
# What a data set leaves out of the rows of its list.
LEFT_OUT = {"actuals": ("explanation", "warnings", "remarks", "may")}
# Texts that a format has to escape, or that a spreadsheet would take for something else.
NASTY = (
    "=HYPERLINK(1)",
    'a "quoted", text',
    "两行\n的来源",
    "\u2028 \u2029 \x7f \U0001f4a7 \\ \t",
    "2.10",
    "'已有",
    "2026-03-01",
    "\b\f\r\x1f /",
)
FINE = datetime(2026, 3, 3, 4, 5, 6, 789012, tzinfo=UTC)


def many_kinds() -> factories.MiniPlan:
    """The mini plan, and an actual of each kind: published, corrected, in work, withdrawn,
    preliminary, without a value, a reduction, of another region, with odd texts and times."""
    made = factories.mini_plan()
    factories.actual(value="2.30", state="reopened")
    factories.actual(year=2023, state="draft", published=None)
    factories.actual(year=2022, value="9.0", published="9.0", at=FINE)
    factories.actual("gdp_water_intensity_reduction", 2025, base_year=2020, published="9.00")
    factories.actual("gdp_water_intensity_reduction", 2025, published="10")
    factories.actual(region="140100", published="0.000010", value="0.000010")
    factories.actual("irrigation_efficiency", year=2021, published=None, state="draft")
    _change(
        "irrigation_efficiency",
        state="withdrawn",
        withdrawn_value=Decimal("0.6300"),
        withdrawn_places=4,
        withdrawn_obs_status="normal",
        withdrawn_at=FINE,
        withdrawn_organ="山西省",
        withdrawn_reason="口径\n有误",
        withdrawn_version=3,
    )
    factories.actual("gdp_water_intensity", year=2024, published="21")
    _change("gdp_water_intensity", published_obs_status="preliminary", demo=True)
    factories.actual("gdp_water_intensity", year=2020, published="0", value="0")
    Actual.objects.filter(indicator="gdp_water_intensity", year=2020).update(
        published_obs_status="not_available",
        published_value=None,
        published_places=None,
        published_note="没有统计",
    )
    for number, text in enumerate(NASTY):
        factories.actual(year=2000 + number)
        Actual.objects.filter(indicator="total_water_use", year=2000 + number).update(
            published_source=text, source=text, note=text
        )
    return made


def _change(indicator: str, **columns: object) -> None:
    Actual.objects.filter(indicator=indicator).update(**columns)


def body(client: Client, address: str, **headers: str) -> bytes:
    """All of a data set."""
    response = client.get(f"/api/v1/datasets/{address}", headers=headers)
    assert response.status_code == 200, getattr(response, "content", b"").decode()
    return b"".join(parts_of(response))


def parts_of(response: Any) -> Iterator[bytes]:
    """What is sent, part by part; at its end the client closes it."""
    return iter(response.streaming_content)


def listed(client: Client, name: str, query: str = "") -> Iterator[dict[str, Any]]:
    """Every row of the list, with its digits, without what the data set leaves out."""
    after = ""
    while True:
        address = f"/api/v1/{name}/?page_size=1000&{query}{after}"
        page = simplejson.loads(client.get(address).content, use_decimal=True)
        for row in page["results"]:
            yield {key: one for key, one in row.items() if key not in LEFT_OUT.get(name, ())}
        if page["next"] is None:
            return
        after = f"&after={page['next'].rpartition('after=')[2]}"
