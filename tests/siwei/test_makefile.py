"""The Makefile does what it says."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS

from scripts.template_messages import extract

ROOT = Path(__file__).resolve().parent.parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TOOLS = Path(sys.executable).parent


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


FROM_MAKE = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKE_TERMOUT", "MAKE_TERMERR"}


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The Makefile in another folder, without the step that installs packages."""
    shutil.copy(ROOT / "Makefile", folder)
    command = ["make", "--assume-old=environment", *arguments]
    # A make of its own, also where these tests run under `make test`.
    plain = {name: value for name, value in os.environ.items() if name not in FROM_MAKE}
    return subprocess.run(
        command, cwd=folder, env=plain, capture_output=True, text=True, check=False
    )


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
