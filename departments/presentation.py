"""What filter forms offer of departments."""

from collections.abc import Iterable

from django.utils.translation import get_language

from departments.models import Department
from departments.rules.functions import FUNCTIONS
from siwei.lib.bilingual import Bilingual

Options = list[tuple[str, str]]


def department_options(rows: Iterable[Department]) -> Options:
    """Each department with its region; names stay as printed."""
    return [(str(row.pk), f"{_region(row)} {row.name}") for row in rows]


def function_options(rows: Iterable[Department]) -> Options:
    """The functions that the departments have, in the order of the table of functions."""
    present = {row.function for row in rows}
    language = get_language() or ""
    return [(key, name.in_language(language)) for key, name in FUNCTIONS.items() if key in present]


def _region(row: Department) -> str:
    return Bilingual(row.region.name, row.region.name_en).in_language(get_language() or "")
