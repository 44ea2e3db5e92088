"""How much a file may become when it is unpacked, and what may not be inside another file."""

from dataclasses import dataclass

from common.records.rules.files import (
    DEEPEST,
    LITTLE,
    MOST_ENTRIES,
    MOST_TIMES,
    MOST_UNPACKED,
    FileFault,
    NotAccepted,
)

# How programs begin: of Windows, Linux and macOS, scripts, installers and shortcuts.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
# Archives into which this code doesn't look.
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"MSCF", b"\xfd7zXZ\x00")
_ENDINGS = (
    *("exe", "dll", "com", "scr", "pif", "cpl", "msi", "msp", "bat", "cmd", "ps1", "vbs", "vbe"),
    *("js", "jse", "wsf", "wsh", "hta", "lnk", "jar", "sh", "py", "reg", "apk", "rar", "7z", "gz"),
)


@dataclass(slots=True)
class Budget:
    """What is left of a file's room to unpack; all files inside it share it."""

    size: int
    entries: int = 0
    unpacked: int = 0

    def enter(self, *, entries: int, unpacked: int, depth: int) -> None:
        """Count an archive before it is unpacked, by what it says of itself."""
        self.entries += entries
        if depth > DEEPEST or self.entries > MOST_ENTRIES:
            raise NotAccepted(FileFault.BOMB)
        self.check(self.unpacked + unpacked)

    def spend(self, size: int) -> None:
        """Count what really was unpacked."""
        self.unpacked += size
        self.check(self.unpacked)

    def check(self, unpacked: int) -> None:
        if unpacked > MOST_UNPACKED or unpacked > max(LITTLE, self.size * MOST_TIMES):
            raise NotAccepted(FileFault.BOMB)


def refuse_program(head: bytes, name: str = "") -> None:
    """Raises `NotAccepted` where a file inside another is a program or an archive, by its first
    bytes or by its name."""
    ending = name.rpartition(".")[2].lower()
    if head.startswith((*_PROGRAMS, *_ARCHIVES)) or ("." in name and ending in _ENDINGS):
        raise NotAccepted(FileFault.PROGRAM)
