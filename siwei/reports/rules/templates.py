"""Which template of a province's own a report is written with."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath


class ReportKind(StrEnum):
    """The reports; the name of each template is that of its kind."""

    CITY = "city"
    PROVINCE = "province"
    BRIEFING = "briefing"


class Layout(StrEnum):
    """What an address may ask for in place of a template."""

    BUILTIN = "builtin"


def template_names(ancestors: Sequence[str], kind: ReportKind) -> list[PurePath]:
    """Where a template may be, in the order in which they are looked for: in the folder of the
    region itself, else of the region above it. `ancestors` are their codes."""
    return [PurePath(code, f"{kind.value}.docx") for code in ancestors]
