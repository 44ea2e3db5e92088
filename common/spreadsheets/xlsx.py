"""Looks through an xlsx (ECMA-376), whatever program wrote it: is it harmless, how far do its
sheets go, and what do they say of their cells that calamine leaves out.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from common.records.services.inspection.budget import Budget
from common.records.services.inspection.office_parts import part_for
from common.records.services.inspection.packed import PartReader, open_zip, refuse_in_zip
from common.records.services.inspection.zipped import xml_part
from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits
from common.spreadsheets.notes import SheetNotes
from common.spreadsheets.number_formats import BUILTIN_PERCENTS, is_percent
from common.spreadsheets.xlsx_sheet import SheetPart

# Of a workbook that was copied together for years.
_MOST_STYLES = 32 * 1024 * 1024
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Package:
    """Where the parts of a workbook are; names of parts in small letters, as programs find them."""

    sheets: Mapping[str, SheetNotes]
    strings: str
    styles: str
    # What is kept of other workbooks to which formulas lead: cells, but not of a sheet of this one.
    links: frozenset[str]


def look_through_xlsx(file: IO[bytes], main: str, *, size: int, limits: Limits) -> list[SheetNotes]:
    """What its sheets say, in the order of the workbook; `main` is the part of the workbook.

    Raises `NotRead` and `NotAccepted`.
    """
    with open_zip(file) as archive:
        names = [one.filename.lower() for one in archive.infolist()]
        if len(set(names)) < len(names):  # programs differ in which of two they read
            raise NotRead(ReadFault.BROKEN)
        package, sheets = _package(archive, main, limits)
        percents = _percent_formats(archive, package.styles)
    refuse_in_zip(file, Budget(size), reader_for=_Readers(package, percents).reader_for)
    if _goes_too_far(sheets, limits):
        # Perhaps only cells that have a format, down to the end of the sheet.
        with open_zip(file) as archive:
            for entry in archive.infolist():
                notes = package.sheets.get(entry.filename.lower())
                if notes:
                    _read_exactly(archive, entry, notes, percents)
    return sheets


class _Readers:
    """Who looks at which part while it is unpacked."""

    def __init__(self, package: _Package, percents: frozenset[int]) -> None:
        self._package, self._percents = package, percents

    def reader_for(self, entry: ZipInfo, head: bytes) -> PartReader | None:
        name = entry.filename.lower()
        notes = self._package.sheets.get(name)
        if notes:
            return SheetPart(notes, self._percents)
        if name == self._package.strings:
            return _Strings()
        part = part_for(name.rpartition("/")[2], head)
        return part if name in self._package.links else _Other(part)


class _Strings:
    """The texts of all cells, which nothing is to be found in."""

    def feed(self, piece: bytes) -> None:
        if b"<!D" in piece or b"<!E" in piece:
            raise NotRead(ReadFault.BROKEN)

    def close(self) -> None:
        return


class _Other:
    """A part that is no sheet of the workbook. If it has cells, programs differ in what the sheets
    are."""

    def __init__(self, part: PartReader | None) -> None:
        self._part = part
        self._end = b""

    def feed(self, piece: bytes) -> None:
        text = self._end + piece
        if any(sign in text for sign in (b"sheetData>", b"sheetData ", b"sheetData/")):
            raise NotRead(ReadFault.BROKEN)
        self._end = piece[-16:]
        if self._part:
            self._part.feed(piece)

    def close(self) -> None:
        if self._part:
            self._part.close()


def _package(archive: ZipFile, main: str, limits: Limits) -> tuple[_Package, list[SheetNotes]]:
    folder, _, name = main.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    kinds: dict[str, str] = {}
    links = set()
    targets: dict[str, str] = {}
    if relations in archive.namelist():
        for one in xml_part(archive, relations):
            path = _resolved(folder, one.get("Target", ""))
            targets[one.get("Id", "")] = path
            kind = one.get("Type", "").rpartition("/")[2]
            kinds[kind] = path
            if kind == "externalLink":
                links.add(path)
    sheets, by_part = [], {}
    for one in xml_part(archive, main).iter():
        if _local(one.tag) == "sheet":
            notes = SheetNotes(limits, name=one.get("name", ""))
            sheets.append(notes)
            by_part[targets.get(_relation(one), "")] = notes
    if len(sheets) > limits.sheets:
        raise NotRead(ReadFault.TOO_MANY_SHEETS, most=limits.sheets)
    strings, styles = kinds.get("sharedStrings", ""), kinds.get("styles", "")
    return _Package(by_part, strings, styles, frozenset(links)), sheets


def _relation(sheet: Element) -> str:
    """`r:id`, in the namespace of ECMA-376 or of its strict variant."""
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")


def _resolved(folder: str, target: str) -> str:
    path = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").lower()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _percent_formats(archive: ZipFile, name: str) -> frozenset[int]:
    """The numbers of the cell formats (cellXfs) that are percent."""
    entry = next((one for one in archive.infolist() if one.filename.lower() == name), None)
    if entry is None:
        return frozenset()
    if entry.file_size > _MOST_STYLES:
        raise NotRead(ReadFault.BOMB)
    styles = _Styles()
    with archive.open(entry) as part:
        for _ in range(_MOST_STYLES // _PIECE):
            styles.feed(part.read(_PIECE))
    return frozenset(styles.percents)


class _Styles:
    """The part of the styles, as it is parsed."""

    def __init__(self) -> None:
        self.percents: set[int] = set()
        self._codes = set(BUILTIN_PERCENTS)
        self._within, self._number = "", 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, piece: bytes) -> None:
        if piece:
            self._parser.Parse(piece, False)

    def _start(self, tag: str, said: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in ("cellXfs", "dxfs"):
            self._within = name
        elif name == "numFmt" and self._within != "dxfs":
            number = int(said.get("numFmtId", "0"))
            self._codes.discard(number)
            if is_percent(said.get("formatCode", "")):
                self._codes.add(number)
        elif name == "xf" and self._within == "cellXfs":
            if int(said.get("numFmtId", "0")) in self._codes:
                self.percents.add(self._number)
            self._number += 1

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == self._within:
            self._within = ""


def _goes_too_far(sheets: list[SheetNotes], limits: Limits) -> bool:
    cells = sum(one.rows * one.columns for one in sheets)
    far = any(one.rows > limits.rows or one.columns > limits.columns for one in sheets)
    return far or cells > limits.cells


def _read_exactly(
    archive: ZipFile, entry: ZipInfo, notes: SheetNotes, percents: frozenset[int]
) -> None:
    notes.rows = notes.columns = 0
    reader = SheetPart(notes, percents, exact=True)
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            reader.feed(piece)
    reader.close()
