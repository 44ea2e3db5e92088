"""What fields of the API mean, where their serializers don't say it themselves.

Most fields are called the same everywhere and mean the same: a region is a code wherever it
stands. Such words are registered once (by a subject's `wording`), by the name of the field, or as
`Plan.note` where it means something of its own in one kind of row. They speak the language that is
active when they are shown.
"""

from collections.abc import Mapping

from common.labels import Label

_WORDS: dict[str, Label] = {}


def register(words: Mapping[str, Label]) -> None:
    """Keep what fields mean, by `name` or `Row.name`."""
    _WORDS.update(words)


def description_of(row: str, name: str) -> Label:
    """What the field `name` means in a row that the schema calls `row`; "" where nobody said it."""
    return _WORDS.get(f"{row}.{name}") or _WORDS.get(name, "")
