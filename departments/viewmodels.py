"""What filter forms offer of departments."""

from collections.abc import Iterable

from common.language import local_name
from departments.models import Department
from departments.rules.functions import FUNCTIONS
from departments.wording import function_name

Options = list[tuple[str, str]]


def department_options(rows: Iterable[Department]) -> Options:
    """Each department with its region; names stay as printed."""
    return [(str(row.pk), f"{local_name(row.region)} {row.name}") for row in rows]


def function_options(keys: Iterable[str]) -> Options:
    """These functions, in the order of the table of functions."""
    present = set(keys)
    return [(key, function_name(key)) for key in FUNCTIONS if key in present]
