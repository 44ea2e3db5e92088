"""What the database itself refuses of a value: no page could say what it means."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from common.records.models import Publication
from indicators.actuals.models import Actual
from indicators.plans.models import Citation, Target
from tests import factories
from tests.common.records.tampering import unguarded

SENSELESS: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "a value without its decimals": (Actual, {"value_places": None}),
    "decimals without a value": (Actual, {"value": None, "obs_status": "missing"}),
    "a published value without its decimals": (Actual, {"published_places": None}),
    "published, nobody knows what": (Actual, {"published_obs_status": ""}),
    "published under an unknown word": (Actual, {"published_obs_status": "odd"}),
    "published as a value, without one": (
        Actual,
        {"published_value": None, "published_places": None},
    ),
    "a value published as not applicable": (Actual, {"published_obs_status": "not_applicable"}),
    "never published, but with a status": (
        Actual,
        {
            "state": "draft",
            "published_at": None,
            "published_value": None,
            "published_places": None,
            "published_obs_status": "not_available",
        },
    ),
    "published, nobody knows in which version": (Actual, {"published_version": None}),
    "a publication that ended for no reason": (Publication, {"ended_at": factories.NOW}),
    "a publication with the reason of an end, but no end": (Publication, {"ended_by": "replaced"}),
    "a target without its decimals": (Target, {"value_places": None}),
    "a quoted value without its decimals": (Citation, {"stated_places": None}),
}


@pytest.mark.parametrize(("model", "columns"), SENSELESS.values(), ids=list(SENSELESS))
def test_the_database_refuses(db: None, model: type[models.Model], columns: dict[str, Any]) -> None:
    factories.mini_plan()
    row = factories.actual()
    factories.history_row(row, 1, "approve")
    Publication.objects.create(record=row.record, version=1, content={}, published_at=factories.NOW)
    connection.check_constraints()
    rows = model._default_manager.all()
    assert rows.exists()
    with unguarded(), pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**columns)
