"""What the README says of the configuration is what the settings read."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
DOCUMENTS = ["README.md", "CHANGELOG.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]


def variables_read() -> dict[str, object]:
    """Each variable that the settings read, with its default where that is a plain constant."""
    tree = ast.parse((ROOT / "siwei" / "settings.py").read_text(encoding="utf-8"))
    found: dict[str, object] = {}
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
        ):
            continue
        name = ast.literal_eval(node.args[0])
        defaults = [word.value for word in node.keywords if word.arg == "default"]
        constant = defaults and isinstance(defaults[0], ast.Constant)
        found[name] = ast.literal_eval(defaults[0]) if constant else None
    return found


def variables_documented() -> dict[str, str]:
    """The rows of the README's table of configuration: variable and default."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("\n## Configuration\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", section, re.MULTILINE))


def test_the_table_names_every_variable_that_is_read_and_no_other() -> None:
    read = variables_read()
    assert len(read) > 5, "the settings were not understood"
    assert set(variables_documented()) == set(read)


def test_the_table_gives_the_defaults() -> None:
    documented = variables_documented()
    for name, default in variables_read().items():
        if default is not None:
            words = str(default).lower() if isinstance(default, bool) else str(default)
            assert documented[name].startswith(f"`{words}`"), name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    file = ROOT / document
    for target in re.findall(r"\]\(([^)#\s]+)", file.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (file.parent / target).exists(), target
