"""The vocabulary of plans and actuals: each word as it is stored."""

from enum import StrEnum


class Direction(StrEnum):
    """Whether less or more is good; `none` for an allocation or a count."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    NONE = "none"


class Nature(StrEnum):
    """指标属性, as the plan prints it."""

    CONSTRAINT = "constraint"
    EXPECTED = "expected"
    UNSTATED = "unstated"


class Comparator(StrEnum):
    AT_MOST = "<="
    AT_LEAST = ">="
    EQUAL = "="


class GoalKind(StrEnum):
    """目标形式: whether a target holds for one year, for every year, or names no year at all."""

    BY_YEAR = "by_year"
    STANDING = "standing"
    UNDATED = "undated"


class TargetForm(StrEnum):
    """What the number of a target says: a value, one end of a range, a change, …

    `per_year` and `points` say a change against the base year: how much a year, in per cent, and
    how many percentage points in all. `set_elsewhere` has no number until another document sets
    one. An `increment` is what is added from a year on, never a stock.
    """

    VALUE = "value"
    RANGE = "range"
    PER_YEAR = "per_year"
    POINTS = "points"
    ABOUT = "about"
    SET_ELSEWHERE = "set_elsewhere"
    INCREMENT = "increment"


class BreakKind(StrEnum):
    """口径变动: why the values of an indicator before a year can't be held against those after."""

    METHOD = "method"
    PRICE_BASIS = "price_basis"
    REVISED_BASE = "revised_base"


class Origin(StrEnum):
    """Where a plan promises an indicator."""

    ANNEX = "annex"
    BODY = "body"


class PlanStatus(StrEnum):
    ISSUED = "issued"
    DRAFT = "draft"
    UNDATED = "undated"


class Theme(StrEnum):
    TOTAL = "total"
    CITY = "city"
    LAND = "land"
    INDUSTRY = "industry"
    ALLOCATION = "allocation"


class PriceBasis(StrEnum):
    """At which prices a value counts money: those of one year for all, or each year's own."""

    CONSTANT = "constant"
    CURRENT = "current"


class DepartmentRole(StrEnum):
    LEAD = "lead"
    PARTICIPATING = "participating"
    SHARED = "shared"


class ClauseKind(StrEnum):
    """What a piece of a plan's text is on paper."""

    TITLE = "title"
    FRONT = "front"
    SECTION = "section"
    SUBSECTION = "subsection"
    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    ANNEX = "annex"
    HEADER = "header"
    ROW = "row"
    NOTE = "note"


class CitationKind(StrEnum):
    """What a quotation states of a target."""

    VALUE = "value"
    BASE_YEAR = "base_year"
    WORDS = "words"


class LimitBasis(StrEnum):
    """Where the limit of a year comes from; the last two are the system's estimate."""

    STATED = "stated"
    STANDING = "standing"
    INTERPOLATED = "interpolated"
    CARRIED = "carried"
