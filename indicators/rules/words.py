"""The vocabulary of plans and actuals: each word with its label in both languages."""

from enum import StrEnum

from siwei.lib.bilingual import Bilingual


class Word(StrEnum):
    """A stored word with what people read for it."""

    _label: Bilingual

    def __new__(cls, value: str, zh: str = "", en: str = "") -> "Word":
        word = str.__new__(cls, value)
        word._value_ = value
        word._label = Bilingual(zh, en)
        return word

    @property
    def label(self) -> Bilingual:
        return self._label


class Direction(Word):
    """Whether less or more is good; `none` for an allocation or a count."""

    AT_MOST = "at_most", "上限", "at most"
    AT_LEAST = "at_least", "下限", "at least"
    NONE = "none", "不评", "not judged"


class Nature(Word):
    """指标属性, as the plan prints it."""

    CONSTRAINT = "constraint", "约束性", "binding"
    EXPECTED = "expected", "预期性", "expected"
    UNSTATED = "unstated", "未注明", "not stated"


class Comparator(Word):
    AT_MOST = "<=", "不超过", "at most"
    AT_LEAST = ">=", "不低于", "at least"
    EQUAL = "=", "等于", "equal to"


class Origin(Word):
    """Where a plan promises an indicator."""

    ANNEX = "annex", "附表", "annex"
    BODY = "body", "正文", "body"


class PlanStatus(Word):
    ISSUED = "issued", "已印发", "issued"
    DRAFT = "draft", "征求意见稿", "draft for comments"
    UNDATED = "undated", "日期不详", "undated"


class Theme(Word):
    TOTAL = "total", "总量与强度", "Total and intensity"
    CITY = "city", "以水定城定人", "City and people"
    LAND = "land", "以水定地", "Land"
    INDUSTRY = "industry", "以水定产", "Industry"
    ALLOCATION = "allocation", "水源配置", "Allocation of sources"


class DepartmentRole(Word):
    LEAD = "lead", "牵头", "lead"
    PARTICIPATING = "participating", "参与", "participating"
    SHARED = "shared", "按职责分工", "shared"


class ClauseKind(Word):
    """What a piece of a plan's text is on paper."""

    TITLE = "title", "标题", "title"
    FRONT = "front", "文件头尾", "front and back matter"
    SECTION = "section", "章", "section"
    SUBSECTION = "subsection", "节", "subsection"
    CLAUSE = "clause", "条", "clause"
    PARAGRAPH = "paragraph", "段", "paragraph"
    ANNEX = "annex", "附件", "annex"
    HEADER = "header", "表头", "table head"
    ROW = "row", "表行", "table row"
    NOTE = "note", "表注", "table note"


class CitationKind(Word):
    """What a quotation states of a target."""

    VALUE = "value", "数值", "value"
    BASE_YEAR = "base_year", "基期年", "base year"
    WORDS = "words", "文字", "words"


class ObsStatus(Word):
    """Whether there is a value, and if not, why. None of these is zero."""

    NORMAL = "normal", "正常", "normal"
    MISSING = "missing", "未填", "missing"
    NOT_AVAILABLE = "not_available", "尚未发布", "not yet available"
    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"

    @property
    def needs_reason(self) -> bool:
        """Whether the note has to say why there is no value."""
        return self in (ObsStatus.NOT_AVAILABLE, ObsStatus.NOT_APPLICABLE)


class ActualState(Word):
    DRAFT = "draft", "草稿", "draft"
    SUBMITTED = "submitted", "待审核", "submitted"
    RETURNED = "returned", "已退回", "returned"
    APPROVED = "approved", "已审核", "approved"
    REOPENED = "reopened", "更正中", "reopened"


class Action(Word):
    """What can happen to an actual; `load` is the system's own, from a plan."""

    SAVE = "save", "保存", "save"
    SUBMIT = "submit", "提交", "submit"
    WITHDRAW = "withdraw", "撤回", "withdraw"
    APPROVE = "approve", "通过", "approve"
    RETURN = "return", "退回", "return"
    REOPEN = "reopen", "退回更正", "reopen"
    ATTACH = "attach", "添加佐证", "attach evidence"
    DETACH = "detach", "移除佐证", "remove evidence"
    LOAD = "load", "由规划载入", "loaded from a plan"


class LimitBasis(Word):
    """Where the limit of a year comes from; the last two are the system's estimate."""

    STATED = "stated", "规划目标", "stated target"
    STANDING = "standing", "长期控制", "standing limit"
    INTERPOLATED = "interpolated", "插值估算", "interpolated"
    CARRIED = "carried", "沿用估算", "carried forward"


class ComparabilityLevel(Word):
    DIRECT = "direct", "可直接比较", "direct"
    REBASED = "rebased", "按年均换算", "rebased"
    DERIVED = "derived", "推算", "derived"
    CAVEAT = "caveat", "口径不同", "with a caveat"
    NONE = "none", "不可比", "not comparable"
