"""Finds the region and the indicator that the cells of a row name: one, or none for sure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.actuals.rules.row_names import NameIndex, plain_name

_LONGEST = 40  # of a name that may begin with the regions above
_SHORTEST = 3  # of a name as short as that the last character isn't left out
_LEVELS = 4  # 省, 市, 县, and a zone within

IsThere = Callable[[str, int], bool]


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region with what it is called, and the codes of itself and all above it."""

    code: str
    names: Collection[str]
    ancestors: Collection[str]


@dataclass(slots=True)
class RegionIndex:
    """Regions by code and name, also without 市 at the end, also behind those above (山西省太原市).

    `is_there`: whether the values of a year are entered under a code; of two codes of one series
    that have the same name, that one is meant.
    """

    ancestors: dict[str, frozenset[str]] = field(default_factory=dict)
    index: NameIndex[str] = field(default_factory=NameIndex)

    @classmethod
    def of(cls, regions: Iterable[NamedRegion]) -> "RegionIndex":
        found = cls()
        for one in regions:
            found.ancestors[one.code] = frozenset(one.ancestors)
            found.index.add(0, one.code, one.code)
            for name in filter(None, one.names):
                found.index.add(0, name, one.code)
                if len(name) >= _SHORTEST and name[-1] in "省市县区":
                    found.index.add(1, name[:-1], one.code)
        return found

    def named(self, text: str) -> frozenset[str]:
        """The regions that a text names."""
        return frozenset(self.index.find(text)) or self._behind(plain_name(text), _LEVELS)

    def is_name(self, text: str) -> bool:
        """Whether it is a region's name; a code by itself might be a value."""
        return bool(self.named(text)) and not plain_name(text).isdecimal()

    def find(self, texts: Sequence[str], year: int | None, is_there: IsThere) -> frozenset[str]:
        """The regions that the cells of a row may name together: each names the region itself or
        one that it lies in."""
        found = [self.named(text) for text in texts]
        alike = {
            code
            for code in frozenset().union(*found)
            if all(not self.ancestors[code].isdisjoint(names) for names in found)
        }
        if len(alike) > 1 and year is not None:
            alike = {code for code in alike if is_there(code, year)} or alike
        return frozenset(alike)

    def _behind(self, word: str, levels: int) -> frozenset[str]:
        """What a name says behind a region that it begins with."""
        if levels == 0 or len(word) > _LONGEST:
            return frozenset()
        found: set[str] = set()
        for at in range(2, len(word) - 1):
            above = self.index.find(word[:at])
            if not above:
                continue
            rest = self.index.find(word[at:]) or self._behind(word[at:], levels - 1)
            found |= {code for code in rest if not self.ancestors[code].isdisjoint(above)}
        return frozenset(found)


@dataclass(slots=True)
class IndicatorIndex:
    """Indicators by code, by the names that the plans of a region print, and by the catalogue's
    names; in this order."""

    codes: Mapping[str, Collection[str]]  # the catalogue's names of each
    printed: Mapping[str, Mapping[str, Collection[str]]]  # by region, by indicator
    _general: NameIndex[str] = field(default_factory=NameIndex)
    _of_region: dict[str, NameIndex[str]] = field(default_factory=dict)
    _any: NameIndex[str] = field(default_factory=NameIndex)

    def __post_init__(self) -> None:
        self._fill(self._general, {})
        for names in self.printed.values():
            for code, printed in names.items():
                for name in printed:
                    self._any.add(0, name, code)

    def named(self, text: str, region: str) -> frozenset[str]:
        """The indicators that a text names in a region."""
        if region not in self._of_region:
            names = self.printed.get(region)
            index: NameIndex[str] = NameIndex() if names else self._general
            if names:
                self._fill(index, names)
            self._of_region[region] = index
        return frozenset(self._of_region[region].find(text))

    def is_name(self, text: str) -> bool:
        """Whether any region calls an indicator so."""
        return bool(self._general.find(text) or self._any.find(text))

    def find(self, texts: Sequence[str], region: str) -> frozenset[str]:
        """The indicators that the cells of a row (code, name) may name together; a name that
        nobody knows beside one that is known says nothing.

        A name that counts more for another indicator still fits beside the code of this one.
        """
        known = [text for text in texts if self.named(text, region)]
        alike = _common(self.named(text, region) for text in known)
        return alike or _common(self._of_region[region].find_any(text) for text in known)

    def _fill(self, index: NameIndex[str], printed: Mapping[str, Collection[str]]) -> None:
        for code, names in self.codes.items():
            index.add(0, code, code)
            for name in printed.get(code, ()):
                index.add(1, name, code)
            for name in names:
                index.add(2, name, code)


def _common(found: Iterable[Collection[str]]) -> frozenset[str]:
    """What is in each of them; nothing of none."""
    sets = [frozenset(one) for one in found]
    return frozenset.intersection(*sets) if sets else frozenset()
