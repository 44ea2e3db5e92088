"""What a newcomer types works, and the locks say what pyproject.toml means."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import environment, run
from scripts.translations import compile_all

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAKEFILE = (ROOT / "Makefile").read_text()
LOCKS = ("bootstrap", "run", "dev")
WANTED = {
    "bootstrap": PROJECT["dependency-groups"]["bootstrap"],
    "run": PROJECT["project"]["dependencies"],
    "dev": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
}


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


def locked(name: str) -> dict[str, str]:
    """Package and version (with the marker, where there are several) of each locked line."""
    lines = re.findall(r"^([\w.-]+)==(\S+)", environment.lock_file(name).read_text(), re.MULTILINE)
    return dict(lines)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_satisfies_pyproject(name: str) -> None:
    versions = locked(name)
    for requirement in map(Requirement, WANTED[name]):
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not locked: make lock"
        assert requirement.specifier.contains(version), (
            f"{requirement} against {version}: make lock"
        )


def test_the_tools_run_with_the_versions_that_are_deployed() -> None:
    assert locked("run").items() <= locked("dev").items()


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_lock_names_an_index(name: str) -> None:
    lock = environment.lock_file(name).read_text()
    packages = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert not re.search("://|--index|--extra-index|--find-links", lock)


def test_each_target_is_explained_or_a_means_to_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    explained = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert targets - explained == {"environment", "browser"}
    phony = set(re.findall(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)[0].split())
    assert phony == targets


def test_ci_makes_what_a_developer_makes() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().rstrip().endswith("make check\nmake test")


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


def test_a_translation_is_compiled_when_it_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "总览"\nmsgstr "Overview"\n', encoding="utf-8")
    target = source.with_suffix(".mo")
    assert compile_all(tmp_path) == [target]
    assert b"Overview" in target.read_bytes()
    assert compile_all(tmp_path) == []
    later = target.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_all(tmp_path) == [target]


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


def test_run_serves_the_plans_and_stops_on_ctrl_c(tmp_path: Path, port: int) -> None:
    """The whole of `make run` after the environment: from no database to a page."""
    clone = tmp_path / "siwei"
    shutil.copytree(
        ROOT,
        clone,
        ignore=shutil.ignore_patterns(".*", "var", "tests", "__pycache__", "node_modules"),
    )
    ours = {name: os.environ[name] for name in os.environ if not name.startswith("SIWEI_")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        ours.pop(name, None)
    for attempt in ("first", "second"):
        log = tmp_path / f"{attempt}.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, "scripts/run.py", str(port)],
                cwd=clone,
                env=ours,
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
