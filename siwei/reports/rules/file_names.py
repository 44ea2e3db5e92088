"""Names of files and folders that every system can unpack: Windows, macOS and Linux."""

import re
from unicodedata import normalize

from common.signs import shown

# A file system counts bytes, of which a Chinese character has three; 255 are the most, and a path
# on Windows is no longer than 260 characters all in all.
MOST_BYTES = 150
# What Windows doesn't take, and what separates folders elsewhere.
_REFUSED = re.compile(r'[<>:"/\\|?*\s]+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.I)

# Nothing but an ending, without which nobody could open the file.
_NAMELESS = re.compile(r"\.[A-Za-z0-9]{1,10}")


def safe_name(text: str, *, most: int = MOST_BYTES) -> str:
    """`text` as the name of one file or folder, at most `most` bytes of UTF-8.

    The ending stays where the name has to be cut; nothing leads out of the folder.
    """
    words = _REFUSED.sub(" ", shown(" ".join(normalize("NFC", text).split())))
    if _NAMELESS.fullmatch(words.strip()):
        words = f"_{words.strip()}"
    stem, ending = _parted(words.strip(" ."))
    if _DEVICES.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return _cut(stem, most - len(ending.encode())) + ending


class TakenNames:
    """The names of one folder: no two are the same to a system that knows no capitals."""

    def __init__(self, *taken: str) -> None:
        self._taken = {_same(one) for one in taken}

    def free(self, text: str) -> str:
        """A safe name for `text`, numbered where another file has it: 公报 (2).pdf."""
        wanted = name = safe_name(text)
        number = 1
        while _same(name) in self._taken:
            number += 1
            stem, ending = _parted(wanted)
            mark = f" ({number}){ending}"
            name = _cut(stem, MOST_BYTES - len(mark.encode())) + mark
        self._taken.add(_same(name))
        return name


def _same(name: str) -> str:
    return normalize("NFKC", name).casefold()


def _parted(name: str) -> tuple[str, str]:
    """A name without its ending, and that with its point; no ending has more than ten letters."""
    stem, dot, ending = name.rpartition(".")
    if stem and dot and ending.isascii() and ending.isalnum() and len(ending) <= 10:
        return stem.rstrip(" ."), f".{ending}"
    return name, ""


def _cut(stem: str, most: int) -> str:
    """At most so many bytes, no half character, no blank or point at the end; never nothing."""
    short = stem.encode()[:most].decode(errors="ignore").rstrip(" .")
    return short or "_"
