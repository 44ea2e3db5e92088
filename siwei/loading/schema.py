"""The shape of a plan's YAML file (the guide for people: docs/transcribing.md)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from common.decimals import DIGITS, PLACES
from common.signs import is_blank
from indicators.plans.rules.enums import (
    CitationKind,
    Comparator,
    DepartmentRole,
    GoalKind,
    Nature,
    Origin,
    PlanStatus,
    TargetForm,
)
from tasks.rules.due_words import due_day

T = TypeVar("T")


def _no_blanks_around(text: str) -> str:
    if text != text.strip():
        raise PydanticCustomError("blanks", "%s", {"words": _("首尾有多余的空格或换行")})
    return text


def _some_words(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("empty", "%s", {"words": _("不能为空")})
    return text


def each_once(values: list[T]) -> list[T]:
    _refuse_repeated(values)
    return values


def _refuse_repeated(values: Sequence[object]) -> None:
    for i, value in enumerate(values):
        if value in values[:i]:
            words = _("“%s”写了两次") % value
            raise PydanticCustomError("repeated", "%s", {"words": words})


# The lengths are those of the database's columns: a test holds them together.
Words10 = Annotated[str, StringConstraints(max_length=10)]
Words20 = Annotated[str, StringConstraints(max_length=20)]
Words40 = Annotated[str, StringConstraints(max_length=40)]
Words60 = Annotated[str, StringConstraints(max_length=60)]
Words100 = Annotated[str, StringConstraints(max_length=100)]
Words120 = Annotated[str, StringConstraints(max_length=120)]
Words200 = Annotated[str, StringConstraints(max_length=200)]
Needed = AfterValidator(_some_words)
Text = Annotated[str, Needed]
Name = Annotated[Words60, Needed, AfterValidator(_no_blanks_around)]
RegionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z0-9]+)*-20[0-9]{2}$", max_length=50)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Count = Annotated[int, Field(ge=1, le=32767)]
Value = Annotated[Decimal, Field(max_digits=DIGITS, decimal_places=PLACES)]
Names = Annotated[list[Name], AfterValidator(each_once)]

# A word of an enumeration is written as text: an exception from `strict`.
Written = Field(strict=False)

UntrackedReason = Literal[
    "date",  # a date of the document, of a meeting, of a day of the year
    "document_number",  # 〔2019〕26号
    "name",  # part of a name: “3+1”, “十五五”
    "threshold",  # only limits the scope of a rule: 年取水量在1万立方米以上的
    "count",  # counts what exists or what the list itself enumerates: 4个大型灌区
    "description",  # describes, promises nothing
    "page",  # a page number or a mark of the scan
    "reference",  # refers to another paragraph or table
]


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PlanHead(Strict):
    slug: Slug
    region: RegionCode
    title: Annotated[Words200, Needed]
    doc_number: Words60 = ""
    issuer: Words100 = ""
    issued_on: date | None = None
    date_text: Words60 = ""
    status: Annotated[PlanStatus, Written]
    note: str = ""
    supersedes: Slug | None = None
    supersedes_on: date | None = None

    @model_validator(mode="after")
    def _supersedes_from_a_day(self) -> "PlanHead":
        if self.supersedes is None and self.supersedes_on is not None:
            words = _("写了 supersedes_on，却没有写代替哪个规划（supersedes）")
            raise PydanticCustomError("supersedes_nothing", "%s", {"words": words})
        if self.supersedes is not None and self.superseding_day is None:
            words = _("代替另一规划须写明从哪一天起（supersedes_on），或有 issued_on")
            raise PydanticCustomError("no_day", "%s", {"words": words})
        return self

    @property
    def superseding_day(self) -> date | None:
        """From which day the plan takes the place of another: that of its issue, unless it says."""
        return None if self.supersedes is None else self.supersedes_on or self.issued_on

    @model_validator(mode="after")
    def _issued_on_a_day(self) -> "PlanHead":
        if self.status is PlanStatus.ISSUED and self.issued_on is None:
            words = _("status 为 issued 的规划须有 issued_on；没有完整日期的写 undated")
            raise PydanticCustomError("no_date", "%s", {"words": words})
        return self


class DepartmentEntry(Strict):
    """`formerly`: names under which an earlier state of the files loaded the same department."""

    name: Name
    function: Text
    aliases: Names = []
    formerly: Names = []
    note: str = ""


class CitationEntry(Strict):
    """Where a value stands. `value` only where it differs from what the target adopts."""

    clause: Text
    quote: Text
    column: str = ""
    value: Value | None = None
    states: Annotated[CitationKind, Written] | None = None

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: object) -> object:
        return with_decimals(data, "value")


class DatedEntry(Strict):
    year: Year | None = None
    value: Value | None = None
    base_year: Year | None = None
    citations: Annotated[list[CitationEntry], Field(min_length=1)]
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: object) -> object:
        return with_decimals(data, "value")


class AmendedEntry(Strict):
    """Which target of an earlier document is replaced, or set: of the same region and indicator."""

    plan: Slug
    year: Year | None = None
    base_year: Year | None = None


class TargetEntry(DatedEntry):
    """`goal`: of a target without a year, whether it holds every year. `amends`: see the guide."""

    comparator: Annotated[Comparator, Written]
    goal: Literal["standing", "undated"] | None = None
    form: Annotated[TargetForm, Written] | None = None
    value_to: Value | None = None
    aim: Value | None = None
    counts_from: Year | None = None
    amends: AmendedEntry | None = None
    effective_on: date | None = None
    wording: Words200 = ""
    definition_note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers_too(cls, data: object) -> object:
        return with_decimals(data, "value_to", "aim")

    @property
    def goal_kind(self) -> GoalKind:
        """Of a number without a year: a limit of every year, unless the file says otherwise."""
        if self.year is not None:
            return GoalKind.BY_YEAR
        if self.goal is not None:
            return GoalKind(self.goal)
        return GoalKind.UNDATED if self.value is None else GoalKind.STANDING

    @property
    def target_form(self) -> TargetForm:
        return self.form or (TargetForm.VALUE if self.value_to is None else TargetForm.RANGE)

    @model_validator(mode="after")
    def _value_or_words(self) -> "TargetEntry":
        if self.value is None and is_blank(self.wording):
            words = _("没有数值的目标须写明 wording")
            raise PydanticCustomError("no_words", "%s", {"words": words})
        return self

    @model_validator(mode="after")
    def _amends_from_a_day(self) -> "TargetEntry":
        if self.amends is None and self.effective_on is not None:
            words = _("写了 effective_on，却没有写修订哪个目标（amends）")
            raise PydanticCustomError("amends_nothing", "%s", {"words": words})
        return self


class ReportedEntry(DatedEntry):
    """A value that the plan reports for a past year."""

    year: Year
    value: Value


class Responsible(Strict):
    lead: list[Name] = []
    participating: list[Name] = []
    shared: list[Name] = []

    @model_validator(mode="after")
    def _each_department_once(self) -> "Responsible":
        _refuse_repeated([name for name, _role in self.in_order()])
        return self

    def in_order(self) -> list[tuple[str, DepartmentRole]]:
        """(department, role) in the printed order: lead, participating, shared."""
        return [(name, role) for role in DepartmentRole for name in getattr(self, role)]


class IndicatorEntry(Strict):
    indicator: Text
    region: RegionCode | None = None
    serial: Words10 = ""
    name: Annotated[Words100, Needed]
    unit: Words10
    theme: Words40 = ""
    nature: Annotated[Nature, Written]
    origin: Annotated[Origin, Written]
    definition_note: str = ""
    note: str = ""
    departments: Responsible = Responsible()
    targets: list[TargetEntry] = []
    reported: list[ReportedEntry] = []


class ItemEntry(Strict):
    number: Count
    text: Text
    clause: Text


class AssignmentEntry(Responsible):
    clause: Text
    items: Annotated[list[int], AfterValidator(each_once)] = []


class MilestoneEntry(Strict):
    due_on: date | None = None
    due_text: Annotated[Words60, Needed]
    text: Text
    clause: Text
    quote: Text
    regions: Annotated[list[RegionCode], AfterValidator(each_once)] = []

    def due(self) -> date | None:
        """The last day of what the paper says: as written here, else as its words tell."""
        return self.due_on or due_day(self.due_text)


class GroupEntry(Strict):
    order: Count
    label: Annotated[Words120, Needed]


class TaskEntry(Strict):
    key: Annotated[Words20, StringConstraints(pattern=r"^[a-z0-9]+(\.[a-z0-9]+)*$")]
    group: GroupEntry
    number: Words20 = ""
    title: Annotated[Words120, Needed]
    clause: Text
    note: str = ""
    items: list[ItemEntry] = []
    assignments: list[AssignmentEntry] = []
    milestones: list[MilestoneEntry] = []


class UntrackedEntry(Strict):
    clause: Text
    quote: Text
    reason: UntrackedReason
    note: str = ""


def with_decimals(data: object, *names: str) -> object:
    """YAML reads 25 as an int; the values of these names are always Decimals."""
    if not isinstance(data, dict):
        return data
    return {
        name: Decimal(value) if name in names and type(value) is int else value
        for name, value in data.items()
    }
