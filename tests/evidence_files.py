"""Files as programs write them, and as those make them who mean harm."""

import base64
import struct
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import crc32

import msoffcrypto
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
PARTS = {
    "docx": ("word/document.xml", f"{_OPEN_XML}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_OPEN_XML}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_OPEN_XML}presentationml.presentation.main+xml"),
}
MACRO_DOCUMENT = "application/vnd.ms-word.document.macroEnabled.main+xml"
PROGRAM = b"MZ" + bytes(600)
# 16 × 16 pixels, as a phone writes them.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAACYAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABo"
    "dmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEA"
    "GEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAAD"
    "AIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAEAAAAAEA"
    "AAAQAAAAAf///9AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAALm1k"
    "YXQAAAAiKAGvBBITTOD46cJoP9x97J0u5e8n7asr40mfd7EYkqn/oA=="
)


@cache
def pdf(*, password: str = "", script: str = "", attached: str = "", owner: str = "") -> bytes:
    """A page. `owner`: a password that is asked only of who changes it."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject(script),
            }
        )
    if attached:
        writer.add_attachment(attached, PROGRAM)
    if password or owner:
        writer.encrypt(password, owner or password, algorithm="AES-256")
    return _written(writer.write)


def pdf_with(change: Callable[[PdfWriter], object], after: bytes = b"") -> bytes:
    """A page after `change` was done to it, with `after` behind its end."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    return _written(writer.write) + after


def dictionary(**entries: object) -> DictionaryObject:
    """Of a PDF; a text that begins with / is a name there."""
    return DictionaryObject({NameObject(f"/{key}"): _of_pdf(one) for key, one in entries.items()})


def names(*some: str) -> ArrayObject:
    """Of a PDF: a list of names."""
    return ArrayObject(map(NameObject, some))


def number(value: int) -> NumberObject:
    """Of a PDF."""
    return NumberObject(value)


def _of_pdf(value: object) -> PdfObject:
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    assert isinstance(value, PdfObject)
    return value


def pdf_root(**entries: object) -> bytes:
    """A page whose catalogue has these entries too."""
    return pdf_with(lambda writer: writer.root_object.update(dictionary(**entries)))


def pdf_page(**entries: object) -> bytes:
    """A page that has these entries too."""
    return pdf_with(lambda writer: writer.pages[0].update(dictionary(**entries)))


def pdf_note(kind: str, **entries: object) -> bytes:
    """A page with an annotation of this kind."""

    def change(writer: PdfWriter) -> None:
        note = writer._add_object(dictionary(Type="/Annot", Subtype=kind, **entries))
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    return pdf_with(change)


def pdf_attached(content: bytes, name: str = "附件.txt") -> bytes:
    """A page with an annotation that holds a file."""

    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(content)
        held = dictionary(F=writer._add_object(stream))
        file = writer._add_object(dictionary(Type="/Filespec", F=name, EF=held))
        note = writer._add_object(dictionary(Type="/Annot", Subtype="/FileAttachment", FS=file))
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    return pdf_with(change)


def pdf_stream(content: bytes, **entries: object) -> bytes:
    """A page with a stream of these bytes."""

    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(content)
        stream.update(dictionary(**entries))
        writer.root_object[NameObject("/More")] = writer._add_object(stream)

    return pdf_with(change)


@cache
def image(kind: str, *, pages: int = 1, size: int = 8) -> bytes:
    """A picture in Pillow's format of this name, of `size` × `size` pixels."""
    first, *others = (Image.new("L", (size, size), at) for at in range(pages))
    more = {"save_all": True, "append_images": others} if others else {}
    return _written(lambda file: first.save(file, format=kind, **more))


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is of this size, without its pixels."""
    picture = bytearray(image("PNG"))
    picture[16:24] = struct.pack(">II", width, height)
    picture[29:33] = struct.pack(">I", crc32(picture[12:29]))
    return bytes(picture)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(
    ending: str = "docx", more: Mapping[str, bytes] | None = None, *, content_type: str = ""
) -> bytes:
    """A document of today with further parts. `content_type` is said of its main part."""
    part, usual = PARTS[ending]
    said = content_type or usual
    return zipped(
        {
            "customXml/item1.xml": b"<item/>",
            "[Content_Types].xml": (
                f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="text/xml"/>'
                f'<Override PartName="/{part}" ContentType="{said}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{_RELATIONS}">'
                f'<Relationship Id="a" Type="{_DOCUMENT}" Target="{part}"/></Relationships>'
            ).encode(),
            part: b"<document/>",
            **(more or {}),
        }
    )


def relations(kind: str, target: str) -> bytes:
    """The relations of a part, which lead to something outside."""
    said = f'Id="r" Type="{_DOCUMENT.rpartition("/")[0]}/{kind}" Target="{target}"'
    return (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship {said} TargetMode="External"/></Relationships>'
    ).encode()


def locked_office(password: str = "1") -> bytes:
    document = msoffcrypto.OfficeFile(BytesIO(office()))
    return _written(lambda file: document.encrypt(password, file))


def ofd(more: Mapping[str, bytes] | None = None, *, root: str = "Doc_0/Document.xml") -> bytes:
    entries = f"<DocBody><DocRoot>{root}</DocRoot></DocBody>"
    said = f'<OFD xmlns="http://www.ofdspec.org/2016" Version="1.0">{entries}</OFD>'
    parts = {"OFD.xml": said.encode(), "Doc_0/Document.xml": b"<Document/>"}
    return zipped(parts | dict(more or {}))


def workbook(*, sheet_kind: int = 0, locked: bool = False) -> bytes:
    """The stream Workbook: a sheet of this kind, perhaps under a password."""
    records = [(0x0809, bytes(16))]
    if locked:
        records.append((0x002F, struct.pack("<H", 1) + bytes(52)))
    records += [(0x0085, struct.pack("<IBB", 0, 0, sheet_kind) + b"\1\0a"), (0x000A, b"")]
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def word(*, locked: bool = False) -> bytes:
    """The stream WordDocument: its first block."""
    block = bytearray(900)
    block[0:4] = struct.pack("<HH", 0xA5EC, 0x00C1)
    block[0x0A:0x0C] = struct.pack("<H", 0x0300 if locked else 0x0200)
    return bytes(block)


def presentation(*, macros: bool = False, embedded: bytes = b"") -> bytes:
    """The stream PowerPoint Document: one container with these records."""
    body = _ppt(0x0400, 2, struct.pack("<III", 1, int(macros), 2))
    if embedded:
        body += _ppt(0x1011, 0, embedded)
    return _ppt(0x03E8, 0x0F, body)


Tree: TypeAlias = Mapping[str, "bytes | Tree"]
_SECTOR, _END, _FREE = 512, 0xFFFFFFFE, 0xFFFFFFFF


def compound(tree: Tree) -> bytes:
    """A compound file (MS-CFB) with these streams; a mapping is a storage."""
    entries: list[list[int | str]] = []  # name, kind, right, child, first sector, size
    data: list[bytes] = []

    def add(name: str, content: "bytes | Tree") -> int:
        at = len(entries)
        if isinstance(content, bytes):
            content = content.ljust(4096, b"\0")  # below it would stand in the small sectors
            pieces = [content[i : i + _SECTOR] for i in range(0, len(content), _SECTOR)]
            entries.append([name, 2, _FREE, _FREE, len(data), len(content)])
            data.extend(piece.ljust(_SECTOR, b"\0") for piece in pieces)
            chains.append(len(pieces))
            return at
        entries.append([name, 1 if at else 5, _FREE, _FREE, 0 if at else _END, 0])
        before = None
        for inner, one in content.items():
            there = add(inner, one)
            entries[at if before is None else before][3 if before is None else 2] = there
            before = there
        return at

    chains: list[int] = []
    add("Root Entry", tree)
    directory = b"".join(map(_entry, entries))
    folder = [directory[i : i + _SECTOR] for i in range(0, len(directory), _SECTOR)]
    folder[-1] = folder[-1].ljust(_SECTOR, b"\0")
    chains.append(len(folder))
    fat = _table(chains)
    tables = -(-(len(fat) + 2) // (_SECTOR // 4))
    fat += [0xFFFFFFFD] * tables
    fat += [_FREE] * (tables * _SECTOR // 4 - len(fat))
    first_table = len(data) + len(folder)
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        *(bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, len(data), 0, 4096, _END, 0, _END, 0),
        first_table,
    )
    places = [first_table + at for at in range(tables)] + [_FREE] * (109 - tables)
    header = header[:76] + struct.pack("<109I", *places)
    return b"".join([header, *data, *folder, struct.pack(f"<{len(fat)}I", *fat)])


def _table(chains: list[int]) -> list[int]:
    """Which sector follows each: chains of these lengths, one behind the other."""
    table: list[int] = []
    for length in chains:
        table += [len(table) + step for step in range(1, length)]
        table.append(_END)
    return table


def _entry(entry: list[int | str]) -> bytes:
    name, kind, right, child, start, size = entry
    said = str(name).encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        *(said, len(said), kind, 1, _FREE, right, child, bytes(16), 0, 0, 0, start, size),
    )


def _ppt(kind: int, version: int, body: bytes) -> bytes:
    return struct.pack("<HHI", version, kind, len(body)) + body


def _written(write: Callable[[BytesIO], object]) -> bytes:
    buffer = BytesIO()
    write(buffer)
    return buffer.getvalue()
