"""Each dependency is used, declared and has a reason; the locks say what pyproject.toml means."""

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import environment

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PRODUCT = ("common", "departments", "indicators", "tasks", "siwei")
LOCKS = ("bootstrap", "run", "extras", "dev")
RUN = PROJECT["project"]["dependencies"]
EXTRAS = [one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra]
WANTED = {
    "bootstrap": PROJECT["dependency-groups"]["bootstrap"],
    "run": RUN,
    "extras": RUN + EXTRAS,
    "dev": RUN + EXTRAS + PROJECT["dependency-groups"]["dev"],
}


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
    assert locked("run").items() <= locked("extras").items() <= locked("dev").items()


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
    assert unused(WANTED["extras"], used, elsewhere) == set()


def test_each_tool_is_used() -> None:
    elsewhere = {
        "djangorestframework-stubs": ("pyproject.toml", "mypy_drf_plugin"),
        "django-stubs": ("pyproject.toml", "mypy_django_plugin"),
        "djlint": ("Makefile", "$(BIN)/djlint"),
        "import-linter": ("Makefile", "$(BIN)/lint-imports"),
        "mypy": ("Makefile", "$(BIN)/mypy"),
        "openapi-python-client": (
            "tests/siwei/developers/test_generated_client.py",
            'with_name("openapi-python-client")',
        ),
        "pytest-xdist": ("Makefile", "--numprocesses"),
        "ruff": ("Makefile", "$(BIN)/ruff"),
    }
    used = imported(*PRODUCT, "tests", "scripts")
    assert unused(PROJECT["dependency-groups"]["dev"], used, elsewhere) == set()


def test_an_unused_dependency_is_found() -> None:
    assert unused(["pyyaml>=6", "rich"], {"yaml"}, {}) == {"rich"}
    assert unused(["rich"], set(), {"rich": ("Makefile", "no such words")}) == {"rich"}


@pytest.mark.parametrize(
    ("folders", "lock"), [(PRODUCT, "extras"), ((*PRODUCT, "tests", "scripts"), "dev")]
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], lock: str) -> None:
    declared = set().union(*map(names_of, WANTED[lock]))
    ours = {*PRODUCT, "tests", "scripts", "chromium", "serving"}  # the last two: in scripts/
    parts = {"pydantic_core"}  # whose version pydantic fixes
    assert imported(*folders) - declared - ours - parts - sys.stdlib_module_names == set()


def test_each_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("\ndependencies = [") : text.index("\n[tool.ruff]")]
    lines = re.findall(r'^    "([\w.-]+).*?",(.*)$', section, re.MULTILINE)
    assert len(lines) == len(WANTED["dev"])
    # The line above them speaks for all four.
    grouped = {"types-PyYAML", "types-simplejson", "types-openpyxl"}
    assert [name for name, reason in lines if "# " not in reason and name not in grouped] == []
