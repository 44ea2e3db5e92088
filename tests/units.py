"""The units of the fixtures, for tests of rules that need no database."""

from django.conf import settings

from indicators.plans.rules.units import UnitData
from siwei.loading.problems import FileProblem
from siwei.loading.read import read_shared

_problems: list[FileProblem] = []
SHARED = read_shared(settings.FIXTURES, _problems)
assert not _problems, _problems
UNITS = SHARED.unit_table


def unit(symbol: str) -> UnitData:
    """The unit of this symbol."""
    return UNITS.units[symbol]
