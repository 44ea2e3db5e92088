"""What the documents say is so: configuration, links, files, commands; and no package index."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
DOCUMENTS = sorted(
    str(file.relative_to(ROOT)) for file in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
)
# Files of the example in CONTRIBUTING.md, "Add a feature".
IMAGINED = {"tests/indicators/actuals/test_due.py", "indicators/actuals/rules/due.py"}
# Where packages may come from is for each machine to say, not for this repository.
INDEX = re.compile(
    r"pypi\.org|pythonhosted\.org|pypi\.python\.org|npmjs\.(com|org)|npmmirror\.com|yarnpkg\.com"
    r"|proxy\.golang\.org|(crates|ghcr)\.io|docker\.(io|com)|mirrors?\.[a-z.]+\.(cn|com|org|net)"
    r"|https?://[^\s\"']+/(simple|pypi)\b"
)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


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
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(#[^)\s]+)?\)", text_of(document)):
        if "://" in target:
            continue
        file = (ROOT / document).parent / target if target else ROOT / document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), f"{target}{anchor}"


def anchors(file: Path) -> set[str]:
    """The anchors that a page of Markdown has, one for each of its headings."""
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_are_named_are_there(document: str) -> None:
    named = re.findall(
        r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|html|yaml|txt|md|js|css|toml))", text_of(document)
    )
    assert [name for name in named if not (ROOT / name).exists() and name not in IMAGINED] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_to_be_made_can_be_made(document: str) -> None:
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z-]+)", text_of(document))) <= set(targets)


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/transcribing.md"])
def test_a_plan_is_checked_as_it_is_written(document: str) -> None:
    """The commands as they stand there, in a terminal where no variable was set."""
    blocks = re.findall(r"(?:^    .+\n)+", text_of(document), re.MULTILINE)
    (block,) = (block for block in blocks if "load_plans --check" in block)
    script = block.replace(".venv/bin/python", sys.executable)
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        ["sh", "-ec", script], cwd=ROOT, env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_tracked_file_names_a_package_index() -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    named = []
    for name in filter(None, names.stdout.decode().split("\0")):
        file = ROOT / name
        if file.is_file() and INDEX.search(file.read_bytes().decode("utf-8", "replace")):
            named.append(name)
    assert named == []


@pytest.mark.parametrize(
    ("line", "is_index"),
    [
        ("--index-url http://127.0.0.1:3141/root/" + "simple", True),
        ("see https://pypi" + ".org/project/django", True),
        ("https://mirrors" + ".example.edu.cn/debian", True),
        ("https://github.com/django/django", False),
        ("https://siwei.example/api/v1/", False),
    ],
)
def test_an_index_is_recognised(line: str, is_index: bool) -> None:
    assert bool(INDEX.search(line)) is is_index
