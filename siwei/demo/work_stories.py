"""What the demonstration's people say about the work of their plans: all of it invented.

Each thread is about one task. Nothing here is a fact; every text says so. Days are counted back
from the day of the demonstration, so that there is always something that was said lately.
"""

from dataclasses import dataclass

from tasks.rules.enums import StatementKind as Kind
from tasks.rules.enums import WorkState as State

MARK = "（演示）"


@dataclass(frozen=True, slots=True)
class Line:
    """What one person says, so many days ago.

    `who` is a log-in. `re` is the place in the thread (from 0) of what it replies to; `bureau` the
    department for which the water bureau reports, or whom a question or an urging is for, where
    several are involved; `more_days` how many days after the milestone's day, or after today if
    that is over, the extension is to end.
    """

    who: str
    kind: Kind
    ago: int
    text: str = ""
    state: State | None = None
    percent: int | None = None
    next_step: str = ""
    item: int | None = None
    milestone: int | None = None
    re: int | None = None
    bureau: str = ""
    proved: bool = False
    more_days: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The thread of one task."""

    plan: str
    task: str
    lines: tuple[Line, ...]


def _met(who: str, by: str, milestone: int, text: str, *, ago: int = 75) -> tuple[Line, ...]:
    """A milestone that is reported as met, with evidence, and confirmed."""
    return (
        _done(who, milestone, text, ago=ago),
        Line(by, Kind.CONFIRMATION, ago - 7, "材料齐全，确认完成。", re=0),
    )


def _done(who: str, milestone: int, text: str, *, ago: int) -> Line:
    return Line(who, Kind.REPORT, ago, text, State.DONE, 100, milestone=milestone, proved=True)


YANGQUAN = (
    Story("yangquan-2025", "2", (
        Line("yangquan-chengguan", Kind.REPORT, 64, "公共供水管网分区计量已完成六成。",
             State.IN_PROGRESS, 60, "第三季度完成其余小区的分区计量。", item=2),
        Line("yangquan", Kind.REPORT, 60, "节水型城市复查的台账已整理完毕。",
             State.IN_PROGRESS, 50, "组织自评。"),
        Line("shanxi", Kind.QUESTION, 41, "分区计量覆盖了哪些城区？", re=0),
        Line("yangquan-chengguan", Kind.ANSWER, 36, "城区和矿区，开发区明年安排。", re=2),
    )),
    Story("yangquan-2025", "3", (
        Line("yangquan-chengguan", Kind.REPORT, 90, "老旧小区改造的资金尚未下达，还没有开工。",
             State.NOT_STARTED, 0, item=4),
        Line("yangquan", Kind.URGING, 12, "请抓紧落实资金，月底前报告开工情况。", item=4,
             bureau="市城市管理局"),
    )),
    Story("yangquan-2025", "7", (
        _done("yangquan", 1, "主要河流断面水质均已达标。", ago=58),
        Line("shanxi", Kind.REJECTION, 50, "缺少第四季度的监测报告，请补充后再报。", re=0),
    )),
    Story("yangquan-2025", "13", (
        *_met("yangquan", "shanxi", 1, "刚性约束制度文件已印发，分区可用水量已下达。"),
        _done("yangquan", 2, "用水效率和效益的评估已完成。", ago=9),
    )),
    Story("yangquan-2025", "17", (
        Line("yangquan", Kind.REPORT, 21, "调水工程的用地审批未通过，工作暂停。", State.BLOCKED,
             20, "与自然资源部门协商用地。"),
    )),
)  # fmt: skip
TAIYUAN = (
    Story("taiyuan-2026", "5", (
        Line("taiyuan", Kind.REPORT, 33, "取用水用途管制办法已印发执行。", State.DONE, 100),
    )),
    Story("taiyuan-2026", "7", (
        Line("taiyuan-chengguan", Kind.REPORT, 45, "节水型小区和单位的创建正在进行。",
             State.IN_PROGRESS, 35, "年底前验收第一批。", item=16),
        Line("taiyuan", Kind.QUESTION, 15, "第一批有多少个小区？请附名单。", re=0),
    )),
    Story("taiyuan-2026", "12", _met(
        "taiyuan", "shanxi", 1, "各县（市、区）的幸福河湖均已通过验收。")),
    Story("taiyuan-2026", "18", (
        Line("taiyuan-chengguan", Kind.EXTENSION, 52, "三县（市）的自评估数据还在核对，需要延期。",
             milestone=1, more_days=180),
        Line("shanxi", Kind.GRANT, 48, "同意，请按新的日期完成。", re=0),
        Line("taiyuan", Kind.EXTENSION, 8, "批复须待自评估完成，申请顺延。",
             milestone=2, more_days=120),
    )),
)  # fmt: skip
CHANGZHI = (
    Story("changzhi-2025", "1", (
        _done("changzhi", 1, "刚性约束制度的各项文件已印发。", ago=27),
    )),
    Story("changzhi-2025", "7", (
        Line("changzhi", Kind.REPORT, 80, "生态修复项目正在招标，尚未开工。", State.NOT_STARTED, 0),
        Line("shanxi", Kind.URGING, 18, "节点已到期，请报告完成情况。", milestone=1),
    )),
    Story("changzhi-2025", "13", (
        Line("changzhi", Kind.REPORT, 40, "取水许可电子证照已换发八成。", State.IN_PROGRESS, 80),
    )),
)  # fmt: skip
JINCHENG = (
    Story("jincheng-2020", "1", _met("jincheng", "shanxi", 1, "节水政策和标准体系已建立。")),
    Story("jincheng-2020", "4", (
        Line("jincheng-nongye", Kind.REPORT, 30, "高效节水灌溉已建成七成。",
             State.IN_PROGRESS, 70, "秋收后继续施工。"),
        Line("jincheng", Kind.REPORT, 28, "灌区取水计量已配合安装。", State.IN_PROGRESS, 60),
    )),
    Story("jincheng-2020", "5", (
        Line("jincheng-nongye", Kind.EXTENSION, 55, "示范区验收推迟，申请延期。",
             milestone=1, more_days=365),
        Line("jincheng", Kind.REFUSAL, 49, "已逾期较久，不同意再延，请尽快完成。", re=0),
    )),
    Story("jincheng-2020", "8", (
        Line("jincheng", Kind.REPORT, 24, "部分企业缺少改造资金，水平衡测试未能开展。",
             State.BLOCKED, 40, "会同财政部门研究补助办法。", bureau="市工信局"),
    )),
    Story("jincheng-2020", "15", _met(
        "jincheng", "shanxi", 1, "地下水水位监测显示超采已得到遏制。", ago=70)),
    Story("jincheng-2020", "22", (
        _done("jincheng", 1, "取水口计量设施已安装。", ago=66),
        Line("shanxi", Kind.REJECTION, 61, "干支渠口门的名录不全，请补充。", re=0),
    )),
)  # fmt: skip
LIAOCHENG = (
    Story("liaocheng-2025", "1.2", (
        Line("liaocheng", Kind.REPORT, 38, "取水监测站点已全部建成联网。", State.DONE, 100),
    )),
    Story("liaocheng-2025", "2.1", (
        Line("liaocheng-chengguan", Kind.REPORT, 44, "再生水管网已铺设一半。",
             State.IN_PROGRESS, 50, "明年春季贯通。"),
        Line("shandong", Kind.QUESTION, 31, "贯通后供哪些用户？", re=0),
        Line("liaocheng-chengguan", Kind.ANSWER, 26, "先供园区企业和城区绿化。", re=1),
        Line("liaocheng", Kind.REPORT, 20, "“五水统筹”的配置方案已报市政府。",
             State.IN_PROGRESS, 80),
    )),
    Story("liaocheng-2025", "3.3", (
        Line("liaocheng-chengguan", Kind.REPORT, 35, "雨污合流管网还剩三段未改造。",
             State.IN_PROGRESS, 90, milestone=1),
        Line("liaocheng", Kind.URGING, 10, "请在汛期前完成剩余三段。", milestone=1,
             bureau="市城管局"),
    )),
    Story("liaocheng-2025", "5.3", (
        Line("liaocheng", Kind.REPORT, 17, "合同节水项目还没有合适的投资方。",
             State.NOT_STARTED, 0, item=2),
        Line("liaocheng", Kind.COMMENT, 14, "建议由省里统一组织推介。"),
    )),
)  # fmt: skip
STORIES = (*YANGQUAN, *TAIYUAN, *CHANGZHI, *JINCHENG, *LIAOCHENG)
