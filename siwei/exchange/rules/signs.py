"""The sign that stands before what comes of a row, and in which order rows are shown."""

from collections.abc import Mapping

from siwei.exchange.rules.enums import RowKind

# A grey print reads the same as the screen.
SIGNS: Mapping[RowKind, str] = {
    RowKind.ERROR: "✕",
    RowKind.WARNING: "△",
    RowKind.LOCKED: "□",
    RowKind.CHANGED: "→",
    RowKind.NEW: "+",
    RowKind.UNCHANGED: "=",
}
# What asks for something first, what says nothing new last.
ORDER = tuple(SIGNS)
# What can't be written however it is looked at: it is left out, or nothing is written.
BLOCKED = frozenset({RowKind.ERROR, RowKind.LOCKED})
