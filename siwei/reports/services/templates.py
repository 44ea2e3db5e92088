"""Fills a province's own template of a report (docxtpl, which is Jinja in a Word file).

A template is written by people, and may be wrong: whatever is, is said with the name of the
variable or the line in which it stands.
"""

import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from siwei.reports.rules.blocks import Text
from siwei.reports.rules.passports import alias_of
from siwei.reports.rules.templates import ReportKind, template_names
from siwei.reports.services.xml import clean

log = logging.getLogger(__name__)
_MARKUP = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"\s+")
_LONGEST_LINE = 120
_QUOTED = re.compile(r"'([^']*)'")
# So many rounds and calls: of a nation's promises, each beside each city of a province, a tenth.
MOST_STEPS = 1_000_000
# What makes a text of any length of a short one.
_PADDING = frozenset(("center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map"))
_FILTERS = ("center", "format", "indent", "batch", "slice")


class TemplateFault(Exception):
    """A template can't be filled. `name` is that of its file below the folder of templates,
    `words` say why not."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name}: {words}")
        self.name, self.words = name, words


@dataclass(frozen=True, slots=True)
class Template:
    """A template that is there. `name` is its path below the folder of templates."""

    name: str
    file: Path


def template_for(ancestors: Sequence[str], kind: ReportKind) -> Template | None:
    """The template of a region or of the nearest above it; None where nobody has put one there."""
    folder = settings.REPORT_TEMPLATES
    if not folder:
        return None
    for name in template_names(ancestors, kind):
        file = Path(folder) / name
        if file.is_file():
            return Template(name.as_posix(), file)
    return None


def filled(template: Template, context: Mapping[str, Any]) -> bytes:
    """The template with these values, as a Word file. Raises `TemplateFault`.

    A line of `Text` becomes runs where `{{r …}}` stands, its number in a content control.
    """
    environment = _Environment(autoescape=True, undefined=StrictUndefined)
    try:
        document = _Document(io.BytesIO(template.file.read_bytes()))
        document.init_docx()
    except Exception as error:  # whatever is wrong with a file that should be one of Word
        log.warning("template %s: %r", template.name, error)
        raise TemplateFault(template.name, _("不是能打开的 Word 文件（docx）。")) from error
    try:
        document.render(_prepared(context, count(1)), environment)
        _check_runs(document)
        stream = io.BytesIO()
        document.save(stream)
    except Exception as error:  # a template can do wrong whatever a program can
        log.warning("template %s: %r", template.name, error)
        raise TemplateFault(template.name, _fault_words(error, document.source)) from error
    return stream.getvalue()


class _Document(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """Remembers what is being rendered, of which a fault names a line."""

    source = ""

    def render_xml_part(self, src_xml: str, *rest: Any) -> Any:
        # As docxtpl itself parts the lines before it counts them.
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        return super().render_xml_part(src_xml, *rest)


class _TooManySteps(Exception):
    """A template would take too long, or never end."""


class _Environment(ImmutableSandboxedEnvironment):
    """Ends what would keep a server busy: whoever asks for a report waits for its template."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._steps = 0
        self.globals.pop("lipsum")
        for name in _FILTERS:
            self.filters.pop(name)
        self.filters["counted"] = self._counted

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            counted = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
            loop.iter = counted.set_environment(self)
        return tree

    def _counted(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self._step()
            yield row

    def call(self, *args: Any, **options: Any) -> Any:
        self._step()
        return super().call(*args, **options)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or any(isinstance(one, str | list | tuple) for one in (left, right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        padding = isinstance(obj, str) and attr in _PADDING
        return not padding and super().is_safe_attribute(obj, attr, value)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooManySteps


class _ControlInWords(Exception):
    """A content control stands among the words of a run, where Word takes none."""


def _check_runs(document: _Document) -> None:
    """Raises `_ControlInWords` where `{{ … }}` stands in place of `{{r … }}`."""
    for part in (document.docx.element, *document.docx.part.package.iter_parts()):
        root = getattr(part, "element", part)
        if hasattr(root, "iter") and any(len(one) for one in root.iter(qn("w:t"))):
            raise _ControlInWords


class _Number(str):
    """A value in words, or where `{{r …}}` stands as runs, its number in a content control."""

    pieces: Sequence[Text] = ()
    numbers: Iterator[int]

    def __html__(self) -> str:
        return "".join(self._run(one) for one in self.pieces)

    def _run(self, piece: Text) -> str:
        struck = "<w:rPr><w:strike/></w:rPr>" if piece.struck else ""
        words = f'<w:t xml:space="preserve">{escape(clean(piece.text))}</w:t>'
        run = f"<w:r>{struck}{words}</w:r>"
        if not piece.tag:
            return run
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(alias_of(piece.tag))}/>"
            f"<w:tag w:val={quoteattr(piece.tag)}/>"
            f'<w:id w:val="{next(self.numbers)}"/><w:text/></w:sdtPr>'
            f"<w:sdtContent>{run}</w:sdtContent></w:sdt>"
        )


def _prepared(value: Any, numbers: Iterator[int]) -> Any:
    """The values without what no file can hold; a line of the report (a tuple) as a number."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        made = _Number("".join(clean(one.text) for one in value))
        made.pieces, made.numbers = value, numbers
        return made
    if isinstance(value, Mapping):
        return {name: _prepared(one, numbers) for name, one in value.items()}
    if isinstance(value, list):
        return [_prepared(one, numbers) for one in value]
    return value


def _fault_words(error: Exception, source: str) -> str:
    line = _line_of(error, source)
    known = {"line": line, "why": str(error), "name": "、".join(_QUOTED.findall(str(error))[-1:])}
    if isinstance(error, _ControlInWords):
        return _("写进内容控件的数值要写成 {{r …}}，不能写成 {{ … }}。")
    if isinstance(error, _TooManySteps | MemoryError | RecursionError):
        words = _("模板里的循环或调用太多，做不完。")
    elif isinstance(error, UndefinedError):
        words = _("没有名为“%(name)s”的变量。")
    elif isinstance(error, SecurityError):
        words = _("模板里写了不允许的操作：%(why)s")
    elif isinstance(error, TemplateSyntaxError):
        words = _("模板的语法有误：%(why)s")
    else:
        words = _("无法按模板生成：%(why)s")
    said = words % known
    return said + _("（在“%(line)s”处）") % known if line else said


def _line_of(error: Exception, source: str) -> str:
    """The words of the paragraph in which the fault is; empty where that isn't known."""
    number = error.lineno if isinstance(error, TemplateSyntaxError) else None
    if number is None:
        number = _line_in_template(error.__traceback__)
    lines = source.splitlines()
    if number is None or not 1 <= number <= len(lines):
        return ""
    words = _BLANKS.sub(" ", _MARKUP.sub("", lines[number - 1])).strip()
    return words if len(words) <= _LONGEST_LINE else f"{words[:_LONGEST_LINE]}…"


def _line_in_template(trace: TracebackType | None) -> int | None:
    """The line of the template in which an exception rose: Jinja puts it into the traceback."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
