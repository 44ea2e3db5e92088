"""What the data sets are, when they change, and how they can be had, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class SetWords:
    """`rhythm`: when it changes. `examples`: what its address may ask, by parameter."""

    description: LazyText
    rhythm: LazyText
    examples: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which a data set can be had. `standard`: the address of what defines it; `needs`:
    the package without which it can't be had."""

    extension: str
    name: str
    media_type: str
    purpose: LazyText
    standard: str = ""
    needs: str = ""


_ASKED = {
    "region": "140300",
    "province": "140000",
    "plan": "yangquan-2025",
    "indicator": "total_water_use",
    "year": "2023:2030",
    "as_of": "2026-03-31",
}
SETS_IN_WORDS: Mapping[str, SetWords] = {
    "actuals": SetWords(
        _(
            "各行政区每个指标每年的实际值：经审核发布的数值、数据状态和来源，按指标目录的单位；"
            "撤回发布的也在其中，写明时间、机关和理由。"
        ),
        _("随时：数值发布、更正或撤回发布，当即可见。"),
        _ASKED
        | {"state": "approved", "updated_since": "2026-03-01", "published": "true"}
        | {"plan": "", "year": "2025"},
    ),
    "targets": SetWords(
        _(
            "规划文本对每个指标的目标，一行一个：数值、单位和属性如规划所印，附原话、条款和责任部门；"
            "修订、另行下达和长期控制的目标都在其中。"
        ),
        _("规划载入或订正时；修订其他规划的文件载入时。"),
        _ASKED | {"nature": "constraint", "goal_kind": "standing", "form": "range"},
    ),
    "assessments": SetWords(
        _(
            "每项承诺在每一年是否守住：当年的限值和它的依据、实际值、离限值的余量、评估结果和理由，"
            "以及进度和按进度推算的数值。只用已发布的实际值。"
        ),
        _("实际值或目标有变化时；每年年初，上一年开始评估。"),
        _ASKED | {"year": "2025", "status": "breached,missed"},
    ),
    "tasks": SetWords(
        _(
            "规划的主要任务，一行一项：所在条款、具体任务、牵头和参与的部门、相关指标、"
            "时限节点的状态，以及经确认的工作进展。"
        ),
        _("规划载入或订正时；进展报告确认时；时限节点到期的次日。"),
        {
            "plan": "yangquan-2025",
            "region": "140300",
            "group": "",
            "department": "",
            "role": "lead",
            "status": "overdue,reported",
            "due_after": "2026-01-01",
            "due_before": "2026-12-31",
            "search": "管网",
        },
    ),
}

FORMATS: tuple[Format, ...] = (
    Format("csv", "CSV", "text/csv", _("表格，Excel 和 WPS 直接打开")),
    Format(
        "xlsx",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _("带格式的表格"),
    ),
    Format("json", "JSON", "application/json", _("与列表相同的各行，一个文件")),
    Format("jsonl", "JSON Lines", "application/jsonl", _("一行一个对象，逐行处理")),
    Format(
        "parquet",
        "Parquet",
        "application/vnd.apache.parquet",
        _("列式，供数据分析"),
        needs="pyarrow",
    ),
    Format(
        "jsonstat.json",
        "JSON-stat 2.0",
        "application/json",
        _("多维数据，统计软件读取"),
        "https://json-stat.org/full/",
    ),
    Format(
        "sdmx.csv",
        "SDMX-CSV 2.0",
        "application/vnd.sdmx.data+csv; version=2.0.0",
        _("统计机构之间交换"),
        "https://github.com/sdmx-twg/sdmx-csv",
    ),
)
