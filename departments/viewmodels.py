"""What filter forms offer of departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from common.language import local_name

if TYPE_CHECKING:
    from departments.models import Department, DepartmentFunction

Options = list[tuple[str, str]]


def department_options(rows: Sequence[Department]) -> Options:
    """Each department with its region; names stay as printed."""
    return [(str(row.pk), f"{local_name(row.region)} {row.name}") for row in rows]


def function_options(rows: Sequence[DepartmentFunction]) -> Options:
    """These kinds of department, in their order."""
    return [(row.code, local_name(row)) for row in rows]
