"""The programs of docs/api.md, as they stand there."""

import re
from textwrap import dedent
from typing import Any

from django.conf import settings

# Indented lines, with the empty ones between them.
_BLOCK = re.compile(r"(?:^ {4}.*\n(?:\n(?= {4}))*)+", re.MULTILINE)


def text() -> str:
    return (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")


def block(words: str) -> str:
    """The one indented block in which `words` stand."""
    (found,) = [dedent(one) for one in _BLOCK.findall(text()) if words in one]
    return found


def python(words: str) -> dict[str, Any]:
    """What the Python block defines in which `words` stand; lines for a shell may stand before."""
    names: dict[str, Any] = {"__name__": "documented"}
    code = block(words)
    exec(code[code.index("import json\n") :], names)  # our own document
    return names
