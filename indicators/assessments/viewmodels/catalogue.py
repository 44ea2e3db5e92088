"""The catalogue as pages show it: by theme, what is promised first, and what each entry says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.labels import label
from common.language import local_name
from indicators.plans.rules.enums import Theme

if TYPE_CHECKING:
    from indicators.plans.models import Indicator


@dataclass(frozen=True, slots=True)
class WholeOrPart:
    """One way to divide an indicator, with its parts, or a whole that it is a part of.

    `complete`: the parts are all of it.
    """

    indicators: list[Indicator]
    complete: bool


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What the catalogue says of the values of an indicator, beside unit and direction.

    It is of `indicators.plans.selectors.plans.catalogue_with_parts`.
    """

    indicator: Indicator

    @property
    def divisions(self) -> list[WholeOrPart]:
        return [
            WholeOrPart([one.part for one in division.parts.all()], division.complete)
            for division in self.indicator.divisions.all()
        ]

    @property
    def wholes(self) -> list[WholeOrPart]:
        return [
            WholeOrPart([one.division.whole], one.division.complete)
            for one in self.indicator.part_of.all()
        ]

    @property
    def prices(self) -> str:
        """At which prices it counts; empty where there is no money in it."""
        basis = self.indicator.prices_or_none
        return label(basis) if basis else ""

    @property
    def kinds(self) -> str:
        """What kind of number it is, where that is anything particular."""
        one = self.indicator
        said = (
            (one.is_intensity, _("强度，与城市大小无关")),
            (one.whole_numbers, _("只取整数")),
            (one.cumulative, _("逐年累计")),
            (one.may_be_negative, _("可以为负")),
        )
        return _("、").join(words for holds, words in said if holds)

    @property
    def per(self) -> str:
        """The unit by which it is divided, where its own doesn't say it."""
        return local_name(self.indicator.per) if self.indicator.per else ""


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """The indicators of one theme. `promised`: how many of them somebody promises."""

    label: str
    rows: list[IndicatorFacts]
    promised: int

    @property
    def total(self) -> int:
        return len(self.rows)


def by_theme(indicators: Iterable[Indicator], *, promised_first: bool = True) -> list[ThemeGroup]:
    """The catalogue under its themes, in each as it comes or what is promised first; `indicators`
    have their `promise_count`."""
    found: dict[str, list[Indicator]] = {theme.value: [] for theme in Theme}
    for one in indicators:
        found[one.theme].append(one)
    return [_group(Theme(theme), those, promised_first) for theme, those in found.items() if those]


def _group(theme: Theme, indicators: list[Indicator], promised_first: bool) -> ThemeGroup:
    promised = [one for one in indicators if one.promise_count]  # type: ignore[attr-defined]
    others = [one for one in indicators if one not in promised]
    shown = [*promised, *others] if promised_first else indicators
    rows = [IndicatorFacts(one) for one in shown]
    return ThemeGroup(label(theme), rows, len(promised))
