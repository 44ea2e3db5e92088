"""The regions for which a plan can promise something, and which of them a printed row names."""

import re
from collections.abc import Iterable, Iterator, Mapping

from departments.rules.successions import Lineage
from siwei.loading.shared import RegionEntry
from siwei.loading.texts import squeezed

# Without its last sign a name is still one: 清徐 for 清徐县.
_LAST = ("省", "县", "市", "区", "旗")
_SHORTEST = 2
# A cell may name several (东昌府区、茌平区), and say in brackets what belongs to one.
_ITEMS = re.compile("[/、，,；;]")
_WHOLE = frozenset({"全省", "全市", "全县", "全区", "全市合计", "合计", "总计"})
_BEGINNING = re.compile("^(?:[到至]?20[0-9]{2}年[底末]?前?[，,]?|其中[，,:：]?)*")
_BRACKETS = re.compile("[（(].*?[）)]")


class PlanRegions:
    """The region of a plan and all below it; an older or newer code of a series counts as it."""

    def __init__(self, own: str, regions: Mapping[str, RegionEntry]) -> None:
        self._regions = regions
        self._own = own
        self._lineage = Lineage(one for each in regions.values() for one in each.successions)
        self._names = {code: one.name for code, one in regions.items() if self.holds(code)}

    def holds(self, code: str) -> bool:
        """Whether the region lies in that of the plan, or is it."""
        if self._own not in self._regions:
            return True  # that the plan's own isn't known is said once
        wanted = set(self._lineage.series(self._own))
        codes = self._lineage.series(code)
        return any(above in wanted for one in codes for above in self._upwards(one))

    def is_own(self, code: str) -> bool:
        return code in self._lineage.series(self._own)

    def alike(self, code: str) -> set[str]:
        """The codes of its series."""
        return set(self._lineage.series(code))

    def called(self, cells: Iterable[str]) -> set[str]:
        """The regions whose names are cells, or items of one."""
        items = [item for cell in cells for item in _ITEMS.split(_BRACKETS.sub("", squeezed(cell)))]
        return {code for code in self._names if any(self._is_called(one, code) for one in items)}

    def mentioned(self, texts: Iterable[str]) -> set[str]:
        """The regions whose names stand anywhere in the texts, in a longer word too."""
        text = "\n".join(map(squeezed, texts))
        found = {code: name for code, name in self._names.items() if name in text}
        # 东区 isn't named where 河东区 is.
        return {
            code
            for code, name in found.items()
            if not any(name in other and name != other for other in found.values())
        }

    def begins(self, sentence: str) -> set[str]:
        """The regions with whose names a sentence begins, after its year."""
        text = _BEGINNING.sub("", squeezed(sentence))
        return {code for code, name in self._names.items() if text.startswith(name)}

    def above(self, code: str) -> set[str]:
        """The regions in which it lies, under any of its codes, and itself."""
        return {over for one in self._lineage.series(code) for over in self._upwards(one)}

    def _is_called(self, item: str, code: str) -> bool:
        """Whether it is a region's name, in full or in short, perhaps after those above it."""
        if item in _WHOLE:
            return self.is_own(code)
        own = (self._names[code], _short(self._names[code]))
        for over in [*self._upwards(code)][:0:-1]:
            if item in own:
                return True
            name = self._regions[over].name if over in self._regions else ""
            item = item.removeprefix(name if item.startswith(name) else _short(name))
        return item in own

    def _upwards(self, code: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while code is not None and code not in seen:
            seen.add(code)
            yield code
            region = self._regions.get(code)
            code = region.parent if region else None


def _short(name: str) -> str:
    return name[:-1] if name[-1:] in _LAST and len(name) > _SHORTEST else name
