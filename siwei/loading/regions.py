"""The regions for which a plan can promise something, and which of them a printed row names."""

from collections.abc import Iterable, Iterator, Mapping

from departments.rules.successions import Lineage
from siwei.loading.shared import RegionEntry

# Without its last sign a name is still one: 清徐 for 清徐县.
_LAST = "县市区旗"
_SHORTEST = 2


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

    def named_in(self, cells: Iterable[str]) -> set[str]:
        """The regions that the first cell which names any names."""
        for cell in cells:
            text = "".join(cell.split())
            found = {code: name for code, name in self._names.items() if _names(text, name)}
            # 东区 isn't named where 河东区 is.
            longer = {
                code
                for code, name in found.items()
                if not any(name in other and name != other for other in found.values())
            }
            if longer:
                return longer
        return set()

    def _upwards(self, code: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while code is not None and code not in seen:
            seen.add(code)
            yield code
            region = self._regions.get(code)
            code = region.parent if region else None


def _names(text: str, name: str) -> bool:
    short = name[:-1] if name[-1] in _LAST and len(name) > _SHORTEST else name
    return name in text or text == short
