"""Where a door leads: to the page of an import, for who may see it.

Records don't know such pages; whoever has them says so when its app starts.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from common.records.rules.doors import DoorKind

Reader: TypeAlias = AbstractBaseUser | AnonymousUser
# The addresses of doors by their names, of those that the reader may open.
FindAddresses: TypeAlias = Callable[[Collection[str], Reader], Mapping[str, str]]
NamedDoor: TypeAlias = tuple[str, str]  # a `DoorKind` and its name, as history rows keep them

_FINDERS: dict[DoorKind, FindAddresses] = {}


def register(kind: DoorKind, find: FindAddresses) -> None:
    """Say where doors of a kind lead; once, when the app starts that has the pages."""
    _FINDERS[kind] = find


def door_addresses(doors: Iterable[NamedDoor], reader: Reader) -> Mapping[NamedDoor, str]:
    """Where `doors` lead, as far as `reader` may go there. A query for each kind among them."""
    names: dict[DoorKind, set[str]] = {}
    for kind, name in doors:
        if name and kind in _FINDERS:
            names.setdefault(DoorKind(kind), set()).add(name)
    return {
        (kind.value, name): address
        for kind, named in names.items()
        for name, address in _FINDERS[kind](named, reader).items()
    }
