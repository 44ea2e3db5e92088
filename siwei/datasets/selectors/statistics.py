"""Data sets as observations, with the names of all that they are coded by."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from common.labels import label, options
from common.language import in_both, is_english, local_name
from common.snapshots import snapshot
from departments.models import Region
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.models import Indicator, Plan, Unit
from indicators.plans.rules.enums import Comparator, GoalKind, Nature, TargetForm
from indicators.plans.rules.units import UnknownUnitError
from indicators.plans.selectors.units import unit_table
from siwei.datasets.rules.codes import COMPARATORS, ChangeUnit, SdmxStatus, unit_codes
from siwei.datasets.rules.cubes import Cube
from siwei.datasets.rules.designs import DESIGNS, NONE, Design, Lists
from siwei.datasets.rules.jsonstat import CubeLabels
from siwei.datasets.rules.observations import READERS, Observation, Row
from siwei.datasets.rules.structures import Code, Names, Vocabulary
from siwei.datasets.selectors.sets import SETS, OpenSet
from siwei.datasets.wording import statistics as wording


@dataclass(frozen=True, slots=True)
class UnitCodes:
    """The units by their codes. `codes` by symbol, `names` (Chinese, English) by code, and
    `usual` what the catalogue has for each indicator."""

    codes: Mapping[str, str]
    names: Mapping[str, tuple[str, str]]
    usual: Mapping[str, str]


def read_units() -> UnitCodes:
    """Two queries."""
    rows = list(Unit.objects.values_list("symbol", "name", "name_en"))
    codes = unit_codes((symbol, en) for symbol, _zh, en in rows)
    names = {codes[symbol]: (zh, en) for symbol, zh, en in rows}
    usual = Indicator.objects.values_list("code", "unit_id")
    return UnitCodes(codes, names, {indicator: codes[symbol] for indicator, symbol in usual})


def observations(
    opened: OpenSet, units: UnitCodes | None = None
) -> Generator[Observation, None, None]:
    """Every row of the set, in its order. `units` are read where they aren't given."""
    names = [one.name for one in opened.columns]
    read = READERS[opened.name]
    with snapshot(), closing(opened.rows()) as rows:
        unit_of = _unit_reader(opened, units or read_units())
        for cells in rows:
            row = dict(zip(names, cells, strict=True))
            yield read(row, unit_of(row))


def _unit_reader(opened: OpenSet, units: UnitCodes) -> Callable[[Row], str]:
    """Finds the code of a row's unit: an actual names it, a target as its plan prints it."""
    if opened.name == "actuals":
        return lambda row: units.codes[row["unit"]]
    table = unit_table()

    def printed(row: Row) -> str:
        words, usual = row["printed_unit"], units.usual[row["indicator"]]
        if row["value"] is None and not words:
            return usual
        try:
            return units.codes[table.parse_printed(words).symbol]
        except UnknownUnitError:  # its spelling was taken out of the table
            return usual

    return printed


def cube_labels(opened: OpenSet, cube: Cube, units: UnitCodes) -> CubeLabels:
    """What people read in a cube, in the active language. At most three queries."""
    design = DESIGNS[opened.name]
    return CubeLabels(
        title=str(opened.data_set.title),
        source=wording.source_of_cube(),
        dimensions={one.name: str(wording.CONCEPTS[one.id]) for one in design.components()},
        categories={name: _labels(name, list(codes)) for name, codes in cube.codes.items()},
        units=_unit_labels(units),
        statuses=dict(options(ObsStatus)),
        states=dict(options(ActualState)),
    )


def _labels(dimension: str, codes: Sequence[str]) -> Mapping[str, str]:
    match dimension:
        case "region":
            return {row.code: local_name(row) for row in Region.objects.filter(code__in=codes)}
        case "indicator":
            known = [code.partition(".")[0] for code in codes]
            return {row.code: local_name(row) for row in Indicator.objects.filter(code__in=known)}
        case "plan":
            plans = Plan.objects.filter(slug__in=codes)
            return dict(plans.values_list("slug", "title"))
        case "form":
            return dict(options(TargetForm))
    return {NONE: str(wording.NO_CODE)} | dict(options(GoalKind))


def _unit_labels(units: UnitCodes) -> dict[str, str]:
    named = {code: _names(zh, en).own for code, (zh, en) in units.names.items()}
    return {one.value: label(one) for one in ChangeUnit} | named


def vocabulary() -> Vocabulary:
    """What the structures of SDMX are called in both languages; a list is read when asked for."""
    return Vocabulary(
        flows=dict(
            zip(
                (design.id for design in DESIGNS.values()),
                _in_both([SETS[name].title for name in DESIGNS]),
                strict=True,
            )
        ),
        concepts=dict(
            zip(wording.CONCEPTS, _in_both(list(wording.CONCEPTS.values())), strict=True)
        ),
        scheme=_in_both([wording.SCHEME])[0],
        codes=lambda codes: _CODES[codes](),
    )


def name_of_flow(design: Design) -> Names:
    return vocabulary().flows[design.id]


def _in_both(texts: Sequence[object]) -> list[Names]:
    """Each text, which is looked up when it is read, in both languages."""
    return [_names(zh, en) for zh, en in in_both(str, list(texts))]


def _names(zh: str, en: str) -> Names:
    en = en or zh
    return Names(zh, en, en if is_english() else zh)


def _areas() -> list[Code]:
    rows = Region.objects.values_list("code", "name", "name_en", "parent_id")
    return [Code(code, _names(zh, en), parent) for code, zh, en, parent in rows]


def _indicators() -> list[Code]:
    rows = Indicator.objects.values_list("code", "name", "name_en")
    return [Code(code, _names(zh, en)) for code, zh, en in rows]


def _units() -> list[Code]:
    named = read_units().names
    listed = [Code(code, _names(zh, en)) for code, (zh, en) in named.items()]
    # Percentage points may be a unit of the table, too.
    return [*listed, *(one for one in _words(ChangeUnit)() if one.id not in named)]


def _plans() -> list[Code]:
    rows = Plan.objects.order_by("slug").values_list("slug", "title")
    return [Code(slug, _names(title, title)) for slug, title in rows]


def _comparators() -> list[Code]:
    return [Code(COMPARATORS[Comparator(one.id)], one.names) for one in _words(Comparator)()]


def _words(words: type[StrEnum]) -> Callable[[], list[Code]]:
    """The members of an enumeration as codes."""

    def listed() -> list[Code]:
        members = list(words)
        names = [_names(zh, en) for zh, en in in_both(label, members)]
        return [Code(one.value, name) for one, name in zip(members, names, strict=True)]

    return listed


_CODES: Mapping[Lists, Callable[[], list[Code]]] = {
    Lists.AREA: _areas,
    Lists.INDICATOR: _indicators,
    Lists.UNIT: _units,
    Lists.PLAN: _plans,
    Lists.OBS_STATUS: _words(SdmxStatus),
    Lists.REVIEW_STATE: _words(ActualState),
    Lists.FORM: _words(TargetForm),
    Lists.COMPARATOR: _comparators,
    Lists.NATURE: _words(Nature),
}
