"""One indicator of one year in every city, by the API, beside the least that the same could cost.

The floors stand behind the same middleware: this module is the addresses of Siwei, and two more.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from rest_framework import generics, serializers

from indicators.actuals.models import Actual
from siwei.bench.measure import YEAR, answer, best_in_turn

_ASKED = f"indicator=fall_a&year={YEAR}"
# The rows that the public reads, as the database alone puts them together.
_ROWS = """
SELECT {all_of}({an_object}(
    'key', a.region_id || '.' || a.indicator_id || '.' ||
        CASE WHEN a.base_year IS NULL THEN '' ELSE a.base_year || '-' END || a.year,
    'region', a.region_id, 'indicator', a.indicator_id, 'year', a.year, 'base_year', a.base_year,
    'value', a.published_value, 'unit', i.unit_id, 'obs_status', a.published_obs_status,
    'state', 'approved', 'source', a.published_source, 'note', a.published_note,
    'explanation', '', 'demo', a.demo, 'version', a.published_version,
    'updated_at', a.published_at, 'withdrawn', NULL)), count(*)
FROM actuals_actual a JOIN plans_indicator i ON i.code = a.indicator_id
WHERE a.indicator_id = %s AND a.year = %s AND a.published_at IS NOT NULL"""


def raw_sql(request: HttpRequest) -> HttpResponse:
    is_sqlite = connection.vendor == "sqlite"
    sql = _ROWS.format(
        all_of="json_group_array" if is_sqlite else "json_agg",
        an_object="json_object" if is_sqlite else "json_build_object",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [request.GET["indicator"], request.GET["year"]])
        rows, count = cursor.fetchone()
    return HttpResponse(f'{{"count":{count},"results":{rows}}}', content_type="application/json")


class PlainSerializer(serializers.ModelSerializer[Actual]):
    class Meta:
        model = Actual
        fields = (
            *("region", "indicator", "year", "base_year", "published_value"),
            *("published_obs_status", "state", "published_source", "published_note"),
            *("explanation", "demo", "published_version", "published_at", "withdrawn_at"),
            *("withdrawn_organ", "withdrawn_reason", "withdrawn_value", "withdrawn_obs_status"),
        )


class PlainView(generics.ListAPIView[Actual]):
    serializer_class = PlainSerializer
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Actual]:
        asked: Any = self.request.GET
        rows = Actual.objects.filter(published_at__isnull=False)
        return rows.filter(indicator=asked["indicator"], year=asked["year"]).order_by("region_id")


urlpatterns = [
    path("api/v1/floor/raw/", raw_sql),
    path("api/v1/floor/plain/", PlainView.as_view()),
    path("", include("siwei.urls")),
]


@dataclass(frozen=True, slots=True)
class OneIndicator:
    """Milliseconds of Siwei's list, of SQL alone, and of Django REST framework's serializer."""

    ours: float
    raw: float
    plain: float


def one_indicator() -> OneIndicator:
    client = Client(headers={"host": "localhost"})
    addresses = (
        f"/api/v1/actuals/?{_ASKED}&page_size=1000",
        f"/api/v1/floor/raw/?{_ASKED}",
        f"/api/v1/floor/plain/?{_ASKED}",
    )
    with override_settings(ROOT_URLCONF=__name__):
        return OneIndicator(*best_in_turn(*(partial(answer, client, one) for one in addresses)))
