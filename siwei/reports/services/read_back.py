"""Reads a report or a workbook that somebody sends back. Nothing of it is kept."""

from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from common.records.rules.files import DOCX, MEGABYTE, XLS, XLSX, FileFault, FileType, NotAccepted
from common.records.services.inspection import inspect
from common.refusals import Fault, Invalid
from common.spreadsheets.faults import NotRead
from common.spreadsheets.wording import read_fault
from siwei.reports.rules.read_back import BackFault, NotReadBack, ReadBack
from siwei.reports.services.read_document import read_document
from siwei.reports.services.read_workbook import read_workbook


def read_back(upload: "UploadedFile[bytes]") -> ReadBack:
    """The numbers of the file with their passports. Raises `Invalid` with what is wrong."""
    try:
        return _read(upload)
    except NotAccepted as no:
        raise _refusal(no.fault.value, _FILE_FAULTS.get(no.fault, _broken)()) from no
    except NotReadBack as no:
        words = _BACK_FAULTS[no.fault]() % {"most": no.most, "megabytes": no.most // MEGABYTE}
        raise _refusal(no.fault.value, words) from no
    except NotRead as no:
        raise _refusal(no.fault.value, read_fault(no.fault, no.numbers)) from no


def _read(upload: "UploadedFile[bytes]") -> ReadBack:
    size = upload.size or 0
    if not size:
        raise NotAccepted(FileFault.EMPTY)
    if size > settings.EVIDENCE_FILE_SIZE:
        raise NotAccepted(FileFault.TOO_LARGE)
    file = upload.file
    assert file is not None
    kind = inspect(file, size=size)
    if kind is DOCX:
        return read_document(file)
    if kind not in _WORKBOOKS:
        raise NotReadBack(BackFault.NOT_OURS)
    return read_workbook(file, upload.name or "")


def _refusal(code: str, words: str) -> Invalid:
    return Invalid(words, [Fault("file", code, words)])


def _broken() -> str:
    return _("这个文件打不开：内容不完整或已损坏。")


def _not_ours() -> str:
    return _(
        "只能核对本系统导出的报告（docx）和表格（xlsx），也可以是在 Word、WPS 或 LibreOffice 中"
        "另存过的；这个文件的实际内容不是。PDF 里没有数值的凭证，请用原来的 docx 核对。"
    )


# What WPS writes as .et is one of them.
_WORKBOOKS: tuple[FileType, ...] = (XLSX, XLS)
_FILE_FAULTS: dict[FileFault, Callable[[], str]] = {
    FileFault.EMPTY: lambda: _("文件是空的。"),
    FileFault.TOO_LARGE: lambda: (
        _("文件不能超过 %(megabytes)d MB。")
        % {"megabytes": settings.EVIDENCE_FILE_SIZE // MEGABYTE}
    ),
    FileFault.WRONG_TYPE: _not_ours,
    FileFault.ENCRYPTED: lambda: _("这个文件有密码，无法核对。请取消密码后再试。"),
    FileFault.MACROS: lambda: _(
        "这个文件里有宏、脚本、控件或会自动更新的外部链接，可能带病毒，没有打开。"
        "请另存为不带宏的 docx 或 xlsx 后再试。"
    ),
    FileFault.PROGRAM: lambda: _(
        "这个文件里嵌有程序、压缩包或其他文件，没有打开。请去掉嵌入的对象后再试。"
    ),
    FileFault.BOMB: lambda: _("这个文件解压后过大或层层嵌套，不像正常的文档，没有打开。"),
    FileFault.PIXELS: lambda: _("这个文件里图片的像素过多，没有打开。请去掉图片后再试。"),
}
_BACK_FAULTS: dict[BackFault, Callable[[], str]] = {
    BackFault.NOT_OURS: _not_ours,
    BackFault.TOO_MANY: lambda: _(
        "这个文件里带凭证的数值太多：一次最多核对 %(most)d 个。请分成几个文件。"
    ),
    BackFault.TOO_LONG: lambda: _(
        "这个文档太长：正文解压后最多 %(megabytes)d MB。请分成几个文件。"
    ),
}
