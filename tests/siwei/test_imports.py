"""Imports run one way, between the apps and inside each of them (docs/design.md, "Layout")."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

# Each may import those after it. What of `siwei` is not `siwei.lib` brings all of them together.
APPS = ("siwei", "tasks", "indicators", "departments", "siwei.lib")
# Inside an app, each may import itself and those after it.
LAYERS = (
    ("urls",),
    ("views", "api", "admin", "management", "authentication", "apps"),
    ("presentation",),
    ("forms", "filters", "assessment_filters", "charts"),
    ("services",),
    ("selectors",),
    ("people",),  # who a user is: what selectors and services ask before anything else
    ("models",),
    ("rules",),
)
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def modules() -> Iterator[tuple[str, ast.Module]]:
    root = settings.BASE_DIR
    for app in ("siwei", "tasks", "indicators", "departments"):
        for file in sorted((root / app).rglob("*.py")):
            name = ".".join(file.relative_to(root).with_suffix("").parts)
            if "migrations" not in file.parts:
                yield name, ast.parse(file.read_text(encoding="utf-8"))


def imports_of(name: str, tree: ast.Module) -> Iterator[Import]:
    """Every import of a module, those inside its functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(name, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name.rsplit(".", node.level)[0] + "." if node.level else ""
            source = (package + (node.module or "")).rstrip(".")
            yield from (Import(name, node.lineno, f"{source}.{alias.name}") for alias in node.names)


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    found = [one for name, tree in modules() for one in imports_of(name, tree)]
    assert len(found) > 1000, "the project was not found"
    return found


def app_of(module: str) -> str | None:
    """The app of a module, None for what isn't ours."""
    if module.split(".")[:2] == ["siwei", "lib"]:
        return "siwei.lib"
    app = module.split(".", maxsplit=1)[0]
    return app if app in APPS else None


def layer_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_between_apps_imports_run_one_way(imports: list[Import]) -> None:
    wrong = [
        str(one)
        for one in imports
        if (target := app_of(one.target)) and APPS.index(app_of(one.module)) > APPS.index(target)
    ]
    assert wrong == []


def test_inside_an_app_imports_run_one_way(imports: list[Import]) -> None:
    wrong = [
        str(one)
        for one in imports
        if app_of(one.module) == app_of(one.target)
        and app_of(one.module) in ("tasks", "indicators", "departments")
        and RANKS[layer_of(one.module)] > RANKS[layer_of(one.target)]
    ]
    assert wrong == []


def test_an_app_enters_another_below_its_views(imports: list[Import]) -> None:
    """Nobody borrows another app's pages, API or administration. `siwei` puts their addresses
    together and keeps their administration."""
    doors = ("urls", "views", "api", "admin", "management")
    wrong = [
        str(one)
        for one in imports
        if app_of(one.module) in ("tasks", "indicators", "departments")
        and app_of(one.target) not in (None, "siwei.lib", app_of(one.module))
        and layer_of(one.target) in doors
    ]
    assert wrong == []


def test_rules_know_no_framework(imports: list[Import]) -> None:
    """Rules import the standard library, each other, and what of `siwei.lib` does the same."""
    by_module: dict[str, list[Import]] = {}
    for one in imports:
        by_module.setdefault(one.module, []).append(one)
    pure = {module for module in by_module if layer_of(module) == "rules"}
    assert len(pure) > 20
    waiting, wrong = sorted(pure), []
    while waiting:
        for one in by_module.get(waiting.pop(), []):
            top = one.target.split(".")[0]
            if app_of(one.target):
                inner = one.target if one.target in by_module else one.target.rpartition(".")[0]
                if layer_of(inner) not in ("rules", "lib"):
                    wrong.append(str(one))
                elif inner not in pure:
                    pure.add(inner)
                    waiting.append(inner)
            elif top not in sys.stdlib_module_names:
                wrong.append(str(one))
    assert wrong == []


def test_the_test_sees_what_is_forbidden() -> None:
    tree = ast.parse("def later():\n    from indicators.models import Plan\n    import siwei.pages")
    assert [str(one) for one in imports_of("siwei.lib.example", tree)] == [
        "siwei.lib.example:2 imports indicators.models.Plan",
        "siwei.lib.example:3 imports siwei.pages",
    ]


def test_no_module_of_an_app_is_outside_the_layers() -> None:
    for app in ("tasks", "indicators", "departments"):
        names = {path.stem for path in Path(settings.BASE_DIR / app).iterdir()}
        assert names - {"__init__", "__pycache__", "migrations", "templatetags"} <= set(RANKS), app
