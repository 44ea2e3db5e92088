"""What doors are called through which a change came, and why a file is not accepted."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common.labels import label, register
from common.records.rules.doors import DoorKind
from common.records.rules.files import ENDINGS, MEGABYTE, FileFault

register(
    DoorKind,
    {
        DoorKind.PAGE: pgettext_lazy("door", "页面"),
        DoorKind.API: pgettext_lazy("door", "API"),
        DoorKind.IMPORT: pgettext_lazy("door", "导入"),
        DoorKind.COMMAND: pgettext_lazy("door", "命令"),
    },
)


def door_in_words(door: str, name: str) -> str:
    """`页面`, `API 密钥 Ab3dEf7h`, `导入（批次 12）`, `命令 load_plans`; empty for a row of
    before."""
    if not door:
        return ""
    kind = DoorKind(door)
    if not name:
        return label(kind)
    if kind is DoorKind.API:
        return _("API 密钥 %s") % name
    if kind is DoorKind.IMPORT:
        return _("导入（批次 %s）") % name
    return f"{label(kind)} {name}"


def file_fault(fault: FileFault, numbers: Mapping[str, int]) -> str:
    """The sentence of `fault`; sizes are in bytes, and are said in MB."""
    said: dict[str, object] = {name: _megabytes(number) for name, number in numbers.items()}
    if fault is FileFault.TOO_MANY:
        said = dict(numbers)
    return _SENTENCES[fault]() % (said | {"endings": _("、").join(ENDINGS)})


def _megabytes(size: int) -> str:
    """Rounded down: what is left is never said to be more than it is."""
    tenths = size * 10 // MEGABYTE
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


_SENTENCES = {
    FileFault.EMPTY: lambda: _("文件是空的"),
    FileFault.TOO_LARGE: lambda: _("文件不能超过 %(most)s MB"),
    FileFault.WRONG_TYPE: lambda: _(
        "只接受 PDF、OFD、Office 和 WPS 文档、图片（%(endings)s）；这个文件的实际内容不是"
    ),
    FileFault.BROKEN: lambda: _(
        "这个文件打不开：内容不完整或已损坏。请在自己的电脑上打开核对，重新保存后再上传"
    ),
    FileFault.ENCRYPTED: lambda: _("这个文件有密码，审核人员打不开。请取消密码后再上传"),
    FileFault.MACROS: lambda: _(
        "这个文件里有宏、脚本或控件，可能带病毒。请另存为不带宏的格式（如 docx、xlsx、PDF）后再上传"
    ),
    FileFault.PROGRAM: lambda: _(
        "这个文件里嵌有程序、压缩包或其他文件，无法核对。请去掉嵌入的对象，或另存为 PDF 后再上传"
    ),
    FileFault.BOMB: lambda: _(
        "这个文件解压后过大或层层嵌套，不像正常的文档。请另存为 PDF 后再上传"
    ),
    FileFault.PIXELS: lambda: _("图片的像素过多，打开时会占满内存。请缩小后再上传"),
    FileFault.ATTACHED_ALREADY: lambda: _("这份文件已经是这个数值的佐证材料"),
    FileFault.TOO_MANY: lambda: _("一个数值最多 %(most)d 份佐证材料。请先移除不需要的"),
    FileFault.VALUE_FULL: lambda: _(
        "一个数值的佐证材料最多 %(most)s MB，还剩 %(left)s MB；这个文件有 %(size)s MB"
    ),
    FileFault.YEAR_FULL: lambda: _(
        "一个地区一年的佐证材料最多 %(most)s MB（含已移除的），还剩 %(left)s MB；"
        "这个文件有 %(size)s MB。同一份文件可用于多个数值，不必重复上传"
    ),
}
