"""Reads the text of a plan, split into clauses (the grammar: docs/transcribing.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import ClauseKind
from siwei.loading.problems import FileProblem, FixtureError, problem, shortened
from siwei.loading.texts import read_text

KEY_LENGTH = 20
CELL = "\t"
LINE_BREAK = "<br>"
_KEY = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause. In `header` and `row`, `text` is cells separated by tabs."""

    key: str
    kind: str
    heading: str
    text: str
    note: str
    line: int

    @property
    def cells(self) -> list[str]:
        return self.text.split(CELL)


def read_clauses(file: Path) -> dict[str, ClauseText]:
    """The clauses of `file` by key, in the order of the document.

    Raises `FixtureError` for a line that fits nowhere, an unknown kind, a second heading, or a
    key that is repeated or too long.
    """
    lines = read_text(file).splitlines()
    problems: list[FileProblem] = []
    clauses: dict[str, ClauseText] = {}
    for start, block in _blocks(lines):
        clause, why = _clause(start, block)
        if clause is None:
            problems.append(problem(file, start, why))
        elif clause.key in clauses:
            problems.append(problem(file, start, _("条款“%s”出现了两次") % clause.key))
        else:
            clauses[clause.key] = clause
    if problems:
        raise FixtureError(problems)
    return clauses


def whole_text(clauses: Mapping[str, ClauseText]) -> str:
    """Everything that a plan says, headings among it."""
    return "\n".join(f"{clause.heading}\n{clause.text}" for clause in clauses.values())


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    blocks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("@") or (not blocks and line.strip()):
            blocks.append((number, [line]))
        elif line.strip():
            blocks[-1][1].append(line)
    return blocks


def _clause(start: int, block: list[str]) -> tuple[ClauseText | None, str]:
    head, *rest = block
    key, _space, kind = head.removeprefix("@").strip().partition(" ")
    if not head.startswith("@") or not _KEY.fullmatch(key):
        return None, _("这里应是条款的开头（@键 类别）：%s") % shortened(head)
    if len(key) > KEY_LENGTH:
        return None, _("键“%(key)s”太长，最多 %(most)d 个字符") % {
            "key": shortened(key),
            "most": KEY_LENGTH,
        }
    if kind not in set(ClauseKind):
        return None, _("未知的条款类别“%(kind)s”，可用：%(kinds)s") % {
            "kind": shortened(kind),
            "kinds": "、".join(ClauseKind),
        }
    headings = [line[2:].strip() for line in rest if line.startswith("= ")]
    if len(headings) > 1:
        return None, _("条款“%s”有两个标题（= 开头的行）") % key
    heading = "".join(headings)
    note = "\n".join(line[2:].strip() for line in rest if line.startswith("% "))
    # A row may begin with an empty cell: only what follows the last cell is stripped.
    text = "\n".join(line.rstrip(" ") for line in rest if not line.startswith(("= ", "% ")))
    return ClauseText(key, kind, heading, text.replace(LINE_BREAK, "\n"), note, start), ""
