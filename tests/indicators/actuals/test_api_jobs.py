"""The job that docs/api.md shows to integrators does what the text says of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from departments.models import ApiKey
from indicators.actuals.models import Actual
from tests import documented, factories, people


@pytest.mark.django_db(transaction=True)
def test_a_nightly_job_reads_what_changed_and_only_that(live_server: LiveServer) -> None:
    factories.mini_plan()
    now = timezone.now()
    for year in (2023, 2024):
        factories.actual(year=year, at=now - timedelta(days=2))
    _key, secret = ApiKey.objects.create_key(name="sync", user=people.viewer("victor"))
    changed = documented.python("def changed(")["changed"]
    rows, since = changed(live_server.url, secret)
    assert [(row["key"], row["value"]) for row in rows] == [
        ("140300.total_water_use.2023", Decimal("2.10")),
        ("140300.total_water_use.2024", Decimal("2.10")),
    ]
    Actual.objects.filter(year=2024).update(state="reopened", updated_at=now)
    Actual.objects.filter(year=2023).update(updated_at=now - timedelta(days=3))
    rows, since = changed(live_server.url, secret, since)
    assert [(row["key"], row["state"]) for row in rows] == [
        ("140300.total_water_use.2024", "reopened")
    ]
    assert since == timezone.localtime(now).isoformat()
    # The ten minutes that it looks back.
    assert len(changed(live_server.url, secret, since)[0]) == 1
