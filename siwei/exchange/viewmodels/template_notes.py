"""The sheet of instructions of a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from common.labels import label
from indicators.actuals.rules.enums import ObsStatus
from siwei.exchange.viewmodels.template_words import why_words


@dataclass(frozen=True, slots=True)
class Made:
    """Of a template: when and for whom it is made, from which page, and where it goes back to;
    the addresses are whole ones."""

    at: datetime
    by: str
    page: str
    upload: str


def city_notes(title: str, made: Made) -> list[str]:
    """How to fill in a city's template."""
    return [
        title,
        *_section(
            _("一、怎样填"),
            _("只填浅黄色单元格；灰色的是已提交、已审核或不归您填报的数值，不能改。"),
            _("实际值只填数字，按本行“单位”一栏的单位填，保留公报的小数位数。"),
            _("百分比填 9，不填 0.09。"),
            _("公报发布前的数，在“数据状态”中选“%(preliminary)s”；发布后改选“%(normal)s”。")
            % _words(),
            _(
                "没有数值的，实际值留空，“数据状态”选“%(later)s”或“%(never)s”，"
                "在“说明”中写明理由；不要填 0。"
            )
            % _words(),
            _("“来源”写公报、年鉴或文件的名称和年份。"),
            _("超过限值、与上年相差过大等情形，在“解释”中说明原因；上传后的预览会逐行提示。"),
            _("指向实际值单元格，可看到指标定义、上年值和限值。系统估算的限值不是规划原文。"),
            _("不要改动指标名称和代码。"),
            _stays(),
        ),
        *_upload_notes(made),
    ]


def province_notes(title: str, made: Made) -> list[str]:
    """How to fill in a province's template."""
    return [
        title,
        *_section(
            _("一、怎样填"),
            _("一行一个行政区，一列一个指标。指向列头，可看到指标定义。"),
            _("只填浅黄色单元格；灰色的是规划没有要求、已提交或已审核的数值，不能改。"),
            _("实际值只填数字，按列头括号中的单位填，保留公报的小数位数。"),
            _("百分比填 9，不填 0.09。"),
            _("公报发布前的数写作“2.27（初步数）”；发布后只写数字。"),
            _("没有数值的填“%(later)s”或“%(never)s”，不要填 0。") % _words(),
            _(
                "“来源”“说明”两张表与第一张表同样排列：前者写公报、年鉴或文件，后者写没有数值的理由。"
            ),
            _("超过限值、与上年相差过大等情形，上传后在预览中逐项解释。"),
            _("不要改动行政区代码和指标代码。"),
            _stays(),
        ),
        *_upload_notes(made),
    ]


def _stays() -> str:
    return _("留空的单元格不改动已有内容；要删去已有的数值，请在填报页面操作。")


def _words() -> dict[str, str]:
    said = {"preliminary": ObsStatus.PRELIMINARY, "normal": ObsStatus.NORMAL}
    return why_words() | {name: label(status) for name, status in said.items()}


def _section(title: str, *points: str) -> Sequence[str]:
    return ["", title, *(f"{number}. {words}" for number, words in enumerate(points, start=1))]


def _upload_notes(made: Made) -> Sequence[str]:
    at = timezone.localtime(made.at).strftime("%Y-%m-%d %H:%M")
    return [
        *_section(
            _("二、填好以后"),
            _("在这里上传：%(address)s") % {"address": made.upload},
            _("先看预览：哪些是新增、修改、不变，哪些要解释或有错误；确认以后才写入。"),
            _("制表以后别人改过的数值，预览会提示，不会被悄悄覆盖。"),
            _("导入以后，还要在填报页面核对并提交审核。"),
        ),
        "",
        _("三、本表"),
        _("填报页面：%(address)s") % {"address": made.page},
        _("制表时间：%(at)s") % {"at": at},
        _("制表人：%(by)s") % {"by": made.by},
    ]
