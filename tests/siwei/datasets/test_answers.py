"""How data sets are answered: in what, to whom, under which name; refused, broken off, streamed."""

import gzip
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
import simplejson
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from common.audit.models import AuditRow
from common.snapshots import snapshot
from indicators.actuals.models import Actual
from siwei.datasets.api import formats
from siwei.datasets.selectors import rows
from siwei.datasets.selectors.sets import OpenSet
from siwei.datasets.viewmodels import texts, workbooks
from tests import factories
from tests.indicators.actuals.workflow import signed_in
from tests.siwei.datasets.sets import EXTENSIONS, NAMES, body, parts_of

TYPES = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
ACTUALS = "/api/v1/datasets/actuals"


@pytest.fixture
def one(db: None) -> None:
    factories.mini_plan()
    factories.actual()


@pytest.mark.usefixtures("one")
class TestFormats:
    @pytest.mark.parametrize(("extension", "type_"), TYPES.items())
    def test_by_its_ending(self, client: Client, extension: str, type_: str) -> None:
        for name in NAMES:
            address = f"/api/v1/datasets/{name}.{extension}"
            response = client.get(address, headers={"Accept": "text/html"})
            assert response.status_code == 200
            assert response["Content-Type"] == type_
            assert response["Content-Disposition"].startswith(f'attachment; filename="siwei-{name}')
            b"".join(parts_of(response))
            known = client.get(address, headers={"If-None-Match": response["ETag"]})
            assert (known.status_code, known.content, known["ETag"]) == (304, b"", response["ETag"])

    @pytest.mark.parametrize(
        ("accept", "extension"),
        [
            ("*/*", "json"),
            ("text/csv", "csv"),
            ("text/html, text/csv", "csv"),
            (TYPES["xlsx"], "xlsx"),
            (TYPES["parquet"], "parquet"),
            ("application/jsonl", "jsonl"),
        ],
    )
    def test_by_accept(self, client: Client, accept: str, extension: str) -> None:
        response = client.get(f"{ACTUALS}/", headers={"Accept": accept})
        assert response["Content-Type"] == TYPES[extension]
        assert "Accept" in response["Vary"].split(", ")
        sent = b"".join(parts_of(response))
        if extension in ("json", "jsonl", "csv"):
            assert sent == body(client, f"actuals.{extension}")

    def test_by_format(self, client: Client) -> None:
        for address in (f"{ACTUALS}/?format=csv", f"{ACTUALS}.csv?format=csv"):
            assert client.get(address)["Content-Type"] == TYPES["csv"]

    def test_what_nobody_writes(self, client: Client) -> None:
        response = client.get(f"{ACTUALS}/", headers={"Accept": "text/html"})
        assert response.status_code == 406
        assert response["Content-Type"] == "application/problem+json"

    def test_the_name_says_of_which_day_it_is(self, client: Client) -> None:
        response = client.get(f"{ACTUALS}.csv?as_of=2026-03-31")
        assert response["Content-Disposition"].endswith('"siwei-actuals-2026-03-31.csv"')

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_it_is_only_read(self, client: Client, method: str) -> None:
        assert getattr(client, method)(f"{ACTUALS}.json").status_code in (401, 403, 405)

    def test_options(self, client: Client) -> None:
        assert client.options(f"{ACTUALS}.csv")["Allow"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize("extension", EXTENSIONS)
    def test_head_says_the_same_without_the_work(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, extension: str
    ) -> None:
        told = client.get(f"{ACTUALS}.{extension}")
        monkeypatch.setattr(OpenSet, "rows", None)
        monkeypatch.setattr(OpenSet, "texts", None)
        response = client.head(f"{ACTUALS}.{extension}")
        assert response.status_code == 200
        assert b"".join(parts_of(response)) == b""
        for name in ("Content-Type", "Content-Disposition", "Vary"):
            assert response[name] == told[name]


@pytest.mark.usefixtures("one")
class TestCompression:
    @pytest.mark.parametrize("extension", ["json", "jsonl", "csv"])
    def test_of_texts(self, client: Client, extension: str) -> None:
        address = f"actuals.{extension}"
        plain = body(client, address)
        assert gzip.decompress(body(client, address, **{"Accept-Encoding": "gzip"})) == plain
        assert "Accept-Encoding" in client.get(f"{ACTUALS}.{extension}")["Vary"]

    @pytest.mark.parametrize("extension", ["xlsx", "parquet"])
    def test_of_what_is_compressed_already(self, client: Client, extension: str) -> None:
        response = client.get(f"{ACTUALS}.{extension}", headers={"Accept-Encoding": "gzip"})
        assert not response.has_header("Content-Encoding")
        assert int(response["Content-Length"]) == len(b"".join(parts_of(response)))


class TestWho:
    def test_reading_can_be_closed(self, client: Client, one: None, settings: Settings) -> None:
        settings.PUBLIC_READ = False
        for extension in EXTENSIONS:
            response = client.get(f"{ACTUALS}.{extension}")
            assert response.status_code == 401
            assert response["Content-Type"] == "application/problem+json"
        client.force_login(User.objects.create_user("alice"))
        assert b"total_water_use" in body(client, "actuals.csv")

    def test_who_takes_one_away_is_recorded(self, one: None) -> None:
        client = signed_in(User.objects.create_user("alice"))
        client.head(f"{ACTUALS}.csv")
        assert not AuditRow.objects.filter(what__startswith="siwei-actuals").exists()
        client.get(f"{ACTUALS}.csv?region=140300")
        event = AuditRow.objects.get(what__startswith="siwei-actuals")
        assert event.detail == f"{ACTUALS}.csv?region=140300"


class TestRefusals:
    def test_a_workbook_has_its_limits(
        self, client: Client, one: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        factories.actual(year=2023)
        monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
        assert client.get(f"{ACTUALS}.xlsx").status_code == 200
        monkeypatch.setattr(workbooks, "MOST_ROWS", 1)
        assert client.head(f"{ACTUALS}.xlsx").status_code == 406
        problem = client.get(f"{ACTUALS}.xlsx").json()
        assert (problem["status"], problem["type"]) == (406, "urn:siwei:problem:does-not-fit")
        assert "parquet" in problem["detail"]
        assert client.get(f"{ACTUALS}.csv").status_code == 200

    def test_so_has_its_cell(
        self, client: Client, one: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbooks, "MOST_CHARACTERS", 20)
        assert client.get(f"{ACTUALS}.xlsx").status_code == 406  # the key is longer

    def test_of_verdicts_only_the_rows_can_be_counted(
        self, client: Client, one: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbooks, "MOST_ROWS", 1)
        for query in ("year=2025", "year=2025&status=no_data"):
            address = f"/api/v1/datasets/assessments.xlsx?{query}"
            assert client.get(address).status_code == 406

    def test_parquet_is_an_extra(
        self, client: Client, one: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(formats, "find_spec", lambda name: None)
        for ask in (client.get, client.head):
            assert ask(f"{ACTUALS}.parquet").status_code == 406
        assert "pyarrow" in client.get(f"{ACTUALS}.parquet").json()["detail"]

    def test_an_outage_is_told_before_the_first_byte(
        self, client: Client, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_args: Any) -> bool:
            raise OperationalError("the server doesn't answer")

        monkeypatch.setattr(rows.ActualRows, "exceeds", away)
        assert client.get(f"{ACTUALS}.json").status_code == 503


class TestBrokenOff:
    @pytest.fixture
    def failing(self, one: None, monkeypatch: pytest.MonkeyPatch) -> None:
        """After three rows, of which two are sent."""
        whole = rows.ActualRows.read

        def read(self: rows.ActualRows) -> Iterator[Any]:
            yield from whole(self)
            raise OperationalError("gone")

        for year in (2022, 2023):
            factories.actual(year=year)
        monkeypatch.setattr(rows.ActualRows, "read", read)
        monkeypatch.setattr(texts, "_PART", 2)

    @staticmethod
    def sent(response: HttpResponseBase) -> bytes:
        found = b""
        with pytest.raises(OperationalError):
            for part in parts_of(response):
                found += part
        return found

    @pytest.mark.parametrize("extension", ["json", "jsonl", "csv"])
    def test_a_text_breaks_off(self, client: Client, failing: None, extension: str) -> None:
        """The server closes the connection: what it was told by the exception."""
        found = self.sent(client.get(f"{ACTUALS}.{extension}"))
        assert found.count(b"total_water_use") > 0
        if extension == "json":
            with pytest.raises(simplejson.JSONDecodeError):
                simplejson.loads(found)

    def test_a_compressed_one_has_no_end(self, client: Client, failing: None) -> None:
        response = client.get(f"{ACTUALS}.csv", headers={"Accept-Encoding": "gzip"})
        found = self.sent(response)
        with pytest.raises(EOFError):
            gzip.decompress(found)

    @pytest.mark.parametrize("extension", ["xlsx", "parquet"])
    def test_no_file_is_sent_that_is_not_whole(
        self, client: Client, failing: None, extension: str
    ) -> None:
        response = client.get(f"{ACTUALS}.{extension}")
        assert response.status_code == 503


def in_another_connection(do: Callable[[], object]) -> None:
    def done() -> None:
        try:
            do()
        finally:
            connection.close()

    thread = Thread(target=done)
    thread.start()
    thread.join()


def test_it_never_mixes_two_states(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes, and is not kept waiting, while a data set is being read."""
    factories.mini_plan()
    for year in range(2010, 2020):
        factories.actual(year=year)
    monkeypatch.setattr(rows, "ROWS", 2)
    monkeypatch.setattr(texts, "_PART", 2)
    before = body(client, "actuals.jsonl")
    parts = parts_of(client.get(f"{ACTUALS}.jsonl"))
    read = [next(parts)]
    in_another_connection(lambda: Actual.objects.update(published_source="改了"))
    assert b"".join([*read, *parts]) == before
    assert body(client, "actuals.jsonl") != before


class TestSnapshots:
    def test_nothing_is_left_behind(self, transactional_db: None) -> None:
        with snapshot():
            assert connection.in_atomic_block
            User.objects.count()
        assert not connection.in_atomic_block
        User.objects.create(username="alice")
        if connection.vendor == "sqlite":
            assert connection.transaction_mode == "IMMEDIATE"

    def test_it_may_take_longer_and_writes_nothing(self, transactional_db: None) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("PostgreSQL's own")
        with snapshot(), connection.cursor() as cursor:
            for name, value in (
                ("statement_timeout", "2min"),
                ("idle_in_transaction_session_timeout", "10min"),
                ("transaction_read_only", "on"),
                ("transaction_isolation", "repeatable read"),
            ):
                cursor.execute(f"SHOW {name}")
                assert cursor.fetchone() == (value,)
            assert connection.connection.patience
        assert connection.connection.patience is None
