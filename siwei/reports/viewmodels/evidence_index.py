"""The index of an evidence volume as a Word document, and the list of what is missing in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.figures import with_minus
from common.labels import label
from common.language import join_sentences, local_name
from common.records.rules.files import MEGABYTE
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.wording import amount
from siwei.reports.rules.evidence_volume import (
    MISSING,
    SUMS,
    NoPages,
    Place,
    Proof,
    ProvedValue,
    Trouble,
)

# Of the text across on A4, in millimetres.
_WIDTHS = (11, 38, 26, 36, 16, 62, 18, 16, 46)


def evidence_index(
    values: Sequence[ProvedValue],
    places: Mapping[str, Place],
    *,
    region: str,
    year: int,
    at: datetime,
) -> bytes:
    """The document: a row for each value and each file that proves it, in plan order."""
    from siwei.reports.viewmodels.evidence_document import table_document  # noqa: PLC0415  (python-docx: only for who wants a file)

    words = {"region": region, "year": year, "at": localtime(at).strftime("%Y-%m-%d %H:%M")}
    document = table_document(
        title=_("%(region)s %(year)d 年佐证材料索引") % words,
        paragraphs=_paragraphs(values, places, words),
        heads=_heads(),
        rows=[row for value in values for row in _rows(value, places)],
        widths=_WIDTHS,
    )
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def missing_list(values: Sequence[ProvedValue], places: Mapping[str, Place]) -> str:
    """A line for each file that is evidence and isn't in the volume."""
    words = _("%(number)d %(indicator)s：%(file)s（SHA-256 %(sha256)s）：%(why)s")
    lines = [
        words
        % {
            "number": value.number,
            "indicator": _name(value),
            "file": proof.name,
            "sha256": proof.sha256,
            "why": _TROUBLES[trouble](),
        }
        for value in values
        for proof in value.proofs
        if (trouble := places[proof.sha256].trouble)
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _paragraphs(
    values: Sequence[ProvedValue], places: Mapping[str, Place], words: Mapping[str, object]
) -> list[str]:
    there = sum(place.trouble is None for place in places.values())
    proved = sum(bool(value.proofs) for value in values)
    counts = {"values": len(values), "proved": proved, "files": there}
    said = [
        _("%(at)s 生成。") % words,
        _(
            "本年度已填报 %(values)d 个数值，其中 %(proved)d 个有佐证材料，共 %(files)d 份文件；"
            "同一份文件证明多个数值的，只存一份，在各数值下列出。"
        )
        % counts,
    ]
    if there < len(places):
        lost = _("另有 %(number)d 份登记的文件不在卷内，原因见表和“%(file)s”。")
        said.append(lost % {"number": len(places) - there, "file": MISSING})
    said.append(
        _("在解压后的文件夹中运行 sha256sum -c %(file)s，可核对全部文件未被改动。") % {"file": SUMS}
    )
    if any(value.demo for value in values):
        said.append(_("含演示数据：来源写明“演示”的数值是虚构的，不是任何城市的填报。"))
    return [join_sentences(said)]


def _heads() -> list[str]:
    return [
        _("序号"),
        _("指标"),
        _("数值"),
        _("数据来源"),
        _("审核状态"),
        _("文件"),
        _("页数"),
        _("大小"),
        "SHA-256",
    ]


def _rows(value: ProvedValue, places: Mapping[str, Place]) -> Iterable[list[str]]:
    said = [
        str(value.number),
        _name(value),
        _value(value),
        value.source,
        label(ActualState(value.state)),
    ]
    if not value.proofs:
        yield [*said, _("（没有佐证材料）"), "", "", ""]
    for proof in value.proofs:
        yield [*said, *_file(proof, places[proof.sha256])]


def _file(proof: Proof, place: Place) -> list[str]:
    if place.trouble is not None:
        why = _("%(file)s（不在卷内：%(why)s）")
        named = why % {"file": proof.name, "why": _TROUBLES[place.trouble]()}
        return [named, "", _size(proof.size), proof.sha256]
    pages = _NO_PAGES[place.no_pages]() if place.no_pages else str(place.pages)
    return [place.path, pages, _size(proof.size), proof.sha256]


def _name(value: ProvedValue) -> str:
    name, base = local_name(value.name), value.key.base_year
    if base is None:
        return name
    years = {"name": name, "base": base, "year": value.key.year}
    return _("%(name)s（%(base)d—%(year)d 年）") % years


def _value(value: ProvedValue) -> str:
    if value.value is None:
        return label(ObsStatus(value.obs_status))
    said = with_minus(amount(value.value, value.unit))
    if value.obs_status == ObsStatus.PRELIMINARY:
        return _("%(value)s（%(mark)s）") % {"value": said, "mark": label(ObsStatus.PRELIMINARY)}
    return said


def _size(size: int) -> str:
    """In KB or MB, never none."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB"


_TROUBLES = {
    Trouble.GONE: lambda: _("服务器上找不到这份文件"),
    Trouble.REPLACED: lambda: _("服务器上的文件与登记的 SHA-256 不符"),
    Trouble.UNREADABLE: lambda: _("服务器上的文件读不出来"),
}
_NO_PAGES = {
    NoPages.FLOWING: lambda: _("随打开的软件而定"),
    NoPages.UNREADABLE: lambda: _("读不出页数"),
}
