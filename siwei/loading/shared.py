"""The shape of what plans share: regions, units, kinds of department, the catalogue, breaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from common.decimals import DIGITS
from departments.rules.regions import RegionPlace
from departments.rules.roles import RegionLevel, SuccessionKind
from departments.rules.successions import Succession, SuccessionRegion, Validity
from indicators.plans.rules.enums import BreakKind, Direction, PriceBasis, Theme
from indicators.plans.rules.units import UnitData, UnitTable
from siwei.loading.schema import (
    Needed,
    RegionCode,
    Strict,
    Text,
    Value,
    Words10,
    Words20,
    Words40,
    Words60,
    Words120,
    Words200,
    Written,
    Year,
    each_once,
    with_decimals,
)
from siwei.loading.yaml_source import Source

REGIONS, UNITS = "regions.yaml", "units.yaml"
FUNCTIONS, CATALOGUE = "functions.yaml", "catalogue.yaml"
BREAKS = "breaks.yaml"

Factor = Annotated[Decimal, Field(gt=0, max_digits=DIGITS, decimal_places=8)]
ShareOfOne = Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=4)]
Tolerance = Annotated[Decimal, Field(gt=0, lt=1, max_digits=6, decimal_places=4)]
Codes = Annotated[list[str], AfterValidator(each_once)]


class SuccessionEntry(Strict):
    """What a region became on a day."""

    code: RegionCode
    kind: Annotated[SuccessionKind, Written]
    on: date
    note: str = ""


class RegionEntry(Strict):
    code: RegionCode
    name: Annotated[Words40, Needed]
    name_en: Annotated[Words60, Needed]
    level: Annotated[RegionLevel, Written]
    parent: RegionCode | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    became: list[SuccessionEntry] = []

    @property
    def successions(self) -> list[Succession]:
        return [Succession(self.code, one.code, one.kind, one.on) for one in self.became]

    @property
    def for_succession(self) -> SuccessionRegion:
        return SuccessionRegion(self.level, Validity(self.valid_from, self.valid_to))

    @property
    def place(self) -> RegionPlace:
        return RegionPlace(self.code, self.level)


class UnitEntry(Strict):
    """`printed`: how plans print the unit otherwise; `typed`: how people write it."""

    symbol: Annotated[Words10, Needed]
    dimension: Annotated[Words20, Needed]
    factor: Factor
    name: Annotated[Words20, Needed]
    name_en: Annotated[Words40, Needed]
    highest: Value | None = None
    is_share: bool = False
    is_count: bool = False
    in_points: bool = False
    is_bare: bool = False
    printed: Annotated[list[Words20], AfterValidator(each_once)] = []
    typed: Annotated[list[Words20], AfterValidator(each_once)] = []

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: object) -> object:
        return with_decimals(data, "factor", "highest")

    @property
    def code(self) -> str:
        return self.symbol

    @property
    def rule(self) -> UnitData:
        """The unit as the rules know it."""
        return UnitData(
            self.symbol,
            self.dimension,
            self.factor.normalize(),
            self.name,
            self.name_en,
            self.highest,
            self.is_share,
            self.is_count,
            self.in_points,
            self.is_bare,
        )


class FunctionEntry(Strict):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=30)]
    name: Annotated[Words40, Needed]
    name_en: Annotated[Words60, Needed]
    enters_every_indicator: bool = False


class DivisionEntry(Strict):
    """One way to divide an indicator. `complete`: its parts are all of it."""

    code: Annotated[Words20, Needed]
    parts: Annotated[Codes, Field(min_length=1)]
    complete: bool = False


class CatalogueEntry(Strict):
    code: Annotated[Words60, StringConstraints(pattern=r"^[a-z][a-z_]*[a-z]$")]
    name: Annotated[Words60, Needed]
    name_en: Annotated[Words120, Needed]
    unit: Text
    direction: Annotated[Direction, Written]
    theme: Annotated[Theme, Written]
    level_of: str | None = None
    definition: Text
    definition_en: Text
    definition_source: Annotated[Words200, Needed]
    increment_of: str | None = None
    basin: Words20 = ""
    is_intensity: bool = False
    may_be_negative: bool = False
    whole_numbers: bool = False
    cumulative: bool = False
    per: Text | None = None
    smallest: Value | None = None
    largest: Value | None = None
    slips: Annotated[list[Text], AfterValidator(each_once)] = []
    yearly_change: ShareOfOne | None = None
    tolerance: Tolerance | None = None
    price_basis: Annotated[PriceBasis, Written] | None = None
    divisions: list[DivisionEntry] = []

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: object) -> object:
        return with_decimals(data, "smallest", "largest", "yearly_change", "tolerance")


class BreakEntry(Strict):
    """A year from which an indicator is counted differently, in one region or in all."""

    indicator: Text
    region: RegionCode | None = None
    year: Year
    kind: Annotated[BreakKind, Written]
    note: Annotated[str, Needed]
    note_en: Annotated[str, Needed]
    source: Annotated[Words200, Needed]

    @property
    def code(self) -> str:
        """What it is known by, for there may be one for each indicator, region and year."""
        return " ".join(filter(None, (self.indicator, self.region, str(self.year))))


@dataclass(frozen=True, slots=True)
class Shared:
    """What plans share, by code, in the order of the files. `sources`: the files by name.

    `is_whole`: no file was refused as a whole, so what isn't here isn't anywhere.
    """

    regions: Mapping[str, RegionEntry]
    units: Mapping[str, UnitEntry]
    functions: Mapping[str, FunctionEntry]
    catalogue: Mapping[str, CatalogueEntry]
    breaks: Mapping[str, BreakEntry]
    sources: Mapping[str, Source]
    is_whole: bool = True

    @property
    def unit_table(self) -> UnitTable:
        return table_of(self.units)


def table_of(units: Mapping[str, UnitEntry]) -> UnitTable:
    """The units of the file as the rules want them."""
    return UnitTable(
        {symbol: entry.rule for symbol, entry in units.items()},
        {text: symbol for symbol, entry in units.items() for text in entry.printed},
        {text: symbol for symbol, entry in units.items() for text in entry.typed},
    )
