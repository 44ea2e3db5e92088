"""A sentence that is made when its module is imported is lazy: else it has no reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}
FOLDERS = ("common", "departments", "indicators", "tasks", "siwei")
MODULES = sorted(file for name in FOLDERS for file in Path(settings.BASE_DIR / name).rglob("*.py"))


def eager_names(tree: ast.Module) -> set[str]:
    """The names under which a module knows the functions that translate at once."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in EAGER
    }


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Everything that runs when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from outside_functions(child)


def eager_calls(tree: ast.Module) -> list[int]:
    names = eager_names(tree)
    return [
        node.lineno
        for node in outside_functions(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def test_what_is_made_at_import_is_lazy() -> None:
    eager = {
        str(module.relative_to(settings.BASE_DIR)): lines
        for module in MODULES
        if (lines := eager_calls(ast.parse(module.read_text(encoding="utf-8"))))
    }
    assert len(MODULES) > 300
    assert eager == {}


def test_the_test_sees_what_is_wrong() -> None:
    wrong = "from django.utils.translation import gettext as _\nclass F:\n    label = _('年份')"
    assert eager_calls(ast.parse(wrong)) == [3]
