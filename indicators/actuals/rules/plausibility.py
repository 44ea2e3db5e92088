"""Is a value plausible: errors that block, warnings that ask for an explanation.

The table of checks is in `findings`; here are the parameters that differ by indicator, the
sums and parts that belong together, and the checks themselves. A check whose neighbours are
missing doesn't run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from common.bilingual import Bilingual
from indicators.actuals.rules.findings import CHECKS, Finding, finding
from indicators.actuals.rules.typed import read_value
from indicators.plans.rules.enums import Nature
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.units import UNITS, UnknownUnitError, parse_unit
from indicators.plans.rules.wording import amount, difference, percent, rounded, sign_of, unit_name


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole and its parts, by indicator, all of one unit. A part can't exceed the whole.

    `complete`: the parts are all of it, so that they must add up.
    """

    whole: str
    parts: tuple[str, ...]
    complete: bool = False


WHOLES: tuple[Whole, ...] = (
    Whole(
        "total_water_use",
        ("surface_water_abstraction", "groundwater_use", "nonconventional_water_use"),
        complete=True,
    ),
    Whole("total_water_use", ("agricultural_water_use",)),
    Whole(
        "trunk_river_water_use",
        ("water_from_yellow_river", "water_from_hutuo_river", "water_from_fen_river"),
        complete=True,
    ),
    Whole("groundwater_use", ("groundwater_public_supply", "groundwater_counties"), complete=True),
)

# Where an indicator moves more slowly, or may move more, than the check allows by itself.
# None: the check doesn't apply.
PARAMETERS: dict[tuple[str, str], dict[str, Decimal] | None] = {
    ("urban_development_boundary", "year_on_year"): {"share": Decimal("0.02")},
    ("irrigation_efficiency", "year_on_year"): {"share": Decimal("0.05")},
    ("groundwater_level", "negative"): None,
    ("nonconventional_share_increase", "negative"): None,
}

# Only shares and intensities are alike from city to city; totals follow its size.
_ALIKE = frozenset({"%", "1"})


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a value; whatever is missing is left empty.

    Everything is in the catalogue's unit, `unit`. `previous`: last year's value. `same_year`:
    other indicators of the same region and year, by code; `names`: what they are called.
    `peers`: the same indicator and year in other cities. `derived`: the reduction computed
    from the levels (`rates.derived_reduction`).
    """

    indicator: str
    unit: str
    is_reduction: bool = False
    previous: Decimal | None = None
    same_year: Mapping[str, Decimal] = field(default_factory=dict)
    names: Mapping[str, Bilingual] = field(default_factory=dict)
    peers: Sequence[Decimal] = ()
    derived: Decimal | None = None
    limit: Limit | None = None
    nature: Nature = Nature.UNSTATED


def run_checks(value: str | Decimal, context: Context) -> list[Finding]:
    """Every finding on `value`, errors first; a typed text is read first (`typed.read_value`).

    After an error no warning is looked for. Empty where all is well.
    """
    try:
        parse_unit(context.unit)
    except UnknownUnitError:
        return [finding("unknown_unit", typed=context.unit, unit="、".join(UNITS))]
    read = read_value(value, context.unit) if isinstance(value, str) else value
    if isinstance(read, Finding):
        return [read]
    if not read.is_finite():
        return [finding("not_a_number", typed=str(read))]
    errors = [found for check in _ERRORS for found in check(read, context)]
    if errors:
        return errors
    warnings = [found for check in _WARNINGS for found in check(read, context)]
    if any(found.code == "wrong_magnitude" for found in warnings):
        # One cause, one question: a wrong unit explains every other difference in size.
        return [found for found in warnings if found.code == "wrong_magnitude"]
    return warnings


def modified_z_score(value: Decimal, peers: Sequence[Decimal]) -> Decimal | None:
    """0.6745 · (x − median) / MAD (Iglewicz and Hoaglin 1993); None where MAD is 0.

    Unlike the plain z-score it isn't bounded by the number of values, and no single outlier
    can hide itself.
    """
    if not peers:
        return None
    middle = median(peers)
    spread = median([abs(peer - middle) for peer in peers])
    return None if spread == 0 else Decimal("0.6745") * (value - middle) / spread


def parameters(code: str, indicator: str) -> dict[str, Decimal] | None:
    """The parameters of a check for an indicator; None where it doesn't apply."""
    own = PARAMETERS.get((indicator, code), {})
    return None if own is None else CHECKS[code].parameters | own


Rule = Callable[[Decimal, Context], Iterator[Finding]]


def _negative(value: Decimal, context: Context) -> Iterator[Finding]:
    # A reduction below zero is a rise: bad news, but possible.
    if value < 0 and not context.is_reduction and _applies("negative", context):
        yield finding("negative")


def _bounds(value: Decimal, context: Context) -> Iterator[Finding]:
    symbol = parse_unit(context.unit).symbol
    if symbol == "%" and value > 100:
        yield finding("over_100")
    if symbol == "1" and value > 1:
        yield finding("coefficient_over_1")


def _magnitude(value: Decimal, context: Context) -> Iterator[Finding]:
    reference = context.previous or (context.limit.value if context.limit else None)
    if not reference or not value or (value < 0) != (reference < 0):
        return
    own = parameters("wrong_magnitude", context.indicator)
    if own is None or parse_unit(context.unit).dimension == "ratio":
        return
    times = value / reference
    far = times if times >= 1 else 1 / times
    if own["factor"] / own["slack"] <= far <= own["factor"] * own["slack"]:
        text = rounded(times, 0) if times >= 1 else Decimal(f"{times:.1g}")
        yield finding(
            "wrong_magnitude",
            reference=amount(reference, context.unit),
            times=text,
            unit=unit_name(context.unit),
        )


def _year_on_year(value: Decimal, context: Context) -> Iterator[Finding]:
    own = parameters("year_on_year", context.indicator)
    if own is None or not context.previous or context.is_reduction:
        return
    if parse_unit(context.unit).dimension == "count":
        return  # three plants after two is no surprise
    change = (value - context.previous) / abs(context.previous)
    if abs(change) > own["share"]:
        sign = sign_of(change)
        share = sign + percent(abs(change))
        size = difference(abs(value - context.previous), context.unit)
        yield finding(
            "year_on_year",
            previous=amount(context.previous, context.unit),
            change=Bilingual(f"{sign}{size.zh}（{share}）", f"{sign}{size.en} ({share})"),
            most=percent(own["share"], 0),
        )


def _wholes(value: Decimal, context: Context) -> Iterator[Finding]:
    values = {**context.same_year, context.indicator: value}
    for group in WHOLES:
        members = (group.whole, *group.parts)
        if context.indicator not in members or group.whole not in values:
            continue
        whole = values[group.whole]
        known = [part for part in group.parts if part in values]
        above = [part for part in known if values[part] > whole]
        for part in above:
            if context.indicator in {part, group.whole}:
                yield _part_above(part, group.whole, values, context)
        if group.complete and not above and len(known) == len(group.parts):
            yield from _sum(group, values, context)


def _part_above(part: str, whole: str, values: Mapping[str, Decimal], context: Context) -> Finding:
    words = {
        "part": amount(values[part], context.unit),
        "whole": amount(values[whole], context.unit),
    }
    if (part, whole) == ("groundwater_use", "total_water_use"):
        return finding("groundwater_above_total", **words)
    names = {"part_name": _name(part, context), "whole_name": _name(whole, context)}
    return finding("part_above_whole", **words, **names)


def _sum(group: Whole, values: Mapping[str, Decimal], context: Context) -> Iterator[Finding]:
    own = parameters("sum_differs", group.whole)
    whole = values[group.whole]
    total = sum((values[part] for part in group.parts), Decimal(0))
    if own is None or abs(total - whole) <= own["share"] * abs(whole):
        return
    unit = context.unit
    parts = [(_name(part, context), amount(values[part], unit)) for part in group.parts]
    yield finding(
        "sum_differs",
        sum=amount(total, unit),
        whole=amount(whole, unit),
        whole_name=_name(group.whole, context),
        difference=difference(abs(total - whole), unit),
        parts=Bilingual(
            "，".join(f"{name.zh}{text.zh}" for name, text in parts),
            ", ".join(f"{name.en} {text.en}" for name, text in parts),
        ),
    )


def _derived(value: Decimal, context: Context) -> Iterator[Finding]:
    own = parameters("reduction_disagrees", context.indicator)
    if own is None or context.derived is None or not context.is_reduction:
        return
    gap = abs(value - context.derived)
    if gap > own["points"]:
        derived = f"{rounded(context.derived, 2)}%"
        yield finding("reduction_disagrees", derived=derived, difference=rounded(gap, 2))


def _peers(value: Decimal, context: Context) -> Iterator[Finding]:
    own = parameters("far_from_peers", context.indicator)
    alike = context.unit in _ALIKE or context.indicator.endswith("_intensity")
    if own is None or not alike or len(context.peers) < own["cities"]:
        return
    score = modified_z_score(value, context.peers)
    if score is not None and abs(score) > own["score"]:
        middle = amount(median(context.peers), context.unit)
        yield finding("far_from_peers", count=len(context.peers), median=middle)


def _red_line(value: Decimal, context: Context) -> Iterator[Finding]:
    limit = context.limit
    if limit is None or limit.is_estimate or context.nature is not Nature.CONSTRAINT:
        return
    if limit.headroom(value) < 0:
        crossed = ("突破", "Breaches") if limit.is_ceiling else ("低于", "Falls short of")
        yield finding(
            "red_line_crossed",
            crossed=Bilingual(*crossed),
            limit=amount(limit.value, context.unit),
        )


_ERRORS: tuple[Rule, ...] = (_negative, _bounds)
_WARNINGS: tuple[Rule, ...] = (_magnitude, _year_on_year, _wholes, _derived, _peers, _red_line)


def _applies(code: str, context: Context) -> bool:
    return parameters(code, context.indicator) is not None


def _name(code: str, context: Context) -> Bilingual:
    return context.names.get(code) or Bilingual(code, code)
