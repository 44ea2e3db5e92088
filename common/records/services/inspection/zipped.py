"""Documents in zips: Office since 2007 (ECMA-376), and OFD (GB/T 33190)."""

import posixpath
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from common.records.rules.files import (
    DOCX,
    MEGABYTE,
    OFD,
    PPTX,
    XLSX,
    FileFault,
    FileType,
    NotAccepted,
)
from common.records.services.inspection.budget import Budget
from common.records.services.inspection.packed import open_zip, refuse_in_zip

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = {one.content_type: one for one in (DOCX, XLSX, PPTX)}
_MAIN = ".main+xml"
_RELATIONS = "_rels/.rels"


def zipped_type(file: IO[bytes], budget: Budget) -> FileType:
    """The type of a document in a zip. Raises `NotAccepted`."""
    file.seek(0)
    with open_zip(file) as archive:
        names = set(archive.namelist())
        kind = None
        if CONTENT_TYPES in names:
            kind = _office_type(archive)
        elif "OFD.xml" in names:
            kind = _ofd_type(archive, names)
    if kind is None:
        raise NotAccepted(FileFault.WRONG_TYPE)
    refuse_in_zip(file, budget)
    return kind


def main_part(archive: ZipFile) -> tuple[str, str]:
    """The part to which an Office package leads as its document, and its content type; both empty
    where it leads to none. Raises `NotAccepted`."""
    names = set(archive.namelist())
    if _RELATIONS not in names:
        return "", ""
    relations = xml_part(archive, _RELATIONS)
    targets = [
        posixpath.normpath(one.get("Target", "").lstrip("/"))
        for one in relations
        if one.get("Type", "").endswith("/officeDocument")
    ]
    if not targets or targets[0] not in names:
        return "", ""
    types = xml_part(archive, CONTENT_TYPES)
    said = {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in types}
    by_ending = {one.get("Extension", ""): one.get("ContentType", "") for one in types}
    return targets[0], said.get(targets[0]) or by_ending.get(targets[0].rpartition(".")[2], "")


def _office_type(archive: ZipFile) -> FileType | None:
    """What the part is said to be to which the package leads as its document."""
    _, main = main_part(archive)
    if "macroenabled" in main.lower():
        raise NotAccepted(FileFault.MACROS)
    return _TYPES.get(main.removesuffix(_MAIN)) if main.endswith(_MAIN) else None


def _ofd_type(archive: ZipFile, names: set[str]) -> FileType | None:
    """OFD.xml leads to the root of each document."""
    root = xml_part(archive, "OFD.xml")
    roots = [one.text or "" for one in root.iter() if _local(one.tag) == "DocRoot"]
    leads = bool(roots) and all(one.strip().lstrip("/") in names for one in roots)
    return OFD if _local(root.tag) == "OFD" and leads else None


def xml_part(archive: ZipFile, name: str) -> ElementTree.Element:
    """A part that says what the others are: small, and without declarations of its own. Raises
    `NotAccepted`."""
    with archive.open(name) as part:
        content = part.read(MEGABYTE + 1)
    if len(content) > MEGABYTE or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotAccepted(FileFault.BOMB)
    return ElementTree.fromstring(content)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
