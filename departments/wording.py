"""What levels of regions, roles of people and what administrators keep are called."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.labels import Label, register
from departments.rules.permissions import KeyLimits
from departments.rules.roles import KeyScope, RegionLevel, Role, SuccessionKind
from departments.rules.successions import Lineage, NotReported, SuccessionFault, Validity

register(
    RegionLevel,
    {
        RegionLevel.PROVINCE: pgettext_lazy("level", "省"),
        RegionLevel.CITY: pgettext_lazy("level", "市"),
        RegionLevel.COUNTY: pgettext_lazy("level", "县（市、区）"),
        RegionLevel.ZONE: pgettext_lazy("level", "开发区"),
    },
)

register(
    SuccessionKind,
    {
        SuccessionKind.RENAMED: pgettext_lazy("succession", "更名"),
        SuccessionKind.RECODED: pgettext_lazy("succession", "代码变更"),
        SuccessionKind.SPLIT: pgettext_lazy("succession", "拆分"),
        SuccessionKind.MERGED: pgettext_lazy("succession", "合并"),
    },
)

_FAULTS: dict[SuccessionFault, Label] = {
    SuccessionFault.ITSELF: gettext_lazy("行政区不能成为它自己"),
    SuccessionFault.OTHER_LEVEL: gettext_lazy("更名或代码变更前后级别不同"),
    SuccessionFault.NOT_ENDED: gettext_lazy("原行政区的撤销日期应与沿革日期相同"),
    SuccessionFault.NOT_BEGUN: gettext_lazy("后继行政区的设立日期与沿革日期不符"),
    SuccessionFault.NOT_THERE: gettext_lazy("沿革日期不在原行政区存续的时间之内"),
    SuccessionFault.SUCCESSOR_ENDED: gettext_lazy("后继行政区在沿革日期已经撤销"),
    SuccessionFault.TWO_SUCCESSORS: gettext_lazy("更名或代码变更只能有一个后继行政区"),
    SuccessionFault.TWO_PREDECESSORS: gettext_lazy(
        "已有另一个行政区更名或变更代码为它；两个并为一个是合并"
    ),
    SuccessionFault.CIRCLE: gettext_lazy("沿革首尾相接，成了一个圈"),
}


def not_reported_refusal(
    why: NotReported, code: str, year: int, validity: Validity, lineage: Lineage
) -> str:
    """Why the values of a year aren't entered for a region, and where they are."""
    known = {"code": code, "year": year, "other": lineage.in_year(code, year)}
    match why:
        case NotReported.OTHER_CODE:
            words = _("行政区 %(code)s 更名或变更了代码，%(year)d 年的数值以代码 %(other)s 填报")
        case NotReported.ENDED:
            known["day"] = str(validity.last_day)
            words = _("行政区 %(code)s 存续到 %(day)s 为止，不再填报 %(year)d 年的数值")
        case NotReported.NOT_BEGUN:
            known["day"] = str(validity.valid_from)
            words = _("行政区 %(code)s 自 %(day)s 起设立，不填报 %(year)d 年的数值")
    return words % known


def succession_refusal(fault: SuccessionFault) -> str:
    """Why a succession is refused."""
    return str(_FAULTS[fault])


register(
    Role,
    {
        Role.EDITOR: pgettext_lazy("role", "填报"),
        Role.REVIEWER: pgettext_lazy("role", "审核"),
        Role.VIEWER: pgettext_lazy("role", "查看"),
    },
)

register(
    KeyScope,
    {
        KeyScope.READ: pgettext_lazy("key scope", "只读"),
        KeyScope.WRITE: pgettext_lazy("key scope", "读写"),
    },
)


def key_scope_refusal(limits: KeyLimits) -> str:
    """Why a key may not write, or not here."""
    if not limits.writes:
        return _("这个密钥只能读取，不能写入；写入要用权限范围为“读写”的密钥")
    return _("这个密钥只能在行政区 %s 及其下级写入") % limits.region


# In the audit log what was kept has the words of the administration, which is Chinese.
KINDS: Mapping[str, Label] = {
    "API 密钥": pgettext_lazy("audit kind", "API 密钥"),
    "用户": pgettext_lazy("audit kind", "用户"),
    "成员资格": pgettext_lazy("audit kind", "成员资格"),
    "行政区": pgettext_lazy("audit kind", "行政区"),
    "部门职能": pgettext_lazy("audit kind", "部门职能"),
    "部门": pgettext_lazy("audit kind", "部门"),
    "部门别名": pgettext_lazy("audit kind", "部门别名"),
    "计量单位": pgettext_lazy("audit kind", "计量单位"),
    "单位写法": pgettext_lazy("audit kind", "单位写法"),
    "指标": pgettext_lazy("audit kind", "指标"),
    "指标构成": pgettext_lazy("audit kind", "指标构成"),
    "分项": pgettext_lazy("audit kind", "分项"),
    "填报年度": pgettext_lazy("audit kind", "填报年度"),
    "区划沿革": pgettext_lazy("audit kind", "区划沿革"),
    "口径变动": pgettext_lazy("audit kind", "口径变动"),
    "网络通知": pgettext_lazy("audit kind", "网络通知"),
}
COLUMNS: Mapping[str, Label] = {
    "名称": pgettext_lazy("audit column", "名称"),
    "网址": pgettext_lazy("audit column", "网址"),
    "程序账号": pgettext_lazy("audit column", "程序账号"),
    "失效时间": pgettext_lazy("audit column", "失效时间"),
    "权限范围": pgettext_lazy("audit column", "权限范围"),
    "已吊销": pgettext_lazy("audit column", "已吊销"),
    "用户": pgettext_lazy("audit column", "用户"),
    "用户名": pgettext_lazy("audit column", "用户名"),
    "姓名": pgettext_lazy("audit column", "姓名"),
    "电子邮箱": pgettext_lazy("audit column", "电子邮箱"),
    "密码": pgettext_lazy("audit column", "密码"),
    "密码确认": pgettext_lazy("audit column", "密码确认"),
    "可以登录": pgettext_lazy("audit column", "可以登录"),
    "系统管理员": pgettext_lazy("audit column", "系统管理员"),
    "审计员": pgettext_lazy("audit column", "审计员"),
    "角色": pgettext_lazy("audit column", "角色"),
    "行政区": pgettext_lazy("audit column", "行政区"),
    "部门": pgettext_lazy("audit column", "部门"),
    "代码": pgettext_lazy("audit column", "代码"),
    "英文名称": pgettext_lazy("audit column", "英文名称"),
    "级别": pgettext_lazy("audit column", "级别"),
    "设立日期": pgettext_lazy("audit column", "设立日期"),
    "撤销日期": pgettext_lazy("audit column", "撤销日期"),
    "原行政区": pgettext_lazy("audit column", "原行政区"),
    "后继行政区": pgettext_lazy("audit column", "后继行政区"),
    "类别": pgettext_lazy("audit column", "类别"),
    "日期": pgettext_lazy("audit column", "日期"),
    "英文说明": pgettext_lazy("audit column", "英文说明"),
    "出处": pgettext_lazy("audit column", "出处"),
    "对应的累计指标": pgettext_lazy("audit column", "对应的累计指标"),
    "所限流域": pgettext_lazy("audit column", "所限流域"),
    "定义出处": pgettext_lazy("audit column", "定义出处"),
    "上级": pgettext_lazy("audit column", "上级"),
    "填报本行政区的全部指标": pgettext_lazy("audit column", "填报本行政区的全部指标"),
    "次序": pgettext_lazy("audit column", "次序"),
    "职能": pgettext_lazy("audit column", "职能"),
    "说明": pgettext_lazy("audit column", "说明"),
    "符号": pgettext_lazy("audit column", "符号"),
    "量": pgettext_lazy("audit column", "量"),
    "换算系数": pgettext_lazy("audit column", "换算系数"),
    "最大可能值": pgettext_lazy("audit column", "最大可能值"),
    "占比": pgettext_lazy("audit column", "占比"),
    "计数": pgettext_lazy("audit column", "计数"),
    "差值按百分点": pgettext_lazy("audit column", "差值按百分点"),
    "数值后不写单位": pgettext_lazy("audit column", "数值后不写单位"),
    "写法": pgettext_lazy("audit column", "写法"),
    "单位": pgettext_lazy("audit column", "单位"),
    "规划中的写法": pgettext_lazy("audit column", "规划中的写法"),
    "指标": pgettext_lazy("audit column", "指标"),
    "方向": pgettext_lazy("audit column", "方向"),
    "主题": pgettext_lazy("audit column", "主题"),
    "对应的水平指标": pgettext_lazy("audit column", "对应的水平指标"),
    "定义": pgettext_lazy("audit column", "定义"),
    "英文定义": pgettext_lazy("audit column", "英文定义"),
    "强度指标": pgettext_lazy("audit column", "强度指标"),
    "每单位": pgettext_lazy("audit column", "每单位"),
    "可以为负": pgettext_lazy("audit column", "可以为负"),
    "只取整数": pgettext_lazy("audit column", "只取整数"),
    "累计值": pgettext_lazy("audit column", "累计值"),
    "合理最小值": pgettext_lazy("audit column", "合理最小值"),
    "合理最大值": pgettext_lazy("audit column", "合理最大值"),
    "常错用的单位": pgettext_lazy("audit column", "常错用的单位"),
    "年际变化阈值": pgettext_lazy("audit column", "年际变化阈值"),
    "“左右”的容差": pgettext_lazy("audit column", "“左右”的容差"),
    "价格口径": pgettext_lazy("audit column", "价格口径"),
    "分项": pgettext_lazy("audit column", "分项"),
    "总量": pgettext_lazy("audit column", "总量"),
    "各分项之和等于总量": pgettext_lazy("audit column", "各分项之和等于总量"),
    "省": pgettext_lazy("audit column", "省"),
    "年份": pgettext_lazy("audit column", "年份"),
    "开放填报": pgettext_lazy("audit column", "开放填报"),
    "截止日期": pgettext_lazy("audit column", "截止日期"),
    "是": pgettext_lazy("audit column", "是"),
    "否": pgettext_lazy("audit column", "否"),
}
