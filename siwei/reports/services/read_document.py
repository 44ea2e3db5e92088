"""Reads the numbers of a Word document with their passports: the tags of its content controls.

Each part is parsed as it is unpacked, piece by piece. What nobody sees on the page isn't read:
deleted and hidden text, the second copy of a text box, the prompt of a control that was emptied.
What stands right beside a control without a blank is seen as one number with it: 2.21 and a 9
that was typed after the end of its control is 2.219.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from common.records.rules.files import MEGABYTE, FileFault, NotAccepted
from common.records.services.inspection.zipped import main_part, xml_part
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
# What the document leads to that is printed with it.
_PRINTED = ("/header", "/footer", "/footnotes", "/endnotes")
_TAG = re.compile(r"[0-9]{6}\.[^@\s]+@[0-9]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What before a control, and what after it, is seen as a part of its number.
_LEFT = re.compile(r"(?:(?<![0-9A-Za-z])−|(?<!\w)-)?(?:[\d.]*\d\.?)?$")
_RIGHT = re.compile(r"\.?\d[\d.]*(?<!\.)")
_MAYBE_RIGHT = re.compile(r"[\d.]*")
_WORDS = "wordprocessingml"  # of both namespaces, the one of the standard and that of Word
_OFF = ("0", "false", "off", "none")
# How much of what stands before a number says where it is.
_BEFORE = 24


def read_document(file: IO[bytes]) -> ReadBack:
    """The numbers of a docx that was inspected. Raises `NotReadBack` or `NotAccepted`."""
    reader = _Reader()
    with ZipFile(file) as archive:
        parts = _parts(archive)
        if sum(archive.getinfo(one).file_size for one in parts) > MOST_XML:
            raise NotReadBack(BackFault.TOO_LONG, MOST_XML)
        for one in parts:
            with archive.open(one) as part:
                reader.read(part)
    return ReadBack(reader.numbers, reader.unchecked)


def _parts(archive: ZipFile) -> list[str]:
    """What Word would open and print of the package, whatever its parts are called: one that
    nothing leads to is never seen."""
    main, _ = main_part(archive)
    if not main:
        raise NotAccepted(FileFault.BROKEN)
    folder, name = posixpath.split(main)
    relations, names = posixpath.join(folder, "_rels", f"{name}.rels"), set(archive.namelist())
    found = {main: None}
    if relations in names:
        for one in xml_part(archive, relations):
            path = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip(
                "/"
            )
            if one.get("Type", "").endswith(_PRINTED) and path in names:
                found[path] = None
    return list(found)


@dataclass(slots=True)
class _Control:
    """A content control. `before`: what says where it is; `left` and `right`: what beside it is
    seen as a part of its number."""

    tag: str = ""
    is_prompt: bool = False
    before: str = ""
    text: str = ""
    left: str = ""
    right: str = ""

    def add(self, text: str) -> None:
        if len(self.text) <= LONGEST_TEXT:
            self.text += text[: LONGEST_TEXT + 1]

    def named(self) -> Named:
        text = "" if self.is_prompt else self.text
        if text[:1].strip():
            text = self.left + text
        if text[-1:].strip() and (right := _RIGHT.match(self.right)):
            text += right[0]
        return Named(self.tag, text.strip(), number_in(text), self.before)


@dataclass(slots=True)
class _Run:
    """A run of text that is open, hidden or not; `raised`: above the line or below it."""

    hidden: bool = False
    raised: bool = False


@dataclass(slots=True)
class _Reader:
    """Follows a part; `numbers` and `unchecked` are of all parts."""

    numbers: list[Named] = field(default_factory=list)
    unchecked: int = 0
    _controls: list[_Control] = field(default_factory=list)
    _tagged: list[_Control] = field(default_factory=list)  # those of them with a passport
    _closed: _Control | None = None  # the last one, while more of its number may follow
    _skipped: int = 0  # inside of so many elements that nobody sees
    _runs: list[_Run] = field(default_factory=list)
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
        self._finish()
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
        run = self._runs[-1] if self._runs else _Run()
        if run.hidden:
            return
        beside = f" {text} " if run.raised else text
        self._follow(beside)
        if self._tagged:
            self._tagged[-1].add(text)
        else:
            self._plain.append(text)
        self._around = (self._around + beside)[-_BEFORE:]

    def _follow(self, text: str) -> None:
        """What comes after a control, as far as it may be of its number."""
        if self._closed is None:
            return
        more = _MAYBE_RIGHT.match(text)
        right = more[0] if more else ""
        self._closed.right = (self._closed.right + right)[:LONGEST_TEXT]
        if len(right) < len(text):
            self._finish()

    def _finish(self) -> None:
        """Nothing more is of the number of the control that was closed."""
        if self._closed is None:
            return
        self.numbers.append(self._closed.named())
        self._closed = None
        if len(self.numbers) > MOST_NUMBERS:
            raise NotReadBack(BackFault.TOO_MANY, MOST_NUMBERS)

    def _open_control(self, _: Mapping[str, str]) -> None:
        cut = "…" if len(self._around) == _BEFORE else ""
        left = _LEFT.search(self._around)
        self._controls.append(
            _Control(before=cut + self._around.strip(), left=left[0] if left else "")
        )

    def _tag(self, said: Mapping[str, str]) -> None:
        tag = said.get("val", "")
        if self._controls and len(tag) <= LONGEST_TAG and _TAG.fullmatch(tag):
            control = self._controls[-1]
            if not control.tag:
                self._finish()
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
        if self._tagged:  # who sees the outer one sees this one in it
            self._tagged[-1].add(control.text)
        self._finish()
        self._closed = control
        self._plain.append(" ")
        self._around = (self._around + " ")[-_BEFORE:]  # the next control has its own number

    def _open_run(self, _: Mapping[str, str]) -> None:
        self._runs.append(_Run())

    def _close_run(self) -> None:
        if self._runs:
            self._runs.pop()

    def _hide(self, said: Mapping[str, str]) -> None:
        if self._runs:
            self._runs[-1].hidden = _is_on(said)

    def _raise(self, said: Mapping[str, str]) -> None:
        if self._runs:
            self._runs[-1].raised = said.get("val", "") in ("superscript", "subscript")

    def _open_text(self, _: Mapping[str, str]) -> None:
        self._is_text = True

    def _close_text(self) -> None:
        self._is_text = False

    def _blank(self, _: Mapping[str, str]) -> None:
        self._say(" ")

    def _hyphen(self, _: Mapping[str, str]) -> None:
        self._say("-")

    def _end_paragraph(self) -> None:
        self._finish()
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
    "vertAlign": _Reader._raise,
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
