"""What a newcomer types works: the environment, the first and the second start, one test file."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest

from scripts import environment, run

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("bootstrap", "run", "dev")
# What tells a database of version 0.1: its plans and actuals were of one app.
FORMER = """
    CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime);
    INSERT INTO django_migrations (app, name, applied) VALUES
        ('departments', '0001_regions_and_departments', '2026-11-21'),
        ('indicators', '0001_plans_and_actuals', '2026-11-21'),
        ('tasks', '0001_tasks', '2026-11-21');
"""


def test_the_tests_take_the_browser_from_the_environment_and_no_other_setting() -> None:
    said = "import os, tests.settings as s; print(os.environ['SIWEI_CHROMIUM'], s.PUBLIC_READ)"
    answer = subprocess.run(
        [sys.executable, "-c", said],
        cwd=ROOT,
        env=os.environ | {"SIWEI_CHROMIUM": "/a/browser", "SIWEI_PUBLIC_READ": "false"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["/a/browser", "True"]


def test_property_tests_have_the_same_examples_everywhere() -> None:
    """tests/conftest.py sets Hypothesis up for modules that mention it: for this one, then."""
    from hypothesis import settings

    assert settings.default.derandomize
    assert settings.default.deadline is None


def test_a_test_file_loads_no_heavy_package_that_it_does_not_use() -> None:
    said = (
        "import sys, pytest;"
        "pytest.main(['-q', 'tests/indicators/plans/test_units.py']);"
        "print({'babel', 'hypothesis', 'openpyxl', 'playwright', 'plotly', 'schemathesis'}"
        " & set(sys.modules))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines()[-1] == "set()"


def test_an_installed_lock_is_installed_again_only_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements").mkdir()
    for name in LOCKS:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    installed: list[str] = []

    def install(command: list[str], name: str) -> None:
        installed.append(name)
        environment.stamp(name).write_text(environment.checksum(name))

    monkeypatch.setattr(environment, "install", install)
    environment.main("run")
    environment.main("run")
    environment.main("dev")
    environment.main("run")
    assert installed == ["bootstrap", "run", "dev"]
    for name in ("run", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==2\n")
    environment.main("run")
    assert installed == ["bootstrap", "run", "dev", "run"]


def test_preparing_twice_does_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.yaml").write_text("a: 1")
    steps = tuple(run.Step(command, command, ("*.yaml",)) for command in ("first", "second"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name, value in {
        "ROOT": tmp_path,
        "DATABASE": tmp_path / "siwei.sqlite3",
        "DONE": tmp_path / "prepared.json",
        "STEPS": steps,
    }.items():
        monkeypatch.setattr(run, name, value)
    called: list[str] = []

    def manage(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        run.DATABASE.touch()
        called.append(command[2])
        return subprocess.CompletedProcess(command, returncode=0)

    monkeypatch.setattr(subprocess, "run", manage)
    run.prepare()
    run.prepare()
    assert called == ["first", "second"]
    (tmp_path / "plan.yaml").write_text("a: 2")
    run.prepare()
    assert called == ["first", "second"] * 2
    run.DATABASE.unlink()
    run.prepare()
    assert called == ["first", "second"] * 3


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """This tree as somebody else has it: without databases and caches."""
    folder = tmp_path / "siwei"
    ignored = shutil.ignore_patterns(".*", "var", "tests", "__pycache__", "node_modules")
    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


@pytest.fixture
def plain_environment() -> dict[str, str]:
    """The environment without any variable that Siwei reads."""
    ours = {name: os.environ[name] for name in os.environ if not name.startswith("SIWEI_")}
    return {k: v for k, v in ours.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}


@pytest.mark.parametrize(
    ("locale", "words"), [("en_GB.UTF-8", "was made by version 0.1"), ("zh_CN.UTF-8", "0.1 版")]
)
def test_run_says_what_to_do_with_a_database_of_version_0_1(
    clone: Path, plain_environment: dict[str, str], port: int, locale: str, words: str
) -> None:
    database = clone / "var" / "siwei.sqlite3"
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(FORMER)
    before = contents(database)
    done = subprocess.run(
        [sys.executable, "scripts/run.py", str(port)],
        cwd=clone,
        env=plain_environment | {"LC_ALL": locale},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert words in line
    assert "make fresh" in line
    assert contents(database) == before


def contents(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def test_run_serves_the_plans_and_stops_on_ctrl_c(
    clone: Path, plain_environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    """The whole of `make run` after the environment: from no database to a page."""
    for attempt in ("first", "second"):
        log = tmp_path / f"{attempt}.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, "scripts/run.py", str(port)],
                cwd=clone,
                env=plain_environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # A terminal's Ctrl-C, even where the tests themselves were told to ignore it.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
            )
        try:
            page = wait_for(f"http://127.0.0.1:{port}/api/v1/plans/", server, log)
            os.killpg(server.pid, signal.SIGINT)
            server.wait(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
        assert "yangquan" in page
        said = log.read_text()
        assert f"http://127.0.0.1:{port}/" in said
        assert "siwei-demo" in said  # how one logs in
        assert ("Loading the plans" in said) is (attempt == "first")


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    patience = time.monotonic() + 300  # only a server that hangs takes so long
    while time.monotonic() < patience:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return str(response.read().decode())
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(log.read_text())
