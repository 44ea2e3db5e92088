"""The vocabulary of plans and actuals: each word with its label in both languages."""

from enum import StrEnum

from common.enums import Word


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


class PriceBasis(StrEnum):
    """At which prices a value counts money: those of one year for all, or each year's own."""

    CONSTANT = "constant"
    CURRENT = "current"


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


class LimitBasis(Word):
    """Where the limit of a year comes from; the last two are the system's estimate."""

    STATED = "stated", "规划目标", "stated target"
    STANDING = "standing", "长期控制", "standing limit"
    INTERPOLATED = "interpolated", "插值估算", "interpolated"
    CARRIED = "carried", "沿用估算", "carried forward"
