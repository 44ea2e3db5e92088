"""A client that a public generator makes of the description reads what is there, as it is."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.contrib.auth.models import User

from departments.models import ApiKey
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from siwei.wsgi import application
from tests import factories
from tests.indicators.actuals.workflow import TOTAL, do, enter, submitted
from tests.people import editor, open_year, reviewer

PACKAGE = "siwei_client"
HOST = "http://localhost"
DRAFT = parse_key("140300.irrigation_efficiency.2025")
# The generator knows no media type of SDMX; it is told that this one is bytes.
CONFIG = {
    "content_type_overrides": {
        "application/vnd.sdmx.data+csv; version=2.0.0": "application/octet-stream"
    },
    "post_hooks": [],
}


@pytest.fixture
def alice(kept_connection: None) -> User:
    """Of Yangquan one value is published, and Alice has a draft of another."""
    factories.mini_plan()
    open_year(2025)
    alice = editor("alice")
    do(Action.APPROVE, reviewer("rui"), submitted(alice, "2.21", TOTAL))
    enter(alice, "0.63", DRAFT)
    return alice


def generate(schema: bytes, folder: Path) -> None:
    """Write the package; a warning fails, as it leaves something out."""
    (folder / "schema.json").write_bytes(schema)
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    command = [
        *(str(Path(sys.executable).with_name("openapi-python-client")), "generate"),
        *("--path", str(folder / "schema.json"), "--config", str(folder / "config.json")),
        *("--meta", "none", "--output-path", str(folder / PACKAGE), "--fail-on-warning"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


class Reader:
    """What the package reads, of one caller."""

    def __init__(self, made: Any) -> None:
        self.client = made

    def read(self, operation: str, *at: str, **asked: Any) -> Any:
        function = import_module(f"{PACKAGE}.api.{operation}").sync
        return function(*at, client=self.client, **asked)


def test_it_reads(alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = httpx.WSGITransport(app=application)
    schema = httpx.Client(transport=there).get(f"{HOST}/api/schema/?format=json")
    generate(schema.content, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    package, models = import_module(PACKAGE), import_module(f"{PACKAGE}.models")
    at = {"base_url": HOST, "httpx_args": {"transport": there}, "raise_on_unexpected_status": True}
    _key, secret = ApiKey.objects.create_key(name="nightly", user=alice)
    anybody = Reader(package.Client(**at))
    keyed = Reader(package.AuthenticatedClient(token=secret, prefix="Api-Key", **at))

    for reader in (anybody, keyed):
        regions = reader.read("regions.regions_list", page_size=1000).results
        assert {"140000", "140300"} <= {one.code for one in regions}
        targets = reader.read(
            "targets.targets_list", region=["140300"], indicator=["total_water_use"], year="2025"
        )
        assert [(one.year, one.value, one.form.value) for one in targets.results] == [
            (2025, 2.27, "value")
        ]
        published = reader.read("actuals.actuals_retrieve", str(TOTAL))
        assert isinstance(published, models.Actual)
        assert (published.value, published.obs_status.value) == (2.21, "normal")
        page = reader.read("changes.changes_list", page_size=1)
        (change,) = page.results
        assert (change.kind.value, change.row.key) == ("published", str(TOTAL))
        assert reader.read("changes.changes_list", after=page.cursor).results == []

    refused = anybody.read("actuals.actuals_retrieve", str(DRAFT))
    assert isinstance(refused, models.Problem) and refused.status == 404
    draft = keyed.read("actuals.actuals_retrieve", str(DRAFT))
    assert (draft.value, draft.state.value) == (0.63, "draft")
    wrong = anybody.read("targets.targets_list", region=["999999"])
    assert [(one.field, one.code) for one in wrong.errors] == [("region", "unknown")]
    fewer = anybody.read(
        "actuals.actuals_list", fields=[models.ActualsListFieldsItem.KEY], count=False
    )
    assert [one.to_dict() for one in fewer.results] == [{"key": str(TOTAL)}]
