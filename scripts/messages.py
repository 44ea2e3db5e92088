"""Collects every sentence of the code and the templates into locale/*/LC_MESSAGES/django.po.

.venv/bin/python scripts/messages.py            # then translate what is empty or fuzzy
.venv/bin/python scripts/translations.py        # and compile (`make run` and `make test` do)

Works without GNU gettext. What a sentence says in Chinese is its key: change the Chinese, and
the English must be looked at again.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "pgettext_lazy": DEFAULT_KEYWORDS["pgettext"],
}
ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
SOURCES = ("common", "siwei", "departments", "indicators", "tasks", "templates")
HEADER = "# The English of Siwei. Collected by scripts/messages.py, translated by hand.\n"


def collect() -> Catalog:
    """Every sentence that the code and the templates mark, with where it stands."""
    catalogue = Catalog(project="Siwei", charset="utf-8", header_comment=HEADER.strip())
    for path in sorted(file for folder in SOURCES for file in (ROOT / folder).rglob("*")):
        if path.suffix not in (".py", ".html") or "migrations" in path.parts:
            continue
        place = str(path.relative_to(ROOT))
        for line, message, comments, context in _messages(path):
            flags = _flags(message)
            catalogue.add(
                message, None, [(place, line)], flags, auto_comments=comments, context=context
            )
    return catalogue


def update(file: Path, collected: Catalog) -> Catalog:
    """The translations of `file` for the sentences that there are now."""
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.parts[-3])
    # Guessing a translation by likeness would put a wrong sentence on a page.
    catalogue.update(collected, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = _as_python(source, path)
    stream = io.BytesIO(source.encode())
    yield from extract("python", stream, KEYWORDS, options={"encoding": "utf-8"})


def _as_python(source: str, path: Path) -> str:
    """A template as Python with the same lines: Django makes what it translates into calls."""
    calls = templatize(source, origin=str(path))
    return "\n".join(re.sub(r"\bu(?=['\"])", "", line).strip() for line in calls.splitlines())


def _flags(message: str | tuple[str, ...]) -> list[str]:
    words = message if isinstance(message, str) else message[0]
    return ["python-format"] if re.search(r"%\(\w+\)[sd]|%[sd]", words) else []


def main() -> None:
    settings.configure(USE_I18N=True)
    django.setup()
    collected = collect()
    missing: list[str] = []
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        catalogue = update(file, collected)
        with file.open("wb") as stream:
            write_po(stream, catalogue, width=100, sort_by_file=True, include_lineno=False)
        missing += [
            f"{message.locations[0][0]}: {message.id}"
            for message in catalogue
            if message.id and not any(message.string or [])
        ]
    print("\n".join(missing))
    print(f"{len(collected)} sentences, {len(missing)} without a translation")


if __name__ == "__main__":
    main()
