"""Through which door a change came: a page, the API, an imported file, a command."""

from dataclasses import dataclass
from enum import StrEnum


class DoorKind(StrEnum):
    PAGE = "page"
    API = "api"
    IMPORT = "import"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Door:
    """`name` is the prefix of the API key, the number of the import's batch, or the name of the
    command; empty elsewhere."""

    kind: DoorKind
    name: str = ""


BY_PAGE = Door(DoorKind.PAGE)
BY_IMPORT = Door(DoorKind.IMPORT)


def by_api(key_prefix: str = "") -> Door:
    """The API, with the key of that prefix; without one, in a browser's session."""
    return Door(DoorKind.API, key_prefix)


def by_command(name: str) -> Door:
    """`manage.py NAME`."""
    return Door(DoorKind.COMMAND, name)
