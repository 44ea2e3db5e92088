"""The shape of a block `tables` of a plan's YAML file: one table, every cell a promise."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from indicators.plans.rules.enums import Comparator, Nature, Origin, TargetForm
from siwei.loading.schema import (
    CitationEntry,
    Needed,
    RegionCode,
    Responsible,
    Slug,
    Strict,
    Text,
    Value,
    Words10,
    Words40,
    Words100,
    Words200,
    Written,
    Year,
    each_once,
    with_decimals,
)

EMPTY = ("", "—", "－", "-", "/")
_REGION_DIGITS = 6


class CellsOf(Strict):
    """What the cells of a row, or of a column, are about. A row and a column make a whole."""

    region: RegionCode | None = None
    indicator: Text | None = None
    year: Year | None = None
    base_year: Year | None = None
    goal: Literal["standing", "undated"] | None = None
    reported: bool = False


class TableRow(CellsOf):
    """A row. In short a region's code, an indicator's code or a year, as it is."""

    serial: Words10 = ""
    note: str = ""
    departments: Responsible | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_short(cls, data: object) -> object:
        if isinstance(data, str):
            is_region = len(data) == _REGION_DIGITS and data.isdigit()
            return {"region" if is_region else "indicator": data}
        if type(data) is int and len(str(data)) == _REGION_DIGITS:
            words = _('行政区代码要加引号："%s"') % data
            raise PydanticCustomError("unquoted", "%s", {"words": words})
        return {"year": data} if type(data) is int else data


class TableColumn(CellsOf):
    """`column`: its head as printed; `用水总量/2025年` where the head has two rows."""

    column: Text


class TableIndicator(Strict):
    """What all cells of an indicator share. `comparator`: by the catalogue's direction if none."""

    name: Annotated[Words100, Needed]
    unit: Words10
    theme: Words40 = ""
    nature: Annotated[Nature, Written]
    comparator: Annotated[Comparator, Written] | None = None
    form: Annotated[TargetForm, Written] | None = None
    counts_from: Year | None = None
    definition_note: str = ""
    note: str = ""
    departments: Responsible | None = None


class TableCell(Strict):
    """What one cell says beyond its number, or says otherwise than with a number alone."""

    row: Text
    column: Text
    value: Value | None = None
    value_to: Value | None = None
    aim: Value | None = None
    form: Annotated[TargetForm, Written] | None = None
    comparator: Annotated[Comparator, Written] | None = None
    wording: Words200 = ""
    definition_note: str = ""
    note: str = ""
    citations: list[CitationEntry] = []

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: object) -> object:
        return with_decimals(data, "value", "value_to", "aim")


class TableEntry(Strict):
    """A table. `empty`: how a cell that promises nothing is printed.

    `departments_in`: the clause that names the departments, where the rows don't. `amends`: the
    plan whose targets for the same years the whole table replaces, or sets.
    """

    head: Text
    rows: Annotated[dict[str, TableRow], Field(min_length=1)]
    columns: Annotated[list[TableColumn], Field(min_length=1)]
    indicators: Annotated[dict[str, TableIndicator], Field(min_length=1)]
    origin: Annotated[Origin, Written] = Origin.ANNEX
    departments: Responsible = Responsible()
    departments_in: Text | None = None
    empty: Annotated[list[str], AfterValidator(each_once)] = list(EMPTY)
    amends: Slug | None = None
    effective_on: date | None = None
    cells: list[TableCell] = []

    @model_validator(mode="before")
    @classmethod
    def _one_way_to_be_empty(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("empty"), str):
            return data | {"empty": [data["empty"]]}
        return data

    @model_validator(mode="after")
    def _columns_once(self) -> "TableEntry":
        names = [one.column for one in self.columns]
        for name in names:
            if names.count(name) > 1:
                words = _("“%s”写了两次") % name
                raise PydanticCustomError("repeated", "%s", {"words": words})
        return self
