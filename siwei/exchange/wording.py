"""What members of the enumerations are called, and what is said of the rows of a file."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext, pgettext_lazy

from common.labels import Label, label, register
from common.signs import shown
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.row_names import plain_name
from indicators.actuals.wording import finding_message
from indicators.plans.rules.units import UnitData
from indicators.plans.wording import unit_name
from siwei.exchange.rules.enums import BatchState, RowKind
from siwei.exchange.rules.heads import Role
from siwei.exchange.rules.notes import Note, NoteCode

register(
    RowKind,
    {
        RowKind.NEW: pgettext_lazy("import", "新增"),
        RowKind.CHANGED: pgettext_lazy("import", "修改"),
        RowKind.UNCHANGED: pgettext_lazy("import", "不变"),
        RowKind.LOCKED: pgettext_lazy("import", "已锁定"),
        RowKind.WARNING: pgettext_lazy("import", "需说明"),
        RowKind.ERROR: pgettext_lazy("import", "有错误"),
    },
)
register(
    BatchState,
    {
        BatchState.PREVIEWED: pgettext_lazy("import", "待确认"),
        BatchState.COMMITTED: pgettext_lazy("import", "已导入"),
        BatchState.TAKEN_BACK: pgettext_lazy("import", "已撤销"),
        BatchState.DISCARDED: pgettext_lazy("import", "已放弃"),
    },
)
register(
    Role,
    {
        Role.KEY: pgettext_lazy("head", "键"),
        Role.REGION: pgettext_lazy("head", "地区"),
        Role.INDICATOR: pgettext_lazy("head", "指标"),
        Role.YEAR: pgettext_lazy("head", "年份"),
        Role.BASE_YEAR: pgettext_lazy("head", "基期年"),
        Role.VALUE: pgettext_lazy("head", "数值"),
        Role.UNIT: pgettext_lazy("head", "单位"),
        Role.STATUS: pgettext_lazy("head", "数据状态"),
        Role.SOURCE: pgettext_lazy("head", "来源"),
        Role.NOTE: pgettext_lazy("head", "说明"),
        Role.EXPLANATION: pgettext_lazy("head", "解释"),
    },
)

_LONGEST_QUOTE = 60

_SENTENCES: Mapping[NoteCode, Label] = {
    NoteCode.HEAD_TWICE: gettext_lazy(
        "有几列的表头都是“%(head)s”（%(cells)s），分不清以哪一列为准。请只留一列。"
    ),
    NoteCode.HEAD_MISSING: gettext_lazy("没有“%(role)s”这一列。请补上表头和内容。"),
    NoteCode.HEADS_CONFLICT: gettext_lazy(
        "表头“%(heads)s”放在一起，分不清各列是什么。请改正表头。"
    ),
    NoteCode.NO_HEADS: gettext_lazy(
        "前几行里没有找到表头（地区、指标、年份、数值等），没有读这张工作表。"
    ),
    NoteCode.HIDDEN_SHEET: gettext_lazy("工作表是隐藏的，没有读。"),
    NoteCode.NO_ROWS: gettext_lazy("表头下面没有内容。"),
    NoteCode.BLANK_NAME: gettext_lazy("这一行没有写%(role)s。合并的单元格请拆开，每一行都填上。"),
    NoteCode.UNKNOWN_REGION: gettext_lazy("没有叫“%(text)s”的地区。请写行政区代码或全称。"),
    NoteCode.UNKNOWN_INDICATOR: gettext_lazy(
        "没有叫“%(text)s”的指标。请写指标代码，或规划、指标目录里的名称。"
    ),
    NoteCode.AMBIGUOUS_REGION: gettext_lazy(
        "“%(text)s”可能是几个地区（%(codes)s）。请写行政区代码。"
    ),
    NoteCode.AMBIGUOUS_INDICATOR: gettext_lazy(
        "“%(text)s”可能是几个指标（%(codes)s）。请写指标代码。"
    ),
    NoteCode.NAMES_DISAGREE: gettext_lazy("“%(texts)s”互相不符，分不清是哪一个。请改正。"),
    NoteCode.OTHER_REGION: gettext_lazy(
        "这个模板是%(template)s的，这一行却是%(region)s。请用该地区的模板。"
    ),
    NoteCode.OTHER_YEAR: gettext_lazy(
        "这个模板是 %(template)s 年的，这一行却是 %(year)s 年。请用该年的模板。"
    ),
    NoteCode.NO_YEAR: gettext_lazy("“%(text)s”不是年份。请写四位数字，如 2025。"),
    NoteCode.NO_KEY: gettext_lazy(
        "“%(text)s”不是数值的键。请照模板写，如 140300.total_water_use.2025。"
    ),
    NoteCode.BASE_YEAR_MISSING: gettext_lazy(
        "下降幅度要写从哪一年算起。请加“基期年”一列并填上年份。"
    ),
    NoteCode.BASE_YEAR_UNWANTED: gettext_lazy(
        "这个指标不是下降幅度，没有基期年；这一行写了“%(text)s”。请核对指标。"
    ),
    NoteCode.DATE: gettext_lazy(
        "单元格里是日期或时间（%(text)s），不是数值。请把格式改为“常规”，重新填写。"
    ),
    NoteCode.BOOLEAN: gettext_lazy("单元格里是 %(text)s（真假值），不是数值。"),
    NoteCode.FORMULA_ERROR: gettext_lazy("公式出错：%(text)s。请改正公式，或直接填数值。"),
    NoteCode.UNCOMPUTED: gettext_lazy(
        "单元格里是公式，文件里没有算出的结果。请在 Excel 或 WPS 中打开，重新保存后再上传。"
    ),
    NoteCode.ELLIPSIS: gettext_lazy(
        "“%(text)s”在统计表里表示数不足计量单位，不能当作 0。请填实际数值。"
    ),
    NoteCode.DASH: gettext_lazy(
        "“%(text)s”没有说明为什么没有数值。请写“尚未发布”或“不适用”，并在说明中写理由；"
        "还没有填的，请留空。"
    ),
    NoteCode.FOOTNOTE: gettext_lazy(
        "“%(text)s”带有注释符号。请只填数字；要说明的写在说明一列，初步数写“初步数”。"
    ),
    NoteCode.UNKNOWN_STATUS: gettext_lazy(
        "“%(text)s”不是数据状态。可以写：正常、初步数、尚未发布、不适用。"
    ),
    NoteCode.STATUS_AND_VALUE: gettext_lazy("既填了数值，又注明“%(status)s”，请二选一。"),
    NoteCode.UNKNOWN_UNIT: gettext_lazy("不认识单位“%(text)s”。这个指标的单位是%(unit)s。"),
    NoteCode.TWO_UNITS: gettext_lazy("同一个数值有两个单位：%(units)s。请改成一个。"),
    NoteCode.UNIT_MISSING: gettext_lazy(
        "没有写单位。规划里用的单位与指标目录的（%(unit)s）不同，分不清是哪一个，请写明。"
    ),
    NoteCode.PERCENT_OF_NO_SHARE: gettext_lazy(
        "单元格的格式是百分数（%(value)s%%），这个指标的单位却是%(unit)s。请核对。"
    ),
    NoteCode.NOT_ALLOWED: gettext_lazy("您没有填报这个数值的权限。"),
    NoteCode.GIVEN_TWICE: gettext_lazy("同一个数值填了几次，内容不同：%(cells)s。请只留一个。"),
    NoteCode.CHANGED_SINCE: gettext_lazy(
        "生成模板之后，这个数值已经变更，现在是%(now)s。请核对后下载新模板再填，或在填报页修改。"
    ),
    NoteCode.CONVERTED: gettext_lazy("由 %(given)s 换算为 %(value)s %(unit)s。"),
    NoteCode.ROUNDED: gettext_lazy("由 %(given)s 换算，四舍五入为 %(value)s %(unit)s。"),
    NoteCode.NOISE: gettext_lazy(
        "单元格里是公式算出的数，按 Excel 显示的 15 位有效数字读作 %(value)s。"
    ),
    NoteCode.PERCENT: gettext_lazy("单元格的格式是百分数，读作 %(value)s%%。"),
    NoteCode.SAME_AS: gettext_lazy("与 %(place)s 相同，只算一次。"),
    NoteCode.NOT_FILLED: gettext_lazy("没有填数值，这一行不导入。"),
    NoteCode.HIDDEN_ROW: gettext_lazy("这一行在表里是隐藏的，请确认要导入。"),
}


def text_sheets() -> Mapping[str, Role]:
    """What the sheets of a province's template are called that hold texts, as `plain_name`."""
    found: dict[str, Role] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[plain_name(pgettext("template", "来源"))] = Role.SOURCE
            found[plain_name(pgettext("template", "说明"))] = Role.NOTE
    return found


def instruction_sheets() -> frozenset[str]:
    """What the sheet of a template is called that says how to fill it in, as `plain_name`."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(plain_name(pgettext("template", "填报说明")))
    return frozenset(found)


def note_message(one: Note) -> str:
    """What is said of a cell or a row, in the active language."""
    if one.code is NoteCode.NUMBER:
        finding = one.values["finding"]
        assert isinstance(finding, Finding)
        return finding_message(finding)
    said = {name: _said(value) for name, value in one.values.items()}
    return str(_SENTENCES[one.code]) % said


def _said(value: object) -> str:
    """A value in a sentence; a text of the file as far as it can be quoted."""
    if isinstance(value, UnitData):
        return unit_name(value)
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple):
        return _("、").join(map(_said, value))
    text = shown(str(value)).strip()
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
