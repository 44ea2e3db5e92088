"""The units with their spellings, as the rules want them."""

from indicators.plans.models import Unit, UnitSpelling
from indicators.plans.rules.units import UnitData, UnitTable


def units() -> dict[str, UnitData]:
    """Every unit by its symbol. One query."""
    return {row.symbol: row.rule for row in Unit.objects.all()}


def unit_table() -> UnitTable:
    """Every unit, and what else is written for it. Two queries."""
    spellings = UnitSpelling.objects.values_list("text", "unit_id", "in_plans")
    printed = {text: symbol for text, symbol, in_plans in spellings if in_plans}
    typed = {text: symbol for text, symbol, in_plans in spellings if not in_plans}
    return UnitTable(units(), printed, typed)
