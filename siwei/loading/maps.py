"""Reads a province's own map: an SVG that whoever runs Siwei puts into the folder `SIWEI_MAPS`.

The file is put into a page, so nothing of it gets there as it stands: what is on the lists below is
written anew, escaped, and all else is left out with what it holds. No name (`id`) of the file gets
there either, since it could be one of the page's.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from siwei.loading.problems import FileProblem, FixtureError, problem

LARGEST = 512 * 1024  # bytes; a map that was made simple has a tenth
_SVG = "http://www.w3.org/2000/svg"
# Each shape with what it isn't seen without.
_SHAPES = {
    "path": "d",
    "polygon": "points",
    "polyline": "points",
    "rect": "width",
    "circle": "r",
    "ellipse": "rx",
    "line": "x1",
}
_NOTES = frozenset(("title", "desc"))
_WORDS = _NOTES | {"text", "tspan"}
_ELEMENTS = _WORDS | {"g", *_SHAPES}
_ATTRIBUTES = {
    *("d", "points", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry"),
    *("x1", "y1", "x2", "y2", "dx", "dy", "transform"),
}
_REGION_ID = re.compile(r"r(\d{6})", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class RegionStart:
    """A region is drawn from here on, as an element with these attributes (markup)."""

    code: str
    element: str
    attributes: str


@dataclass(frozen=True, slots=True)
class RegionEnd:
    code: str
    element: str


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Where the file wants the name and the status of a region."""

    code: str
    x: str
    y: str
    transform: str


# Markup as it is, and between it what the page fills in.
Part = str | RegionStart | RegionEnd | MarkPlace


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """`codes`: the regions that are drawn. `approval`: the number under which the map may be shown
    (审图号), empty where the file has none."""

    view_box: tuple[float, float, float, float]
    parts: tuple[Part, ...]
    codes: frozenset[str]
    approval: str


def read_map(folder: Path, province: str) -> ProvinceMap | None:
    """The map of `province` in `folder`; None where there is none. Raises `FixtureError`."""
    file = folder / f"{province}.svg"
    try:
        state = file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FixtureError([problem(file, 0, _("不能读取：%s") % error.strerror)]) from error
    read = _read(file, state.st_mtime_ns, state.st_size)
    if isinstance(read, FileProblem):
        raise FixtureError([read])
    return read


@lru_cache(maxsize=40)
def _read(file: Path, _changed: int, size: int) -> ProvinceMap | FileProblem:
    """Read once, and again when the file has changed."""
    if size > LARGEST:
        return problem(file, 0, _("大于%d KB，请先简化") % (LARGEST // 1024))
    reader = _Reader(file.stem)
    try:
        return reader.read(file.read_bytes())
    except OSError as error:
        return problem(file, 0, _("不能读取：%s") % error.strerror)
    except expat.ExpatError as error:
        return problem(file, error.lineno, _("不是能读的 SVG：%s") % expat.ErrorString(error.code))
    except _UnusableError as error:
        return problem(file, reader.line, str(error))


class _UnusableError(Exception):
    """The file can't be shown; its words say why."""


class _Reader:
    """The file, as it is parsed."""

    def __init__(self, province: str) -> None:
        self._province = province
        self._view_box: tuple[float, float, float, float] | None = None
        self._parts: list[Part] = []
        self._codes: set[str] = set()
        self._approval: list[str] = []
        # What closes each element that is open, with its name; and how deep in what is left out.
        self._open: list[tuple[str, Part]] = []
        self._outside = 0
        self._is_approval = False
        self._region = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    @property
    def line(self) -> int:
        return self._parser.CurrentLineNumber

    def read(self, content: bytes) -> ProvinceMap:
        self._parser.Parse(content, True)
        if self._view_box is None or not self._codes:
            words = _("没有本省的区域：区域的 id 应为 r 加行政区划代码，如 r%s")
            raise _UnusableError(words % f"{self._province[:2]}0100")
        approval = " ".join("".join(self._approval).split())
        return ProvinceMap(self._view_box, tuple(self._parts), frozenset(self._codes), approval)

    def _refuse(self, *_rest: object) -> None:
        raise _UnusableError(_("含 DOCTYPE 或实体声明，请删去"))

    def _start(self, tag: str, said: Mapping[str, str]) -> None:
        namespace, _blank, name = tag.rpartition(" ")
        if self._view_box is None:
            self._view_box = _view_box(name, said)
            self._open.append((name, ""))
        elif self._outside:
            self._outside += 1
        elif said.get("id") == APPROVAL:
            self._outside, self._is_approval = 1, True
        elif namespace not in ("", _SVG) or not self._is_wanted(name):
            self._outside = 1
        elif name == "text" and "data-label" in said:
            self._outside = 1
            self._mark(said)
        else:
            self._keep(name, said)

    def _is_wanted(self, name: str) -> bool:
        """The page itself says what the map and each region is; a note holds words alone."""
        if name in _NOTES and (self._region or len(self._open) == 1):
            return False
        return name in _ELEMENTS and self._open[-1][0] not in _NOTES

    def _mark(self, said: Mapping[str, str]) -> None:
        x, y = said.get("x", ""), said.get("y", "")
        if _NUMBER.fullmatch(x) and _NUMBER.fullmatch(y):
            transform = _attributes({"transform": said.get("transform", "")})
            self._parts.append(MarkPlace(said["data-label"], x, y, transform))

    def _keep(self, name: str, said: Mapping[str, str]) -> None:
        attributes = _attributes(said)
        code = "" if self._region or name in _WORDS else self._code(said)
        if code:
            self._region = code
            self._parts.append(RegionStart(code, name, attributes))
            self._open.append((name, RegionEnd(code, name)))
        else:
            self._parts.append(f"<{name}{attributes}>")
            self._open.append((name, f"</{name}>"))
        if self._region and said.get(_SHAPES.get(name, "")):
            self._codes.add(self._region)

    def _code(self, said: Mapping[str, str]) -> str:
        """The region of the province that an element stands for, if it does."""
        found = _REGION_ID.fullmatch(said.get("id", ""))
        code = said.get("data-region") or (found[1] if found else "")
        is_inside = code[:2] == self._province[:2] and code != self._province
        return code if is_inside and _REGION_ID.fullmatch(f"r{code}") else ""

    def _end(self, _tag: str) -> None:
        if self._outside:
            self._outside -= 1
            self._is_approval = self._is_approval and self._outside > 0
            return
        _name, closing = self._open.pop()
        if self._open:  # the page writes the outermost element itself
            self._parts.append(closing)
        if isinstance(closing, RegionEnd):
            self._region = ""

    def _characters(self, data: str) -> None:
        if self._is_approval:
            self._approval.append(data)
        elif not self._outside and self._open[-1][0] in _WORDS:
            self._parts.append(escape(data))


def _view_box(name: str, said: Mapping[str, str]) -> tuple[float, float, float, float]:
    if name != "svg":
        raise _UnusableError(_("不是 SVG"))
    words = _("没有可用的 viewBox（四个数）")
    try:
        x, y, width, height = map(float, re.split(r"[\s,]+", said.get("viewBox", "").strip()))
    except ValueError:
        raise _UnusableError(words) from None
    if not (all(map(math.isfinite, (x, y, width, height))) and width > 0 and height > 0):
        raise _UnusableError(words)
    return x, y, width, height


def _attributes(said: Mapping[str, str]) -> str:
    kept = ((key, value) for key, value in said.items() if key in _ATTRIBUTES and value)
    return "".join(f" {key}={quoteattr(value)}" for key, value in kept)
