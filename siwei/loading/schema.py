"""The shape of a plan's YAML file (the guide for people: docs/transcribing.md)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1)]
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z0-9]+)*-\d{4}$")]
Year = Annotated[int, Field(ge=2000, le=2100)]

UNTRACKED_REASONS = (
    "date",  # a date of the document, of a meeting, of a day of the year
    "document_number",  # 〔2019〕26号
    "name",  # part of a name: “3+1”, “十五五”
    "threshold",  # only limits the scope of a rule: 年取水量在1万立方米以上的
    "count",  # counts what exists or what the list itself enumerates: 4个大型灌区
    "description",  # describes, promises nothing
    "page",  # a page number or a mark of the scan
    "reference",  # refers to another paragraph or table
)


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PlanHead(Strict):
    slug: Slug
    region: RegionCode
    title: Text
    doc_number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    date_text: str = ""
    status: Literal["issued", "draft", "undated"]
    note: str = ""


class DepartmentEntry(Strict):
    name: Text
    function: Text
    aliases: list[Text] = []
    note: str = ""


class CitationEntry(Strict):
    """Where a value stands. `value` only where it differs from what the target adopts."""

    clause: Text
    quote: Text
    column: str = ""
    value: Decimal | None = None
    states: Literal["value", "base_year", "words"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: object) -> object:
        return _with_decimals(data)


class Dated(Strict):
    year: Year | None = None
    value: Decimal | None = None
    base_year: Year | None = None
    citations: Annotated[list[CitationEntry], Field(min_length=1)]
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: object) -> object:
        return _with_decimals(data)


class TargetEntry(Dated):
    comparator: Literal["<=", ">=", "="]
    wording: str = ""


class ReportedEntry(Dated):
    """A value that the plan reports for a past year."""

    year: Year
    value: Decimal


class Responsible(Strict):
    lead: list[Text] = []
    participating: list[Text] = []
    shared: list[Text] = []

    def in_order(self) -> list[tuple[str, str]]:
        """(department, role) in the printed order: lead, participating, shared."""
        return [
            (name, role)
            for role in ("lead", "participating", "shared")
            for name in getattr(self, role)
        ]


class IndicatorEntry(Strict):
    indicator: Text
    region: RegionCode | None = None
    serial: str = ""
    name: Text
    unit: str
    theme: str = ""
    nature: Literal["constraint", "expected", "unstated"]
    origin: Literal["annex", "body"]
    definition_note: str = ""
    note: str = ""
    departments: Responsible = Responsible()
    targets: list[TargetEntry] = []
    reported: list[ReportedEntry] = []


class ItemEntry(Strict):
    number: Annotated[int, Field(ge=1)]
    text: Text
    clause: Text


class AssignmentEntry(Responsible):
    clause: Text
    items: list[int] = []


class MilestoneEntry(Strict):
    due_on: date | None = None
    due_text: Text
    text: Text
    clause: Text
    quote: Text
    regions: list[RegionCode] = []


class GroupEntry(Strict):
    order: Annotated[int, Field(ge=1)]
    label: Text


class TaskEntry(Strict):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(\.[a-z0-9]+)*$")]
    group: GroupEntry
    number: str = ""
    title: Text
    clause: Text
    note: str = ""
    items: list[ItemEntry] = []
    assignments: list[AssignmentEntry] = []
    milestones: list[MilestoneEntry] = []


class UntrackedEntry(Strict):
    clause: Text
    quote: Text
    reason: Literal[
        "date",
        "document_number",
        "name",
        "threshold",
        "count",
        "description",
        "page",
        "reference",
    ]
    note: str = ""


class PlanFile(Strict):
    plan: PlanHead
    departments: list[DepartmentEntry]
    indicators: list[IndicatorEntry]
    tasks: list[TaskEntry]
    untracked: list[UntrackedEntry] = []


class RegionEntry(Strict):
    code: RegionCode
    name: Text
    name_en: Text
    level: Literal["province", "city", "county"]
    parent: RegionCode | None = None


class CatalogueEntry(Strict):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*[a-z]$")]
    name: Text
    name_en: Text
    unit: Text
    direction: Literal["at_most", "at_least", "none"]
    theme: Literal["total", "city", "land", "industry", "allocation"]
    level_of: str | None = None
    definition: str = ""
    definition_en: str = ""


def _with_decimals(data: object) -> object:
    """YAML reads 25 as an int; a value is always a Decimal."""
    if isinstance(data, dict) and type(data.get("value")) is int:
        return {**data, "value": Decimal(data["value"])}
    return data
