"""Why an uploaded table isn't read, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from common.spreadsheets.faults import ReadFault

MEGABYTE = 1024 * 1024


def read_fault(fault: ReadFault, numbers: Mapping[str, int | str]) -> str:
    """The sentence of `fault`; `numbers` are those of `NotRead`."""
    said: dict[str, object] = dict(numbers)
    if fault is ReadFault.TOO_LARGE:
        said["most"] = int(numbers["most"]) // MEGABYTE
    return _SENTENCES[fault]() % said


_SENTENCES = {
    ReadFault.EMPTY_FILE: lambda: _("文件是空的"),
    ReadFault.TOO_LARGE: lambda: _("文件不能超过 %(most)d MB"),
    ReadFault.PDF: lambda: _(
        "这是 PDF 文件，不是表格。请上传表格文件（xlsx、xls、et、ods 或 csv）"
    ),
    ReadFault.DOCUMENT: lambda: _(
        "这是 Word 或 WPS 文字文档，不是表格。请把表格复制到 Excel 或 WPS 表格中，保存后再上传"
    ),
    ReadFault.SLIDES: lambda: _(
        "这是演示文稿，不是表格。请上传表格文件（xlsx、xls、et、ods 或 csv）"
    ),
    ReadFault.PICTURE: lambda: _("这是图片，不是表格。请上传表格文件（xlsx、xls、et、ods 或 csv）"),
    ReadFault.WEB_PAGE: lambda: _(
        "这个文件的实际内容是网页（HTML），不是表格。请在 Excel 或 WPS 中打开，另存为 xlsx 后再上传"
    ),
    ReadFault.XML: lambda: _(
        "这个文件的实际内容是 XML 文本。请在 Excel 或 WPS 中打开，另存为 xlsx 后再上传"
    ),
    ReadFault.ARCHIVE: lambda: _("这是压缩包，不是表格。请解压后上传其中的表格文件"),
    ReadFault.BINARY_WORKBOOK: lambda: _(
        "这是二进制工作簿（xlsb），不支持。请另存为 xlsx 后再上传"
    ),
    ReadFault.OLD_WORKBOOK: lambda: _(
        "这是很早版本的 Excel 文件，不支持。请在 Excel 或 WPS 中打开，另存为 xlsx 后再上传"
    ),
    ReadFault.UNKNOWN: lambda: _(
        "只接受表格文件（xlsx、xls、et、ods 或 csv）；这个文件的实际内容不是"
    ),
    ReadFault.BROKEN: lambda: _(
        "这个文件打不开：内容不完整或已损坏。请在自己的电脑上打开核对，重新保存后再上传"
    ),
    ReadFault.ENCRYPTED: lambda: _("这个文件有密码，无法读取。请取消密码后再上传"),
    ReadFault.MACROS: lambda: _(
        "这个文件里有宏、脚本、控件或会自动更新的外部链接，可能带病毒。"
        "请另存为不带宏的 xlsx 后再上传"
    ),
    ReadFault.EMBEDDED: lambda: _("这个文件里嵌有程序、压缩包或其他文件。请去掉嵌入的对象后再上传"),
    ReadFault.BOMB: lambda: _(
        "这个文件解压后过大或层层嵌套，不像正常的表格。请只保留要导入的工作表，另存为 xlsx 后再上传"
    ),
    ReadFault.NO_CELLS: lambda: _("这个文件里没有任何内容：各工作表都是空的"),
    ReadFault.TOO_MANY_SHEETS: lambda: _("工作表太多：最多 %(most)d 张。请分成几个文件上传"),
    ReadFault.TOO_MANY_ROWS: lambda: _(
        "工作表“%(sheet)s”的行数太多：最多 %(most)d 行。请分成几个文件上传；"
        "如果下方只是空行，请删除后再上传"
    ),
    ReadFault.TOO_MANY_COLUMNS: lambda: _(
        "工作表“%(sheet)s”的列数太多：最多 %(most)d 列。如果右侧只是空列，请删除后再上传"
    ),
    ReadFault.TOO_MANY_CELLS: lambda: _(
        "单元格太多：各工作表的行数乘列数，合计最多 %(most)d。请分成几个文件上传"
    ),
    ReadFault.ENCODING: lambda: _(
        "这个文件不是表格，或者文字编码无法识别。csv 请用 UTF-8 或 GB18030 编码保存，"
        "或另存为 xlsx 后再上传"
    ),
    ReadFault.QUOTES: lambda: _(
        "csv 第 %(line)d 行的引号不成对，后面的内容无法分列。请改正，或另存为 xlsx 后再上传"
    ),
}
