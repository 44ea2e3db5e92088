"""What filter forms offer of departments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from common.language import local_name, said
from departments.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from departments.models import Department

Options = list[tuple[str, str]]


def department_options(rows: Iterable[Department]) -> Options:
    """Each department with its region; names stay as printed."""
    return [(str(row.pk), f"{local_name(row.region)} {row.name}") for row in rows]


def function_options(keys: Iterable[str]) -> Options:
    """These functions, in the order of the table of functions."""
    present = set(keys)
    return [(key, said(name)) for key, name in FUNCTIONS.items() if key in present]
