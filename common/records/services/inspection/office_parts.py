"""Parts of an Office document in XML: what starts a program or fetches code when it is opened.

Each is parsed as it is unpacked, piece by piece, and nothing of it is kept.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote
from xml.parsers import expat

from common.records.rules.files import FileFault, NotAccepted

# What is XML by its name. Old programs wrote .vml that isn't quite, and all the same show it.
_ENDINGS, _LOOSE = ("xml", "rels", "vml"), "vml"
_CONTENT_TYPES = "[content_types].xml"
_HEAD = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_ENCODING = re.compile(rb"<\?xml[^>]{0,99}encoding\s*=\s*[\"']([\w.-]{1,40})")
# Of several bytes, which expat doesn't know; programs for OFD write them.
_CHINESE = ("gb2312", "gbk", "gb18030")

# Content types of code, wherever the part lies and whatever its name is.
_CODE_TYPES = ("macrosheet", "vbaproject", "macroenabled", "activex", "vbadata", "jdedata")
# Relations to what is only shown, or opened when somebody clicks.
_SHOWN = ("image", "video", "audio", "media")
_CLICKED = "hyperlink"
_RUNNING = re.compile(r"(javascript|vbscript|data|mhtml|mk|script|shell|search(-ms)?|ms-[\w-]+):")
# A drive of who wrote it, or a path beside the document: of no harm anywhere else.
_NEAR = re.compile(
    r"(file:/*)?[a-z]:[/\\]|file:/(//)?(?![/\\])|(?!//|\\|/\\|file:)[^:]*([/?#\\]|$)"
)
_WEB = ("http://", "https://")
_DDE = re.compile(r"[\s\"{]*DDE(AUTO)?\b", re.IGNORECASE)
_QUOTE = re.compile(r"\s*QUOTE((\s+\d{1,3})+)\s*$", re.IGNORECASE)
_LONGEST_FIELD = 10_000


def part_for(name: str, head: bytes) -> "Part | None":
    """What reads the part of this name and these first bytes; None where it isn't XML."""
    if name.rpartition(".")[2] in _ENDINGS or _HEAD.match(head):
        return Part(name, head)
    return None


class Part:
    """Reads a part. `feed` and `close` raise `NotAccepted`."""

    def __init__(self, name: str, head: bytes) -> None:
        self._strict = name.rpartition(".")[2] in _ENDINGS
        self._tolerant = not self._strict or name.endswith(_LOOSE)
        self._types = name == _CONTENT_TYPES
        self._fed = self._broken = False
        # The instructions of fields, of which one may be inside another.
        self._fields = [""]
        said = _ENCODING.search(head)
        encoding = said[1].decode().lower() if said else ""
        self._decoder = None
        if encoding in _CHINESE:
            self._decoder = codecs.getincrementaldecoder("gb18030")("replace")
        self._parser = expat.ParserCreate("utf-8" if self._decoder else None)
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        self._fed = True
        if self._broken:
            return
        if self._decoder:
            piece = self._decoder.decode(piece, last).encode()
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            if not self._tolerant:
                raise NotAccepted(FileFault.BROKEN) from error
            self._broken = True

    def close(self) -> None:
        if self._fed:
            self.feed(b"", last=True)
        for field in self._fields:
            _refuse_field(field)

    def _doctype(self, *_: object) -> None:
        if self._strict:  # pictures in SVG may have one
            raise NotAccepted(FileFault.BOMB)

    def _entity(self, *_: object) -> None:
        raise NotAccepted(FileFault.BOMB)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        react = _REACTIONS.get(tag.rpartition(":")[2])
        if react:
            react(self, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] in _INSTRUCTIONS:
            self._parser.CharacterDataHandler = None

    def _instruction(self, _: Mapping[str, str]) -> None:
        self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        if len(self._fields[-1]) < _LONGEST_FIELD:
            self._fields[-1] += text

    def _field(self, said: Mapping[str, str]) -> None:
        """A field begins, or ends: what it quotes in numbers is part of the one around it."""
        if said.get("fldCharType") == "begin" and len(self._fields) < _LONGEST_FIELD:
            self._fields.append("")
        elif said.get("fldCharType") == "end":
            field = self._fields.pop()
            self._fields = self._fields or [""]
            _refuse_field(field)
            if quoted := _QUOTE.match(field):
                self._text("".join(chr(int(one)) for one in quoted[1].split()))

    def _simple_field(self, said: Mapping[str, str]) -> None:
        _refuse_field(said.get("instr", ""))

    def _dde_link(self, _: Mapping[str, str]) -> None:
        raise NotAccepted(FileFault.MACROS)

    def _custom_ui(self, said: Mapping[str, str]) -> None:
        if "onLoad" in said:
            raise NotAccepted(FileFault.MACROS)

    def _content_type(self, said: Mapping[str, str]) -> None:
        content_type = said.get("ContentType", "").lower()
        if self._types and any(code in content_type for code in _CODE_TYPES):
            raise NotAccepted(FileFault.MACROS)

    def _relation(self, said: Mapping[str, str]) -> None:
        if said.get("TargetMode", "").lower() == "external":
            _refuse_target(said.get("Type", "").rpartition("/")[2], said.get("Target", ""))


def _refuse_field(instruction: str) -> None:
    if _DDE.match(instruction):
        raise NotAccepted(FileFault.MACROS)


def _refuse_target(kind: str, target: str) -> None:
    """Templates, objects, frames and workbooks are fetched unasked, and may bring code along."""
    target = unquote(target).strip().lower()
    if kind == _CLICKED:
        harmless = not _RUNNING.match(target)
    else:
        harmless = bool(_NEAR.match(target)) or (kind in _SHOWN and target.startswith(_WEB))
    if not harmless:
        raise NotAccepted(FileFault.MACROS)


_INSTRUCTIONS = ("instrText", "delInstrText")
_REACTIONS: dict[str, Callable[[Part, Mapping[str, str]], None]] = {
    **dict.fromkeys(_INSTRUCTIONS, Part._instruction),
    "fldChar": Part._field,
    "fldSimple": Part._simple_field,
    "ddeLink": Part._dde_link,
    "customUI": Part._custom_ui,
    "Override": Part._content_type,
    "Default": Part._content_type,
    "Relationship": Part._relation,
}
