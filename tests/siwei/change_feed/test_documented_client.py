"""The clients of docs/api.md keep a copy, as they stand there."""

import io
import json
import re
import shutil
import sqlite3
import subprocess
import urllib.error
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from indicators.actuals.rules.enums import Action
from tests import documented, factories
from tests.indicators.actuals.workflow import TOTAL, do, submitted
from tests.people import editor, open_year, reviewer
from tests.siwei.change_feed.copying import Copy

PYTHON, SHELL = "def follow(address, copy):", "#!/bin/sh"


@pytest.fixture
def people(transactional_db: None) -> tuple[User, User]:
    factories.mini_plan()
    open_year(2025)
    return editor("alice"), reviewer("rui")


@pytest.fixture
def update() -> Callable[..., None]:
    found: Callable[..., None] = documented.python(PYTHON)["update"]
    return found


def kept(file: Path) -> dict[tuple[str, str], Any]:
    rows = sqlite3.connect(file).execute("SELECT subject, key, row FROM thing")
    return {(subject, key): json.loads(row) for subject, key, row in rows}


def published(kept_rows: dict[tuple[str, str], Any]) -> Any:
    return kept_rows["actual", str(TOTAL)]


def test_a_copy_is_begun_and_followed(
    live_server: LiveServer,
    people: tuple[User, User],
    update: Callable[..., None],
    tmp_path: Path,
) -> None:
    alice, rui = people
    file = tmp_path / "siwei.sqlite3"
    update(live_server.url, file)
    begun = kept(file)
    # A plan, its five targets, two tasks, three milestones.
    assert sorted(subject for subject, _key in begun) == sorted(
        ["plan", *["target"] * 5, *["task"] * 2, *["milestone"] * 3]
    )
    row = do(Action.APPROVE, rui, submitted(alice, "2.210"))
    update(live_server.url, file)
    assert published(kept(file))["value"] == "2.210"  # digit for digit
    do(Action.RETRACT, rui, row, "公报更正")
    update(live_server.url, file)
    assert published(kept(file))["state"] == "withdrawn"
    # A database that doesn't know the cursor: the copy is begun anew, by itself.
    with sqlite3.connect(file) as copy:
        copy.execute("DELETE FROM thing WHERE subject = 'plan'")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("siwei.change_feed.selectors.feed.known_keys", list)
        update(live_server.url, file)
    assert kept(file).keys() == begun.keys() | {("actual", str(TOTAL))}


def test_a_tombstone_takes_a_row_away(tmp_path: Path) -> None:
    names = documented.python(PYTHON)
    copy = sqlite3.connect(":memory:")
    copy.execute("CREATE TABLE thing (subject, key, row, PRIMARY KEY (subject, key))")
    for row in ({"value": 1}, {"value": 2}, None):
        names["put"](copy, "actual", "k", row)
        found = [json.loads(text) for (text,) in copy.execute("SELECT row FROM thing")]
        assert found == ([] if row is None else [row])


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What the server answers, one after the other: a status, or a body."""
    queue: list[object] = []

    def urlopen(request: Any, timeout: float) -> Any:
        answer = queue.pop(0)
        if isinstance(answer, int):
            headers = Message()
            headers["Retry-After"] = "7"
            raise urllib.error.HTTPError(request.full_url, answer, "", headers, io.BytesIO())
        found = io.BytesIO(json.dumps(answer).encode())
        found.headers = {"ETag": '"1"'}  # type: ignore[attr-defined]
        return found

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    yield queue
    assert queue == []


@pytest.mark.parametrize(
    ("queue", "found", "slept"),
    [
        ([{"a": 1}], ({"a": 1}, '"1"'), []),
        ([304], (None, '"0"'), []),
        ([429, 503, {"a": 1}], ({"a": 1}, '"1"'), [7, 7]),
        ([503] * 5, 503, [7] * 4),
        ([410], 410, []),
        ([500], 500, []),
    ],
)
def test_what_it_does_with_each_answer(
    answers: list[object],
    monkeypatch: pytest.MonkeyPatch,
    queue: list[object],
    found: object,
    slept: list[int],
) -> None:
    pauses: list[int] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    answers.extend(queue)
    get = documented.python(PYTHON)["get"]
    try:
        assert get("http://siwei.example/", '"0"') == found
    except urllib.error.HTTPError as error:
        assert error.code == found
    assert pauses == slept


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_same_with_curl(
    live_server: LiveServer, people: tuple[User, User], tmp_path: Path
) -> None:
    alice, rui = people
    script = tmp_path / "follow.sh"
    script.write_text(documented.block(SHELL), encoding="utf-8")

    def run() -> tuple[int, list[dict[str, Any]]]:
        done = subprocess.run(
            ["/bin/sh", str(script), live_server.url], cwd=tmp_path, check=False, timeout=60
        )
        pages = tmp_path / "changes.jsonl"
        lines = pages.read_text(encoding="utf-8").splitlines() if pages.exists() else []
        return done.returncode, [one for line in lines for one in json.loads(line)["results"]]

    assert run() == (0, [])  # where it begins
    do(Action.APPROVE, rui, submitted(alice))
    code, told = run()
    assert (code, [one["key"] for one in told]) == (0, [str(TOTAL)])
    assert run() == (0, told)
    (tmp_path / "cursor").write_text("A" * 27)
    assert run()[0] == 1
    assert not (tmp_path / "cursor").exists()


def test_the_addresses_of_the_documentation_answer(
    client: Client, people: tuple[User, User]
) -> None:
    alice, rui = people
    do(Action.APPROVE, rui, submitted(alice))
    cursor = Copy().follow(client).cursor
    lines = re.findall(r"curl '(http\S+/changes/\S*)'", documented.text())
    assert len(lines) == 3
    for line in lines:
        address = line.replace("http://127.0.0.1:8000", "").replace("<cursor>", cursor)
        assert client.get(address).status_code == 200, line
