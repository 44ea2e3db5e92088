"""The unit of a row of a table that may come back: by the name under which an import knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.language import is_english
from common.tables import Column

if TYPE_CHECKING:
    from common.tables import Value
    from indicators.plans.rules.units import NamedUnit


def unit_columns() -> list[Column]:
    """The heads of `unit_cells`."""
    english = [Column(_("单位的英文名称"))] if is_english() else []
    return [Column(_("单位")), *english]


def unit_cells(unit: NamedUnit) -> list[Value]:
    """What plans and people write (亿立方米); for an English reader also what that is: a number
    with “100 million m³” behind it says something else."""
    return [unit.name, unit.name_en] if is_english() else [unit.name]
