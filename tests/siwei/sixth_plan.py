"""Puts the invented sixth plan beside what the plans share: every form that a plan can have.

It stands in the tests, so that no site can load it. Three documents: the plan, a notice that amends
it, and the plan that takes its place.
"""

import re
import shutil
from pathlib import Path

from django.conf import settings

FILES = Path(__file__).parent / "sixth"
SLUGS = ("shiyan-2024", "shiyan-2025", "shiyan-2026")
_ENTRY = re.compile(r"^(?=- )", re.MULTILINE)
_KEY = re.compile(r"(?:code|symbol): \S+")


def with_sixth_plan(folder: Path) -> Path:
    """A folder of fixtures in `folder`: those of the project without its plans, and these."""
    shutil.copytree(settings.FIXTURES, folder, ignore=shutil.ignore_patterns("plans"))
    shutil.copytree(FILES / "plans", folder / "plans")
    for added in FILES.glob("*.yaml"):
        file = folder / added.name
        known = file.read_text(encoding="utf-8") if file.exists() else ""
        with file.open("a", encoding="utf-8") as stream:
            stream.writelines(_entries(added, known))
    return folder


def _entries(added: Path, known: str) -> list[str]:
    """The entries of a file that the project's own file doesn't have."""
    _comment, *entries = _ENTRY.split(added.read_text(encoding="utf-8"))
    keys = [_KEY.search(entry) for entry in entries]
    pairs = zip(keys, entries, strict=True)
    return [entry for key, entry in pairs if key is None or key.group() not in known]
