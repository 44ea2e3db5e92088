"""Reads the numbers of a Word document with their passports: the tags of its content controls.

Each part is parsed as it is unpacked, piece by piece. What nobody sees on the page isn't read:
deleted and hidden text, the second copy of a text box, the prompt of a control that was emptied.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from common.records.rules.files import MEGABYTE, FileFault, NotAccepted
from siwei.reports.rules.passports import LONGEST_TAG
from siwei.reports.rules.read_back import (
    LONGEST_TEXT,
    MOST_NUMBERS,
    BackFault,
    Named,
    NotReadBack,
    ReadBack,
    number_in,
)

# A report of a province unpacks to two megabytes.
MOST_XML = 30 * MEGABYTE
_PIECE = 64 * 1024
_PART = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml")
_TAG = re.compile(r"[0-9]{6}\.[^@\s]+@[0-9]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORDS = "wordprocessingml"  # of both namespaces, the one of the standard and that of Word
_OFF = ("0", "false", "off", "none")
# How much of what stands before a number says where it is.
_BEFORE = 24


def read_document(file: IO[bytes]) -> ReadBack:
    """The numbers of a docx that was inspected. Raises `NotReadBack` or `NotAccepted`."""
    reader = _Reader()
    with ZipFile(file) as archive:
        parts = [one for one in archive.infolist() if _PART.fullmatch(one.filename)]
        if sum(one.file_size for one in parts) > MOST_XML:
            raise NotReadBack(BackFault.TOO_LONG, MOST_XML)
        for one in parts:
            with archive.open(one) as part:
                reader.read(part)
    return ReadBack(reader.numbers, reader.unchecked)


@dataclass(slots=True)
class _Control:
    """A content control that is open."""

    tag: str = ""
    is_prompt: bool = False
    before: str = ""
    text: str = ""


@dataclass(slots=True)
class _Reader:
    """Follows a part; `numbers` and `unchecked` are of all parts."""

    numbers: list[Named] = field(default_factory=list)
    unchecked: int = 0
    _controls: list[_Control] = field(default_factory=list)
    _tagged: list[_Control] = field(default_factory=list)  # those of them with a passport
    _skipped: int = 0  # inside of so many elements that nobody sees
    _runs: list[bool] = field(default_factory=list)  # of each open run, whether it is hidden
    _is_text: bool = False
    _around: str = ""  # what was read, as far as it says where one is
    # Of the paragraph, what has no passport: in pieces, as a hostile one has a million.
    _plain: list[str] = field(default_factory=list)

    def read(self, part: IO[bytes]) -> None:
        self._controls, self._tagged, self._runs, self._plain = [], [], [], []
        self._skipped, self._is_text, self._around = 0, False, ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            while piece := part.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise NotAccepted(FileFault.BROKEN) from error
        self._count()

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if name in _UNSEEN:
            self._skipped += 1
        elif _WORDS in space and not self._skipped and (react := _STARTS.get(name)):
            react(self, {key.rpartition(" ")[2]: one for key, one in attributes.items()})

    def _end(self, tag: str) -> None:
        space, _, name = tag.rpartition(" ")
        if name in _UNSEEN:
            self._skipped -= 1
        elif _WORDS in space and not self._skipped and (react := _ENDS.get(name)):
            react(self)

    def _characters(self, text: str) -> None:
        if self._is_text and not self._skipped:
            self._say(text)

    def _say(self, text: str) -> None:
        if self._runs and self._runs[-1]:
            return
        if not self._tagged:
            self._plain.append(text)
        elif len(self._tagged[-1].text) <= LONGEST_TEXT:
            self._tagged[-1].text += text[: LONGEST_TEXT + 1]
        self._around = (self._around + text)[-_BEFORE:]

    def _open_control(self, _: Mapping[str, str]) -> None:
        cut = "…" if len(self._around) == _BEFORE else ""
        self._controls.append(_Control(before=cut + self._around.strip()))

    def _tag(self, said: Mapping[str, str]) -> None:
        tag = said.get("val", "")
        if self._controls and len(tag) <= LONGEST_TAG and _TAG.fullmatch(tag):
            control = self._controls[-1]
            if not control.tag:
                self._tagged.append(control)
            control.tag = tag

    def _alias(self, said: Mapping[str, str]) -> None:
        """The name of the control has its tag, too; that of who lost it is all there is."""
        if self._controls and not self._controls[-1].tag:
            self._tag({"val": said.get("val", "").rpartition(" ")[2]})

    def _prompt(self, said: Mapping[str, str]) -> None:
        if self._controls:
            self._controls[-1].is_prompt = _is_on(said)

    def _close_control(self) -> None:
        control = self._controls.pop() if self._controls else _Control()
        if not control.tag:
            return
        self._tagged.pop()
        text = "" if control.is_prompt else control.text
        self.numbers.append(Named(control.tag, text.strip(), number_in(text), control.before))
        if len(self.numbers) > MOST_NUMBERS:
            raise NotReadBack(BackFault.TOO_MANY, MOST_NUMBERS)
        self._plain.append(" ")

    def _open_run(self, _: Mapping[str, str]) -> None:
        self._runs.append(False)

    def _close_run(self) -> None:
        if self._runs:
            self._runs.pop()

    def _hide(self, said: Mapping[str, str]) -> None:
        if self._runs:
            self._runs[-1] = _is_on(said)

    def _open_text(self, _: Mapping[str, str]) -> None:
        self._is_text = True

    def _close_text(self) -> None:
        self._is_text = False

    def _blank(self, _: Mapping[str, str]) -> None:
        self._say(" ")

    def _hyphen(self, _: Mapping[str, str]) -> None:
        self._say("-")

    def _end_paragraph(self) -> None:
        self._count()
        self._around = (self._around + " ")[-_BEFORE:]

    def _count(self) -> None:
        self.unchecked += sum(1 for _ in _NUMBER.finditer("".join(self._plain)))
        self._plain = []


def _is_on(said: Mapping[str, str]) -> bool:
    return said.get("val", "true").lower() not in _OFF


def _refuse(*_: object) -> None:
    raise NotAccepted(FileFault.BOMB)


# Deleted or moved away, what properties were before, and the copy for programs of old.
_UNSEEN = ("del", "moveFrom", "rPrChange", "pPrChange", "Fallback")
_STARTS: dict[str, Callable[[_Reader, Mapping[str, str]], None]] = {
    "sdt": _Reader._open_control,
    "tag": _Reader._tag,
    "alias": _Reader._alias,
    "showingPlcHdr": _Reader._prompt,
    "r": _Reader._open_run,
    "vanish": _Reader._hide,
    "t": _Reader._open_text,
    "tab": _Reader._blank,
    "br": _Reader._blank,
    "cr": _Reader._blank,
    "noBreakHyphen": _Reader._hyphen,
}
_ENDS: dict[str, Callable[[_Reader], None]] = {
    "sdt": _Reader._close_control,
    "r": _Reader._close_run,
    "t": _Reader._close_text,
    "p": _Reader._end_paragraph,
}
