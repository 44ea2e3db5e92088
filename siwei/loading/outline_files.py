"""Writes the two files of a plan that is to be transcribed, as far as they are known."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from siwei.loading.gaps import GAP
from siwei.loading.outline import Outline, OutlineError
from siwei.loading.schema import DepartmentEntry, IndicatorEntry, TargetEntry

_WIDTH = 10**6  # no line is broken


def write_outline(known: Outline, folder: Path) -> tuple[Path, Path]:
    """Write text and YAML into `folder` and return their paths.

    Raises `OutlineError` where one of them exists, or can't be written; then neither is written.
    """
    text, promises = folder / f"{known.slug}.txt", folder / f"{known.slug}.yaml"
    for file in (text, promises):
        if file.exists():
            raise OutlineError(_("文件已经存在，没有改动：%s") % file)
    written: list[Path] = []
    try:
        for file, content in ((text, text_of(known)), (promises, yaml_of(known))):
            with file.open("x", encoding="utf-8") as stream:
                written.append(file)
                stream.write(content)
    except OSError as error:
        for file in written:
            file.unlink(missing_ok=True)
        words = _("写不了文件 %(file)s：%(why)s")
        raise OutlineError(words % {"file": error.filename, "why": error.strerror}) from None
    return text, promises


def text_of(known: Outline) -> str:
    """The clauses that every plan has, and a row for each indicator of the earlier annex."""
    rows = [entry for entry in known.indicators if entry.origin == "annex" and entry.serial]
    blocks = [
        f"@title title\n= {known.title or GAP + '规划全称，照印'}",
        f"@front front\n{GAP}文号、主送机关、印发日期，照印；一行一段；没有印的就删去这一条",
        f"@preamble paragraph\n{GAP}第一个标题之前的话",
        f"@1 section\n= {GAP}一、标题照印",
        f"@1.1 subsection\n= {GAP}（一）标题照印\n{GAP}这一款的话；没有就删去这一行",
        f"@c1 clause\n= {GAP}1.标题照印\n{GAP}正文照印；全文连续编号用 c1、c2，否则用 1.1.1",
        f"@back front\n{GAP}文末的落款、印章、日期、抄送；没有就删去这一条",
        f"@a1 annex\n= {GAP}附件1 标题照印；没有附件就删去以下各条",
        f"@a1.head header\n序号\t指标名称\t单位\t指标属性\t{GAP}各年份，一格一个\t责任单位",
        *(_row(number, entry) for number, entry in enumerate(rows, start=1)),
        f"@a1.n1 note\n= {GAP}注：1.\n{GAP}表下的注",
    ]
    return "\n\n".join(blocks) + "\n"


def _row(number: int, entry: IndicatorEntry) -> str:
    cells = (entry.serial, entry.name, entry.unit, f"{GAP}上一规划的指标，数值照印，没有就删去")
    return f"@a1.{number} row\n" + "\t".join(cells)


def yaml_of(known: Outline) -> str:
    """The promises file: head, departments and indicators; no target, and no work yet."""
    return "\n".join(_lines(known)) + "\n"


def _lines(known: Outline) -> Iterator[str]:
    title = known.title or f"{GAP}规划全称，照印"
    yield f"# {known.region.name}：{known.slug}.txt 是它的全文；写法见 docs/transcribing.md。"
    yield "# 标着“待填”的行还没有填：填好后把这两个字连同括号删去。"
    yield ""
    yield "plan:"
    yield f"  slug: {known.slug}"
    yield f"  region: {_inline(known.region.code)}"
    yield f"  title: {_inline(title)}"
    yield f"  doc_number: {GAP}文号，没有就删去这一行"
    yield f"  issuer: {GAP}制定机关，没有就删去这一行"
    yield f"  date_text: {GAP}日期照印；日期完整时另写 issued_on（2030-01-31）"
    yield f"  status: undated   # {GAP}issued（有 issued_on）| draft（征求意见稿）| undated"
    if known.earlier:
        yield f"  # supersedes: {known.earlier}   # 这份规划代替上一份时写，并写 supersedes_on"
    yield ""
    yield from _departments(known.departments)
    yield ""
    yield from _indicators(known)
    yield ""
    yield f"tasks: []   # {GAP}主要任务；没有就只删去这句话"
    yield f"untracked: []   # {GAP}其余的数字；没有就只删去这句话"


def _departments(entries: list[DepartmentEntry]) -> Iterator[str]:
    if not entries:
        yield f"departments: []   # {GAP}规划提到的每个部门"
        return
    yield "departments:   # 以往规划的部门：正文没有提到的删去，另有的加上"
    for entry in entries:
        said = {"name": entry.name, "function": entry.function}
        yield f"  - {_inline(said | ({'aliases': entry.aliases} if entry.aliases else {}))}"


def _indicators(known: Outline) -> Iterator[str]:
    if not known.indicators:
        yield f"indicators: []   # {GAP}先附件后正文"
        return
    yield f"indicators:   # {known.earlier} 的指标，依它的顺序：没有的删去，另有的加上"
    for entry in known.indicators:
        yield from _indicator(entry, known)


def _indicator(entry: IndicatorEntry, known: Outline) -> Iterator[str]:
    yield f"  - indicator: {entry.indicator}"
    for name in ("region", "serial", "name", "unit", "theme"):
        value = getattr(entry, name)
        if value or name == "unit":
            yield f"    {name}: {_inline(value)}"
    yield f"    nature: {entry.nature}"
    yield f"    origin: {entry.origin}"
    if entry.definition_note:
        yield f"    # definition_note: {_inline(entry.definition_note.strip())}"
    roles = entry.departments.model_dump(exclude_defaults=True)
    if roles:
        yield f"    departments: {_inline(roles)}"
    yield "    targets: []"
    yield from _target_comments(entry, known)


def _target_comments(entry: IndicatorEntry, known: Outline) -> Iterator[str]:
    """How its targets are written, with what the earlier plan says of each year."""
    yield "    # targets:   # 填好后删去上面的 targets: []"
    for target in entry.targets:
        yield f"    #   - year:   # {known.earlier}：{_said(target)}"
        yield "    #     value:"
        yield f"    #     comparator: {_inline(target.comparator.value)}"
        if target.base_year is not None:
            yield f"    #     base_year:   # {known.earlier}：{target.base_year}"
        for name in ("goal", "form", "value_to", "aim", "counts_from"):
            said = getattr(target, name)
            if said is not None:
                yield f"    #     {name}:   # {known.earlier}：{said}"
        column = ", column: " if entry.origin == "annex" else ""
        yield f'    #     citations: [{{clause: {column}, quote: ""}}]'


def _said(target: TargetEntry) -> str:
    year = f"{target.year}年 " if target.year is not None else ""
    said = str(target.value) if target.value is not None else target.wording
    return year + " ".join(said.split())


def _inline(value: object) -> str:
    """`value` as YAML writes it on one line."""
    dumped = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=_WIDTH
    )
    return str(dumped).removesuffix("\n...\n").rstrip("\n")
