"""What a newcomer types works, and the locks say what pyproject.toml means."""

import ast
import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import closing, suppress
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import environment, run
from scripts.template_messages import extract

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAKEFILE = (ROOT / "Makefile").read_text()
TOOLS = Path(sys.executable).parent
PRODUCT = ("common", "departments", "indicators", "tasks", "siwei")
LOCKS = ("bootstrap", "run", "dev")
WANTED = {
    "bootstrap": PROJECT["dependency-groups"]["bootstrap"],
    "run": PROJECT["project"]["dependencies"],
    "dev": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
}


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


def imported(*folders: str) -> set[str]:
    """The modules, by their first name, that the Python files of these folders import."""
    found = set()
    for file in (file for folder in folders for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


def named_in_settings() -> set[str]:
    """The first name of everything that reads like a path of Python in the settings."""
    text = (ROOT / "siwei" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'"([a-z_]+)[."]', text))


@cache
def distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def names_of(requirement: str) -> set[str]:
    """What a package, with its extras, is imported as; stubs as what they describe."""
    wanted = Requirement(requirement)
    packages = {canonicalize_name(wanted.name)}
    packages |= {canonicalize_name(f"{wanted.name}-{extra}") for extra in wanted.extras}
    return {
        module.removesuffix("-stubs")
        for module, providers in distributions().items()
        if packages & set(map(canonicalize_name, providers))
    }


def unused(
    requirements: list[str], used: set[str], elsewhere: dict[str, tuple[str, str]]
) -> set[str]:
    """Those that no code imports and no file `elsewhere` (file, words) names."""
    names = {str(canonicalize_name(Requirement(wanted).name)): wanted for wanted in requirements}
    assert elsewhere.keys() <= names.keys()
    named = {
        name
        for name, (file, words) in elsewhere.items()
        if words in (ROOT / file).read_text(encoding="utf-8")
    }
    return {name for name, wanted in names.items() if not names_of(wanted) & used} - named


def test_each_dependency_is_used() -> None:
    elsewhere = {
        "argon2-cffi": ("siwei/settings.py", "Argon2PasswordHasher"),
        "babel": ("Makefile", "$(BIN)/pybabel"),
        "gunicorn": ("docs/deploying.md", "ExecStart=/opt/siwei/.venv/bin/gunicorn"),
        "plotly": ("common/plotly_js.py", 'find_spec("plotly")'),
        "psycopg": ("docs/deploying.md", "DATABASE_URL=postgres://"),
    }
    used = imported(*PRODUCT) | named_in_settings()
    assert unused(WANTED["run"], used, elsewhere) == set()


def test_each_tool_is_used() -> None:
    elsewhere = {
        "djangorestframework-stubs": ("pyproject.toml", "mypy_drf_plugin"),
        "django-stubs": ("pyproject.toml", "mypy_django_plugin"),
        "djlint": ("Makefile", "$(BIN)/djlint"),
        "import-linter": ("Makefile", "$(BIN)/lint-imports"),
        "mypy": ("Makefile", "$(BIN)/mypy"),
        "pytest-xdist": ("Makefile", "--numprocesses"),
        "ruff": ("Makefile", "$(BIN)/ruff"),
    }
    used = imported(*PRODUCT, "tests", "scripts")
    assert unused(PROJECT["dependency-groups"]["dev"], used, elsewhere) == set()


def test_an_unused_dependency_is_found() -> None:
    assert unused(["pyyaml>=6", "rich"], {"yaml"}, {}) == {"rich"}
    assert unused(["rich"], set(), {"rich": ("Makefile", "no such words")}) == {"rich"}


@pytest.mark.parametrize(
    ("folders", "lock"), [(PRODUCT, "run"), ((*PRODUCT, "tests", "scripts"), "dev")]
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], lock: str) -> None:
    declared = set().union(*map(names_of, WANTED[lock]))
    ours = {*PRODUCT, "tests", "scripts", "chromium"}  # the last: scripts/screenshot.py
    parts = {"pydantic_core"}  # whose version pydantic fixes
    assert imported(*folders) - declared - ours - parts - sys.stdlib_module_names == set()


def test_each_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("\ndependencies = [") : text.index("\n[tool.ruff]")]
    lines = re.findall(r'^    "([\w.-]+).*?",(.*)$', section, re.MULTILINE)
    assert len(lines) == len(WANTED["dev"])
    grouped = {"types-simplejson", "types-openpyxl"}  # the line above them speaks for all three
    assert [name for name, reason in lines if "# " not in reason and name not in grouped] == []


def test_each_target_is_explained_or_a_means_to_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):(?! run = )", MAKEFILE, re.MULTILINE))
    explained = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert targets - explained == {"environment", "browser", "translations", "sentences"}
    phony = " ".join(re.findall(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)).split()
    assert set(phony) - {"$(CHECKS:%=check-%)"} == targets


def test_each_check_has_a_command() -> None:
    (checks,) = re.findall(r"^CHECKS := (.*)", MAKEFILE, re.MULTILINE)
    assert re.findall(r"^check-([a-z]+): run = ", MAKEFILE, re.MULTILINE) == checks.split()


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


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The Makefile in another folder, without the step that installs packages."""
    shutil.copy(ROOT / "Makefile", folder)
    command = ["make", "--assume-old=environment", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_translation_is_compiled_when_it_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    source.write_text(header + 'msgid "总览"\nmsgstr "Overview"\n', encoding="utf-8")
    target = source.with_suffix(".mo")

    def compiled() -> bool:
        before = target.stat().st_mtime_ns if target.exists() else None
        done = make(tmp_path, "translations", f"BIN={TOOLS}")
        assert done.returncode == 0, done.stderr
        return target.stat().st_mtime_ns != before

    assert compiled()
    assert b"Overview" in target.read_bytes()
    assert not compiled()
    later = target.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compiled()
    assert [file.name for file in source.parent.iterdir() if file.suffix == ".partial"] == []


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ('<p>{% translate "总览" %}</p>', ["总览"]),
        ('{{ _("总览") }}', ["总览"]),
        ("{% blocktranslate with n=count %}共 {{ n }} 项{% endblocktranslate %}", ["共 %(n)s 项"]),
        (
            "{% blocktranslate count n=n %}一项{% plural %}{{ n }} 项{% endblocktranslate %}",
            [("一项", "%(n)s 项", None)],
        ),
        ("<p>\n<b>\n{% translate '总览' %}</b>", ["总览"]),
        ("<p>总览</p>", []),
    ],
)
def test_sentences_of_a_template_are_found(
    template: str, sentences: list[str | tuple[str | None, ...]]
) -> None:
    found = list(extract(io.BytesIO(template.encode()), DEFAULT_KEYWORDS, [], {}))
    assert [message for _line, _function, message, _comments in found] == sentences
    assert {line for line, *_ in found} <= {template.count("\n") + 1}


def test_a_check_says_a_line_and_one_that_fails_hides_no_other(tmp_path: Path) -> None:
    for tool in ("ruff", "lint-imports", "mypy", "python", "djlint"):
        broken = tool in ("ruff", "djlint")
        script = tmp_path / tool
        script.write_text(f"#!/bin/sh\necho {tool} says $*\nexit {int(broken)}\n")
        script.chmod(0o755)
    done = make(tmp_path, "check", f"BIN={tmp_path}")
    assert done.returncode != 0
    assert done.stdout.splitlines() == [
        "FAILED  format",
        "ruff says format --check .",
        "FAILED  lint",
        "ruff says check .",
        "ok      imports",
        "ok      types",
        "ok      migrations",
        "ok      deployment",
        "FAILED  templates",
        "djlint says templates --lint --quiet",
    ]


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
