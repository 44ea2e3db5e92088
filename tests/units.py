"""The units of the fixtures, for tests of rules that need no database."""

from django.conf import settings

from indicators.plans.rules.units import Unit
from siwei.loading.problems import Problem
from siwei.loading.read import read_shared

_problems: list[Problem] = []
SHARED = read_shared(settings.FIXTURES, _problems)
assert not _problems, _problems
UNITS = SHARED.unit_table


def unit(symbol: str) -> Unit:
    """The unit of this symbol."""
    return UNITS.units[symbol]
